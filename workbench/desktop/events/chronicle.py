"""One line of time and one map for a whole case, made in the background of what its images say."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from workbench.casework.chronicling import Trace, traces
from workbench.desktop.atlas.chart import Chart, Spot, SpotKind, Tie, chart
from workbench.desktop.background import Task
from workbench.desktop.plain_text import Speech, visible
from workbench.desktop.review.surroundings import faced
from workbench.desktop.review.times import TimeChart, time_chart
from workbench.desktop.session import Session, Topic
from workbench.domain.claims import Event
from workbench.domain.gazetteer import Locality
from workbench.domain.measures import metres, wind
from workbench.domain.places import Place
from workbench.domain.refusals import Refusal
from workbench.domain.separations import separation
from workbench.domain.tag_times import TimeKind
from workbench.domain.timelines import TimeMark, ZoneSource

_REST = 0.001
"""Seconds after each image in which everything else comes first."""
_FIRST, _TIMES = 50, 4
"""What is known is shown after so many images, and again after so many times as many."""
MOST_SPOTS = 3_000
_MOST_TIES = 6
"""Ways are drawn from the event to so many positions; among more they would hide everything."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line about one spot of the map; `evidence` or `event` is what it leads to."""

    name: str
    more: str
    evidence: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """`owners` say of which image or else of which event the line's bars are; `placed` are the first of the map's
    spots, in their order."""

    times: TimeChart = field(default_factory=TimeChart)
    owners: tuple[tuple[str, str], ...] = ()
    map: Chart | None = None
    placed: tuple[Placed, ...] = ()
    read: int = 0
    unread: int = 0
    left_out: int = 0


class ChroniclePresenter:
    """Reads the case when it is asked to, and again when something came; `state` says how far it is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.shown = Chronicle()
        self.changed: Callable[[], None] = lambda: None
        self.state = ""
        self._of: object = None
        self._task: Task | None = None
        session.listen(Topic.CASE, self._turn)

    def refresh(self) -> None:
        """Bring it up to date, if anything was written since."""
        session = self._session
        if not session.is_open:
            return
        now = (session.case.id, session.case.views.size(), session.event.id if session.event else "")
        if now == self._of:
            return
        if self._task:
            self._task.cancel()
        self._of = now
        folder, events, chosen = session.case.folder, session.case.views.events(), session.event
        total = session.case.views.evidence_count()
        self.state = session.speech.say("chronicle.reading", read=0, total=total)

        def case_chronicle(task: Task) -> Chronicle:
            return self._work(task, folder, events, chosen)

        def show(found: Chronicle, done: bool) -> None:
            if self._of == now:
                self._show(found, total, done)

        self._task = session.background.run(
            case_chronicle, lambda found: show(found, True), self._failed, lambda found: show(found, False)
        )

    def _work(self, task: Task, folder: Path, events: Sequence[Event], chosen: Event | None) -> Chronicle:
        """In the job's thread."""
        room, speech, found, next_at = self._session.room, self._session.speech, list[Trace](), _FIRST
        with closing(room.open_case(folder)) as case:
            for trace in traces(case, room.gazetteer(), lambda: not task.cancelled()):
                found.append(trace)
                if len(found) == next_at:
                    next_at *= _TIMES
                    task.tell(chronicle(events, chosen, found, speech))
                time.sleep(_REST)
        return chronicle(events, chosen, found, speech)

    def _show(self, found: Chronicle, total: int, done: bool) -> None:
        say = self._session.speech.say
        self.shown = found
        parts = [say("chronicle.read" if done else "chronicle.reading", read=found.read, total=total)]
        if found.unread:
            parts.append(say("chronicle.unread", count=found.unread))
        if found.left_out:
            parts.append(say("chronicle.left-out", count=found.left_out, most=MOST_SPOTS))
        self.state = " ".join(parts)
        self.changed()

    def _failed(self, refusal: Refusal) -> None:
        self._of, self.state = None, self._session.speech.refusal(refusal)
        self.changed()

    def _turn(self) -> None:
        if self._task:
            self._task.cancel()
        self._of, self._task, self.shown, self.state = None, None, Chronicle(), ""
        self.changed()

    @property
    def map_words(self) -> str:
        """The map for those who do not see it."""
        return ". ".join(f"{one.name}: {one.more}" for one in self.shown.placed[:100])


