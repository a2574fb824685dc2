"""Do the readers of the metadata agree on what the file says?"""

from collections.abc import Iterable

from workbench.domain.disagreements import Disagreement
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

DISAGREE, ALONE = "readers.disagree", "readers.one-alone"
CODES = (DISAGREE, ALONE)

TELLING = (
    "DateTimeOriginal",
    "DateTimeDigitized",
    "DateTime",
    "GPSLatitude",
    "GPSLongitude",
    "Make",
    "Model",
    "Software",
)
"""Fields that others rest upon: named first where readers differ, and said where one reader alone has them."""
_SHOWN = 5


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: it is the readers that differ, over an odd file; the field is then no ground for anything."""
    reading = read(dossier.examination)
    if differing := sorted(reading.disagreements, key=_weight):
        shown = "; ".join(_both(one) for one in differing[:_SHOWN])
        yield _finding(DISAGREE, fields=shown, count=str(len(differing)))
    if alone := [(reader, name) for reader, _, name in reading.read_by_one if name in TELLING]:
        yield _finding(ALONE, fields=", ".join(f"{name} ({reader})" for reader, name in alone), count=str(len(alone)))


def _weight(one: Disagreement) -> int:
    return TELLING.index(one.name) if one.name in TELLING else len(TELLING)


def _both(one: Disagreement) -> str:
    return f"{one.name}: " + " ≠ ".join(f"{value[:60]} ({reader})" for reader, value in one.values)


def _finding(code: str, **facts: str) -> Finding:
    return Finding(code, Basis.OBSERVED, Bearing.NEUTRAL, tuple(facts.items()), f"{code}.caveat", Pillar.PROVENANCE)
