"""What Photoshop's image resource blocks say of the file's making: version, quality, address, digests.

Adobe Photoshop File Formats Specification, "Image Resource IDs". Names are ExifTool's.
"""

import hashlib
import struct
from collections.abc import Callable, Iterator, Sequence

from workbench.domain.examinations import Limits, Tag
from workbench.readers.jpeg_segments import END_OF_IMAGE, segments
from workbench.readers.metadata_blocks import metadata_blocks
from workbench.readers.photoshop_names import BLOCKS
from workbench.readers.photoshop_resources import (
    DIGEST_RESOURCE,
    IPTC_RESOURCE,
    THUMBNAIL_RESOURCES,
    Resource,
    resources,
)
from workbench.readers.reading import Reading, bounded

BLOCKS_SHOWN, TEXT_CHARACTERS = 60, 2_000
_UNITS = {1: "inches", 2: "cm"}
_FORMATS = {0x0000: "Standard", 0x0001: "Optimized", 0x0101: "Progressive"}
_PRINT_STYLES = {0: "Centered", 1: "Size to Fit", 2: "User Defined"}
_DUCKY = {2: "Comment", 3: "Copyright"}

Fields = Iterator[tuple[str, str, str]]
"""Name, value and what the value means."""


class PhotoshopReader:
    name = "photoshop"
    tool = ("photoshop-resources", "1")

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """Tags of family Photoshop, in the groups Photoshop and Ducky (Save for Web).

        Facts: `photoshop-blocks` names all blocks that stand in the file, in their order; `iptc-digest` is `current`
        where the digest that was kept of the IPTC block is that of the block that stands there, else `stale`.
        """
        found = list(resources(metadata_blocks(untrusted, limits).photoshop))
        facts: dict[str, str] = {}
        if state := _digest_state(found):
            facts["iptc-digest"] = state
        if found:
            facts["photoshop-blocks"] = ", ".join(_block_name(one) for one in found[:BLOCKS_SHOWN])
        return bounded(self._tags(found, untrusted), limits, facts)

    def _tags(self, found: Sequence[Resource], untrusted: bytes) -> Iterator[Tag]:
        for one in found:
            try:
                fields = list(_FIELDS[one.number](one.data)) if one.number in _FIELDS else []
            except (struct.error, IndexError, UnicodeDecodeError):
                continue
            for name, value, meaning in fields:
                yield Tag(self.name, "Photoshop", "Photoshop", name, value, meaning)
        for name, value, meaning in _ducky(untrusted):
            yield Tag(self.name, "Photoshop", "Ducky", name, value, meaning)


def _digest_state(found: Sequence[Resource]) -> str:
    """Empty where no digest was kept. It is the MD5 of the whole IPTC block (Photoshop's "caption digest")."""
    kept = next((one.data for one in found if one.number == DIGEST_RESOURCE and any(one.data)), b"")
    block = next((one.data for one in found if one.number == IPTC_RESOURCE), None)
    if not kept or block is None:
        return ""
    return "current" if hashlib.md5(block, usedforsecurity=False).digest() == kept[:16] else "stale"


def _block_name(one: Resource) -> str:
    if 0x07D0 <= one.number <= 0x0BB6:
        return f"0x{one.number:04X} PathInfo"
    return f"0x{one.number:04X} {BLOCKS.get(one.number, '')}".strip()


def _resolution(data: bytes) -> Fields:
    across, across_unit, _, down, down_unit, _ = struct.unpack_from(">IHHIHH", data)
    yield "XResolution", f"{across / 65536:.10g}", ""
    yield "DisplayedUnitsX", str(across_unit), _UNITS.get(across_unit, "")
    yield "YResolution", f"{down / 65536:.10g}", ""
    yield "DisplayedUnitsY", str(down_unit), _UNITS.get(down_unit, "")


def _jpeg_quality(data: bytes) -> Fields:
    quality, form, scans = struct.unpack_from(">hHH", data.ljust(6, b"\0"))
    yield "PhotoshopQuality", str(quality + 4), ""
    yield "PhotoshopFormat", str(form), _FORMATS.get(form, "")
    if form == 0x0101:
        yield "ProgressiveScans", str(scans), f"{scans + 2} Scans"


def _version(data: bytes) -> Fields:
    yield "HasRealMergedData", str(data[4]), "Yes" if data[4] else "No"
    writer, behind = _unicode(data, 5)
    reader, _ = _unicode(data, behind)
    yield "WriterName", writer, ""
    yield "ReaderName", reader, ""


