"""Time, place and sun of one image beside those of the event: facts to look at, and no judgement."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from workbench.domain.dossiers import Dossier
from workbench.domain.gazetteer import Locality
from workbench.domain.intervals import Interval
from workbench.domain.places import Place, Point
from workbench.domain.readings import read
from workbench.domain.separations import UNSTATED_ERROR_M, Separation, separation
from workbench.domain.sun import SunRange, sun_over
from workbench.domain.tag_times import TimeKind
from workbench.domain.timelines import TimeMark, time_line

SAYS_SOMETHING = timedelta(hours=12)
"""Over a longer stretch nearly everywhere sees both day and night: no sun is reckoned for a time of taking."""


class SunOf(StrEnum):
    """Whose time and place the sun is reckoned for."""

    EVENT = "event"
    CAPTURE = "capture"
    """The time of taking, at the file's own position."""
    CAPTURE_AT_EVENT = "capture-at-event"
    """The time of taking, at the event's place, since the file gives no position."""


@dataclass(frozen=True, slots=True)
class SunSeen:
    """The sun at the event, or at a time of taking that the file gives in `field`."""

    of: SunOf
    field: str
    sun: SunRange


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`times` is the line of time; `localities` what lies around the file's positions, and `event_locality` around the
    event's place; `separations` lead from the event's place to each of the localities' points, in their order."""

    times: tuple[TimeMark, ...] = ()
    localities: tuple[Locality, ...] = ()
    event_locality: Locality | None = None
    separations: tuple[Separation | None, ...] = ()
    suns: tuple[SunSeen, ...] = ()


def positions(dossier: Dossier) -> tuple[tuple[Point, float], ...]:
    """The file's positions that may be places, each once, with its error in metres; 0,0 is none of them."""
    found: dict[Point, float] = {}
    for one in read(dossier.examination).positions:
        if one.point and not one.zero:
            error_m = UNSTATED_ERROR_M if one.error_m is None else one.error_m
            found[one.point] = max(found.get(one.point, 0.0), error_m)
    return tuple(found.items())


def surroundings(dossier: Dossier, event_locality: Locality | None) -> Surroundings:
    """All of it for a dossier whose localities are known. Never raises."""
    times = time_line(dossier)
    place = dossier.event.place if dossier.event else None
    return Surroundings(
        times,
        dossier.localities,
        event_locality,
        tuple(separation(place, one.point, one.error_m) if place else None for one in dossier.localities),
        suns(dossier, times),
    )


def suns(dossier: Dossier, times: tuple[TimeMark, ...]) -> tuple[SunSeen, ...]:
    """The sun at the event and at each different time of taking, as far as place and time allow."""
    event, found = dossier.event, dict[tuple[SunOf, Interval], SunSeen]()
    if event and event.place.point and event.place.radius_m is not None:
        sun = sun_over(event.place.point, event.interval, event.place.radius_m)
        if sun:
            found[SunOf.EVENT, event.interval] = SunSeen(SunOf.EVENT, SunOf.EVENT.value, sun)
    of, spot = _spot(dossier)
    for mark in times:
        if spot and mark.kind in (TimeKind.CAPTURE, TimeKind.FIX):
            sun = sun_over(spot[0], mark.best, spot[1])
            if sun and mark.best.end - mark.best.start <= SAYS_SOMETHING:
                found.setdefault((of, mark.best), SunSeen(of, mark.field, sun))
    return tuple(found.values())


def _spot(dossier: Dossier) -> tuple[SunOf, tuple[Point, float] | None]:
    """Where the file was, by its own word; else the event's place. Readers that differ leave no single spot."""
    here = positions(dossier)
    if here:
        return SunOf.CAPTURE, here[0] if len(here) == 1 else None
    place: Place | None = dossier.event.place if dossier.event else None
    if place and place.point and place.radius_m is not None:
        return SunOf.CAPTURE_AT_EVENT, (place.point, place.radius_m)
    return SunOf.CAPTURE_AT_EVENT, None
