"""Where on earth does the position in the file lie, by name?"""

from collections.abc import Iterable, Sequence

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.gazetteer import Division, Locality
from workbench.domain.measures import metres, wind
from workbench.domain.verdicts import Pillar

ONE, SEVERAL, NOWHERE = "gps.place", "gps.place-between", "gps.place-unnamed"
CODES = (ONE, SEVERAL, NOWHERE)

MOST_NAMED = 5


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: a name for what the file says. Readers that differ get a finding each."""
    said: set[str] = set()
    for around in dossier.localities:
        finding = _finding(around)
        if finding.code not in said:
            said.add(finding.code)
            yield finding


def _finding(around: Locality) -> Finding:
    certain = len(around.provinces) == 1 and len(around.countries) == 1
    code = (ONE if certain else SEVERAL) if around.nearby else NOWHERE
    facts = {"position": around.point.text(), "error": metres(around.error_m)}
    if around.nearby:
        near = around.nearby[0]
        facts |= {
            "near": near.place.text(),
            "distance": metres(near.distance_m),
            "direction": wind(near.bearing_degrees),
            "districts": _names(around.districts),
            "provinces": _names(around.provinces),
            "countries": _names(around.countries),
        }
    return Finding(code, Basis.DERIVED, Bearing.NEUTRAL, tuple(facts.items()), f"{code}.caveat", Pillar.LOCATION)


def _names(divisions: Sequence[Division]) -> str:
    """Nearest first, `/` between; a dash for none and an ellipsis for more than can be read."""
    names = [one.text() for one in divisions[:MOST_NAMED]]
    return " / ".join([*names, "…"] if len(divisions) > MOST_NAMED else names) or "–"
