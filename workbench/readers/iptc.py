"""IPTC-IIM: what agencies and platforms write beside a picture (IPTC-NAA Information Interchange Model 4.2).

Streams of data sets: a marker byte 0x1C, record, number, length, value. Text is in the character set that
1:90 declares (ISO 2022); without one, UTF-8 where it reads as such, else Windows Latin.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from workbench.domain.examinations import Limits, Tag
from workbench.readers.iptc_datasets import BINARY, DATASETS, DATES, GROUPS, NUMBERS, TIMES
from workbench.readers.iptc_trailers import trailing_streams
from workbench.readers.metadata_blocks import metadata_blocks
from workbench.readers.photoshop_resources import IPTC_RESOURCE, resources
from workbench.readers.reading import Reading, bounded

MARKER = 0x1C
DATASETS_READ = 5_000
STREAMS = 16
CHARACTER_SET = (1, 90)

_ESCAPES = {
    b"\x1b%G": "utf-8",
    b"\x1b%/G": "utf-8",
    b"\x1b%/I": "utf-8",
    b"\x1b.A": "latin-1",
    b"\x1b-A": "latin-1",
    b"\x1b-B": "iso8859-2",
    b"\x1b-C": "iso8859-3",
    b"\x1b-D": "iso8859-4",
    b"\x1b-F": "iso8859-7",
    b"\x1b-G": "iso8859-6",
    b"\x1b-H": "iso8859-8",
    b"\x1b-L": "iso8859-5",
    b"\x1b-M": "iso8859-9",
}
_DECODERS = {name: codecs.lookup(name) for name in (*_ESCAPES.values(), "cp1252")}
"""Looked up now: the child cannot load one when it is locked."""

_FACEBOOK = re.compile(r"FBMD[0-9a-f]{8,}", re.ASCII)
"""Facebook and Instagram put this in Special Instructions of the pictures that they hand out."""
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)(?:([+-])(\d\d)(\d\d))?", re.ASCII)
_MEANINGS = {
    "Urgency": {"1": "1 (most urgent)", "5": "5 (normal urgency)", "8": "8 (least urgent)"},
    "EnvelopePriority": {"1": "1 (most urgent)", "5": "5 (normal urgency)", "8": "8 (least urgent)"},
    "ObjectCycle": {"a": "Morning", "p": "Evening", "b": "Both Morning and Evening"},
    "FileFormat": {
        "0": "No ObjectData",
        "1": "IPTC-NAA Digital Newsphoto Parameter Record",
        "3": "Tagged Image File Format (Adobe/Aldus Image data)",
        "11": "JPEG File Interchange (JFIF)",
    },
}

DataSet = tuple[int, int, bytes]


class IptcReader:
    name = "iptc"
    tool = ("iptc-iim", "4.2")

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """Tags of family IPTC; a repeated data set's values are joined by `, `.

        Facts: `iptc-charset`, and `facebook-fbmd` with `facebook-reference` where Facebook's instruction stands.
        """
        blocks = metadata_blocks(untrusted, limits)
        streams = [one.data for one in resources(blocks.photoshop) if one.number == IPTC_RESOURCE] + blocks.iptc
        streams += trailing_streams(untrusted)
        tags: dict[Tag, None] = {}
        facts: dict[str, str] = {}
        for stream in list(dict.fromkeys(streams))[:STREAMS]:
            found = list(_datasets(_in_order(stream)))
            charset, told = _charset(found)
            if found:
                facts.setdefault("iptc-charset", told)
            tags |= dict.fromkeys(self._tags(found, charset, limits))  # a copy elsewhere in the file says no more
        facts |= _facebook(tags)
        return bounded(tags, limits, facts)

    def _tags(self, found: Iterable[DataSet], charset: str, limits: Limits) -> Iterator[Tag]:
        joined: dict[tuple[int, int], list[str]] = {}
        for record, number, raw in found:
            values = joined.setdefault((record, number), [])
            if len(values) < limits.value_characters:
                values.append(_value(record, number, raw, charset))
        for (record, number), values in joined.items():
            group = GROUPS.get(record, f"Record{record}")
            name = DATASETS.get(record, {}).get(number) or f"IPTC_{record}_{number}"
            meaning = _MEANINGS.get(name, {}).get(values[0], "")
            yield Tag(self.name, "IPTC", group, name, ", ".join(values), meaning)


def _in_order(untrusted: bytes) -> bytes:
    """The stream as it should be: some TIFF writers swap it, four bytes at a time, as if it were numbers."""
    if untrusted[:1] == bytes([MARKER]) or untrusted[3:4] != bytes([MARKER]):
        return untrusted
    whole = untrusted + bytes(-len(untrusted) % 4)
    return b"".join(whole[place : place + 4][::-1] for place in range(0, len(whole), 4))


def _datasets(untrusted: bytes) -> Iterator[DataSet]:
    position = untrusted.find(MARKER)
    for _ in range(DATASETS_READ):
        if position < 0 or len(untrusted) < position + 5 or untrusted[position] != MARKER:
            return
        record, number = untrusted[position + 1], untrusted[position + 2]
        size = int.from_bytes(untrusted[position + 3 : position + 5], "big")
        position += 5
        if size & 0x8000:  # an extended data set: the size of its size
            width = size & 0x7FFF
            if width > 8:
                return
            size = int.from_bytes(untrusted[position : position + width], "big")
            position += width
        yield record, number, untrusted[position : position + size]
        position += size


def _charset(found: Iterable[DataSet]) -> tuple[str, str]:
    """The character set for the text of records 2 to 6, and the same for people."""
    declared = next((raw for record, number, raw in found if (record, number) == CHARACTER_SET), b"")
    name = _ESCAPES.get(declared)
    if name:
        return name, f"{name}, declared"
    texts = b"".join(raw for record, number, raw in found if record == 2 and (2, number) not in NUMBERS | BINARY)
    why = f"declared as {declared.hex()}" if declared else "not declared"
    if texts.isascii():
        return "utf-8", f"ascii, {why}"
    try:
        texts.decode("utf-8")
        return "utf-8", f"utf-8, {why}"
    except UnicodeDecodeError:
        return "cp1252", f"cp1252, {why}"


def _value(record: int, number: int, raw: bytes, charset: str) -> str:
    key = record, number
    if key == CHARACTER_SET:
        name = _ESCAPES.get(raw)
        return "UTF8" if name == "utf-8" else name or raw.hex()
    if key in BINARY:
        return f"({len(raw)} bytes)"
    if key in NUMBERS and len(raw) <= 4:
        return str(int.from_bytes(raw, "big"))
    text = _DECODERS[charset if record != 1 else "utf-8"].decode(raw.split(b"\0", 1)[0], "replace")[0].rstrip()
    if key in DATES and (day := _DATE.fullmatch(text)):
        return ":".join(day.groups())
    if key in TIMES and (clock := _TIME.fullmatch(text)):
        zone = f"{clock[4]}{clock[5]}:{clock[6]}" if clock[4] else ""
        return f"{clock[1]}:{clock[2]}:{clock[3]}{zone}"
    return text


def _facebook(tags: Iterable[Tag]) -> dict[str, str]:
    values = {tag.name: tag.value for tag in tags}
    found = _FACEBOOK.search(values.get("SpecialInstructions", ""))
    if not found:
        return {}
    return {"facebook-fbmd": found[0], "facebook-reference": values.get("OriginalTransmissionReference", "")}
