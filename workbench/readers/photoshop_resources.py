"""The image resource blocks that Photoshop leaves in JPEG, TIFF and PSD (Adobe Photoshop File Formats
Specification, "Image Resources Section"), told apart but not yet parsed."""

from collections.abc import Iterator
from dataclasses import dataclass

IPTC_RESOURCE, XMP_RESOURCE, DIGEST_RESOURCE, THUMBNAIL_RESOURCES = 0x0404, 0x0424, 0x0425, (0x0409, 0x040C)
RESOURCES_READ = 1_000
_SIGNATURES = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")


@dataclass(frozen=True, slots=True)
class Resource:
    """One block: its number, the name it was given (mostly empty) and its bytes."""

    number: int
    name: str
    data: bytes


def resources(untrusted: bytes) -> Iterator[Resource]:
    """Each block in order, up to where the structure breaks; a last one that is cut short is given as it is."""
    position = 0
    for _ in range(RESOURCES_READ):
        if untrusted[position : position + 4] not in _SIGNATURES or len(untrusted) < position + 12:
            return
        number = int.from_bytes(untrusted[position + 4 : position + 6], "big")
        length = untrusted[position + 6]
        name = untrusted[position + 7 : position + 7 + length].decode("latin-1")
        position += 7 + length + (length + 1) % 2  # a Pascal string, padded to even
        size = int.from_bytes(untrusted[position : position + 4], "big")
        yield Resource(number, name, untrusted[position + 4 : position + 4 + size])
        position += 4 + size + size % 2
