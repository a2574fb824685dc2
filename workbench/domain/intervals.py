"""Time as an interval with stated uncertainty: never a bare point.

Text forms follow ISO 8601 (and the EDTF habit of reduced precision): `2025`, `2025-10`,
`2025-10-09`, `2025-10-09T23:40`, `2025-10-09T23:40:05`, each with an optional zone (`Z`,
`+04:30`), and `A/B` for an interval. Where no zone is stated the moment could be anywhere
on earth: the interval is widened to every zone in use, UTC+14:00 to UTC-12:00.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from workbench.domain.refusals import Refusal

EASTERNMOST = timezone(timedelta(hours=14))
WESTERNMOST = timezone(timedelta(hours=-12))
ALL_ZONES = timedelta(hours=26)
"""How far a day can be from itself: what `EASTERNMOST` and `WESTERNMOST` lie apart."""

_MOMENT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?)?)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?(?P<widened>~)?"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """The half-open stretch [start, end) in which a moment lies; both ends know their zone.

    Raises ValueError where an end is naive or the end comes before the start.
    """

    start: datetime
    end: datetime
    zone_stated: bool = True

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("an interval's ends need a zone")
        if self.end < self.start:
            raise ValueError("an interval ends before it starts")

    def certainly_before(self, other: "Interval") -> bool:
        """True only where every moment of this interval precedes every moment of the other."""
        return self.end <= other.start

    def certainly_after(self, other: "Interval") -> bool:
        return other.certainly_before(self)

    def within(self, other: "Interval") -> bool:
        return other.start <= self.start and self.end <= other.end

    def text(self) -> str:
        """The interval as ISO 8601 `start/end`, which `parse_interval` reads back.

        Ends that were widened for want of a zone carry EDTF's mark of an approximate date, `~`.
        """
        mark = "" if self.zone_stated else "~"
        return f"{self.start.isoformat()}{mark}/{self.end.isoformat()}{mark}"


def parse_interval(text: str) -> Interval:
    """Read one of the module's text forms; Refusal `interval.unreadable` for anything else."""
    first, slash, last = text.strip().partition("/")
    return between(first, last) if slash else _moment(first)


def between(first: str, last: str) -> Interval:
    """From one moment to another. A last day, month or year is included whole; a last time of day is the end.

    Refusal `interval.unreadable` or `interval.reversed`.
    """
    start, final = _moment(first), _moment(last)
    timed = _MOMENT.fullmatch(last.strip())
    end = final.start if timed and timed["hour"] and timed["zone"] else final.end
    widened = not start.zone_stated and not final.zone_stated  # whatever their zone is, it is the same one
    if end < start.start or (widened and final.end - ALL_ZONES <= start.start):
        raise Refusal("interval.reversed", start=first, end=last)
    return Interval(start.start, end, start.zone_stated and final.zone_stated)


def _moment(text: str) -> Interval:
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        raise Refusal("interval.unreadable", text=text)
    year, month, day, hour, minute, second = (
        int(found[part]) if found[part] else None for part in ("year", "month", "day", "hour", "minute", "second")
    )
    try:
        start = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0)
        if month is None:
            end = start.replace(year=start.year + 1)
        elif day is None:
            end = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        elif hour is None:
            end = start + timedelta(days=1)
        else:
            end = start + (timedelta(minutes=1) if second is None else timedelta(seconds=1))
        placed = zoned(start, end, _zone(found["zone"]))
        return Interval(placed.start, placed.end, placed.zone_stated and not found["widened"])
    except (ValueError, OverflowError) as error:
        raise Refusal("interval.unreadable", text=text) from error


def zoned(start: datetime, end: datetime, zone: timezone | None) -> Interval:
    """Naive local times placed in `zone`; with no zone, widened to every zone in use."""
    if zone is not None:
        return Interval(start.replace(tzinfo=zone), end.replace(tzinfo=zone))
    return Interval(
        start.replace(tzinfo=EASTERNMOST).astimezone(UTC), end.replace(tzinfo=WESTERNMOST).astimezone(UTC), False
    )


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
