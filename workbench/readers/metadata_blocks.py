"""Where each format keeps its XMP, IPTC-IIM, Photoshop resources and ICC profile: the bytes, still unparsed.

Places: JPEG APP1, APP2 and APP13 (XMP specification part 3; ICC.1 annex B; IIM 4.2) and its EXIF; TIFF fields 700,
33723, 34377 and 34675; PNG iTXt, iCCP and the raw profiles of ImageMagick; the chunks of WebP; the application
extensions of GIF; the items of HEIF and AVIF as libheif has them; the boxes of JPEG 2000.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pi_heif

from workbench.domain.examinations import Limits
from workbench.readers.jpeg_segments import END_OF_IMAGE, segments
from workbench.readers.png_structure import png_chunks
from workbench.readers.tiff_fields import tiff_fields

BLOCK_BYTES = 16 * 2**20
"""No block is read beyond this: the largest in use, depth maps in extended XMP, stay well below."""

XMP_FIELD, IPTC_FIELD, PHOTOSHOP_FIELD, ICC_FIELD = 700, 33723, 34377, 34675
_XMP_SEGMENT, _EXTENSION = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_EXIF_SEGMENT = b"Exif\0\0"
_PHOTOSHOP, _ICC_SEGMENT = b"Photoshop 3.0\0", b"ICC_PROFILE\0"
_JP2_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_JP2_IPTC = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_GIF_XMP, _GIF_ICC = b"\x21\xff\x0bXMP DataXMP", b"\x21\xff\x0bICCRGBG1012"
_GIF_XMP_END = b"\x01\xff\xfe\xfd\xfc"
_RAW_PROFILE = re.compile(rb"Raw profile type (xmp|iptc|8bim|icc|icm)")


@dataclass(slots=True)
class MetadataBlocks:
    """What a file holds of each family. `extended` are the bodies of extended XMP: GUID, length, offset, data."""

    xmp: list[bytes] = field(default_factory=list)
    extended: list[bytes] = field(default_factory=list)
    iptc: list[bytes] = field(default_factory=list)
    photoshop: bytes = b""
    icc: bytes = b""
    icc_whole: bool = True


def metadata_blocks(untrusted: bytes, limits: Limits) -> MetadataBlocks:
    """The blocks of one file; empty where it has none, or where they stand behind as many chunks as are read.

    ValueError where libheif cannot open a HEIF or AVIF.
    """
    found = MetadataBlocks()
    if untrusted.startswith(b"\xff\xd8"):
        _jpeg(untrusted, found, limits)
    elif untrusted.startswith(b"\x89PNG"):
        _png(untrusted, found, limits)
    elif untrusted[:4] == b"RIFF":
        _webp(untrusted, found, limits)
    elif untrusted[:3] == b"GIF":
        _gif(untrusted, found)
    elif untrusted[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        _tiff(untrusted, found, limits)
    elif untrusted[4:8] == b"ftyp":
        info = pi_heif.open_heif(io.BytesIO(untrusted), convert_hdr_to_8bit=False).info
        found.xmp = [bytes(info["xmp"])[:BLOCK_BYTES]] if info.get("xmp") else []
        found.icc = bytes(info.get("icc_profile") or b"")[:BLOCK_BYTES]
    elif untrusted[4:8] == b"jP  ":
        _jpeg2000(untrusted, found, limits)
    return found


def _jpeg(untrusted: bytes, found: MetadataBlocks, limits: Limits) -> None:
    profile: dict[int, bytes] = {}
    resources: list[bytes] = []
    expected = 0
    for marker, body, _ in segments(untrusted, most=limits.chunks):
        if marker == END_OF_IMAGE:
            break
        if marker == 0xE1 and body.startswith(_XMP_SEGMENT):
            found.xmp.append(body[len(_XMP_SEGMENT) :])
        elif marker == 0xE1 and body.startswith(_EXTENSION):
            found.extended.append(body[len(_EXTENSION) :])
        elif marker == 0xE1 and body.startswith(_EXIF_SEGMENT):
            fields = tiff_fields(body[6:], {XMP_FIELD, IPTC_FIELD}, BLOCK_BYTES)
            found.xmp += fields.get(XMP_FIELD, [])
            found.iptc += fields.get(IPTC_FIELD, [])
        elif marker == 0xED and body.startswith(_PHOTOSHOP):
            resources.append(body[len(_PHOTOSHOP) :])
        elif marker == 0xE2 and body.startswith(_ICC_SEGMENT) and len(body) > 14:
            profile.setdefault(body[12], body[14:])
            expected = body[13]
    found.photoshop = b"".join(resources)[:BLOCK_BYTES]  # a resource may run on in the next segment
    found.icc = b"".join(profile[number] for number in sorted(profile))[:BLOCK_BYTES]
    found.icc_whole = sorted(profile) == list(range(1, expected + 1))


def _tiff(untrusted: bytes, found: MetadataBlocks, limits: Limits) -> None:
    fields = tiff_fields(untrusted, {XMP_FIELD, IPTC_FIELD, PHOTOSHOP_FIELD, ICC_FIELD}, BLOCK_BYTES, limits.pages)
    found.xmp = fields.get(XMP_FIELD, [])
    found.iptc = fields.get(IPTC_FIELD, [])
    found.photoshop = b"".join(fields.get(PHOTOSHOP_FIELD, [])[:1])
    found.icc = b"".join(fields.get(ICC_FIELD, [])[:1])


def _png(untrusted: bytes, found: MetadataBlocks, limits: Limits) -> None:
    room = BLOCK_BYTES  # for all chunks together: each can be a bomb
    for kind, data in png_chunks(untrusted, limits.chunks):
        if kind == b"iTXt" and data.startswith(b"XML:com.adobe.xmp\0") and len(data) > 20:
            text = data[20:].split(b"\0", 2)[-1]  # behind the language and the translated keyword
            text = _inflated(text, room) if data[18] else text[:room]
            found.xmp.append(text)
        elif kind == b"iCCP" and not found.icc:
            text = found.icc = _inflated(data.partition(b"\0")[2][1:], room)
        elif kind in (b"zTXt", b"tEXt") and (name := _RAW_PROFILE.match(data)):
            text = data.partition(b"\0")[2]
            text = _inflated(text[1:], room) if kind == b"zTXt" else text[:room]
            _raw_profile(name[1], text, found)
        else:
            continue
        room -= len(text)
        if room <= 0:
            return


def _raw_profile(kind: bytes, untrusted: bytes, found: MetadataBlocks) -> None:
    """ImageMagick's form: a line with the name, one with the length, then hex."""
    parts = untrusted.strip().split(None, 2)
    digits = b"".join(parts[2].split()) if len(parts) == 3 else b""
    try:
        data = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return
    if kind == b"xmp":
        found.xmp.append(data)
    elif kind in (b"icc", b"icm"):
        found.icc = data
    elif data.startswith((b"8BIM", _PHOTOSHOP)):
        found.photoshop = data.removeprefix(_PHOTOSHOP)
    else:
        found.iptc.append(data)


