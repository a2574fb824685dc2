"""Is there anything in the file behind the picture's end?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

USUAL, REST, OTHER = "trailing.usual", "trailing.rest", "trailing.other"
CODES = (USUAL, REST, OTHER)

USUAL_KINDS = frozenset({"mp4", "samsung", "photo-mechanic", "fotostation", "afcp", "zeros", "jpeg"})
REST_KINDS = frozenset({"png-rest", "jpeg-rest", "zeros"})
"""Moving pictures, blocks of makers and newsroom programs, padding; another JPEG only where the file's
own index names it."""
PADDING = 8
"""Bytes that many encoders add for no reason."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: telephones put films and second pictures there. What fits no such habit is said to be worth a look."""
    facts = dossier.examination.container
    length = facts.get("trailing-bytes", "")
    kinds = [kind for kind in facts.get("trailing-kinds", "").split(", ") if kind]
    if not (length.isascii() and length.isdigit()) or int(length) <= PADDING or set(kinds) == {"zeros"}:
        return
    usual = set(kinds) <= USUAL_KINDS and ("jpeg" not in kinds or facts.get("trailing-indexed") == "yes")
    code = USUAL if usual else REST if set(kinds) <= REST_KINDS else OTHER
    said = (("bytes", length), ("kinds", ", ".join(kinds)[:120].strip() or "?"))
    yield Finding(code, Basis.OBSERVED, Bearing.NEUTRAL, said, f"{code}.caveat", Pillar.PROVENANCE)
