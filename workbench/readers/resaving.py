"""Whether a JPEG's coefficients still show the coarser steps of an earlier save.

A JPEG rounds each frequency to multiples of a step. Saved again with finer steps and the same grid of blocks, values
between the multiples of the older, coarser step stay empty (Popescu and Farid, Statistical tools for digital
forensics, 2004). Only that is looked for: a second save with coarser steps, another crop or another size leaves no
such gaps, and silence shows nothing.
"""

import io
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.domain.examinations import Limits
from workbench.readers.jpeg_segments import QUANTISATION, START_OF_SCAN, segments
from workbench.readers.jpeg_tables import Table, ijg_table, quantisation_tables
from workbench.readers.reading import Reading

EDGE = 512
"""Pixels of a side that are looked at, from the middle."""
LEAST_EDGE = 48
PIXELS = 4_200_000
"""Larger pictures are left: every row must be decoded once more, and platforms hand on smaller ones."""
VALUES = 24
"""Multiples of the present step that are counted."""
LEAST_EXPECTED = 60.0
"""Values that should at least lie in the gaps if nothing had emptied them: from fewer nothing is concluded."""
MOST_IN_GAPS = 0.12
"""Share of those that may be there: decoded pixels are rounded once more."""
LEAST_FREQUENCIES = 4
COARSEST = 128
NEARLY_EQUAL = 1.02
"""Of qualities that explain about as much the round one is taken: it is what people and programs choose."""

# Zigzag position, row and column of the lowest frequencies.
_FREQUENCIES = (
    (1, 0, 1), (2, 1, 0), (3, 2, 0), (4, 1, 1), (5, 0, 2), (6, 0, 3), (7, 1, 2), (8, 2, 1), (9, 3, 0),
    (10, 4, 0), (11, 3, 1), (12, 2, 2), (13, 1, 3), (14, 0, 4),
)  # fmt: skip


Numbers = NDArray[np.float32]


class ResavingReader:
    name = "resaving"
    tool = ("numpy", np.__version__)

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """No tags. Facts: `steps-examined`, how many frequencies had values enough to tell; where at least four
        have gaps, `steps-coarser` (how many) and `quality-before`, the quality of the IJG's scale that explains them
        best, `unlike` where none does.
        """
        table = _luminance(untrusted) if untrusted.startswith(b"\xff\xd8") else None
        if table is None or 0 in table:  # a step of nothing is damage
            return Reading()
        blocks = _blocks(untrusted)
        if blocks is None:
            return Reading()
        coefficients = _frequencies(blocks)
        examined, coarser, explained = 0, 0, []
        for position, row, column in _FREQUENCIES:
            step = table[position]
            expected, more = _explained(_counts(coefficients[:, row, column], step), step)
            told = expected >= LEAST_EXPECTED
            examined += bool(told.any())
            coarser += bool((more[told] > 0).any())
            explained.append(more)
        facts = {"steps-examined": str(examined)}
        if coarser >= LEAST_FREQUENCIES and 2 * coarser >= examined:
            facts["steps-coarser"] = str(coarser)
            facts["quality-before"] = _quality(explained)
        return Reading(facts=facts)


def _luminance(untrusted: bytes) -> Table | None:
    for marker, body, _ in segments(untrusted):
        if marker == START_OF_SCAN:
            return None
        if marker == QUANTISATION:
            for destination, table in quantisation_tables(body):
                if destination == 0:
                    return table
    return None


