"""What several views do to pixels: take the luminance, save as JPEG and read again, and measure what changed."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""Rows x columns, or rows x columns x 3; 0 to 255."""


def luminance(pixels: Pixels) -> Pixels:
    """Rows x columns of 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), as a JPEG has it."""
    return np.asarray(Image.fromarray(pixels).convert("L"))


def saved_again(pixels: Pixels, quality: int) -> Pixels:
    """Grey or colour after one more baseline JPEG of this quality (IJG's scale), its colours at full resolution."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality, subsampling=0)
    return np.asarray(Image.open(stream, formats=("JPEG",)))


def apart(one: Pixels, other: Pixels) -> Pixels:
    """How far each value of the one is from that of the other."""
    found: Pixels = np.maximum(one, other) - np.minimum(one, other)
    return found


def about_grey(signed: NDArray[np.int16], gain: float) -> Pixels:
    """Differences as grey: 128 is none, lighter is above, darker is below; `gain` times as strong."""
    steps = np.arange(-2048, 2048)
    table: NDArray[Any] = np.clip(np.rint(128 + steps * gain), 0, 255).astype(np.uint8)
    found: Pixels = table[signed + 2048]
    return found
