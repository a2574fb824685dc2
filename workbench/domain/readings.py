"""What a file's tags mean: capture times, position, camera, software, and where the readers differ.

Semantics are those of CIPA DC-008 (Exif 2.32 and 3.0), attributes of the TIFF, Exif and GPS IFDs. Every
value here comes from a hostile file: it is parsed within bounds, and what cannot be parsed is a stated reason,
never an error.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from workbench.domain.disagreements import Disagreement, disagreements, read_by_one
from workbench.domain.examinations import Examination, Tag
from workbench.domain.intervals import Interval, zoned
from workbench.domain.places import Point
from workbench.domain.rationals import numbers
from workbench.domain.refusals import Refusal

_ZONE_FIELDS = {
    "DateTimeOriginal": "OffsetTimeOriginal",
    "DateTimeDigitized": "OffsetTimeDigitized",
    "DateTime": "OffsetTime",
}
"""Each time has its own zone field; a zone that was written for another time is not borrowed."""

GPS_TIME = "GPSTimeStamp"
"""The `field` of a time that came from GPSDateStamp and GPSTimeStamp; it is in UTC by definition."""

_MOMENT = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?", re.ASCII)
_DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)", re.ASCII)
_KMH = {"K": 1.0, "M": 1.609344, "N": 1.852}
"""GPSSpeedRef: kilometres, miles and knots an hour."""
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaptureTime:
    """A time that one reader read in `field`; `interval` is None, with a `reason`, where it means nothing.

    `reason` is `not-set` (the field holds only zeros or blanks) or `unreadable`.
    `DateTimeOriginal` is when the picture was taken, `DateTimeDigitized` when it was stored, `DateTime`
    when the file was last changed, `GPSTimeStamp` when the receiver took its fix. A camera's time with no
    zone of its own is widened to every zone in use.
    """

    field: str
    reader: str
    text: str
    interval: Interval | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one reader says the camera was; `point` is None, with a `reason`, where the values are no place.

    `reason` is `incomplete` (one of the two coordinates), `no-hemisphere`, `unreadable` (no numbers, a zero
    denominator, sixty minutes and more) or `impossible` (not on the earth).

    Metres and degrees. `altitude_m` is relative to the sea and negative below it; `error_m` is
    GPSHPositioningError; `direction_degrees` is 0 <= d < 360, from true north where `direction_from` is `T`
    and from magnetic north where it is `M`; so is `track_degrees`, the direction of movement, with `track_from`.
    `datum` is the geodetic system as the file names it; none is taken for WGS 84, and none is converted.
    `zero` marks 0,0: a receiver without a fix, far more often than the sea south of Ghana.
    """

    reader: str
    point: Point | None
    reason: str = ""
    zero: bool = False
    altitude_m: float | None = None
    error_m: float | None = None
    direction_degrees: float | None = None
    direction_from: str = ""
    datum: str = ""
    speed_kmh: float | None = None
    track_degrees: float | None = None
    track_from: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tags of one examination mean."""

    times: tuple[CaptureTime, ...]
    positions: tuple[Position, ...]
    make: str
    model: str
    lens: str
    software: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    read_by_one: tuple[tuple[str, str, str], ...]
    """(reader, group, name) of EXIF fields which one reader alone read, though another reader read others."""


def read(examination: Examination) -> Reading:
    """The meaning of an examination's tags. Never raises, whatever the tags say."""
    tags = examination.tags
    readers = tuple(dict.fromkeys(tag.reader for tag in tags if tag.family == "EXIF"))
    fields = [_Fields(tags, reader) for reader in readers]
    return Reading(
        times=tuple(time for one in fields for time in _times(one)),
        positions=tuple(position for one in fields if (position := _position(one))),
        make=_first(fields, "Make"),
        model=_first(fields, "Model"),
        lens=_first(fields, "LensModel"),
        software=_software(tags),
        disagreements=disagreements(tags),
        read_by_one=read_by_one(tags),
    )


class _Fields:
    """One reader's EXIF values by name; the camera's own, without the thumbnail's and the maker's."""

    def __init__(self, tags: Sequence[Tag], reader: str) -> None:
        self.reader = reader
        self._values: dict[tuple[str, str], str] = {}
        for tag in tags:
            if tag.reader == reader and tag.family == "EXIF" and tag.group in ("Image", "EXIF", "GPS"):
                part = "GPS" if tag.group == "GPS" else "camera"
                self._values.setdefault((part, tag.name), _bare(tag.value))

    def camera(self, name: str) -> str:
        return self._values.get(("camera", name), "")

    def gps(self, name: str) -> str:
        return self._values.get(("GPS", name), "")


def _first(fields: Iterable[_Fields], name: str) -> str:
    return next((value for one in fields if (value := one.camera(name))), "")


def _software(tags: Iterable[Tag]) -> tuple[str, ...]:
    names = ("Software", "ProcessingSoftware", "CreatorTool", "HistorySoftwareAgent")
    values = (_bare(tag.value) for tag in tags if tag.name in names and tag.group != "Thumbnail")
    return tuple(dict.fromkeys(value for value in values if value))


