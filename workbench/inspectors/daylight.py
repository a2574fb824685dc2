"""Was it day or night where and when the file says that it was taken?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.measures import angles, when
from workbench.domain.sun import Light
from workbench.domain.surroundings import SunOf, SunSeen, suns
from workbench.domain.timelines import time_line
from workbench.domain.verdicts import Pillar

DAY, TWILIGHT, NIGHT, CHANGING = "daylight.day", "daylight.twilight", "daylight.night", "daylight.changing"
CODES = (DAY, TWILIGHT, NIGHT, CHANGING)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: where the sun stood is reckoned, but only a person can say whether the picture shows it."""
    seen = suns(dossier, time_line(dossier))
    event = next((one for one in seen if one.of is SunOf.EVENT), None)
    said: set[str] = set()
    for one in seen:
        if one.of is not SunOf.EVENT:
            finding = _finding(dossier, one, event)
            if finding.code not in said:
                said.add(finding.code)
                yield finding


def _finding(dossier: Dossier, seen: SunSeen, event: SunSeen | None) -> Finding:
    sun = seen.sun
    code = _code(set(sun.light))
    place = dossier.event.place.name if dossier.event and seen.of is SunOf.CAPTURE_AT_EVENT else ""
    facts = (
        ("field", seen.field),
        ("time", when(sun.interval)),
        ("spot", place or sun.point.text()),
        ("elevation", angles(sun.lowest, sun.highest)),
        ("azimuth", angles(sun.azimuth_from, sun.azimuth_to)),
        ("event_elevation", angles(event.sun.lowest, event.sun.highest) if event else "–"),
        ("event", when(event.sun.interval) if event else "–"),
    )
    return Finding(code, Basis.DERIVED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.DATE)


def _code(light: set[Light]) -> str:
    if light in ({Light.DAY}, {Light.NIGHT}):
        return DAY if Light.DAY in light else NIGHT
    return CHANGING if light & {Light.DAY, Light.NIGHT} else TWILIGHT
