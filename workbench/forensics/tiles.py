"""A picture in tiles, so that a view of a large one needs little memory; no seam is seen between them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.forensics.pixels import Pixels

EDGE = 2048


def by_tiles(rgb: Image.Image, work: Callable[[Pixels], Pixels], reduction: int, margin: int = 0) -> Image.Image:
    """`work` done on every tile, its result averaged over `reduction` x `reduction` (a power of two up to 2048).

    `work` gets rows x columns x 3, with `margin` more on every side: what lies about the tile, and beyond the
    picture's edge its last row or column again. It returns the tile without the margin, grey or RGB. Every tile
    begins at a multiple of 2048, so that those of 8 or 16 pixels fall in it as they fall in the picture.
    """
    width, height = rgb.size
    made = Image.new("RGB", (-(-width // reduction), -(-height // reduction)))
    for top in range(0, height, EDGE):
        for left in range(0, width, EDGE):
            box = (left, top, min(left + EDGE, width), min(top + EDGE, height))
            shown = Image.fromarray(work(_with_margin(rgb, box, margin)))
            if reduction > 1:
                shown = shown.reduce(reduction)
            made.paste(shown if shown.mode == "RGB" else shown.convert("RGB"), (left // reduction, top // reduction))
    return made


def _with_margin(rgb: Image.Image, box: tuple[int, int, int, int], margin: int) -> Pixels:
    left, top, right, bottom = box
    inside = (max(left - margin, 0), max(top - margin, 0), min(right + margin, rgb.width),
              min(bottom + margin, rgb.height))  # fmt: skip
    pixels: NDArray[np.uint8] = np.asarray(rgb.crop(inside))
    if not margin:
        return pixels
    across = (margin - (left - inside[0]), margin - (inside[2] - right))
    down = (margin - (top - inside[1]), margin - (inside[3] - bottom))
    return np.pad(pixels, (down, across, (0, 0)), "edge")
