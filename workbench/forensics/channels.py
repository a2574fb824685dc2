"""Channels and levels: one part of the colours alone, between a black and a white point of one's own."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.domain.forensic_views import CHANNELS
from workbench.forensics.pixels import Pixels
from workbench.forensics.tiles import by_tiles

_FROM = {
    "red": ("RGB", 0),
    "green": ("RGB", 1),
    "blue": ("RGB", 2),
    "luminance": ("YCbCr", 0),
    "blue-difference": ("YCbCr", 1),
    "red-difference": ("YCbCr", 2),
    "hue": ("HSV", 0),
    "saturation": ("HSV", 1),
}


def channels(rgb: Image.Image, reduction: int, *, channel: int, black: int, white: int, gamma: int) -> Image.Image:
    """`channel` is a place in CHANNELS; luminance and colour differences are those of a JPEG (JFIF), hue and
    saturation Pillow's HSV. At the defaults it is the picture itself."""
    name, table = CHANNELS[channel], levels(black, white, gamma)

    def work(tile: Pixels) -> Pixels:
        if name == "all":
            return table[tile]
        mode, band = _FROM[name]
        picture = Image.fromarray(tile)
        found = picture if mode == "RGB" else picture.convert(mode)
        shown: Pixels = table[np.asarray(found.getchannel(band))]
        return shown

    return by_tiles(rgb, work, reduction)


def levels(black: int, white: int, gamma: int) -> NDArray[np.uint8]:
    """What becomes of each of 256 values: `black` becomes 0 and `white` 255, what lies between follows a power of
    100 / `gamma`, what lies beyond is cut off. A `black` above `white` turns dark and light about; where the two are
    one, what is above it is 255 and all else 0."""
    values = np.arange(256)
    share = (values > black).astype(float) if black == white else (values - black) / (white - black)
    found: NDArray[np.uint8] = np.rint(np.clip(share, 0, 1) ** (100 / gamma) * 255).astype(np.uint8)
    return found
