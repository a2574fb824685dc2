"""dHash by imagehash: whether each of 9 x 8 grey cells is brighter than its left neighbour.

Reduced twice, to 9 x 8 and to 8 x 9: the lying turns come from the first, the standing ones from the second.
"""

from collections.abc import Iterator, Sequence

import imagehash
import numpy as np
from PIL import Image

from workbench.fingerprints.recipe import Hash, hexadecimal, turned

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
            yield Hash(turn, hexadecimal(imagehash.dhash(cells).hash), _quality(cells))


def _quality(cells: Image.Image) -> int:
    levels = np.asarray(cells).astype(np.int16)
    steps = levels[:, 1:] - levels[:, :-1]
    stable = np.count_nonzero(np.abs(steps) > NOISE) / steps.size
    ones = np.count_nonzero(steps > 0) / steps.size
    return round(100 * stable * min(1.0, 4 * min(ones, 1 - ones)))
