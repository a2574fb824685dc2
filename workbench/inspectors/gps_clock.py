"""Does the receiver's clock show a time that no satellite gave it?"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.readings import GPS_TIME, CaptureTime, read
from workbench.domain.verdicts import Pillar

UNSET, ROLLOVER = "gps.clock-unset", "gps.week-rollover"
CODES = (UNSET, ROLLOVER)

FIRST_CAMERAS = datetime(1994, 1, 1, tzinfo=UTC)
"""Before it no camera wrote positions: clocks that start at 1970 or at the satellites' epoch, 1980-01-06, show such."""

ROLLOVER_WEEKS = timedelta(weeks=1024)
"""The satellites count weeks in ten bits (IS-GPS-200, 20.3.3.3.1.1): an old receiver falls back by 1024 of them."""

MOST_TURNS = 3

SLACK = timedelta(days=2)
"""Time zones and a camera's clock that drifts."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: a wrong clock is no wrong position, and none of either is a forgery."""
    times = read(dossier.examination).times
    fix = next((time for time in times if time.field == GPS_TIME and time.interval), None)
    camera = next((time for time in times if time.field == "DateTimeOriginal" and time.interval), None)
    if fix is None or fix.interval is None:
        return
    if fix.interval.start < FIRST_CAMERAS:
        yield _finding(UNSET, fix, "–", "–")
    elif camera and camera.interval:
        apart = camera.interval.start - fix.interval.start
        turns = round(apart / ROLLOVER_WEEKS)
        if 0 < turns <= MOST_TURNS and abs(apart - turns * ROLLOVER_WEEKS) <= SLACK:
            yield _finding(ROLLOVER, fix, camera.text, f"{fix.interval.start + turns * ROLLOVER_WEEKS:%Y-%m-%d}")


def _finding(code: str, fix: CaptureTime, camera: str, meant: str) -> Finding:
    facts = (("fix", fix.text), ("camera", camera), ("meant", meant), ("reader", fix.reader))
    return Finding(code, Basis.INFERRED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.DATE)
