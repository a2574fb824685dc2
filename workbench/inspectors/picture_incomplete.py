"""Does the file hold the whole picture?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

INCOMPLETE = "picture.incomplete"
CODES = (INCOMPLETE,)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    examination = dossier.examination
    if not examination.complete:
        facts = (("size", f"{examination.width} × {examination.height}"),)
        yield Finding(INCOMPLETE, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{INCOMPLETE}.caveat", Pillar.PROVENANCE)
