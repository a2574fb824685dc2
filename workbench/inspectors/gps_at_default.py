"""Is the position one that nobody measured: whole degrees, or the point that stands for a whole country?"""

from collections.abc import Iterable

from workbench.domain.default_positions import country_point, whole_degrees
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.places import Point
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

WHOLE_DEGREES, COUNTRY, NAMED_POINT = "gps.whole-degrees", "gps.country-point", "gps.named-point"
CODES = (WHOLE_DEGREES, COUNTRY, NAMED_POINT)

ON_THE_POINT_M = 5.0
"""Gazetteers give their points to five decimals, a metre; a copy may be rounded to four."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: it says that the position is probably no measurement. That 0, 0 is none is told elsewhere."""
    for position in read(dossier.examination).positions:
        point = position.point
        if point is None or position.zero:
            continue
        if country := country_point(point):
            yield _finding(COUNTRY, point, country)
            return
        if whole_degrees(point):
            yield _finding(WHOLE_DEGREES, point, "–")
            return
    for around in dossier.localities:
        if around.nearby and around.nearby[0].distance_m <= ON_THE_POINT_M:
            yield _finding(NAMED_POINT, around.point, around.nearby[0].place.text())
            return


def _finding(code: str, point: Point, name: str) -> Finding:
    facts = (("position", point.text()), ("country", name), ("place", name))
    return Finding(code, Basis.INFERRED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.LOCATION)
