"""EXIF as Pillow's TIFF parser reads it: IFD0, EXIF, GPS, Interoperability and the thumbnail's IFD1."""

import io
from collections.abc import Iterator

import pi_heif
from PIL import Image, TiffImagePlugin
from PIL import __version__ as pillow_version

from workbench.domain.examinations import Limits, Tag
from workbench.readers.exif_fields import (
    LONG,
    USER_COMMENT,
    XP_TAGS,
    ascii_text,
    bytes_text,
    field_name,
    long_text,
    numbers_text,
)
from workbench.readers.formats import FORMATS
from workbench.readers.png_structure import png_chunks
from workbench.readers.reading import Reading, bounded

EXIF_POINTER, GPS_POINTER, INTEROPERABILITY_POINTER = 0x8769, 0x8825, 0xA005
MAKER_NOTE = 0x927C


class PillowExifReader:
    name = "pillow"
    tool = ("pillow", pillow_version)

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """Tags of family EXIF; none where the file has none. Maker notes are not opened."""
        block = exif_block(untrusted)
        if not block:
            return Reading()
        return Reading(bounded(self._tags(block), limits))

    def _tags(self, block: bytes) -> Iterator[Tag]:
        for group, ifd in directories(block):
            for tag in ifd:
                if tag == MAKER_NOTE:
                    continue
                try:
                    text = _text(tag, ifd.tagtype[tag], ifd[tag])
                except (ValueError, TypeError, KeyError, ArithmeticError, LookupError):
                    continue
                yield Tag(self.name, "EXIF", group, field_name(group, tag), text)


def exif_block(untrusted: bytes) -> bytes:
    """The file's EXIF as a TIFF stream (for a TIFF, the file itself); empty where it has none."""
    with Image.open(io.BytesIO(untrusted), formats=FORMATS) as image:
        if image.format == "TIFF":
            return untrusted
        if image.format == "HEIF":
            # The Pillow plug-in has rewritten the block: it sets the orientation to 1.
            block = pi_heif.open_heif(io.BytesIO(untrusted), convert_hdr_to_8bit=False).info.get("exif") or b""
        else:
            block = image.info.get("exif") or b""
            if not block and image.format == "PNG":  # the chunk may stand behind the pixels
                block = next((data for kind, data in png_chunks(untrusted) if kind == b"eXIf"), b"")
    while block.startswith(b"Exif\0\0"):
        block = block[6:]
    return bytes(block)


def directories(block: bytes) -> Iterator[tuple[str, TiffImagePlugin.ImageFileDirectory_v2]]:
    """Each IFD with its group's name; one that cannot be read is left out."""
    stream = io.BytesIO(block)
    head = stream.read(16 if block[2:3] == b"\x2b" else 8)
    main = TiffImagePlugin.ImageFileDirectory_v2(head)
    first = _load(main, stream, main.next)
    yield "Image", first
    if first.next:
        yield "Thumbnail", _load(TiffImagePlugin.ImageFileDirectory_v2(head), stream, first.next)
    exif = None
    for parent, pointer, group in (
        (first, EXIF_POINTER, "EXIF"),
        (first, GPS_POINTER, "GPS"),
    ):
        offset = parent.get(pointer)
        if isinstance(offset, int):
            found = _load(TiffImagePlugin.ImageFileDirectory_v2(head, group=pointer), stream, offset)
            exif = found if group == "EXIF" else exif
            yield group, found
    offset = exif.get(INTEROPERABILITY_POINTER) if exif is not None else None
    if isinstance(offset, int):
        interoperability = TiffImagePlugin.ImageFileDirectory_v2(head, group=INTEROPERABILITY_POINTER)
        yield "Interoperability", _load(interoperability, stream, offset)


def _load(
    ifd: TiffImagePlugin.ImageFileDirectory_v2, stream: io.BytesIO, offset: int
) -> TiffImagePlugin.ImageFileDirectory_v2:
    stream.seek(offset)
    ifd.load(stream)
    return ifd


def _text(tag: int, kind: int, value: object) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, bytes):
        return bytes_text(tag, kind, value)
    if isinstance(value, str):
        if tag == USER_COMMENT or tag in XP_TAGS:
            return bytes_text(tag, kind, value.encode("latin-1", "replace"))
        return ascii_text(value.encode("latin-1", "replace"))
    values = value if isinstance(value, tuple) else (value,)
    return long_text(len(values)) if len(values) >= LONG else numbers_text(values)
