"""All times that are known of one image, each for what it is, beside the event's.

When a picture was taken, when the file was changed, sent, saved or taken into the case, and when the picture was first
known are different things: they stand beside one another and are never made into one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from workbench.domain.dossiers import Dossier
from workbench.domain.file_names import Says, said_by_name
from workbench.domain.intervals import Interval
from workbench.domain.readings import GPS_TIME, CaptureTime, read
from workbench.domain.tag_times import TagTime, TimeKind, tag_times
from workbench.domain.zones import clock_face, clocks, implied_zone, in_zones

CLOCK_TOLERANCE = timedelta(minutes=5)
"""A receiver may repeat a fix some minutes old, and a camera's clock drifts: less is no contradiction."""


class ZoneSource(StrEnum):
    """On what the zone of a time rests."""

    STATED = "stated"
    BY_DEFINITION = "by-definition"
    """The field is in UTC by its standard."""
    SATELLITES = "satellites"
    """Inferred: the zone in which the camera's clock agrees with the satellites'."""
    PLACE = "place"
    """Inferred: the clock of the country in which the file's own position lies, if the camera was set to it."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TimeMark:
    """One time on the line.

    `interval` is what the source alone says, spanning every zone in use where it states none. `narrowed` lies within
    it and is what an inferred zone makes of it; `zone` says on what that zone rests. `field` is the standard name of
    the field, `sources` the readers, arrivals or known images that say so, `text` the value as it was found.
    """

    kind: TimeKind
    field: str
    text: str
    interval: Interval
    zone: ZoneSource
    sources: tuple[str, ...] = ()
    narrowed: Interval | None = None

    @property
    def best(self) -> Interval:
        """The narrowed interval where there is one."""
        return self.narrowed or self.interval


_CAMERA_FIELDS = {
    "DateTimeOriginal": TimeKind.CAPTURE,
    "DateTimeDigitized": TimeKind.DIGITISED,
    "DateTime": TimeKind.CHANGED,
    GPS_TIME: TimeKind.FIX,
}
_NAMES = {
    Says.TAKEN: TimeKind.NAMED_TAKEN,
    Says.RECEIVED: TimeKind.NAMED_RECEIVED,
    Says.UPLOADED: TimeKind.NAMED_UPLOADED,
}
_BY_THE_CAMERA = frozenset({TimeKind.CAPTURE, TimeKind.DIGITISED, TimeKind.NAMED_TAKEN})
"""Times that the camera's own clock gave: what is inferred of that clock holds for them, and for no other."""


def time_line(dossier: Dossier) -> tuple[TimeMark, ...]:
    """Every time that can be read, ordered by its start; fields that mean nothing are left out. Never raises."""
    times = read(dossier.examination).times
    countries = tuple(dict.fromkeys(one.code for place in dossier.localities for one in place.countries))
    implied = zone_by_satellites(times)
    tags = tag_times(dossier.examination.tags)
    marks = _joined((*_camera(times), *_tags(tags), *_arrivals(dossier), *_others(dossier)))
    return tuple(sorted((_narrowed(mark, implied, countries) for mark in marks), key=_order))


def zone_by_satellites(times: Iterable[CaptureTime]) -> timezone | None:
    """The zone in which the camera's clock, which states none, agrees with the satellites'.

    None where there is no such zone, or where readers lead to different ones.
    """
    known = [time for time in times if time.interval]
    fixes = [time.interval for time in known if time.field == GPS_TIME and time.interval]
    taken = [time.interval for time in known if time.field == "DateTimeOriginal" and time.interval]
    found = {
        implied_zone(clock_face(camera)[0], fix.start, CLOCK_TOLERANCE)
        for camera in taken
        if not camera.zone_stated
        for fix in fixes
    }
    return found.pop() if len(found) == 1 else None


