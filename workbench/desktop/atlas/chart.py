"""What is put on the map: the event's place, positions of files, places near them, ways between them, and looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.desktop.atlas.geography import Reach, reach_of
from workbench.domain.camera_directions import CameraDirection
from workbench.domain.gazetteer import Locality, Nearby
from workbench.domain.places import Place, Point

_LEAST_HALF_M = 250.0
_MARGIN, _CLOSE = 1.25, 2.0
_UNKNOWN_RADIUS_HALF_M = 50_000.0


class SpotKind(StrEnum):
    EVENT = "event"
    FILE = "file"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Spot:
    """`radius_m` is None where no uncertainty is known or meant; `evidence` is the image that the position is of."""

    kind: SpotKind
    name: str
    point: Point
    radius_m: float | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """The way from one position to another, with its length in words."""

    one: Point
    other: Point
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`looks` are the parts to go through: all of it, each position of a file, each event's place."""

    spots: tuple[Spot, ...]
    ties: tuple[Tie, ...] = ()
    facings: tuple[CameraDirection, ...] = ()
    looks: tuple[Reach, ...] = ()


def chart(
    own: Sequence[Spot],
    localities: Iterable[Locality] = (),
    ties: Sequence[Tie] = (),
    facings: Sequence[CameraDirection] = (),
) -> Chart | None:
    """The chart of events and positions with the places named beside them; None where nothing has a position."""
    if not own:
        return None
    named = {near.place.point: near.place.text() for one in localities for near in _near(one)}
    places = (Spot(SpotKind.PLACE, name, point) for point, name in named.items())
    files_first = sorted(own, key=lambda spot: spot.kind is SpotKind.EVENT)
    looks = [around(own), *(around((spot,), _CLOSE) for spot in files_first)]
    return Chart((*own, *places), tuple(ties), tuple(facings), tuple(dict.fromkeys(looks)))


def event_spot(place: Place | None, name: str) -> tuple[Spot, ...]:
    """The event's place, or nothing where nobody knows its position."""
    return (Spot(SpotKind.EVENT, name, place.point, place.radius_m),) if place and place.point else ()


def around(spots: Sequence[Spot], times: float = _MARGIN) -> Reach:
    """A look that takes in whole circles, and `times` as much as they need."""
    circles = ((spot.point, _UNKNOWN_RADIUS_HALF_M if spot.radius_m is None else spot.radius_m) for spot in spots)
    return reach_of(circles, times, _LEAST_HALF_M)


def _near(one: Locality) -> Iterable[Nearby]:
    return (*one.nearby, *((one.town,) if one.town else ()))
