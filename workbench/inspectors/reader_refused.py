"""Was there a reader or a step that could not answer, or that left something out?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

REFUSED = "reader.refused"
CUT = "reader.cut"
CODES = (REFUSED, CUT)
_CUT = "examine.cut-"


def inspect(dossier: Dossier) -> Iterable[Finding]:
    refused = [one for one in dossier.examination.refused if not one.code.startswith(_CUT)]
    cut = [one for one in dossier.examination.refused if one.code.startswith(_CUT)]
    if refused:
        facts = (("readers", ", ".join(f"{one.reader} ({one.code})" for one in refused)),)
        yield Finding(REFUSED, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{REFUSED}.caveat", Pillar.PROVENANCE)
    if cut:
        readers = (("readers", ", ".join(f"{one.reader} ({one.code.removeprefix(_CUT)})" for one in cut)),)
        yield Finding(CUT, Basis.OBSERVED, Bearing.NEUTRAL, readers, f"{CUT}.caveat", Pillar.PROVENANCE)
