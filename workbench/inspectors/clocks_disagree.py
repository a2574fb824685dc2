"""Can the camera's clock and the satellites' both be right?"""

from collections.abc import Iterable
from datetime import timedelta

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.intervals import Interval
from workbench.domain.readings import GPS_TIME, read
from workbench.domain.verdicts import Pillar
from workbench.inspectors.measures import stretch

DISAGREE = "clocks.disagree"
CODES = (DISAGREE,)

TOLERANCE = timedelta(minutes=5)
"""A receiver may repeat a fix some minutes old, and a camera's clock drifts: less is no contradiction."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: it says that one of the two clocks is wrong, and cannot say which.

    A camera time with no zone already spans every zone in use, so that only a gap no zone explains is left.
    """
    times = read(dossier.examination).times
    camera = next((time for time in times if time.field == "DateTimeOriginal" and time.interval), None)
    fix = next((time for time in times if time.field == GPS_TIME and time.interval), None)
    if not camera or not fix or not camera.interval or not fix.interval:
        return
    gap = _gap(camera.interval, fix.interval)
    if gap > TOLERANCE:
        facts = (("camera", camera.text), ("fix", fix.text), ("gap", stretch(gap)))
        yield Finding(DISAGREE, Basis.DERIVED, Bearing.NEUTRAL, facts, f"{DISAGREE}.caveat", Pillar.DATE)


def _gap(one: Interval, other: Interval) -> timedelta:
    return max(one.start - other.end, other.start - one.end, timedelta())
