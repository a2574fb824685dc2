"""dHash by imagehash: whether each of 9 x 8 grey cells is brighter than its left neighbour.

Reduced twice, to 9 x 8 and to 8 x 9: the lying turns come from the first, the standing ones from the second.
"""

from collections.abc import Iterator, Sequence

import imagehash
import numpy as np
from PIL import Image

from workbench.fingerprints.recipe import Hash, turned

NOISE = 2
"""Grey levels by which neighbours must differ for their bit to be called stable."""
GAP = 8.0
"""Lanczos works from a box reduction at least so many times the size."""
STANDING = frozenset({"turned-90", "turned-270", "transposed", "transversed"})


class DHash:
    """`kind` dhash, 64 bits.

    Quality: the share, in percent, of bits whose neighbours differ by more than `NOISE` grey levels, scaled
    down where fewer than a quarter of the bits are of the rarer value: every gradient has the same hash.
    """

    kind = "dhash"
    tool = f"imagehash {imagehash.__version__}"

    def hashes(self, rgb: Image.Image, turns: Sequence[str]) -> Iterator[Hash]:
        grey = rgb.convert("L")
        lying = grey.resize((9, 8), Image.Resampling.LANCZOS, reducing_gap=GAP)
        standing = grey.resize((8, 9), Image.Resampling.LANCZOS, reducing_gap=GAP)
        for turn in turns:
            cells = turned(standing if turn in STANDING else lying, turn)
            yield Hash(turn, str(imagehash.dhash(cells)), _quality(cells))


def _quality(cells: Image.Image) -> int:
    steps = np.diff(np.asarray(cells).astype(np.int16), axis=1)
    stable = float((np.abs(steps) > NOISE).mean())
    ones = float((steps > 0).mean())
    return round(100 * stable * min(1.0, 4 * min(ones, 1 - ones)))
