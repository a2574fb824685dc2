"""The line of time as bars: what each time is the time of, who says so, and how it lies to the event's."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.desktop.plain_text import Speech, visible
from workbench.domain.intervals import Interval
from workbench.domain.measures import when
from workbench.domain.tag_times import TimeKind
from workbench.domain.timelines import TimeMark

_UNIT_SECONDS = 600.0
"""Gaps up to about so much are drawn to scale; longer ones grow with their logarithm."""

_SHORT = timedelta(minutes=1)

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TimeBar:
    """One time; `whole` and `narrowed` are places on the axis, 0 to 1, from left to right.

    `open` is True where no zone is stated: the moment may lie anywhere in `whole`. `relation` says in words, and
    `sign` in short, how it lies to the event's time; both are empty for the event and where there is none.
    """

    kind: TimeKind
    title: str
    when: str
    source: str
    zone: str
    relation: str
    sign: str
    whole: Span
    narrowed: Span | None
    open: bool

    @property
    def spoken(self) -> str:
        said = (self.title, self.when, self.relation, self.zone, self.source)
        return ". ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class TimeChart:
    """`event` is where the event's time lies on the axis; None where no event is known."""

    bars: tuple[TimeBar, ...] = ()
    event: Span | None = None


def time_chart(
    marks: Sequence[TimeMark], speech: Speech, event: Interval | None = None, owners: Sequence[str] = ()
) -> TimeChart:
    """The line of time; order in time is kept everywhere, and long gaps are drawn shorter than they are.

    `event` is the one that all are held against, else the first among the marks; `owners` name what each mark is of.
    """
    place = axis(one for mark in marks for one in (mark.interval, *((mark.narrowed,) if mark.narrowed else ())))

    def span(interval: Interval) -> Span:
        return place(interval.start), place(interval.end)

    event = event or next((mark.interval for mark in marks if mark.kind is TimeKind.EVENT), None)
    bars = []
    for number, mark in enumerate(marks):
        relation, sign = ("", "◆") if mark.kind is TimeKind.EVENT else _relation(mark.best, event)
        stated = speech.say("desktop.times.as-stated", when=when(mark.interval)) if mark.narrowed else ""
        bars.append(
            TimeBar(
                kind=mark.kind,
                title=" · ".join((speech.say(f"time.{mark.kind.value}"), *map(visible, owners[number : number + 1]))),
                when=" ".join(part for part in (_moment(mark.best), stated) if part),
                source=_source(mark, speech),
                zone=speech.say(f"time.zone.{mark.zone.value}"),
                relation=speech.say(f"desktop.times.{relation}") if relation else "",
                sign=sign,
                whole=span(mark.interval),
                narrowed=span(mark.narrowed) if mark.narrowed else None,
                open=not mark.interval.zone_stated,
            )
        )
    return TimeChart(tuple(bars), span(event) if event else None)


def axis(intervals: Iterable[Interval]) -> Callable[[datetime], float]:
    """From a moment that begins or ends one of the intervals to its place, 0 to 1; earlier is never further right."""
    moments = sorted({moment for one in intervals for moment in (one.start, one.end)})
    places, at = {}, 0.0
    for number, moment in enumerate(moments):
        if number:
            at += math.log1p((moment - moments[number - 1]).total_seconds() / _UNIT_SECONDS)
        places[moment] = at
    return lambda moment: places[moment] / at if at else 0.5


def _moment(interval: Interval) -> str:
    """A moment to the second where the interval is no longer than a minute; else both its ends."""
    if interval.zone_stated and interval.end - interval.start <= _SHORT:
        return f"{interval.start:%Y-%m-%d %H:%M:%S %Z}"
    return when(interval)


def _relation(best: Interval, event: Interval | None) -> tuple[str, str]:
    if event is None:
        return "", "●"
    if best.certainly_before(event):
        return "before", "◀"
    if best.certainly_after(event):
        return "after", "▶"
    return ("within", "■") if best.within(event) else ("overlaps", "◧")


def _source(mark: TimeMark, speech: Speech) -> str:
    if mark.kind is TimeKind.EVENT:
        return speech.say("desktop.times.by-case", text=mark.text)
    field = "" if mark.field == mark.kind.value else mark.field
    said = ", ".join(mark.sources)
    if field and mark.text and mark.text not in mark.sources:
        return speech.say("desktop.times.source", field=field, sources=said, text=mark.text)
    return speech.say("desktop.times.source-plain", field=field or mark.text, sources=said)