def _print_scale(data: bytes) -> Fields:
    style, across, down, scale = struct.unpack_from(">Hfff", data)
    yield "PrintStyle", str(style), _PRINT_STYLES.get(style, "")
    yield "PrintPosition", f"{across:g} {down:g}", ""
    yield "PrintScale", f"{scale:g}", ""


def _slices(data: bytes) -> Fields:
    (version,) = struct.unpack_from(">I", data)
    if version == 6:
        name, behind = _unicode(data, 20)
        yield "SlicesGroupName", name, ""
        yield "NumSlices", str(struct.unpack_from(">I", data, behind)[0]), ""


def _thumbnail(data: bytes) -> Fields:
    form, width, height = struct.unpack_from(">III", data)
    size = max(0, len(data) - 28)
    yield "PhotoshopThumbnail", f"({size} bytes)", f"{width} x {height}" + (" JPEG" if form == 1 else "")


def _urls(data: bytes) -> Fields:
    (count,) = struct.unpack_from(">I", data)
    position, urls = 4, []
    for _ in range(min(count, 100)):
        text, position = _unicode(data, position + 8)
        urls.append(text)
    yield "URL_List", ", ".join(urls), ""


def _names(data: bytes) -> Fields:
    names: list[str] = []
    position = 0
    while position < len(data) and len(names) < 100:
        names.append(data[position + 1 : position + 1 + data[position]].decode("latin-1"))
        position += 1 + data[position]
    yield "AlphaChannelsNames", ", ".join(names), ""


def _flag(name: str) -> Callable[[bytes], Fields]:
    def fields(data: bytes) -> Fields:
        yield name, str(data[0]), "True" if data[0] else "False"

    return fields


def _number(name: str) -> Callable[[bytes], Fields]:
    def fields(data: bytes) -> Fields:
        yield name, str(int.from_bytes(data[:4], "big")), ""

    return fields


def _text(name: str) -> Callable[[bytes], Fields]:
    def fields(data: bytes) -> Fields:
        yield name, data.rstrip(b"\0").decode("utf-8", "replace").rstrip(), ""

    return fields


def _digest(data: bytes) -> Fields:
    yield "IPTCDigest", data[:16].hex(), ""


def _unicode(data: bytes, position: int) -> tuple[str, int]:
    """A Unicode string (count of UTF-16 units, then the units) and the offset behind it."""
    (count,) = struct.unpack_from(">I", data, position)
    behind = position + 4 + 2 * min(count, len(data))
    text = data[position + 4 : min(behind, position + 4 + 2 * TEXT_CHARACTERS)]
    return text.decode("utf-16-be", "replace").split("\0", 1)[0], behind


def _ducky(untrusted: bytes) -> Fields:
    """The segment that "Save for Web" writes: quality, comment, copyright."""
    if not untrusted.startswith(b"\xff\xd8"):
        return
    for marker, body, _ in segments(untrusted):
        if marker == END_OF_IMAGE:
            return
        if marker != 0xEC or not body.startswith(b"Ducky"):
            continue
        position = 5
        while position + 4 <= len(body):
            tag, size = struct.unpack_from(">HH", body, position)
            data = body[position + 4 : position + 4 + size]
            if tag == 1 and len(data) == 4:
                yield "Quality", str(int.from_bytes(data, "big")), f"{int.from_bytes(data, 'big')} %"
            elif tag in _DUCKY and len(data) >= 4:
                yield _DUCKY[tag], _unicode(data, 0)[0], ""
            elif not tag:
                break
            position += 4 + size


_FIELDS: dict[int, Callable[[bytes], Fields]] = {
    0x03ED: _resolution,
    0x03EE: _names,
    0x0406: _jpeg_quality,
    0x040A: _flag("CopyrightFlag"),
    0x040B: _text("URL"),
    0x040D: _number("GlobalAngle"),
    0x0411: _flag("ICC_Untagged"),
    0x0414: _number("IDsBaseValue"),
    0x0419: _number("GlobalAltitude"),
    0x041A: _slices,
    0x041E: _urls,
    0x0421: _version,
    DIGEST_RESOURCE: _digest,
    0x0426: _print_scale,
    **dict.fromkeys(THUMBNAIL_RESOURCES, _thumbnail),
}
