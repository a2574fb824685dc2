"""How the file itself is built, whatever its pixels show: one description a format, chosen by the first bytes."""

from collections.abc import Callable

from workbench.domain.examinations import Limits
from workbench.readers.gif_structure import gif_structure
from workbench.readers.isobmff_structure import isobmff_structure
from workbench.readers.jpeg_structure import jpeg_structure
from workbench.readers.png_structure import png_structure
from workbench.readers.reading import Reading, bounded
from workbench.readers.tiff_structure import tiff_structure
from workbench.readers.webp_structure import webp_structure

Describe = Callable[[bytes, Limits], Reading]


class StructureReader:
    """Tags and facts as the description of the file's format promises them; nothing for a format without one."""

    name = "structure"
    tool = ("structure", "1")

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        describe = _description(untrusted)
        if describe is None:
            return Reading()
        found = describe(untrusted, limits)
        return bounded(found.tags, limits, found.facts, found.cuts)


def _description(untrusted: bytes) -> Describe | None:
    head = untrusted[:16]
    if head.startswith(b"\xff\xd8"):
        return jpeg_structure
    if head.startswith(b"\x89PNG"):
        return png_structure
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return webp_structure
    if head.startswith(b"GIF8"):
        return gif_structure
    if head[4:8] == b"ftyp":
        return isobmff_structure
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return tiff_structure
    return None
