"""Finding near bit strings among a million by looking at every one: exact, and fast enough without a tree."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = 1 << 15
"""Rows compared at a time, so that the differences stay in the processor's cache."""


class HammingIndex:
    """Bit strings of one length, in rows numbered from 0 in the order in which they were appended.

    `bits` is a multiple of 64; ValueError for other lengths, here and of what is appended or asked for.
    """

    def __init__(self, bits: int) -> None:
        if bits <= 0 or bits % 64:
            raise ValueError("a Hamming index needs a multiple of 64 bits")
        self._bits = bits
        self._rows: NDArray[np.uint64] = np.empty((64, bits // 64), np.uint64)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def append(self, bits: str) -> int:
        """Add one bit string, as hex; its row."""
        if self._size == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self._size] = self._words(bits)
        self._size += 1
        return self._size - 1

    def within(self, bits: str, distance: int) -> tuple[tuple[int, int], ...]:
        """(row, Hamming distance) of every row at most `distance` bits away from the hex `bits`, in row order."""
        query = self._words(bits)
        found: list[tuple[int, int]] = []
        for start in range(0, self._size, _BLOCK):
            block = self._rows[start : min(start + _BLOCK, self._size)]
            # Word by word: numpy sums long columns far faster than rows of one to four words.
            far: NDArray[Any] = np.bitwise_count(block[:, 0] ^ query[0]).astype(np.uint16)
            for word in range(1, len(query)):
                far += np.bitwise_count(block[:, word] ^ query[word])
            near = np.flatnonzero(far <= distance)
            found += [(start + int(row), int(far[row])) for row in near]
        return tuple(found)

    def _words(self, bits: str) -> NDArray[np.uint64]:
        raw = bytes.fromhex(bits)
        if len(raw) * 8 != self._bits:
            raise ValueError("a bit string does not have the index's length")
        return np.frombuffer(raw, np.uint64)
