"""The clocks of countries: which offsets from UTC were in use where, and when.

From the IANA time zone database (2025b; public domain): Asia/Kabul, Asia/Karachi and zones of the same region that
have one clock for the whole country. Other countries are not in the table, and nothing is said of their clocks.
"""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, timezone

from workbench.domain.intervals import ALL_ZONES, EASTERNMOST, WESTERNMOST, Interval


def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


CLOCKS: dict[str, tuple[tuple[datetime, timezone], ...]] = {
    "AF": ((_at(1970, 1, 1), _zone(270)),),
    "PK": (
        (_at(1971, 3, 25, 19), _zone(300)),
        (_at(2002, 4, 6, 19), _zone(360)),
        (_at(2002, 10, 5, 18), _zone(300)),
        (_at(2008, 5, 31, 19), _zone(360)),
        (_at(2008, 10, 31, 18), _zone(300)),
        (_at(2009, 4, 14, 19), _zone(360)),
        (_at(2009, 10, 31, 18), _zone(300)),
    ),
    "IN": ((_at(1970, 1, 1), _zone(330)),),
    "TM": ((_at(1992, 1, 18, 22), _zone(300)),),
    "TJ": ((_at(1991, 9, 8, 22), _zone(300)),),
    "UZ": ((_at(1992, 1, 1), _zone(300)),),
    "IR": ((_at(2022, 9, 21, 19, 30), _zone(210)),),
}
"""Country (ISO 3166-1) -> from when (UTC) which clock was kept; before the first nothing is said. Pakistan's are
its summer times of 2002, 2008 and 2009."""

IN_USE = tuple(
    _zone(minutes)
    for minutes in (
        *range(-720, 841, 60),
        *(-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825),
    )
)
"""Every offset that some clock on earth keeps today, summer times included."""


def clocks(country: str, local: datetime) -> tuple[timezone, ...]:
    """The clocks that may show the naive time `local` in a country: two where an hour came twice, none before the
    table begins or where the hour was left out."""
    table = CLOCKS.get(country, ())
    starts = [start for start, _ in table]
    found = []
    for zone in dict.fromkeys(zone for _, zone in table):
        number = bisect_right(starts, local.replace(tzinfo=zone)) - 1
        if number >= 0 and table[number][1] == zone:
            found.append(zone)
    return tuple(found)


def clock_face(interval: Interval) -> tuple[datetime, datetime]:
    """What the clock showed at both ends of an interval that was widened for want of a zone, as naive times.

    ValueError where the interval states its zone, or was not widened to every zone in use.
    """
    start = interval.start.astimezone(EASTERNMOST).replace(tzinfo=None)
    end = interval.end.astimezone(WESTERNMOST).replace(tzinfo=None)
    if interval.zone_stated or end < start:
        raise ValueError("the interval was not widened")
    return start, end


def in_zones(interval: Interval, zones: tuple[timezone, ...]) -> Interval:
    """An interval that was widened for want of a zone, narrowed to what it is in any of `zones`.

    It never comes out wider than it was; without zones, or where the interval states its own, it stays as it is.
    """
    if interval.zone_stated or not zones or interval.end - interval.start < ALL_ZONES:
        return interval
    start, end = clock_face(interval)
    starts = [start.replace(tzinfo=zone) for zone in zones]
    ends = [end.replace(tzinfo=zone) for zone in zones]
    return Interval(max(interval.start, min(starts)), min(interval.end, max(ends)))


def implied_zone(local: datetime, utc: datetime, tolerance: timedelta) -> timezone | None:
    """The zone in use in which a clock that showed `local` was right at `utc` to within `tolerance`, or None.

    `tolerance` below seven and a half minutes: zones lie at least a quarter of an hour apart.
    """
    zone, off_by = nearest_zone(local, utc)
    return zone if off_by <= tolerance else None


def nearest_zone(local: datetime, utc: datetime) -> tuple[timezone, timedelta]:
    """The zone in use in which a clock that showed `local` was least wrong at `utc`, and by how much it was wrong."""
    apart = local - utc.astimezone(UTC).replace(tzinfo=None)
    off_by = {zone: abs(apart - zone.utcoffset(None)) for zone in IN_USE}
    return min(off_by.items(), key=lambda one: one[1])
