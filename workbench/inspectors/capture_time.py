"""Does the time in the file fit the event's?"""

from collections.abc import Iterable
from datetime import timedelta

from workbench.domain.claims import Event
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.readings import GPS_TIME, CaptureTime, read
from workbench.domain.verdicts import Pillar
from workbench.inspectors.measures import stretch, when

BEFORE, WITHIN, AFTER = "capture.before", "capture.within", "capture.after"
UNCERTAIN, ZONE_LACKING = "capture.uncertain", "capture.zone-lacking"
CODES = (BEFORE, WITHIN, AFTER, UNCERTAIN, ZONE_LACKING)

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