def _blocks(untrusted: bytes) -> Numbers | None:
    """Brightness in blocks of 8 x 8 from the middle of the picture, on its own grid; None where there are too few.

    Blocks that touch black or white are left out: what was cut off there is no multiple of anything.
    """
    with Image.open(io.BytesIO(untrusted), formats=("JPEG",)) as image:
        if image.width * image.height > PIXELS or image.mode not in ("RGB", "L"):
            return None
        image.draft("L", image.size)
        image.load()
        if image.mode != "L":
            return None
        left, top = (max(0, (side - EDGE) // 2) // 8 * 8 for side in image.size)
        width, height = (min(side, EDGE) // 8 * 8 for side in image.size)
        if min(width, height) < LEAST_EDGE:
            return None
        grey = np.asarray(image.crop((left, top, left + width, top + height)))
    cut = grey.reshape(height // 8, 8, width // 8, 8).swapaxes(1, 2).reshape(-1, 64)
    usable = cut[(cut.min(1) > 0) & (cut.max(1) < 255)]
    blocks: Numbers = usable.astype(np.float32).reshape(-1, 8, 8)
    return blocks


def _frequencies(blocks: Numbers) -> Numbers:
    """The lowest five by five frequencies of each block, by the DCT of T.81, A.3.3: block, row, column."""
    k, n = np.meshgrid(np.arange(5), np.arange(8), indexing="ij")
    basis = np.cos((2 * n + 1) * k * np.pi / 16) / 2
    basis[0] /= np.sqrt(2)
    turned = basis.T.astype(np.float32)
    along = ((blocks - np.float32(128)).reshape(-1, 8) @ turned).reshape(-1, 8, 5)
    found = (along.swapaxes(1, 2).reshape(-1, 8) @ turned).reshape(-1, 5, 5).swapaxes(1, 2)
    return np.asarray(found, np.float32)


def _counts(values: Numbers, step: int) -> NDArray[np.float64]:
    """How many values lie at 1, 2, ... times the step, either sign."""
    multiples = np.abs(np.rint(values / np.float32(step))).astype(np.intp)
    return np.bincount(multiples[multiples <= VALUES], minlength=VALUES + 1)[1:].astype(np.float64)


@lru_cache(256)
def _places(step: int) -> tuple[Numbers, Numbers]:
    """Weights of the counted multiples, a row for each earlier step from 0 to `COARSEST`: which lie in a gap, and how
    many gaps each speaks for from the multiple above them.

    Where the two steps leave no gap, or the earlier is no coarser, the row is empty.
    """
    earlier = np.arange(COARSEST + 1)
    ratio = np.maximum(earlier, 1)[:, None] / step
    at = np.arange(1, VALUES + 1)[None, :]
    nearest = np.rint(at / ratio)
    # Pixels are whole numbers after each save: that shifts a coefficient by up to about 0.8.
    gaps = np.abs(at - nearest * ratio) > 0.5 + 0.8 / step
    gaps &= ((earlier > step) & (earlier <= 12 * step + 12))[:, None]
    above = np.floor(at / ratio) + 1
    speaks = ~gaps[:, None, :] & (nearest[:, None, :] == above[:, :, None])
    each = speaks / np.maximum(1, speaks.sum(2, keepdims=True))
    gaps &= speaks.any(2)  # a gap above all that is counted has nothing to be compared with
    return gaps.astype(np.float32), (each * gaps[:, :, None]).sum(1).astype(np.float32)


def _explained(counts: NDArray[np.float64], step: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each earlier step: how many values should at least lie in its gaps, and by how much that is more than what
    the ones that do lie there allow.

    Values of a first save are the rarer the larger they are: each gap should hold as many as the next multiple above.
    """
    gaps, speaking = _places(step)
    expected: NDArray[np.float64] = speaking @ counts
    return expected, expected - (gaps @ counts) / MOST_IN_GAPS


def _quality(explained: list[NDArray[np.float64]]) -> str:
    """The quality whose steps together explain the most; `unlike` where even those leave too many in the gaps."""
    best, quality = 0.0, "unlike"
    for one in sorted(range(20, 99), key=lambda one: one % 5 > 0):
        earlier = ijg_table(one)
        together = sum(
            float(these[min(earlier[position], COARSEST)])
            for these, (position, _, _) in zip(explained, _FREQUENCIES, strict=True)
        )
        if together > best * NEARLY_EQUAL:
            best, quality = together, str(one)
    return quality
