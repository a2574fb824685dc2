"""PDQ, Meta's 256-bit hash, by pdqhash (the reference C++ code). Recommended match: 31 bits or fewer differ.

The reference names its turns by what they do to the image plane; `ORDER` says which of ours each one is.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pdqhash
from PIL import Image

from workbench.fingerprints.recipe import Hash, hexadecimal

ORDER = (
    "as-is",
    "turned-90",
    "turned-180",
    "turned-270",
    "flipped",
    "mirrored",
    "transposed",
    "transversed",
)
"""Our name for each hash that `compute_dihedral` returns, in its order."""


class Pdq:
    """`kind` pdq, 256 bits as 64 hex digits. Quality: PDQ's own, 0 to 100; 49 and below is unreliable."""

    kind = "pdq"
    tool = f"pdqhash {pdqhash.__version__}"

    def hashes(self, rgb: Image.Image, turns: Sequence[str]) -> Iterator[Hash]:
        pixels = np.asarray(rgb)
        if tuple(turns) == ORDER[:1]:
            vector, quality = pdqhash.compute(pixels)
            vectors = [vector]
        else:
            vectors, quality = pdqhash.compute_dihedral(pixels)
        by_turn = dict(zip(ORDER, vectors, strict=False))
        for turn in turns:
            yield Hash(turn, hexadecimal(by_turn[turn]), max(0, min(100, int(quality))))
