"""Luminance gradient: how steeply the luminance rises from pixel to pixel (Sobel's operator)."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.domain.forensic_views import GRADIENTS
from workbench.forensics.pixels import Pixels, about_grey, luminance
from workbench.forensics.tiles import by_tiles

FULL_STEP = 1020
"""Sobel's answer to a step from black to white."""


def luminance_gradient(rgb: Image.Image, reduction: int, *, direction: int, gain: int) -> Image.Image:
    """`direction` is a place in GRADIENTS. Steepness: white is steep, black is level. Across and down: lighter where
    it grows brighter to the right or downwards, darker where it grows darker, mid-grey where it does neither."""
    kind = GRADIENTS[direction]

    def work(tile: Pixels) -> Pixels:
        grey = luminance(tile).astype(np.int16)
        if kind == "across":
            return about_grey(_across(grey), gain * 127 / FULL_STEP)
        if kind == "down":
            return about_grey(_across(grey.T).T, gain * 127 / FULL_STEP)
        steep = np.hypot(_across(grey).astype(np.float32), _across(grey.T).T.astype(np.float32))
        found: Pixels = np.minimum(np.rint(steep * np.float32(gain * 255 / FULL_STEP)), 255).astype(np.uint8)
        return found

    return by_tiles(rgb, work, reduction, margin=1)


def _across(grey: NDArray[np.int16]) -> NDArray[np.int16]:
    """Sobel's difference from left to right, -1020 to 1020; one row and column less on every side."""
    smooth = grey[:-2] + 2 * grey[1:-1] + grey[2:]
    found: NDArray[np.int16] = smooth[:, 2:] - smooth[:, :-2]
    return found