def chronicle(events: Sequence[Event], chosen: Event | None, found: Sequence[Trace], speech: Speech) -> Chronicle:
    """Line of time and map of what was read so far; all times are held against the event that is chosen."""
    rows = [(_event_mark(event), event.title, "", event.id) for event in events]
    rows += [(mark, trace.name, trace.evidence, "") for trace in found for mark in trace.times]
    rows.sort(key=lambda row: (row[0].best.start, row[0].best.end, row[1]))
    times = time_chart(
        [mark for mark, *_ in rows], speech, chosen.interval if chosen else None, [name for _, name, *_ in rows]
    )
    own, placed, ties = _spots(events, chosen, found, speech)
    facings = [facing for trace in found for facing in trace.facings][:MOST_SPOTS]
    return Chronicle(
        times=times,
        owners=tuple((evidence, event) for *_, evidence, event in rows),
        map=chart(own[:MOST_SPOTS], (), ties if len(ties) <= _MOST_TIES else (), facings),
        placed=tuple(placed[:MOST_SPOTS]),
        read=len(found),
        unread=sum(trace.unread for trace in found),
        left_out=max(0, len(own) - MOST_SPOTS),
    )


def _event_mark(event: Event) -> TimeMark:
    zone = ZoneSource.STATED if event.interval.zone_stated else ZoneSource.NONE
    return TimeMark(TimeKind.EVENT, TimeKind.EVENT.value, event.title, event.interval, zone, (event.id,))


def _spots(
    events: Sequence[Event], chosen: Event | None, found: Sequence[Trace], speech: Speech
) -> tuple[list[Spot], list[Placed], list[Tie]]:
    own, placed, ties = list[Spot](), list[Placed](), list[Tie]()
    for event in events:
        place = event.place
        if place.point:
            own.append(Spot(SpotKind.EVENT, event.title, place.point, place.radius_m))
            placed.append(Placed(f"◆ {visible(event.title)}", _event_words(place, speech), event=event.id))
    for trace in found:
        for one in trace.localities:
            own.append(Spot(SpotKind.FILE, trace.name, one.point, one.error_m, trace.evidence))
            words = [_position_words(one, speech)]
            apart = separation(chosen.place, one.point, one.error_m) if chosen else None
            if chosen and chosen.place.point and apart:
                way = speech.say(
                    "atlas.tie", distance=metres(apart.distance_m), direction=wind(apart.bearing_degrees)
                )  # fmt: skip
                ties.append(Tie(chosen.place.point, one.point, way))
                words.append(speech.say("chronicle.from-event", way=way))
            words += [faced(facing, speech) for facing in trace.facings if facing.point == one.point]
            placed.append(Placed(f"● {visible(trace.name)}", " · ".join(words), evidence=trace.evidence))
    return own, placed, ties


def _event_words(place: Place, speech: Speech) -> str:
    position = place.point.text() if place.point else ""
    if place.radius_m is None:
        words = speech.say("desktop.map.position-coarse", position=position)
    else:
        words = speech.say("desktop.map.position", position=position, error=metres(place.radius_m))
    return f"{words} · {visible(place.name)}"


def _position_words(one: Locality, speech: Speech) -> str:
    words = speech.say("desktop.map.position", position=one.point.text(), error=metres(one.error_m))
    if not one.nearby:
        return words
    near = one.nearby[0]
    return " · ".join((words, speech.say(
        "desktop.map.near", distance=metres(near.distance_m), direction=wind(near.bearing_degrees),
        place=near.place.text(),
    )))  # fmt: skip
