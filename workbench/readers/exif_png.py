"""EXIF in a PNG: the eXIf chunk (PNG third edition), or the hex text that ImageMagick and others wrote before it."""

import re
import zlib

from workbench.readers.png_structure import png_chunks

CHUNK = b"eXIf"
OLD_KEYS = (b"Raw profile type exif", b"Raw profile type APP1", b"Raw profile type app1")
LONGEST_TEXT = 4 * 2**20
"""Characters of the hex text, unpacked: a JPEG's segment, from which it came, holds 64 KiB of EXIF."""

_PROFILE = re.compile(rb"\s*(?:exif|APP1|app1|generic profile)\s+(\d{1,8})\s+([0-9a-fA-F\s]*)")


def png_exif(untrusted: bytes) -> bytes:
    """The first EXIF block that the file holds, as a TIFF stream; empty where it holds none."""
    for kind, data in png_chunks(untrusted):
        if kind == CHUNK:
            return bare(data)
        key = data[:80].split(b"\0", 1)[0] if kind in (b"tEXt", b"zTXt", b"iTXt") else b""
        if key in OLD_KEYS and (block := _old_profile(kind, data[len(key) + 1 :])):
            return block
    return b""


def bare(block: bytes) -> bytes:
    """The TIFF stream without the label that a JPEG's segment has before it."""
    while block.startswith(b"Exif\0\0"):
        block = block[6:]
    return block


def _old_profile(kind: bytes, body: bytes) -> bytes:
    """The block behind a line with its name and one with its length; empty where that is not what stands there."""
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed, body = body[:1] == b"\1", body[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif packed:
        body = body[1:]
    if packed:
        try:
            body = zlib.decompressobj().decompress(body, LONGEST_TEXT)
        except zlib.error:
            return b""
    found = _PROFILE.fullmatch(body[:LONGEST_TEXT].rstrip(b"\0"))
    if not found:
        return b""
    try:
        block = bytes.fromhex(found[2].decode("ascii"))[: int(found[1])]
    except ValueError:
        return b""
    # An APP1 segment may hold XMP as well.
    return bare(block) if bare(block)[:4] in (b"II*\0", b"MM\0*") else b""
