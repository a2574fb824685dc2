"""The overlap of two pictures, block by block: whether the same thing is to be seen, whatever the tone.

Known pixels are warped on the query's, both reduced to what the coarser of them can show. In each block of
`BLOCK` pixels the two are compared by zero-mean normalised cross-correlation, which brightness, contrast, tint and
night do not change, after a search of a few pixels, which forgives what the transform leaves. The displacements
that the search finds refine the transform.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workbench.alignment.transforms import Matrix, applied, jacobian

EDGE = 256
"""Longest edge, in pixels, of the box around the overlap when it is compared."""
LEAST_EDGE = 24
CELL = 8
BLOCK = 2 * CELL
COARSE_SEARCH = 3
FINE_SEARCH = 2
LEAST_SPREAD = 3.0
"""Standard deviation, in grey levels, of a block on both sides before its displacement is believed."""
SAME = 0.7
SLANT_GAIN = 1.05
"""How many times the blocks that an affine map places must be placed by a homography before it is preferred."""

Floats = NDArray[Any]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Blocks:
    """One value for each block, in rows and columns; blocks overlap by half.

    `inside`: wholly within the overlap. `likeness`: the best correlation, -1 to 1. `shift`: (rows, columns, 2), the
    displacement in x and y of what the query shows, in compared pixels. `spread_*`: standard deviations, in grey
    levels, from the plane that fits a block best.
    """

    inside: Mask
    likeness: Floats
    shift: Floats
    spread_query: Floats
    spread_known: Floats


@dataclass(frozen=True, slots=True)
class Overlap:
    """`matrix`: refined, query pixels to known pixels. `frame`: query pixels to compared pixels. `shares`: of the
    area of query and known that lies in the other. `query` and `known`: both as they were compared."""

    matrix: Matrix
    frame: Matrix
    size: tuple[int, int]
    share_query: float
    share_known: float
    blocks: Blocks
    query: Floats
    known: Floats


def overlap(query: NDArray[np.uint8], known: NDArray[np.uint8], matrix: Matrix) -> Overlap | None:
    """Compare two grey pictures, the homography leading from query pixels to known pixels; None where what
    they share is too small to compare."""
    for search in (COARSE_SEARCH, FINE_SEARCH):
        found = _compared(query, known, matrix, search, EDGE // 2 if search == COARSE_SEARCH else EDGE)
        if found is None:
            return None
        if search == COARSE_SEARCH:
            matrix = _refined(found)
    return found


def shared_area(query: tuple[int, int], known: tuple[int, int], matrix: Matrix) -> Floats:
    """The corners of what the query shows of the known picture, in query pixels (n, 2); empty where nothing."""
    corners = np.array([[0, 0], [known[0], 0], [known[0], known[1]], [0, known[1]]], float)
    lying = applied(np.linalg.pinv(matrix), corners)
    if not np.isfinite(lying).all() or not cv2.isContourConvex(lying.astype(np.float32)):
        return np.empty((0, 2))
    return clipped(lying, (0, 0, *query))


def clipped(polygon: Floats, box: tuple[float, float, float, float]) -> Floats:
    """What of a polygon (n, 2) lies within left, top, right, bottom: Sutherland and Hodgman, side by side.

    OpenCV's own intersection of convex polygons loses parts where two edges nearly coincide, as here they do.
    """
    for axis, bound, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        kept = []
        depth = sign * (polygon[:, axis] - bound)
        for number, point in enumerate(polygon):
            before = polygon[number - 1]
            here, there = depth[number], depth[number - 1]
            if (here >= 0) != (there >= 0):
                kept.append(before + (point - before) * (there / (there - here)))
            if here >= 0:
                kept.append(point)
        polygon = np.array(kept, np.float64).reshape(-1, 2)
    return polygon


def _area(polygon: Floats) -> float:
    return float(cv2.contourArea(polygon.astype(np.float32))) if len(polygon) >= 3 else 0.0


def _compared(
    query: NDArray[np.uint8], known: NDArray[np.uint8], matrix: Matrix, search: int, edge: int
) -> Overlap | None:
    sizes = (query.shape[1], query.shape[0]), (known.shape[1], known.shape[0])
    polygon = shared_area(*sizes, matrix)
    if _area(polygon) < 16:
        return None
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    step = jacobian(matrix, (low + high) / 2)
    finest = min(1.0, float(np.sqrt(abs(np.linalg.det(step)))))
    scale = min(edge / max(high - low), max(finest, LEAST_EDGE * 2 / max(high - low)))
    width, height = (max(1, int(np.ceil(length * scale))) for length in high - low)
    if min(width, height) < LEAST_EDGE:
        return None
    frame = np.array([[scale, 0, -low[0] * scale], [0, scale, -low[1] * scale], [0, 0, 1]], float)
    margin = search
    here, _ = _warped(query, frame, (width, height), 0)
    moved = frame @ np.linalg.inv(matrix)
    there, there_inside = _warped(known, moved, (width, height), margin)
    blocks = _blocks(here, there, there_inside, margin)
    inner = there[margin : margin + height, margin : margin + width]
    share_query = _area(polygon) / (sizes[0][0] * sizes[0][1])
    share_known = _area(applied(matrix, polygon).astype(np.float32)) / (sizes[1][0] * sizes[1][1])
    return Overlap(matrix, frame, (width, height), min(1.0, share_query), min(1.0, share_known), blocks, here, inner)


def _warped(picture: NDArray[np.uint8], matrix: Matrix, size: tuple[int, int], margin: int) -> tuple[Floats, Mask]:
    """The picture as floats under a homography from its pixels, and where it covers; reduced by area first."""
    centre = applied(np.linalg.pinv(matrix), np.array([[size[0] / 2, size[1] / 2]]))[0]
    shrink = float(np.sqrt(abs(np.linalg.det(jacobian(matrix, centre)))))
    height, width = picture.shape
    if shrink < 0.8:
        small = max(1, round(width * shrink)), max(1, round(height * shrink))
        picture = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = matrix @ np.diag([width / small[0], height / small[1], 1.0])
    # Warping counts from the middle of pixels, the transform from their corners.
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    place = np.array([[1, 0, margin - 0.5], [0, 1, margin - 0.5], [0, 0, 1]]) @ matrix @ half
    full = (size[0] + 2 * margin, size[1] + 2 * margin)
    shown = cv2.warpPerspective(
        picture.astype(np.float32), place, full, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    covered = cv2.warpPerspective(np.full(picture.shape, 255, np.uint8), place, full, flags=cv2.INTER_NEAREST)
    return np.asarray(cv2.GaussianBlur(shown, (0, 0), 0.8), np.float32), np.asarray(covered > 0)


def _blocks(here: Floats, there: Floats, inside: Mask, margin: int) -> Blocks:
    height, width = here.shape
    rows, columns = height // CELL, width // CELL
    here = here[: rows * CELL, : columns * CELL]

    def means(values: Floats) -> Floats:
        cells = cv2.resize(values, (columns, rows), interpolation=cv2.INTER_AREA)
        return np.asarray((cells[1:, 1:] + cells[1:, :-1] + cells[:-1, 1:] + cells[:-1, :-1]) / 4, np.float32)

    across = np.broadcast_to(np.arange(here.shape[1], dtype=np.float32), here.shape)
    down = np.broadcast_to(np.arange(here.shape[0], dtype=np.float32)[:, None], here.shape)

    def rough(values: Floats, mean: Floats, square: Floats) -> Floats:
        """The standard deviation that no plane explains: every slope is like every other."""
        slopes = [means(values * axis) - mean * means(axis) for axis in (across, down)]
        explained = sum(slope * slope for slope in slopes) / ((BLOCK * BLOCK - 1) / 12)
        return np.asarray(np.sqrt(np.maximum(square - mean * mean - explained, 0)), np.float32)

    mean, square = means(here), means(here * here)
    deviation = np.sqrt(np.maximum(square - mean * mean, 0))
    best = np.full(mean.shape, -2, np.float32)
    shift = np.zeros((*mean.shape, 2), np.float32)
    spread = np.zeros(mean.shape, np.float32)
    squared = there * there
    steps = range(-margin, margin + 1)
    for dy, dx in sorted(((dy, dx) for dy in steps for dx in steps), key=lambda one: one[0] ** 2 + one[1] ** 2):
        window = np.s_[margin + dy : margin + dy + rows * CELL, margin + dx : margin + dx + columns * CELL]
        other = there[window]
        other_mean = means(other)
        other_deviation = np.sqrt(np.maximum(means(squared[window]) - other_mean * other_mean, 0))
        likeness = (means(here * other) - mean * other_mean) / np.maximum(deviation * other_deviation, 1.0)
        if dx == 0 and dy == 0:
            spread = rough(other, other_mean, means(squared[window]))
        better = likeness > best
        best[better] = likeness[better]
        shift[better] = dx, dy
    covered = inside[margin : margin + rows * CELL, margin : margin + columns * CELL].astype(np.float32)
    return Blocks(means(covered) > 0.999, best, shift, rough(here, mean, square), spread)


def _refined(found: Overlap) -> Matrix:
    """The transform that the displaced blocks speak for, or the one there was where too few do."""
    blocks = found.blocks
    usable = blocks.inside & (blocks.likeness > SAME)
    usable &= np.minimum(blocks.spread_query, blocks.spread_known) > LEAST_SPREAD
    if usable.sum() < 12:
        return found.matrix
    row, column = np.nonzero(usable)
    middle = np.stack([column + 1, row + 1], axis=1) * float(CELL)
    back = np.linalg.inv(found.frame)
    source = applied(back, middle)
    target = applied(found.matrix @ back, middle + blocks.shift[row, column])
    step = float(np.sqrt(abs(np.linalg.det(jacobian(found.matrix @ back, np.array(found.size) / 2)))))
    affine, near = cv2.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=step)
    refined = None if affine is None else np.vstack([affine, [0, 0, 1]])
    slanted, nearer = cv2.findHomography(source, target, cv2.RANSAC, step)
    if slanted is not None and (refined is None or nearer.sum() > SLANT_GAIN * near.sum()):
        refined = np.asarray(slanted, np.float64)
    return found.matrix if refined is None or not np.isfinite(refined).all() else refined
