"""Whether what two pictures have in common makes them one photograph.

The thresholds were set on the photographs of the benchmarks, in their edits and in frames that others share
(`tests/benchmarks/recall.py` and `false_alerts.py`).
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workbench.alignment import edits as naming
from workbench.alignment.core import Core
from workbench.alignment.overlap import Overlap
from workbench.alignment.transforms import applied, jacobian

LEAST_TEXTURED = 30
LEAST_AGREEMENT = 0.65
LEAST_BOTH = 1.32
"""Sum of the shares that agree, and that agree down to their detail: a bad re-save costs detail and an overlay costs
agreement, and what merely resembles falls short in both."""
LARGEST_HOLE = 0.245
"""Share of the core's blocks that may differ all in one rectangle: posters of one template differ in the
photograph that they hold."""
LEAST_SHARE = 0.42
"""Share of the one or the other picture that the core must have: a caption's band, a watermark, a channel's frame or
an app's buttons stand in pictures that have nothing else in common."""
LEAST_SHARE_MOVED = 0.22
"""The same where the core lies elsewhere in the one than in the other, as no frame does, and agrees down to its
detail: a tile, or a crop inside a screenshot."""
CLEAR_AGREEMENT = 0.95
CLEAR_STRICT = 0.9
COINCIDE = 0.5
"""Intersection over union of the core's places in the two pictures from which they count as one place."""
AT_THE_EDGE = 0.04
"""Share of a picture's height within which the core is at its upper or lower edge: where it is at the same edge of
both it counts as in one place, too, since a frame keeps its size where pictures differ in shape."""
LEAST_SPREAD = 0.06
"""Share of the query's area between the outermost of the points that agree, where the core is in one place: those of a
caption's words lie together, however much sky stands below."""
OVERHANG = 0.015
"""Share of each picture that the other does not show, above which neither was cut from the other."""
MOSTLY = 0.6
STRAIGHT = 0.2
"""Degrees of turning or shearing that two crops of one photograph do not have between them, and two shots do."""
CERTAIN = 0.9
"""Compared pixels by which the far ends of the overlap must be turned before a turn is believed."""
SLANTED = 1.02

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Place:
    """`share`: of the one or the other picture's area, whichever is larger, that the core has; `one`: whether its
    places in the two, each in its own unit square, are one place."""

    share: float
    one: bool


def same_photograph(found: Overlap, inner: Core, spread: float, query: Size, known: Size) -> bool:
    """Whether the core of an overlap makes one photograph of pictures of these sizes (width, height).

    `spread`: the share of the query's area between the points by which they were laid on one another."""
    if inner.textured < LEAST_TEXTURED or inner.agreement < LEAST_AGREEMENT:
        return False
    if inner.agreement + inner.strict < LEAST_BOTH:
        return False
    place = _place(found, inner, query, known)
    if place.one and spread < LEAST_SPREAD:
        return False
    clear = inner.agreement >= CLEAR_AGREEMENT and inner.strict >= CLEAR_STRICT
    least = LEAST_SHARE_MOVED if clear and not place.one else LEAST_SHARE
    return inner.hole <= LARGEST_HOLE and place.share >= least and not _another_shot(found, inner)


def area(polygon: NDArray[Any]) -> float:
    """Of a polygon (n, 2); 0 where it is none."""
    return float(cv2.contourArea(polygon.astype(np.float32))) if len(polygon) >= 3 else 0.0


def _place(found: Overlap, inner: Core, query: Size, known: Size) -> _Place:
    left, top, right, bottom = inner.box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float)
    here = applied(np.linalg.inv(found.frame), corners)
    there = np.clip(applied(found.matrix, here), 0, known) / known
    here = np.clip(here, 0, query) / query
    low, high = np.maximum(here.min(axis=0), there.min(axis=0)), np.minimum(here.max(axis=0), there.max(axis=0))
    both = float(np.prod(np.maximum(high - low, 0)))
    boxes = [float(np.prod(np.ptp(one, axis=0))) for one in (here, there)]
    coincide = both / max(sum(boxes) - both, 1e-9)
    above = max(one[:, 1].min() for one in (here, there)) < AT_THE_EDGE
    below = min(one[:, 1].max() for one in (here, there)) > 1 - AT_THE_EDGE
    return _Place(max(area(here), area(there)), coincide >= COINCIDE or above != below)


def _another_shot(found: Overlap, inner: Core) -> bool:
    """Each shows what the other does not, and one is turned, sheared or slanted against the other: nobody crops
    like that, and two shots of one scene always differ so. In a tile of a collage nothing can be said of it."""
    width, height = found.size
    left, top, right, bottom = inner.box
    tile = (right - left) * (bottom - top) < MOSTLY * width * height
    if tile or max(found.share_query, found.share_known) > 1 - OVERHANG:
        return False
    matrix = found.matrix @ np.linalg.inv(found.frame)
    steps = jacobian(matrix, np.array([width, height]) / 2)
    name, tilt = naming.turn(steps)
    steps = steps @ np.array(naming.TURNS[name], float).T
    shear = np.degrees((steps[0, 1] + steps[1, 0]) / (steps[0, 0] + steps[1, 1]))
    slant = naming.slant(matrix, np.array([[0, 0], [width, 0], [0, height], [width, height]], float))
    straight = max(STRAIGHT, float(np.degrees(CERTAIN / np.hypot(width, height))))
    return bool(max(abs(tilt), abs(shear)) > straight or slant > SLANTED)
