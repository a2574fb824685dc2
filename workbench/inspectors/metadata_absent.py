"""Is there anything in the file on how it was taken?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

ABSENT, UNKNOWN = "metadata.absent", "metadata.unknown"
CODES = (ABSENT, UNKNOWN)

EXIF_READERS = frozenset({"exifread", "pillow"})


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Absence is said only where every reader of EXIF could answer, and is neutral: it is the usual case."""
    examination = dossier.examination
    if any(tag.family == "EXIF" for tag in examination.tags):
        return
    silent = sorted(EXIF_READERS & {refused.reader for refused in examination.refused})
    code = UNKNOWN if silent else ABSENT
    facts = (("readers", ", ".join(silent or sorted(EXIF_READERS))),)
    yield Finding(code, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.PROVENANCE)