def _camera(times: Iterable[CaptureTime]) -> Iterable[TimeMark]:
    for time in times:
        if time.interval:
            stated = ZoneSource.BY_DEFINITION if time.field == GPS_TIME else ZoneSource.STATED
            zone = stated if time.interval.zone_stated else ZoneSource.NONE
            yield TimeMark(_CAMERA_FIELDS[time.field], time.field, time.text, time.interval, zone, (time.reader,))


def _tags(times: Iterable[TagTime]) -> Iterable[TimeMark]:
    for time in times:
        zone = ZoneSource.STATED if time.interval.zone_stated else ZoneSource.NONE
        zone = ZoneSource.BY_DEFINITION if time.utc_by_definition else zone
        yield TimeMark(time.kind, time.field, time.text, time.interval, zone, (time.reader,))


def _arrivals(dossier: Dossier) -> Iterable[TimeMark]:
    for arrival in dossier.arrivals:
        said = said_by_name(arrival.name)
        if said and said.time and said.says in _NAMES:
            zone = ZoneSource.STATED if said.time.zone_stated else ZoneSource.NONE
            yield TimeMark(_NAMES[said.says], said.pattern, arrival.name, said.time, zone, said.sources)
        yield from _recorded(TimeKind.FILE_MODIFIED, arrival.file_modified, arrival.name)
        if posted := arrival.posted_in:
            zone = ZoneSource.STATED if posted.zone_stated else ZoneSource.NONE
            source = arrival.url or arrival.name
            yield TimeMark(TimeKind.POSTED, TimeKind.POSTED.value, arrival.posted, posted, zone, (source,))
    for at, arrival in zip(dossier.arrived, dossier.arrivals, strict=False):
        yield from _recorded(TimeKind.ARRIVED, at, arrival.name)


def _recorded(kind: TimeKind, text: str, source: str) -> Iterable[TimeMark]:
    """A moment that the workbench or the file system wrote, to the second."""
    try:
        moment = datetime.fromisoformat(text).replace(microsecond=0)
        if moment.tzinfo:
            interval = Interval(moment, moment + timedelta(seconds=1))
            yield TimeMark(kind, kind.value, text, interval, ZoneSource.STATED, (source,))
    except (ValueError, OverflowError):
        return


def _others(dossier: Dossier) -> Iterable[TimeMark]:
    if event := dossier.event:
        yield _stated(TimeKind.EVENT, event.title, event.interval, event.id)
    for match in dossier.matches:
        if match.known.first_known:
            yield _stated(TimeKind.KNOWN, match.known.name, match.known.first_known, match.library)


def _stated(kind: TimeKind, text: str, interval: Interval, source: str) -> TimeMark:
    zone = ZoneSource.STATED if interval.zone_stated else ZoneSource.NONE
    return TimeMark(kind, kind.value, text, interval, zone, (source,))


def _joined(marks: Iterable[TimeMark]) -> Iterable[TimeMark]:
    """What several readers read alike once, with all of them; nothing else is made one."""
    sources: dict[TimeMark, tuple[str, ...]] = {}
    for mark in marks:
        bare = replace(mark, sources=())
        sources[bare] = tuple(dict.fromkeys((*sources.get(bare, ()), *mark.sources)))
    return (replace(mark, sources=names) for mark, names in sources.items())


def _narrowed(mark: TimeMark, implied: timezone | None, countries: tuple[str, ...]) -> TimeMark:
    if mark.zone is not ZoneSource.NONE or mark.kind not in _BY_THE_CAMERA:
        return mark
    if implied:
        return replace(mark, narrowed=in_zones(mark.interval, (implied,)), zone=ZoneSource.SATELLITES)
    zones = [clocks(country, face) for country in countries for face in clock_face(mark.interval)]
    if not zones or not all(zones):  # of one country that comes into question the clock is not known
        return mark
    narrowed = in_zones(mark.interval, tuple(dict.fromkeys(zone for some in zones for zone in some)))
    return replace(mark, narrowed=narrowed, zone=ZoneSource.PLACE)


def _order(mark: TimeMark) -> tuple[datetime, datetime, str, str, str]:
    return mark.best.start, mark.best.end, mark.kind.value, mark.field, mark.text
