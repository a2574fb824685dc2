"""EXIF and maker notes as ExifRead reads them, spelled as `exif_fields` has it.

ExifRead 3.5.1 can be led into endless loops and cuts lists of 1,000 values and more: it has a step, and a
deadline, of its own. It knows fewer containers than Pillow: where it finds nothing, it is given the bare EXIF block.
"""

import io
import logging
from collections.abc import Iterator

import exifread
from exifread.core.ifd_tag import IfdTag
from exifread.tags.fields import FIELD_DEFINITIONS, FieldType

from workbench.domain.examinations import Limits, Tag
from workbench.readers.exif_fields import (
    ASCII,
    BYTE,
    LONG,
    UNDEFINED,
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
from workbench.readers.exif_pillow import exif_block
from workbench.readers.reading import Reading, bounded

GROUPS = ("Image", "Thumbnail", "EXIF", "GPS", "Interoperability")
MAKER_NOTE = 0x927C
MAKER_NOTES = "MakerNote"


class ExifReadReader:
    name = "exifread"
    tool = ("exifread", exifread.__version__)

    def __init__(self) -> None:
        logging.getLogger("exifread").disabled = True

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """Tags of family EXIF, maker notes in the group MakerNote as ExifRead words them."""
        try:
            found = _found(untrusted)
        except MemoryError:
            raise
        except Exception:  # its own containers it reads with asserts and bare errors; the block may be good
            if not exif_block(untrusted):
                raise
            found = {}
        if not found and (block := exif_block(untrusted)):
            found = _found(block)
        return bounded(with_meanings(self._tags(found)), limits)

    def _tags(self, found: dict[str, object]) -> Iterator[Tag]:
        for key, field in found.items():
            if not isinstance(field, IfdTag):
                continue
            group, _, name = key.partition(" ")
            if group == MAKER_NOTES:
                yield Tag(self.name, "EXIF", MAKER_NOTES, name, field.printable)
            elif field.tag == MAKER_NOTE:
                yield Tag(self.name, "EXIF", group, MAKER_NOTES, size_text(field.values))
            elif group in GROUPS and field.field_length:
                yield Tag(self.name, "EXIF", group, field_name(group, field.tag), _text(field))


def _found(untrusted: bytes) -> dict[str, object]:
    found: dict[str, object] = exifread.process_file(io.BytesIO(untrusted), details=True, extract_thumbnail=False)
    return found


def _text(field: IfdTag) -> str:
    values, kind = field.values, field.field_type
    if isinstance(values, str | bytes):
        raw = values if isinstance(values, bytes) else values.encode("utf-8", "surrogateescape")
        return bytes_text(field.tag, ASCII, raw) if field.tag == USER_COMMENT else ascii_text(raw)
    size = FIELD_DEFINITIONS[FieldType(kind)][0]
    count = field.field_length // size if size else len(values)
    if count >= LONG and not (field.tag == USER_COMMENT or field.tag in XP_TAGS):
        return long_text(count)
    if kind in (BYTE, UNDEFINED) and all(isinstance(value, int) for value in values):
        return bytes_text(field.tag, int(kind), bytes(values))
    return numbers_text(values)
