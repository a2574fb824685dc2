"""Was there a reader or a step that could not answer?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

REFUSED = "reader.refused"
CODES = (REFUSED,)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    if refused := dossier.examination.refused:
        facts = (("readers", ", ".join(f"{one.reader} ({one.code})" for one in refused)),)
        yield Finding(REFUSED, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{REFUSED}.caveat", Pillar.PROVENANCE)
