"""Does the time in the file fit the event's?"""

from collections.abc import Iterable
from datetime import timedelta

from workbench.domain.claims import Event
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.measures import stretch, when
from workbench.domain.readings import GPS_TIME, CaptureTime, read
from workbench.domain.tag_times import TimeKind
from workbench.domain.timelines import ZoneSource, time_line
from workbench.domain.verdicts import Pillar

BEFORE, WITHIN, AFTER = "capture.before", "capture.within", "capture.after"
UNCERTAIN, ZONE_LACKING = "capture.uncertain", "capture.zone-lacking"
BY_PLACE = {BEFORE: "capture.by-place-before", WITHIN: "capture.by-place-within", AFTER: "capture.by-place-after"}
CODES = (BEFORE, WITHIN, AFTER, UNCERTAIN, ZONE_LACKING, *BY_PLACE.values())

TAKEN = ("DateTimeOriginal", GPS_TIME, "DateTimeDigitized")
"""The fields that say when a picture was taken, best first; `DateTime` is when the file was last changed."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    event = dossier.event
    if event is None:
        return
    times = [time for time in read(dossier.examination).times if time.field in TAKEN and time.interval]
    times.sort(key=lambda time: TAKEN.index(time.field))
    said: set[str] = set()
    for time in times:
        finding = _against(time, event)
        # Each code once, by the best field that says it: two readers of one field are no two witnesses.
        if finding and finding.code not in said:
            said.add(finding.code)
            yield finding
    if ZONE_LACKING in said:
        yield from _by_place(dossier, event)


def _by_place(dossier: Dossier, event: Event) -> Iterable[Finding]:
    """Neutral, since it takes for granted that the camera was set to the clock of the place."""
    for mark in time_line(dossier):
        if mark.kind is TimeKind.CAPTURE and mark.field in TAKEN and mark.zone is ZoneSource.PLACE:
            time = CaptureTime(mark.field, mark.sources[0], mark.text, mark.narrowed)
            finding = _against(time, event)
            if finding and finding.code in BY_PLACE:
                code = BY_PLACE[finding.code]
                facts = (*finding.facts, ("narrowed", when(mark.best)))
                yield Finding(code, Basis.INFERRED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.DATE)
                return


def _against(time: CaptureTime, event: Event) -> Finding | None:
    taken, happened = time.interval, event.interval
    if taken is None:
        return None
    if taken.certainly_before(happened):
        return _finding(BEFORE, Bearing.UNDERMINES, time, event, stretch(happened.start - taken.end))
    if taken.certainly_after(happened):
        return _finding(AFTER, Bearing.NEUTRAL, time, event, stretch(taken.start - happened.end))
    if taken.within(happened):
        return _finding(WITHIN, Bearing.SUPPORTS, time, event, "")
    code = UNCERTAIN if taken.zone_stated else ZONE_LACKING
    return _finding(code, Bearing.NEUTRAL, time, event, "")


def _finding(code: str, bearing: Bearing, time: CaptureTime, event: Event, gap: str) -> Finding:
    facts = (
        ("field", time.field),
        ("time", time.text),
        ("event", when(event.interval)),
        ("gap", gap or stretch(timedelta())),
        ("reader", time.reader),
    )
    return Finding(code, Basis.DERIVED, bearing, facts, f"{code}.caveat", Pillar.DATE)
