"""The times that stand in tags other than EXIF's: XMP, IPTC, ICC, PNG and Content Credentials.

Which field means what: XMP specification part 1 (xmp:CreateDate, ModifyDate, MetadataDate, stEvt:when); IPTC-IIM 4.2
(2:55, 2:60, 2:62, 2:63); ICC.1 (profile date, UTC); PNG (tIME, UTC); C2PA (time of the signature).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.examinations import Tag
from workbench.domain.intervals import Interval, parse_interval
from workbench.domain.refusals import Refusal


class TimeKind(StrEnum):
    """What a time is the time of."""

    EVENT = "event"
    CAPTURE = "capture"
    FIX = "fix"
    """When the receiver took its position from the satellites."""
    DIGITISED = "digitised"
    NAMED_TAKEN = "named-taken"
    """In the file's name, as its program writes the moment of taking; the next two likewise."""
    NAMED_RECEIVED = "named-received"
    NAMED_UPLOADED = "named-uploaded"
    CHANGED = "changed"
    EDITED = "edited"
    SIGNED = "signed"
    PROFILE = "profile"
    """When the colour profile was made, which says nothing of the picture."""
    POSTED = "posted"
    """When the post that brought it was published, as whoever collected it says."""
    FILE_MODIFIED = "file-modified"
    ARRIVED = "arrived"
    KNOWN = "known"
    """When a known image that matches was first known."""


LONGEST_TEXT = 60
MOST = 200

_MEANINGS = {
    ("XMP", "DateTimeOriginal"): TimeKind.CAPTURE,
    ("XMP", "DateCreated"): TimeKind.CAPTURE,
    ("XMP", "DateTimeDigitized"): TimeKind.DIGITISED,
    ("XMP", "CreateDate"): TimeKind.DIGITISED,
    ("XMP", "ModifyDate"): TimeKind.CHANGED,
    ("XMP", "MetadataDate"): TimeKind.CHANGED,
    ("XMP", "DateTime"): TimeKind.CHANGED,
    ("XMP", "HistoryWhen"): TimeKind.EDITED,
    ("IPTC", "DateCreated"): TimeKind.CAPTURE,
    ("IPTC", "DigitalCreationDate"): TimeKind.DIGITISED,
    ("ICC", "ProfileDateTime"): TimeKind.PROFILE,
    ("PNG", "ModifyDate"): TimeKind.CHANGED,
    ("PNG", "Creation Time"): TimeKind.DIGITISED,
    ("C2PA", "signature_info.time"): TimeKind.SIGNED,
}
_CLOCK_OF = {"DateCreated": "TimeCreated", "DigitalCreationDate": "DigitalCreationTime"}
_UTC_BY_DEFINITION = frozenset({("ICC", "ProfileDateTime"), ("PNG", "ModifyDate")})
_DATE = re.compile(r"(\d{4})[:-](\d\d)(?:[:-](\d\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TagTime:
    """A time in a tag: `field` is `FAMILY:name`."""

    kind: TimeKind
    field: str
    reader: str
    text: str
    interval: Interval
    utc_by_definition: bool = False


def tag_times(tags: Sequence[Tag]) -> tuple[TagTime, ...]:
    """The times that can be read, at most `MOST`; whatever else stands in such a field is left out. Never raises."""
    found: list[TagTime] = []
    day_times = {
        tag.name: tag.value for tag in reversed(tags) if tag.family == "IPTC" and tag.name in _CLOCK_OF.values()
    }
    for tag in tags:
        kind = _MEANINGS.get((tag.family, tag.name))
        if kind is None:
            continue
        utc = (tag.family, tag.name) in _UTC_BY_DEFINITION
        for text in _texts(tag, day_times):
            interval = _interval(text + "Z" if utc else text)
            if interval and len(found) < MOST:
                found.append(TagTime(kind, f"{tag.family}:{tag.name}", tag.reader, text, interval, utc))
    return tuple(found)


def _texts(tag: Tag, day_times: Mapping[str, str]) -> Iterable[str]:
    if tag.family == "IPTC":
        clock = day_times.get(_CLOCK_OF[tag.name], "")
        yield f"{tag.value.strip()[:LONGEST_TEXT]} {clock.strip()[:LONGEST_TEXT]}".strip()
    else:
        # The history of a file is a list in one value.
        yield from (text.strip() for text in tag.value.split(",") if len(text) <= LONGEST_TEXT)


def _interval(text: str) -> Interval | None:
    day = _DATE.match(text)
    if not day or day[1] == "0000":
        return None
    date = "-".join(part for part in day.groups() if part)
    try:
        return parse_interval((date + text[day.end() :]).strip())
    except Refusal:
        return None
