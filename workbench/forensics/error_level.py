"""Error level: how much each pixel changes when the picture is saved as a JPEG once more (Krawetz, 2007)."""

import numpy as np
from PIL import Image

from workbench.forensics.pixels import Pixels, apart, saved_again
from workbench.forensics.tiles import by_tiles


def error_level(rgb: Image.Image, reduction: int, *, quality: int, gain: int) -> Image.Image:
    """The change in each colour times `gain`: black did not change. Nothing is stretched to the picture's own range,
    so that two pictures at the same parameters can be compared."""
    table = np.minimum(np.arange(256) * gain, 255).astype(np.uint8)

    def work(tile: Pixels) -> Pixels:
        found: Pixels = table[apart(tile, saved_again(tile, quality))]
        return found

    return by_tiles(rgb, work, reduction)
