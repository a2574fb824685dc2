"""A plain map without any background: positions, places and circles of uncertainty, in metres around one point.

The projection is azimuthal and equidistant: from the centre, which is the event's place where there is one, every
distance and bearing is true to scale. Elsewhere on the plan it is so only as far as the earth looks flat.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.gazetteer import Locality, Nearby
from workbench.domain.places import Place, Point, bearing_degrees, distance_m

_LEAST_HALF_M = 250.0
_MARGIN, _CLOSE = 1.2, 2.0
_UNKNOWN_RADIUS_HALF_M = 50_000.0


class SpotKind(StrEnum):
    EVENT = "event"
    FILE = "file"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Spot:
    """Metres east and north of the plan's centre; `radius_m` is None where no uncertainty is known or meant."""

    kind: SpotKind
    name: str
    x: float
    y: float
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What a look at the plan takes in: a square around a point, `half` metres to each side."""

    x: float
    y: float
    half: float


@dataclass(frozen=True, slots=True)
class Plan:
    """`windows` are the looks to go through: all of it, each position of the file, the event's place."""

    spots: tuple[Spot, ...]
    windows: tuple[Window, ...]


def plan(event: Place | None, localities: Sequence[Locality], event_locality: Locality | None) -> Plan | None:
    """The plan of what is known; None where nothing has a position."""
    centre = event.point if event and event.point else localities[0].point if localities else None
    if centre is None:
        return None
    spots = []
    if event and event.point:
        spots.append(Spot(SpotKind.EVENT, event.name, *_laid(centre, event.point), event.radius_m))
    spots += [Spot(SpotKind.FILE, "", *_laid(centre, one.point), one.error_m) for one in localities]
    around = [*localities, *((event_locality,) if event_locality else ())]
    named = [
        Spot(SpotKind.PLACE, near.place.text(), *_laid(centre, near.place.point))
        for near in dict.fromkeys(near for one in around for near in _near(one))
    ]
    own = tuple(spots)
    places = tuple({(spot.x, spot.y): spot for spot in named}.values())
    files_first = sorted(own, key=lambda spot: spot.kind is SpotKind.EVENT)
    looks = [_around(own), *(_around((spot,), _CLOSE) for spot in files_first)]
    return Plan((*own, *places), tuple(dict.fromkeys(looks)))


def scale_bar(metres_across: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that is at most `metres_across`, which is above 0."""
    power = 10.0 ** math.floor(math.log10(metres_across))
    return max(step * power for step in (1, 2, 5) if step * power <= metres_across * (1 + 1e-9))


def _near(around: Locality) -> Iterable[Nearby]:
    return (*around.nearby, *((around.town,) if around.town else ()))


def _laid(centre: Point, point: Point) -> tuple[float, float]:
    length, angle = distance_m(centre, point), math.radians(bearing_degrees(centre, point))
    return length * math.sin(angle), length * math.cos(angle)


def _around(spots: Sequence[Spot], times: float = _MARGIN) -> Window:
    """A look that takes in whole circles, and `times` as much as they need."""
    reach = [spot.radius_m if spot.radius_m is not None else _UNKNOWN_RADIUS_HALF_M for spot in spots]
    left = min(spot.x - radius for spot, radius in zip(spots, reach, strict=True))
    right = max(spot.x + radius for spot, radius in zip(spots, reach, strict=True))
    low = min(spot.y - radius for spot, radius in zip(spots, reach, strict=True))
    high = max(spot.y + radius for spot, radius in zip(spots, reach, strict=True))
    x, y = (left + right) / 2, (low + high) / 2
    return Window(x, y, max(_LEAST_HALF_M, (right - left) / 2, (high - low) / 2) * times)
