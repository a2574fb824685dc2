"""Which point of one picture may be which point of the other, by their descriptors alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.domain.features import LocalFeatures

RATIO = 0.86
"""A point is taken where its nearest descriptor is nearer than this share of the second nearest's distance."""
FARTHEST = 330.0
"""Distance of two descriptors of length 512 beyond which they are not the same point: orthogonal ones have 724."""
LOG_SCALE = 4096.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Points:
    """Keypoints in pixels of the picture that they were taken from: `xy` (n, 2); diameters, and angles in radians;
    descriptors (n, 128) as floats."""

    width: int
    height: int
    xy: Floats
    diameters: Floats
    angles: Floats
    descriptors: Floats

    def __len__(self) -> int:
        return len(self.xy)


def points(features: LocalFeatures) -> Points:
    """The features as arrays."""
    packed = np.frombuffer(features.points, "<u2").reshape(-1, 4).astype(np.float32)
    size = np.array([features.width, features.height], np.float32)
    return Points(
        features.width,
        features.height,
        packed[:, :2] / np.float32(65535) * size,
        np.exp2(packed[:, 2] / np.float32(LOG_SCALE)),
        packed[:, 3] * np.float32(2 * np.pi / 65536),
        np.frombuffer(features.descriptors, np.uint8).reshape(-1, 128).astype(np.float32),
    )


def squared_distances(query: Points, known: Points) -> Floats:
    """Between every descriptor of the one and every one of the other: (query, known)."""
    here, there = query.descriptors, known.descriptors
    lengths = np.einsum("ij,ij->i", here, here)[:, None] + np.einsum("ij,ij->i", there, there)[None]
    return np.asarray(np.maximum(lengths - 2 * (here @ there.T), 0), np.float32)


def corresponding(distances: Floats) -> NDArray[np.intp]:
    """Pairs (query, known) that pass the ratio test, at most one for each known point, nearest first."""
    if distances.shape[0] == 0 or distances.shape[1] < 2:
        return np.empty((0, 2), np.intp)
    rows = np.arange(len(distances))
    nearest = np.argmin(distances, axis=1)
    first = distances[rows, nearest]
    others = distances.copy()
    others[rows, nearest] = np.inf
    second = others.min(axis=1)
    passed = (first < RATIO**2 * second) & (first < FARTHEST**2)
    found = np.stack([rows[passed], nearest[passed]], axis=1)
    found = found[np.argsort(first[passed], kind="stable")]
    _, one_each = np.unique(found[:, 1], return_index=True)
    return found[np.sort(one_each)]
