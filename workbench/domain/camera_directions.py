"""Which way a camera faced when a picture was taken, by the file's own word, and how much of the round it took in."""

import math
from dataclasses import dataclass
from typing import Final

from workbench.domain.examinations import Examination
from workbench.domain.places import Point
from workbench.domain.rationals import numbers
from workbench.domain.readings import read

_FILM_MM: Final = (36.0, 24.0)
"""The frame of 35 mm film, to which FocalLengthIn35mmFilm refers (Exif 3.0, 4.6.6)."""


@dataclass(frozen=True, slots=True)
class CameraDirection:
    """`degrees` clockwise from north, 0 <= d < 360: from magnetic north where `magnetic`, else from true north.

    `field_degrees` is how wide the picture looked, 0 < f < 180; None where the file gives no focal length. A phone's
    compass is often wrong by ten degrees and more, and no file says by how many.
    """

    point: Point
    degrees: float
    magnetic: bool
    field_degrees: float | None = None


def camera_directions(examination: Examination) -> tuple[CameraDirection, ...]:
    """Each different direction at each position that the readers read. Never raises."""
    found: dict[CameraDirection, None] = {}
    for one in read(examination).positions:
        if one.point and not one.zero and one.direction_degrees is not None:
            magnetic = one.direction_from == "M"
            found[CameraDirection(one.point, one.direction_degrees, magnetic, _field(examination))] = None
    return tuple(found)


def _field(examination: Examination) -> float | None:
    """The angle across the upright picture, by the focal length that it would have on 35 mm film."""
    across, down = examination.upright_size
    side = _FILM_MM[0] if across >= down else _FILM_MM[1]
    for tag in examination.tags:
        if tag.family == "EXIF" and tag.name == "FocalLengthIn35mmFilm":
            focal = numbers(tag.value)
            if focal and len(focal) == 1 and 1 <= focal[0] <= 5_000:
                return math.degrees(2 * math.atan(side / (2 * float(focal[0]))))
    return None
