"""The flat border around a picture: letterbox, pillarbox, the frame of a screenshot, a strip left by a re-post.

A line belongs to the border where nearly all of its pixels (`SHARE`) lie within `TOLERANCE` grey levels of
the outermost line's median in every channel: JPEG noise and a stray speck do not end it. Each side has a
colour of its own. One more line is cut, since the border's edge is blurred by reduction.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TOLERANCE = 16
SHARE = 0.985
SAMPLES = 128
LEAST_INSIDE = 0.2
"""What must remain of each edge: less is a flat picture and not a border."""


def trimmed(rgb: Image.Image) -> Image.Image | None:
    """The RGB picture without its flat border, or None where it has none (or is nothing else)."""
    pixels = np.asarray(rgb)
    height, width = pixels.shape[:2]
    left, top, right, bottom = 0, 0, width, height
    while True:  # a letterbox inside a pillarbox shows once the outer one is gone
        inside = pixels[top:bottom, left:right]
        above, below = _flat_lines(inside), _flat_lines(inside[::-1])
        if above + below >= bottom - top:
            return None
        inside = inside[above : inside.shape[0] - below]
        columns = inside.swapaxes(0, 1)
        before, after = _flat_lines(columns), _flat_lines(columns[::-1])
        if before + after >= right - left:
            return None
        if not (above or below or before or after):
            break
        top, bottom, left, right = top + above, bottom - below, left + before, right - after
        if bottom - top < LEAST_INSIDE * height or right - left < LEAST_INSIDE * width:
            return None
    if (left, top, right, bottom) == (0, 0, width, height):
        return None
    return rgb.crop((left, top, right, bottom))


def _flat_lines(pixels: NDArray[np.uint8]) -> int:
    """How many lines at the start belong to a flat border, its blurred edge included; 0 where there is none.

    At most `SAMPLES` to twice as many pixels of each line are looked at.
    """
    pixels = pixels[:, :: max(1, pixels.shape[1] // SAMPLES)]
    colour = np.median(pixels[0], axis=0).astype(np.int16)
    if not _near(pixels[:1], colour)[0]:
        return 0
    flat = _near(pixels, colour)
    lines = int(np.argmin(flat)) if not flat.all() else len(flat)
    return lines + 1 if 1 < lines < len(flat) - 1 else (lines if lines > 1 else 0)


def _near(lines: NDArray[np.uint8], colour: NDArray[np.int16]) -> NDArray[np.bool_]:
    far = np.abs(lines.astype(np.int16) - colour).max(axis=2) > TOLERANCE
    return np.asarray(far.mean(axis=1) <= 1 - SHARE)
