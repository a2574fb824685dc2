"""The small JPEG that a camera or a program left in the EXIF block (IFD1, JPEGInterchangeFormat)."""

from workbench.readers.exif_pillow import directories, exif_block

OFFSET, LENGTH, ORIENTATION = 0x0201, 0x0202, 0x0112
LEAST_BYTES = 100


def embedded_thumbnail(untrusted: bytes) -> tuple[bytes, int | None] | None:
    """The thumbnail's bytes and its own orientation where it states one; None where the file has none.

    The second picture of a TIFF is a page, not a thumbnail.
    """
    block = exif_block(untrusted)
    if not block or block is untrusted:
        return None
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
