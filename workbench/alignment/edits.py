"""What was done to the known picture to make the query of it, in codes of `resources/locale/en/alignment.toml`.

Only what can be measured is named, and no more than was measured: a percentage is rounded, a turn is to the degree.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workbench.alignment.transforms import Matrix, applied, jacobian

Edit = tuple[str, tuple[tuple[str, str], ...]]
Colours = NDArray[np.uint8]
Polygon = NDArray[Any]

TURNS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "as-is": ((1, 0), (0, 1)),
    "turned-90": ((0, 1), (-1, 0)),
    "turned-180": ((-1, 0), (0, -1)),
    "turned-270": ((0, -1), (1, 0)),
    "mirrored": ((-1, 0), (0, 1)),
    "flipped": ((1, 0), (0, -1)),
    "transposed": ((0, 1), (1, 0)),
    "transversed": ((0, -1), (-1, 0)),
}
"""What each turn of a picture does to a step in it, x to the right and y down; turns are anti-clockwise."""

LEAST_TILT = 1.0
LEAST_SQUEEZE = 1.03
LEAST_PERSPECTIVE = 1.05
LEAST_RESIZE = 1.02
NEARLY_ALL = 0.97
FLAT = 10
FLAT_SHARE = 0.995
CAPTION_SHARE = 0.5
"""Share of a band beside the picture, on one side of it, that is of one colour: the rest is writing."""
LEAST_TONE = 12.0
LEAST_CONTRAST = 1.25
LEAST_TINT = 8.0
GREY = 4.0
COLOURED = 9.0
LEAST_BLUR = 0.5


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the query's area shows the known picture, and how much of that is to be seen; 0 to 1."""

    query: float
    known: float


def geometric(
    matrix: Matrix,
    query_size: tuple[int, int],
    known_size: tuple[int, int],
    shares: Shares,
) -> list[Edit]:
    """Turns, tilts, crops and changes of size. `matrix`: query to known, in pixels of the originals."""
    back = np.linalg.inv(matrix)
    corners = np.array([[0, 0], [query_size[0], 0], [0, query_size[1]], query_size], float)
    inside = np.clip(applied(matrix, corners), 0, known_size)
    steps = jacobian(back, inside.mean(axis=0))
    name, tilt = turn(steps)
    edits: list[Edit] = [] if name == "as-is" else [(f"edit.{name}", ())]
    if abs(tilt) >= LEAST_TILT:
        edits.append(("edit.tilted", (("degrees", f"{abs(tilt):.0f}"),)))
    large, small = np.linalg.svd(steps, compute_uv=False)
    if slant(back, inside) > LEAST_PERSPECTIVE:
        edits.append(("edit.perspective", ()))
    elif large / small > LEAST_SQUEEZE:
        edits.append(("edit.squashed", (("percent", f"{100 * (1 - small / large):.0f}"),)))
    if shares.known < NEARLY_ALL:
        edits.append(("edit.cropped", (("percent", _percent(shares.known)),)))
    scale = float(np.sqrt(large * small))
    if not 1 / LEAST_RESIZE < scale < LEAST_RESIZE:
        edits.append(("edit.resized", ()))
    return edits


def without_border(known: Colours, shown: Polygon) -> bool:
    """Whether what the query leaves out of the known picture is nothing but a flat border; `shown` is the rest."""
    return surrounding(known, shown, 0.0) == [("edit.border-added", ())]


def surrounding(query: Colours, shown: Polygon, share: float) -> list[Edit]:
    """What lies around the known picture in the query: `shown` is its outline there, in pixels."""
    if share >= NEARLY_ALL:
        return []
    around = np.full(query.shape[:2], 255, np.uint8)
    cv2.fillConvexPoly(around, np.rint(shown).astype(np.int32), 0)
    pixels = query[cv2.erode(around, np.ones((7, 7), np.uint8), borderValue=255) > 0]
    if not len(pixels):
        return []
    colour = np.median(pixels, axis=0)
    flat = float((np.abs(pixels - colour).max(axis=1) <= FLAT).mean())
    if flat >= FLAT_SHARE:
        return [("edit.border-added", ())]
    reached = (shown.min(axis=0) <= 4).sum() + (shown.max(axis=0) >= np.array(query.shape[1::-1]) - 4).sum()
    if flat >= CAPTION_SHARE and reached >= 3:
        return [("edit.caption-added", ())]
    return [("edit.inside-larger", (("percent", _percent(share)),))]


def tonal(query: Colours, known: Colours) -> list[Edit]:
    """Changes of tone and colour between pixels (n, 3) that show the same points."""
    here, there = query.astype(np.float32), known.astype(np.float32)
    here_colour, there_colour = here - here.mean(axis=1, keepdims=True), there - there.mean(axis=1, keepdims=True)
    edits: list[Edit] = []
    chroma = float(np.abs(here_colour).mean()), float(np.abs(there_colour).mean())
    even = float(here_colour.std(axis=0).mean()), float(there_colour.std(axis=0).mean())
    if chroma[0] < GREY <= COLOURED / 2 < chroma[1]:
        edits.append(("edit.greyscale", ()))
    elif chroma[1] < GREY and even[0] < GREY and chroma[0] > COLOURED:
        edits.append(("edit.tinted", ()))
    elif chroma[1] < GREY and chroma[0] > COLOURED:
        edits.append(("edit.coloured", ()))
    elif float(np.abs(here_colour.mean(axis=0) - there_colour.mean(axis=0)).max()) > LEAST_TINT:
        edits.append(("edit.tinted", ()))
    lighter = float(here.mean() - there.mean())
    if abs(lighter) > LEAST_TONE:
        edits.append(("edit.brighter" if lighter > 0 else "edit.darker", ()))
    contrast = float(here.mean(axis=1).std() / max(float(there.mean(axis=1).std()), 1.0))
    if contrast > LEAST_CONTRAST:
        edits.append(("edit.contrast-raised", ()))
    elif contrast < 1 / LEAST_CONTRAST and not lighter < -LEAST_TONE:
        edits.append(("edit.contrast-lowered", ()))
    return edits


def blurred(query: NDArray[Any], known: NDArray[Any]) -> list[Edit]:
    """Whether the finest detail of the known picture is gone, both being shown at one size that the query can fill."""
    here, there = (float(np.abs(cv2.Laplacian(one, cv2.CV_32F)).mean() / max(one.std(), 1)) for one in (query, known))
    return [("edit.blurred", ())] if here < LEAST_BLUR * there else []


def turn(steps: Matrix) -> tuple[str, float]:
    """The nearest of the eight turns, and by how many degrees, clockwise, the picture is tilted beside it."""
    best, tilt = "as-is", 180.0
    for name, step in TURNS.items():
        rest = steps @ np.array(step, float).T
        if np.linalg.det(rest) <= 0:
            continue
        angle = float(np.degrees(np.arctan2(rest[1, 0] - rest[0, 1], rest[0, 0] + rest[1, 1])))
        if abs(angle) < abs(tilt) - 1e-9:
            best, tilt = name, angle
    return best, tilt


def slant(matrix: Matrix, at: Polygon) -> float:
    """How many times larger a homography shows one of the points than another: 1 where there is no perspective."""
    weights = np.abs(at @ matrix[2, :2] + matrix[2, 2])
    return float(weights.max() / weights.min())


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
