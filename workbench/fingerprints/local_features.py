"""Local features: up to `MOST` SIFT keypoints of a picture, with RootSIFT descriptors of one byte a value.

Lowe, "Distinctive image features from scale-invariant keypoints" (2004), as OpenCV computes them; RootSIFT is
Arandjelovic and Zisserman, "Three things everyone should know" (2012): each descriptor is divided by its sum and
the square root is taken, so that the Euclidean distance of two is the Hellinger distance of their histograms.

Recipe 1:
1. the upright RGB picture, reduced so that its longest edge is `EDGE`, or where that is shorter than `LEAST_EDGE`
   enlarged to it (by `MOST_ENLARGED` times at most), made grey by Pillow's weights;
2. OpenCV's SIFT (its first octave is the picture doubled) with the first of the contrast thresholds `CONTRASTS`,
   or the second where that leaves fewer than `ENOUGH` keypoints: haze, night and sky have little contrast;
3. of the `DETECTED` strongest keypoints, `MOST` are kept: each of `CELLS` x `CELLS` cells may place its strongest
   first, so that one textured corner does not take all;
4. each point is kept as four little-endian uint16: x and y in 1/65535 of width and height; 4096 x log2 of its
   diameter in pixels; its angle in 1/65536 of a turn. `width` and `height` are those of step 1.
5. descriptors: 512 x the root, rounded, 255 at most.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL import __version__ as pillow_version

from workbench.domain.features import LocalFeatures
from workbench.domain.recipes import LOCAL_FEATURES

EDGE = 640
"""Longest edge, in pixels, of the picture that features are taken from."""
LEAST_EDGE = 480
MOST_ENLARGED = 3.0
MOST = 600
DETECTED = 1500
CELLS = 6
CONTRASTS = (0.02, 0.005)
ENOUGH = 150
LOG_SCALE = 4096.0
ROOT_SCALE = 512.0


def recipe_text() -> str:
    """The name of this recipe with the tools that it rests on: `sift 1; opencv 5.0.0; pillow 13.0.0`."""
    return f"{LOCAL_FEATURES}; opencv {cv2.__version__}; pillow {pillow_version}"


def extract(rgb: Image.Image, edge: int = EDGE) -> LocalFeatures:
    """The features of an upright RGB picture; a flat one has few or none. The same pixels give the same bytes.

    With another `edge` than the recipe's they serve to align two pictures and are not to be kept.
    """
    small = resized(rgb.convert("L"), edge)
    found, descriptors = detected(np.asarray(small))
    return LocalFeatures(recipe_text(), small.width, small.height, _packed(found, small), descriptors.tobytes())


def mirrored(features: LocalFeatures) -> LocalFeatures:
    """The features of the same picture mirrored left to right, without looking at it again.

    SIFT lays its 4 x 4 histograms of 8 directions along the keypoint's angle: mirroring turns the angle over,
    swaps the rows across it, and reverses each histogram but for its first direction. Measured on photographs,
    nineteen in twenty points are those that the mirrored pixels give, and five in six to the byte.
    """
    points = np.frombuffer(features.points, "<u2").reshape(-1, 4).astype(np.int64)
    points[:, 0] = 65535 - points[:, 0]
    points[:, 3] = (32768 - points[:, 3]) % 65536
    grid = np.frombuffer(features.descriptors, np.uint8).reshape(-1, 4, 4, 8)
    turned = grid[:, ::-1][..., -np.arange(8) % 8]
    return replace(features, points=points.astype("<u2").tobytes(), descriptors=turned.tobytes())


def rescaled(features: LocalFeatures, width: int, height: int) -> LocalFeatures:
    """The same features as if they had been taken from the picture in another size: only diameters change."""
    points = np.frombuffer(features.points, "<u2").reshape(-1, 4).astype(np.int64)
    grown = LOG_SCALE * np.log2(max(width, height) / max(features.width, features.height))
    points[:, 2] = np.clip(points[:, 2] + round(grown), 0, 65535)
    return replace(features, width=width, height=height, points=points.astype("<u2").tobytes())


def resized(picture: Image.Image, edge: int = EDGE) -> Image.Image:
    """The picture in the size that features are taken from."""
    longest = max(picture.size)
    least = min(edge, LEAST_EDGE)
    if longest > edge:
        factor = edge / longest
    elif longest < least:
        factor = min(MOST_ENLARGED, least / longest)
    else:
        return picture
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    filter_ = Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC
    return picture.resize(size, filter_, reducing_gap=2.0)


def detected(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Keypoints as rows of x, y, diameter (pixels), angle (degrees), strongest first, and their descriptors."""
    keypoints: Sequence[cv2.KeyPoint] = ()
    for contrast in CONTRASTS:
        if len(keypoints) < ENOUGH:
            sift = cv2.SIFT.create(nfeatures=DETECTED, contrastThreshold=contrast, enable_precise_upscale=True)
            keypoints, raw = sift.detectAndCompute(grey, None)
    if not keypoints:
        return np.empty((0, 4), np.float32), np.empty((0, 128), np.uint8)
    rows = np.array([(*one.pt, one.size, one.angle, one.response) for one in keypoints], np.float32)
    height, width = grey.shape
    kept = _spread(rows, width, height)
    return np.ascontiguousarray(rows[kept, :4]), _root(raw[kept])


def _spread(rows: NDArray[np.float32], width: int, height: int) -> NDArray[np.intp]:
    """The rows to keep, strongest first: within a cell's fair share all come before what goes beyond it."""
    order = np.lexsort((rows[:, 3], rows[:, 1], rows[:, 0], -rows[:, 4]))
    column = np.minimum(rows[order, 0] * CELLS / width, CELLS - 1).astype(int)
    line = np.minimum(rows[order, 1] * CELLS / height, CELLS - 1).astype(int)
    cell = line * CELLS + column
    by_cell = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[by_cell], np.arange(CELLS * CELLS))
    rank = np.empty(len(order), int)
    rank[by_cell] = np.arange(len(order)) - starts[cell[by_cell]]
    beyond = rank >= MOST // (CELLS * CELLS)
    return order[np.sort(np.argsort(beyond, kind="stable")[:MOST])]


def _root(descriptors: NDArray[Any]) -> NDArray[np.uint8]:
    sums = np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6)
    return np.asarray(np.minimum(np.rint(ROOT_SCALE * np.sqrt(descriptors / sums)), 255), np.uint8)


def _packed(found: NDArray[np.float32], picture: Image.Image) -> bytes:
    packed = np.empty((len(found), 4), "<u2")
    packed[:, 0] = np.clip(np.rint((found[:, 0] + 0.5) / picture.width * 65535), 0, 65535)
    packed[:, 1] = np.clip(np.rint((found[:, 1] + 0.5) / picture.height * 65535), 0, 65535)
    packed[:, 2] = np.clip(np.rint(LOG_SCALE * np.log2(np.maximum(found[:, 2], 1.0))), 0, 65535)
    packed[:, 3] = np.rint(found[:, 3] / 360 * 65536).astype(np.int64) % 65536
    return packed.tobytes()