def _bare(untrusted: str) -> str:
    return untrusted.replace("\0", " ").strip()


def _times(fields: _Fields) -> Iterable[CaptureTime]:
    for name, zone_name in _ZONE_FIELDS.items():
        text = fields.camera(name)
        if text:
            zone_text = fields.camera(zone_name)
            interval = _camera_interval(text, _zone(zone_text))
            reason = "" if interval else ("not-set" if not text.strip(" 0:-/") else "unreadable")
            yield CaptureTime(name, fields.reader, f"{text[:40]} {zone_text[:10]}".strip(), interval, reason)
    date, clock = fields.gps("GPSDateStamp"), fields.gps("GPSTimeStamp")
    if date and clock:
        interval = _gps_interval(date, clock)
        text = f"{interval.start:%Y:%m:%d %H:%M:%S} UTC" if interval else f"{date[:40]} {clock[:40]}"
        yield CaptureTime(GPS_TIME, fields.reader, text, interval, "" if interval else "unreadable")


def _camera_interval(text: str, zone: timezone | None) -> Interval | None:
    found = _MOMENT.fullmatch(text)
    if not found:
        return None
    try:
        start = datetime(*(int(part) for part in found.groups()))  # type: ignore[arg-type]
        return zoned(start, start + timedelta(seconds=1), zone)
    except (ValueError, OverflowError):
        return None


def _zone(text: str) -> timezone | None:
    found = _ZONE.fullmatch(text)
    if text == "Z":
        return UTC
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    minutes = -minutes if found[1] == "-" else minutes
    # Zones in use run from -12:00 to +14:00: anything else is damage, and says nothing of the zone.
    return timezone(timedelta(minutes=minutes)) if -720 <= minutes <= 840 and int(found[3]) < 60 else None


def _gps_interval(date: str, clock: str) -> Interval | None:
    day, parts = _DATE.fullmatch(date), numbers(clock)
    if not day or not parts or len(parts) != 3:
        return None
    hour, minute, second = parts
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 61):
        return None
    try:
        start = datetime(int(day[1]), int(day[2]), int(day[3]), tzinfo=UTC)
        start += timedelta(seconds=int(hour * 3600 + minute * 60 + second))
        return Interval(start, start + timedelta(seconds=1))
    except (ValueError, OverflowError):
        return None


def _position(fields: _Fields) -> Position | None:
    latitude, longitude = fields.gps("GPSLatitude"), fields.gps("GPSLongitude")
    if not latitude and not longitude:
        return None
    north = {"N": 1, "S": -1}.get(fields.gps("GPSLatitudeRef")[:1].upper())
    east = {"E": 1, "W": -1}.get(fields.gps("GPSLongitudeRef")[:1].upper())
    if not latitude or not longitude:
        return Position(fields.reader, None, "incomplete")
    if north is None or east is None:
        return Position(fields.reader, None, "no-hemisphere")
    lat, lon = _degrees(latitude), _degrees(longitude)
    if lat is None or lon is None:
        return Position(fields.reader, None, "unreadable")
    try:
        point = Point(lat * north, lon * east)
    except Refusal:
        return Position(fields.reader, None, "impossible")
    speed = _at_least_zero(_one(fields.gps("GPSSpeed")))
    unit = _KMH.get(fields.gps("GPSSpeedRef")[:1].upper() or "K")  # the standard's default
    return Position(
        fields.reader,
        point,
        zero=lat == 0 and lon == 0,
        altitude_m=_altitude(fields),
        error_m=_at_least_zero(_one(fields.gps("GPSHPositioningError"))),
        direction_degrees=_bearing(fields.gps("GPSImgDirection")),
        direction_from=fields.gps("GPSImgDirectionRef")[:1].upper(),
        datum=fields.gps("GPSMapDatum")[:40],
        speed_kmh=speed * unit if speed is not None and unit else None,
        track_degrees=_bearing(fields.gps("GPSTrack")),
        track_from=fields.gps("GPSTrackRef")[:1].upper(),
    )


def _bearing(text: str) -> float | None:
    found = _one(text)
    return found if found is not None and 0 <= found < 360 else None


def _degrees(text: str) -> float | None:
    parts = numbers(text)
    if not parts or len(parts) > 3 or any(part < 0 for part in parts):
        return None
    # 60 itself is let through: cameras round 59.9999 seconds up to it.
    if any(part > 60 for part in parts[1:]):
        return None
    return float(sum(part / 60**place for place, part in enumerate(parts)))


def _altitude(fields: _Fields) -> float | None:
    height = _at_least_zero(_one(fields.gps("GPSAltitude")))
    if height is None:
        return None
    return -height if fields.gps("GPSAltitudeRef") in ("1", "3") else height  # Exif 3.0 adds 2 and 3 for the ellipsoid


def _one(text: str) -> float | None:
    found = numbers(text) if text else None
    return float(found[0]) if found and len(found) == 1 else None


def _at_least_zero(number: float | None) -> float | None:
    return number if number is not None and number >= 0 else None
