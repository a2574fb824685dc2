"""EXIF as Pillow's TIFF parser reads it: IFD0, EXIF, GPS, Interoperability and the thumbnail's IFD1."""

import io
import struct
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
    size_text,
)
from workbench.readers.exif_meanings import with_meanings
from workbench.readers.exif_png import bare, png_exif
from workbench.readers.formats import FORMATS
from workbench.readers.reading import Reading, bounded

EXIF_POINTER, GPS_POINTER, INTEROPERABILITY_POINTER = 0x8769, 0x8825, 0xA005
MAKER_NOTE = 0x927C


class PillowExifReader:
    name = "pillow"
    tool = ("pillow", pillow_version)

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """Tags of family EXIF; none where the file has none. A maker note is not opened: its size is given."""
        block = exif_block(untrusted)
        if not block:
            return Reading()
        return bounded(with_meanings(self._tags(block)), limits)

    def _tags(self, block: bytes) -> Iterator[Tag]:
        for group, ifd in directories(block):
            for tag in ifd:
                try:
                    value = ifd[tag]
                    text = size_text(value) if tag == MAKER_NOTE else _text(tag, ifd.tagtype[tag], value)
                except (ValueError, TypeError, ArithmeticError, LookupError, OSError, struct.error):
                    continue
                yield Tag(self.name, "EXIF", group, field_name(group, tag), text)


def exif_block(untrusted: bytes) -> bytes:
    """The file's EXIF as a TIFF stream (for a TIFF, the file itself); empty where it has none."""
    with Image.open(io.BytesIO(untrusted), formats=FORMATS) as image:
        if image.format == "TIFF":
            return untrusted
        if image.format == "PNG":  # not from Pillow: the chunk may stand behind the pixels
            return png_exif(untrusted)
        if image.format == "HEIF":
            # The Pillow plug-in has rewritten the block: it sets the orientation to 1.
            block = pi_heif.open_heif(io.BytesIO(untrusted), convert_hdr_to_8bit=False).info.get("exif") or b""
        else:
            block = image.info.get("exif") or b""
    return bare(bytes(block))


def directories(block: bytes) -> Iterator[tuple[str, TiffImagePlugin.ImageFileDirectory_v2]]:
    """Each IFD with its group's name; one that cannot be read is left out, and what it points to with it."""
    stream = io.BytesIO(block)
    head = stream.read(16 if block[2:3] == b"\x2b" else 8)
    first = _loaded(head, stream, TiffImagePlugin.ImageFileDirectory_v2(head).next)
    if first is None:
        return
    yield "Image", first
    for group, pointer, offset in (
        ("Thumbnail", None, first.next),
        ("EXIF", EXIF_POINTER, first.get(EXIF_POINTER)),
        ("GPS", GPS_POINTER, first.get(GPS_POINTER)),
    ):
        found = _loaded(head, stream, offset, pointer)
        if found is None:
            continue
        yield group, found
        if group == "EXIF":
            offset = found.get(INTEROPERABILITY_POINTER)
            inner = _loaded(head, stream, offset, INTEROPERABILITY_POINTER)
            if inner is not None:
                yield "Interoperability", inner


def _loaded(
    head: bytes, stream: io.BytesIO, offset: object, group: int | None = None
) -> TiffImagePlugin.ImageFileDirectory_v2 | None:
    if not isinstance(offset, int) or offset <= 0:
        return None
    ifd = TiffImagePlugin.ImageFileDirectory_v2(head, group=group)
    try:
        stream.seek(offset)
        ifd.load(stream)
    except (ValueError, TypeError, ArithmeticError, LookupError, OSError, struct.error, SyntaxError):
        return None
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
