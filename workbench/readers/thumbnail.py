"""The small JPEG that a camera or a program left inside the file, as a picture of its own."""

from workbench.readers.exif_pillow import directories, exif_block
from workbench.readers.jpeg_segments import START_OF_SCAN, segments
from workbench.readers.tail import jpegs_in

OFFSET, LENGTH, ORIENTATION = 0x0201, 0x0202, 0x0112
LEAST_BYTES = 100
HOLDERS = {0xE0: b"JFXX\0", 0xED: b"Photoshop 3.0\0"}
"""Segments in which a thumbnail stands where the EXIF has none: JFIF's extension and Photoshop's blocks."""
HOLDERS_SEARCHED = 16


def embedded_thumbnail(untrusted: bytes) -> tuple[bytes, int | None] | None:
    """The thumbnail's bytes and its own orientation where it states one; None where the file has none.

    The EXIF block's (IFD1, JPEGInterchangeFormat) before others. The second picture of a TIFF is a page, not a
    thumbnail.
    """
    block = exif_block(untrusted)
    if block is untrusted:
        return None
    return (_in_exif(block) if block else None) or _in_segments(untrusted)


def _in_exif(block: bytes) -> tuple[bytes, int | None] | None:
    for group, ifd in directories(block):
        if group != "Thumbnail":
            continue
        offset, length = ifd.get(OFFSET), ifd.get(LENGTH)
        if not isinstance(offset, int) or not isinstance(length, int):
            return None
        found = block[offset : offset + length]
        if len(found) < LEAST_BYTES or not found.startswith(b"\xff\xd8"):
            return None
        orientation = ifd.get(ORIENTATION)
        return found, orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else None
    return None


def _in_segments(untrusted: bytes) -> tuple[bytes, int | None] | None:
    if not untrusted.startswith(b"\xff\xd8"):
        return None
    searched = 0
    for marker, body, after in segments(untrusted):
        if marker == START_OF_SCAN or searched == HOLDERS_SEARCHED:
            return None
        if marker in HOLDERS and body.startswith(HOLDERS[marker]):
            searched += 1
            for part in jpegs_in(untrusted, after - len(body), after):
                if part.length >= LEAST_BYTES:
                    return untrusted[part.offset : part.offset + part.length], None
    return None
