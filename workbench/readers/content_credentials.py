"""Whether a C2PA manifest store is embedded: its place in each format by the C2PA specification, annex A.

That it is there is all that is said: what it claims, whether it binds and who signed it is not read here.
"""

from collections.abc import Iterator

from workbench.domain.examinations import Limits
from workbench.readers.jpeg_segments import segments
from workbench.readers.png_structure import png_chunks

APP11 = 0xEB
BMFF_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""The user type of the ISO base media box that holds a manifest store (HEIF, AVIF)."""
TIFF_TAG = 0xCD41
CHUNKS_READ = Limits().chunks


def has_manifest(untrusted: bytes) -> bool:
    """True where the bytes hold a manifest store in the place that their format gives it."""
    if untrusted.startswith(b"\xff\xd8"):
        return any(
            marker == APP11 and body[:2] == b"JP" and b"jumb" in body[:16] and b"c2pa" in body[:128]
            for marker, body, _ in segments(untrusted)
        )
    if untrusted.startswith(b"\x89PNG"):
        return any(kind == b"caBX" for kind, _ in png_chunks(untrusted))
    if untrusted[:4] == b"RIFF":
        return any(name == b"C2PA" for name in _riff_chunks(untrusted))
    if untrusted[4:8] == b"ftyp":
        return b"uuid" + BMFF_BOX in untrusted
    if untrusted[:3] == b"GIF":
        return b"\x21\xff\x0bC2PA_GIF" in untrusted
    return False


def _riff_chunks(untrusted: bytes) -> Iterator[bytes]:
    position = 12
    for _ in range(CHUNKS_READ):
        head = untrusted[position : position + 8]
        if len(head) < 8:
            return
        yield head[:4]
        size = int.from_bytes(head[4:], "little")
        position += 8 + size + size % 2
