"""Noise residual: what a median of 3 x 3 pixels takes away from the luminance."""

import numpy as np
from PIL import Image

from workbench.forensics.pixels import Pixels, about_grey, luminance
from workbench.forensics.tiles import by_tiles


def noise_residual(rgb: Image.Image, reduction: int, *, gain: int) -> Image.Image:
    """Luminance minus its median, times `gain`, about mid-grey."""

    def work(tile: Pixels) -> Pixels:
        grey = luminance(tile)
        residual = grey[1:-1, 1:-1].astype(np.int16) - median_of_nine(grey)
        return about_grey(residual, gain)

    return by_tiles(rgb, work, reduction, margin=1)


def median_of_nine(grey: Pixels) -> Pixels:
    """The median of every pixel and its eight neighbours; one row and column less on every side.

    Each column of three is put in order once; the median of nine is the median of the greatest least, the middle
    middle and the least greatest of three such columns (Smith, 1996).
    """
    top, middle, bottom = grey[:-2], grey[1:-1], grey[2:]
    low, high = np.minimum(top, middle), np.maximum(top, middle)
    least, rest = np.minimum(low, bottom), np.maximum(low, bottom)
    between, most = np.minimum(high, rest), np.maximum(high, rest)
    greatest_least = np.maximum(np.maximum(least[:, :-2], least[:, 1:-1]), least[:, 2:])
    least_greatest = np.minimum(np.minimum(most[:, :-2], most[:, 1:-1]), most[:, 2:])
    return _middle(greatest_least, _middle(between[:, :-2], between[:, 1:-1], between[:, 2:]), least_greatest)


def _middle(one: Pixels, two: Pixels, three: Pixels) -> Pixels:
    found: Pixels = np.maximum(np.minimum(one, two), np.minimum(np.maximum(one, two), three))
    return found
