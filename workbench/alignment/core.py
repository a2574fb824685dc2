"""The part of an overlap that truly shows the same: a tile of a collage, a crop in a screenshot.

A known picture may reach beyond the tile or crop in which it is shown; what lies there disagrees and is not an
overlay. The core is the rectangle of blocks in which most speaks for agreement: each textured block that agrees
counts one, each that does not takes away `PENALTY` (Bentley's largest-sum rectangle, over all of them).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from workbench.alignment.overlap import CELL, SAME, Blocks

PENALTY = 0.4
STRICT = 0.9
LEAST_BOX = 4
"""Blocks that must disagree side by side before they are pointed out."""
MOST_BOXES = 16
BANNER_WIDTH, BANNER_HEIGHT = 0.9, 0.3
"""Share of the core that a banner is at least wide, and at most high."""
TEXTURED = 4.0
"""Standard deviation in grey levels, slopes apart, above which a block on either side must be matched by the other."""

Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Core:
    """`box`: left, top, right, bottom in compared pixels. `textured` blocks of it were compared; `agreement` is the
    share of them that look the same, `strict` the share that look the same down to their detail. `boxes`: where it
    differs, each as `box`. `hole`: the share of them in the one rectangle in which most speaks for difference."""

    box: Box
    textured: int
    agreement: float
    strict: float
    boxes: tuple[Box, ...]
    hole: float = 0.0


def core(blocks: Blocks, everything: bool = False) -> Core | None:
    """The core of an overlap, or None where nothing in it has texture; all of the overlap where `everything` is asked.

    A banner across it is left out of what is compared: a channel's lower third says nothing against the photograph.
    """
    textured = blocks.inside & (np.maximum(blocks.spread_query, blocks.spread_known) > TEXTURED)
    if not textured.any():
        return None
    same = textured & (blocks.likeness > SAME)
    rows, columns = same.shape
    left, top, right, bottom = 0, 0, columns, rows
    if same.any() and not everything:
        left, top, right, bottom = _largest_sum(np.where(same, 1.0, -PENALTY) * textured)
    window = np.s_[top:bottom, left:right]
    seen = _without_banner(textured[window], same[window])
    count = max(1, int(seen.sum()))
    return Core(
        (left * CELL, top * CELL, (right + 1) * CELL, (bottom + 1) * CELL),
        int(seen.sum()),
        float((same[window] & seen).sum()) / count,
        float((same & (blocks.likeness > STRICT))[window][seen].sum()) / count,
        _boxes((textured & ~same)[window], left, top),
        float(seen[_hole(seen, same[window])].sum()) / count,
    )


def _without_banner(textured: Mask, same: Mask) -> Mask:
    rows, columns = textured.shape
    down, across = hole = _hole(textured, same)
    banner = across.stop - across.start >= BANNER_WIDTH * columns and down.stop - down.start <= BANNER_HEIGHT * rows
    if not banner:
        return textured
    rest = textured.copy()
    rest[hole] = False
    return rest


def _hole(textured: Mask, same: Mask) -> tuple[slice, slice]:
    """The rectangle of blocks in which most speaks for difference; of no size where nothing does."""
    if not (textured & ~same).any():
        return slice(0, 0), slice(0, 0)
    left, top, right, bottom = _largest_sum(np.where(same, -1.0, 1.0) * textured)
    return slice(top, bottom), slice(left, right)


def _largest_sum(weights: NDArray[np.float64]) -> Box:
    """Left, top, right, bottom (exclusive) of the rectangle with the largest sum."""
    rows, columns = weights.shape
    above = np.vstack([np.zeros(columns), np.cumsum(weights, axis=0)])
    top, bottom = np.triu_indices(rows + 1, 1)
    bands = np.cumsum(above[bottom] - above[top], axis=1)
    before = np.hstack([np.zeros((len(bands), 1)), bands[:, :-1]])
    lowest = np.minimum.accumulate(before, axis=1)
    gains = bands - lowest
    best = int(np.argmax(gains))
    band, right = divmod(best, columns)
    left = int(np.argmax(before[band, : right + 1] <= lowest[band, right] + 1e-9))
    return left, int(top[band]), right + 1, int(bottom[band])


def _boxes(differing: Mask, left: int, top: int) -> tuple[Box, ...]:
    """Around each patch of at least `LEAST_BOX` differing blocks, largest first."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(differing.astype(np.uint8), connectivity=8)
    found = sorted((row for row in stats[1:].tolist() if row[4] >= LEAST_BOX), key=lambda row: -row[4])
    return tuple(
        ((left + x) * CELL, (top + y) * CELL, (left + x + wide + 1) * CELL, (top + y + high + 1) * CELL)
        for x, y, wide, high, _ in found[:MOST_BOXES]
    )
