"""Can the camera's clock and the satellites' both be right, and in which time zone?"""

from collections.abc import Iterable
from datetime import timedelta

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.gazetteer import Division
from workbench.domain.intervals import Interval
from workbench.domain.measures import stretch
from workbench.domain.readings import GPS_TIME, CaptureTime, read
from workbench.domain.timelines import CLOCK_TOLERANCE
from workbench.domain.verdicts import Pillar
from workbench.domain.zones import clock_face, clocks, implied_zone, nearest_zone

DISAGREE, OTHER_ZONE = "clocks.disagree", "clocks.other-zone"
IMPLIED, IMPLIED_ELSEWHERE, NO_ZONE = "clocks.zone-implied", "clocks.zone-implied-elsewhere", "clocks.no-zone-fits"
CODES = (DISAGREE, OTHER_ZONE, IMPLIED, IMPLIED_ELSEWHERE, NO_ZONE)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: two clocks that cannot both be right do not say which is wrong, and a zone that is implied rests on both
    of them.
    """
    times = read(dossier.examination).times
    camera = next((time for time in times if time.field == "DateTimeOriginal" and time.interval), None)
    fix = next((time for time in times if time.field == GPS_TIME and time.interval), None)
    if not camera or not fix or not camera.interval or not fix.interval:
        return
    taken = camera.interval
    face = taken.start.replace(tzinfo=None) if taken.zone_stated else clock_face(taken)[0]
    zone = implied_zone(face, fix.interval.start, CLOCK_TOLERANCE)
    gap = _gap(taken, fix.interval)
    here = [one for around in dossier.localities for one in around.countries]
    kept = [clock for country in here for clock in clocks(country.code, face)]
    implied = str(zone) if zone else "–"
    if taken.zone_stated:
        if gap > CLOCK_TOLERANCE:
            yield _finding(OTHER_ZONE if zone else DISAGREE, camera, fix, gap, implied, here)
    elif zone:
        elsewhere = bool(kept) and zone not in kept
        yield _finding(IMPLIED_ELSEWHERE if elsewhere else IMPLIED, camera, fix, gap, implied, here)
    elif gap > CLOCK_TOLERANCE:
        yield _finding(DISAGREE, camera, fix, gap, implied, here)
    else:
        yield _finding(NO_ZONE, camera, fix, nearest_zone(face, fix.interval.start)[1], implied, here)


def _finding(
    code: str, camera: CaptureTime, fix: CaptureTime, gap: timedelta, zone: str, here: list[Division]
) -> Finding:
    facts = (
        ("camera", camera.text),
        ("fix", fix.text),
        ("gap", stretch(gap)),
        ("zone", zone),
        ("countries", " / ".join(dict.fromkeys(one.text() for one in here)) or "–"),
    )
    return Finding(code, Basis.DERIVED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.DATE)


def _gap(one: Interval, other: Interval) -> timedelta:
    return max(one.start - other.end, other.start - one.end, timedelta())