def _webp(untrusted: bytes, found: MetadataBlocks, limits: Limits) -> None:
    position = 12
    for _ in range(limits.chunks):
        head = untrusted[position : position + 8]
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], "little")
        data = untrusted[position + 8 : position + 8 + min(size, BLOCK_BYTES)]
        if head[:4] == b"XMP ":
            found.xmp.append(data)
        elif head[:4] == b"ICCP":
            found.icc = data
        position += 8 + size + size % 2


def _gif(untrusted: bytes, found: MetadataBlocks) -> None:
    start = untrusted.find(_GIF_XMP)
    if start >= 0:
        # The packet is not cut into sub-blocks: a run of falling bytes behind it leads every parser out.
        data = untrusted[start + len(_GIF_XMP) : start + len(_GIF_XMP) + BLOCK_BYTES]
        found.xmp.append(data.partition(_GIF_XMP_END)[0])
    start = untrusted.find(_GIF_ICC)
    if start >= 0:
        position, parts = start + len(_GIF_ICC), []
        while position < len(untrusted) and (size := untrusted[position]):
            parts.append(untrusted[position + 1 : position + 1 + size])
            position += 1 + size
        found.icc = b"".join(parts)[:BLOCK_BYTES]


def _jpeg2000(untrusted: bytes, found: MetadataBlocks, limits: Limits) -> None:
    for kind, data in _boxes(untrusted, limits.chunks):
        if kind == b"uuid" and data.startswith(_JP2_XMP):
            found.xmp.append(data[16 : 16 + BLOCK_BYTES])
        elif kind == b"uuid" and data.startswith(_JP2_IPTC):
            found.iptc.append(data[16 : 16 + BLOCK_BYTES])


def _boxes(untrusted: bytes, most: int) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    for _ in range(most):
        head = untrusted[position : position + 16]
        if len(head) < 8:
            return
        size, start = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, start = int.from_bytes(head[8:], "big"), 16
        elif size == 0:
            size = len(untrusted) - position
        if size < start:
            return
        yield head[4:8], untrusted[position + start : position + size]
        position += size


def _inflated(untrusted: bytes, room: int) -> bytes:
    """What zlib packed, up to `room` bytes and to where it breaks."""
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    try:
        while untrusted and room > 0 and not unpacker.eof:
            part = unpacker.decompress(untrusted, min(room, 2**16))
            parts.append(part)
            room -= len(part)
            untrusted = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return b"".join(parts)
