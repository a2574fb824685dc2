"""Finding near bit strings among millions by looking at every one: exact, and fast enough without a tree."""

import faiss
import numpy as np
from numpy.typing import NDArray


class HammingIndex:
    """Bit strings of one length, in rows numbered from 0 in the order in which they were appended.

    `bits` is a multiple of 64; ValueError for other lengths, here and of what is appended or asked for.
    """

    def __init__(self, bits: int) -> None:
        if bits <= 0 or bits % 64:
            raise ValueError("a Hamming index needs a multiple of 64 bits")
        self._bits = bits
        self._index = faiss.IndexBinaryFlat(bits)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def append(self, bits: str) -> int:
        """Add one bit string, as hex; its row."""
        self._index.add(self._row(bits))
        return len(self) - 1

    def within(self, bits: str, distance: int) -> tuple[tuple[int, int], ...]:
        """(row, Hamming distance) of every row at most `distance` bits away from the hex `bits`, in row order."""
        # FAISS finds what is nearer than its radius, in no order.
        _, far, rows = self._index.range_search(self._row(bits), distance + 1)
        order = np.argsort(rows)
        return tuple((int(row), int(bits_off)) for row, bits_off in zip(rows[order], far[order], strict=True))

    def _row(self, bits: str) -> NDArray[np.uint8]:
        raw = bytes.fromhex(bits)
        if len(raw) * 8 != self._bits:
            raise ValueError("a bit string does not have the index's length")
        return np.frombuffer(raw, np.uint8)[None]
