"""The transform between two pictures, from points that may belong together and mostly do not.

Every correspondence has a scale and an angle of its own, so each one alone proposes a similarity: all are tried, and
the one that most others agree with is kept (no chance is involved, so the same pictures give the same answer).
What agrees loosely is then fitted by an affine map and, where enough speaks for it, by a homography, both by
MAGSAC (Barath et al., 2019) as OpenCV has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workbench.alignment.correspondences import Points

LOOSE = 0.06
"""Share of the known picture's longer edge within which a point agrees with a proposed similarity: a picture squashed
from 16:9 to a square still agrees with itself near by."""
TURN_TOLERANCE = np.deg2rad(35)
SCALE_TOLERANCE = np.log(2.0)
TIGHT = 3.0
"""Pixels of the known picture, of at most 640, within which a point agrees with the fitted transform."""
LEAST_POINTS = 5
PERSPECTIVE_POINTS = 12
PERSPECTIVE_GAIN = 1.08
"""A homography must explain so many times the points that the affine map does: it can always explain a few more."""
MOST_SQUASHED = 3.0
MOST_SCALED = 25.0
MOST_TILTED = 2.2
"""How many times larger one corner of the overlap may be shown than another, along a line."""

Matrix = NDArray[Any]
Pairs = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A homography from query pixels to known pixels, and the pairs that agree with it. `spread`: the share of the
    query's area between the outermost of their points."""

    matrix: Matrix
    pairs: Pairs
    spread: float


def proposals(query: Points, known: Points, pairs: Pairs) -> Iterator[Proposal]:
    """The transform that most pairs agree with, and then the one that most of the others do: where two pictures
    share a frame or a logo, that may be more than the photograph inside."""
    first = proposed(query, known, pairs)
    if first is not None:
        yield first
        second = proposed(query, known, pairs[~np.isin(pairs[:, 0], first.pairs[:, 0])])
        if second is not None:
            yield second


def whole_frame(unit: Matrix, query: tuple[int, int], known: tuple[int, int]) -> tuple[bool, Proposal]:
    """What a homography between the unit squares of two pictures proposes, for the query or its mirror image (True):
    both are laid upon one another from corner to corner, and no pair of points speaks for it."""
    mirror = bool(np.linalg.det(unit[:2, :2]) < 0)
    if mirror:
        unit = unit @ np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]])
    matrix = np.diag([known[0], known[1], 1.0]) @ unit @ np.diag([1 / query[0], 1 / query[1], 1.0])
    return mirror, Proposal(matrix, np.empty((0, 2), np.intp), 1.0)


def proposed(query: Points, known: Points, pairs: Pairs) -> Proposal | None:
    """The transform that most pairs agree with, or None where fewer than `LEAST_POINTS` agree with any."""
    if len(pairs) < LEAST_POINTS:
        return None
    here, there = pairs[:, 0], pairs[:, 1]
    source = query.xy[here, 0] + 1j * query.xy[here, 1]
    target = known.xy[there, 0] + 1j * known.xy[there, 1]
    scales = np.log(known.diameters[there] / query.diameters[here])
    turns = known.angles[there] - query.angles[here]
    factor = np.exp(scales + 1j * turns)
    shift = target - factor * source
    errors = np.abs(factor[:, None] * source[None] + shift[:, None] - target[None])
    turned = np.abs((turns[:, None] - turns[None] + np.pi) % (2 * np.pi) - np.pi)
    agree = errors < LOOSE * max(known.width, known.height)
    agree &= (np.abs(scales[:, None] - scales[None]) < SCALE_TOLERANCE) & (turned < TURN_TOLERANCE)
    best = int(np.argmax(agree.sum(axis=1)))
    if agree[best].sum() < LEAST_POINTS:
        return None
    return fitted(query, known, pairs[agree[best]])


def fitted(query: Points, known: Points, pairs: Pairs) -> Proposal | None:
    """An affine map or a homography through most of the pairs; None where none is plausible."""
    source, target = query.xy[pairs[:, 0]], known.xy[pairs[:, 1]]
    sizes = (query.width, query.height), (known.width, known.height)
    if len(pairs) < LEAST_POINTS or min(np.ptp(source, axis=0).max(), np.ptp(target, axis=0).max()) < 4:
        return None
    affine, mask = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=TIGHT, maxIters=500, refineIters=10
    )
    found = None
    if affine is not None:
        kept = pairs[mask.ravel().astype(bool)]
        found = Proposal(np.vstack([affine, [0, 0, 1]]), kept, _spread(query, kept))
        if len(kept) < LEAST_POINTS or not plausible(found.matrix, *sizes):
            found = None
    if len(pairs) >= PERSPECTIVE_POINTS:
        matrix, mask = cv2.findHomography(source, target, cv2.USAC_MAGSAC, TIGHT, maxIters=1000)
        if matrix is not None:
            kept = pairs[mask.ravel().astype(bool)]
            least = max(PERSPECTIVE_POINTS, PERSPECTIVE_GAIN * len(found.pairs) if found else 0)
            if len(kept) >= least and plausible(matrix, *sizes):
                found = Proposal(np.asarray(matrix, np.float64), kept, _spread(query, kept))
    return found


def _spread(query: Points, pairs: Pairs) -> float:
    hull = cv2.convexHull(query.xy[pairs[:, 0]])
    return float(cv2.contourArea(hull)) / (query.width * query.height)


def plausible(matrix: Matrix, query: tuple[int, int], known: tuple[int, int]) -> bool:
    """Whether edits could have done it: no reflection, no wild scale, squeeze or perspective."""
    if not np.isfinite(matrix).all():
        return False
    inverse = np.linalg.pinv(matrix)
    corners = np.array([[0, 0], [known[0], 0], [known[0], known[1]], [0, known[1]]], float)
    lying = applied(inverse, corners)
    if not np.isfinite(lying).all():
        return False
    inside = np.clip(lying, 0, query)
    weights = inside @ matrix[2, :2] + matrix[2, 2]
    if weights.min() * weights.max() <= 0 or abs(weights).max() / abs(weights).min() > MOST_TILTED:
        return False
    steps = jacobian(matrix, inside.mean(axis=0))
    if np.linalg.det(steps) <= 0:
        return False
    large, small = np.linalg.svd(steps, compute_uv=False)
    return bool(large / small <= MOST_SQUASHED and 1 / MOST_SCALED <= large <= MOST_SCALED)


def applied(matrix: Matrix, xy: NDArray[Any]) -> NDArray[np.float64]:
    """Points (n, 2) moved by a homography; infinite where they lie on its horizon."""
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = xy @ matrix[:, :2].T + matrix[:, 2]
        return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)


def jacobian(matrix: Matrix, at: NDArray[Any]) -> Matrix:
    """The 2 x 2 derivative of a homography at a point: how it scales, turns and squeezes there."""
    x, y, w = matrix @ [at[0], at[1], 1.0]
    return np.asarray((matrix[:2, :2] - np.outer([x / w, y / w], matrix[2, :2])) / w)
