"""Is the file of the type that its name says?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

UNLIKE = "extension.unlike"
CODES = (UNLIKE,)

EXTENSIONS = {
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "jpe": {"image/jpeg"},
    "jfif": {"image/jpeg"},
    "mpo": {"image/jpeg"},
    "png": {"image/png"},
    "webp": {"image/webp"},
    "gif": {"image/gif"},
    "tif": {"image/tiff"},
    "tiff": {"image/tiff"},
    "bmp": {"image/bmp"},
    "avif": {"image/avif"},
    "heic": {"image/heic"},
    "heif": {"image/heic", "image/avif"},
    "jp2": {"image/jp2"},
    "pdf": set(),
    "mp4": set(),
    "mov": set(),
    "txt": set(),
    "doc": set(),
    "docx": set(),
    "zip": set(),
    "exe": set(),
}
"""What each extension promises; an empty set promises no picture at all. Others promise nothing that is known here."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: browsers and messengers name files wrongly every day. Said for the first name only."""
    media_type = dossier.examination.media_type
    for arrival in dossier.arrivals:
        _, dot, extension = arrival.name.rpartition(".")
        promised = EXTENSIONS.get(extension.lower()) if dot else None
        if promised is not None and media_type not in promised:
            facts = (("name", arrival.name[-120:]), ("extension", extension[:16]), ("type", media_type))
            yield Finding(UNLIKE, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{UNLIKE}.caveat", Pillar.PROVENANCE)
            return
