"""Was the picture saved as a JPEG before, more coarsely than now?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

BEFORE, BEFORE_UNLIKE = "resaved.coarser", "resaved.coarser-unlike"
CODES = (BEFORE, BEFORE_UNLIKE)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: every platform saves anew. It tells that these pixels are no first save, at least not all of them."""
    facts = dossier.examination.container
    coarser, examined = facts.get("steps-coarser", ""), facts.get("steps-examined", "")
    if not coarser.isdigit() or not examined.isdigit():
        return
    before = facts.get("quality-before", "")
    code = BEFORE if before.isdigit() else BEFORE_UNLIKE
    said = (
        ("before", before if before.isdigit() else "–"),
        ("now", facts.get("quality", "").strip().replace("about ", "≈ ") or "?"),
        ("coarser", coarser),
        ("examined", examined),
    )
    yield Finding(code, Basis.DERIVED, Bearing.NEUTRAL, said, f"{code}.caveat", Pillar.PROVENANCE)
