"""Whether matched features agree on how one picture lies on the other: a cheap look before the expensive one.

Each match alone tells a similarity (its two diameters, angles and places). The similarity with which most others
agree is refined to an affine map by least squares, and the matches that the map explains are counted.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.matching.turns import Homography

_TOLERANCE = 0.02
"""How far from where the map puts it a feature may lie, in longest edges of the known image."""
_SLACK = 0.2
"""What is allowed beyond, of the distance to the match that proposed the similarity: sizes and angles are coarse."""
_OCTAVES = 0.75
_RADIANS = 0.45
_LEAST_FOR_AFFINE = 5
_ROUNDS = 2

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pose:
    """`matches` that agree, and their summed weight. `transform` leads from the query to the known image, both
    measured in their own longest edges, the upper left corner being the origin."""

    matches: int
    weight: float
    transform: Homography


def pose(query: Floats, known: Floats, weights: Floats) -> Pose:
    """The pose that most of the matches agree on.

    Rows of `query` and `known` belong together: x, y, log2 of the diameter, angle (`unpacked_places`).
    """
    growth = known[:, 2] - query[:, 2]
    turn = known[:, 3] - query[:, 3]
    similar = np.exp2(growth)
    cosine, sine = similar * np.cos(turn), similar * np.sin(turn)
    steps = query[None, :, :2] - query[:, None, :2]
    across = known[:, None, 0] + cosine[:, None] * steps[..., 0] - sine[:, None] * steps[..., 1]
    down = known[:, None, 1] + sine[:, None] * steps[..., 0] + cosine[:, None] * steps[..., 1]
    missed = np.hypot(across - known[None, :, 0], down - known[None, :, 1])
    reach = np.hypot(known[None, :, 0] - known[:, None, 0], known[None, :, 1] - known[:, None, 1])
    twist = np.abs((turn[None] - turn[:, None] + np.pi) % (2 * np.pi) - np.pi)
    stretch = np.abs(growth[None] - growth[:, None])
    agree = (missed < _TOLERANCE + _SLACK * reach) & (twist < _RADIANS) & (stretch < _OCTAVES)
    best = int(np.argmax(agree @ weights))
    inside = agree[best]
    a, b = float(cosine[best]), float(sine[best])
    x, y = (float(one) for one in query[best, :2])
    shift = float(known[best, 0]) - a * x + b * y, float(known[best, 1]) - b * x - a * y
    matrix = np.array([[a, -b, shift[0]], [b, a, shift[1]]])
    homogeneous = np.column_stack([query[:, :2], np.ones(len(query))])
    alike = (twist[best] < 2 * _RADIANS) & (stretch[best] < 2 * _OCTAVES)
    for _ in range(_ROUNDS):
        if _places(query, known, inside) < _LEAST_FOR_AFFINE:
            break
        solved, _, rank, _ = np.linalg.lstsq(homogeneous[inside], known[inside, :2].astype(float), rcond=None)
        area = float(np.linalg.det(solved[:2]))
        if rank < 3 or not 0.2 * similar[best] ** 2 < area < 5 * similar[best] ** 2:
            break
        far = np.linalg.norm(homogeneous @ solved - known[:, :2], axis=1)
        explained = (far < _TOLERANCE) & alike
        if _places(query, known, explained) < _LEAST_FOR_AFFINE:
            break
        matrix, inside = solved.T, explained
    (xx, xy, x_shift), (yx, yy, y_shift) = matrix.tolist()
    transform = ((xx, xy, x_shift), (yx, yy, y_shift), (0.0, 0.0, 1.0))
    return Pose(_places(query, known, inside), float(weights[inside].sum()), transform)


def _places(query: Floats, known: Floats, chosen: NDArray[np.bool_]) -> int:
    """How many different places, on the side that has fewer, the chosen matches join."""
    return min(len({(float(x), float(y)) for x, y in side[chosen, :2]}) for side in (query, known))
