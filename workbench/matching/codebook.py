"""The words in which local features are written down: a cell of 16,384, and a short code within the cell.

A descriptor is rotated so that what differs is spread over all dimensions (OPQ: Ge et al., "Optimized product
quantization", 2013). Its cell is the nearest leaf of a tree of two levels (Nister and Stewenius, "Scalable
recognition with a vocabulary tree", 2006): cells so grown hold about equally many features, where those of a
product of two codebooks do not, and what a query costs is what its cells hold. What the cell's centre leaves
over is cut into `PARTS`, each given its nearest of 256 centres: the code (product quantisation: Jegou et al.,
2011). Trained once by `packaging/train_codebook.py` and shipped: libraries grow without training, and what was
written by one codebook can be read wherever the same one is.
"""

import hashlib
import struct
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

DESCRIPTOR = 128
DIMENSIONS = 64
PARTS = 8
BRANCHES = 256
LEAVES = 64
CELLS = BRANCHES * LEAVES
_LOOKED_INTO = 6
"""Branches whose leaves are compared: the nearest leaf may hang on another than the nearest branch."""

Floats = NDArray[np.float32]
_MAGIC = b"WBCODEBOOK1\n"
_SHAPE = struct.pack("<HHHH", BRANCHES, LEAVES, DIMENSIONS, PARTS)
_FLOATS = ((DESCRIPTOR,), (DIMENSIONS, DESCRIPTOR), (BRANCHES, DIMENSIONS), (PARTS, 256, DIMENSIONS // PARTS))
ROOT_SCALE = 512.0
"""Length of a descriptor in bytes."""
_LEAF_SCALE = 512.0
"""Leaves are kept as whole 1/512 of the difference to their branch, in one byte."""


def rooted(descriptors: NDArray[np.uint8]) -> Floats:
    """RootSIFT descriptors, one a row, brought to length 1; rows of zeros stay zeros."""
    floats: Floats = descriptors.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", floats, floats))
    floats /= np.maximum(lengths, 1e-6)[:, None]
    return floats


class Codebook:
    """Trained centres. `version` names them: equal versions read and write the same codes.

    `leaves`: for each branch the differences of its leaves to it, as `leaf_bytes` gives them. ValueError where
    the arrays have other shapes than a codebook's. `lock` is held while an index over it is filled or searched:
    FAISS allows neither while the other goes on, and `searcher` serves one at a time.
    """

    def __init__(
        self, mean: Floats, rotation: Floats, branches: Floats, parts: Floats, leaves: NDArray[np.int8]
    ) -> None:
        arrays = tuple(np.ascontiguousarray(one, np.float32) for one in (mean, rotation, branches, parts))
        if tuple(one.shape for one in arrays) != _FLOATS or not all(np.isfinite(one).all() for one in arrays):
            raise ValueError("not the arrays of a codebook")
        if leaves.shape != (BRANCHES, LEAVES, DIMENSIONS) or leaves.dtype != np.int8:
            raise ValueError("not the leaves of a codebook")
        self._mean, self._rotation, self._branches, self._parts = arrays
        self._leaves = leaves
        self._centres = np.ascontiguousarray(
            (self._branches[:, None] + leaves.astype(np.float32) / _LEAF_SCALE).reshape(CELLS, DIMENSIONS)
        )
        self.lock = threading.RLock()
        self.version = "codebook " + hashlib.sha256(self.to_bytes()).hexdigest()[:12]

    @classmethod
    def from_bytes(cls, data: bytes) -> "Codebook":
        """A codebook as `to_bytes` wrote it; ValueError for anything else."""
        sizes = [int(np.prod(shape)) for shape in _FLOATS]
        head = len(_MAGIC) + len(_SHAPE)
        if data[:head] != _MAGIC + _SHAPE or len(data) != head + 4 * sum(sizes) + CELLS * DIMENSIONS:
            raise ValueError("not a codebook of this make")
        numbers = np.frombuffer(data, "<f4", sum(sizes), head)
        pieces = np.split(numbers, np.cumsum(sizes)[:-1])
        mean, rotation, branches, parts = (p.reshape(shape) for p, shape in zip(pieces, _FLOATS, strict=True))
        leaves = np.frombuffer(data, np.int8, offset=head + 4 * sum(sizes)).reshape(BRANCHES, LEAVES, DIMENSIONS)
        return cls(mean, rotation, branches, parts, leaves)

    @classmethod
    def load(cls, folder: Path) -> "Codebook":
        """The codebook of `resources/codebook`."""
        return cls.from_bytes((folder / "codebook.bin").read_bytes())

    def to_bytes(self) -> bytes:
        floats = (self._mean, self._rotation, self._branches, self._parts)
        return b"".join((_MAGIC, _SHAPE, *(one.astype("<f4").tobytes() for one in floats), self._leaves.tobytes()))

    def rotate(self, descriptors: NDArray[np.uint8]) -> Floats:
        """Descriptors, 128 bytes a row, as the rows of floats that cells and codes are found for."""
        return np.ascontiguousarray((rooted(descriptors) - self._mean) @ self._rotation.T)

    def nearest_cells(self, rotated: Floats, count: int) -> tuple[Floats, NDArray[np.int64]]:
        """For each row its `count` nearest cells, nearest first: their squared distances and their numbers."""
        distances, cells = self._tree.search(rotated, count)
        return distances, cells

    def encode(self, rotated: Floats) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        """The cell and the code (rows of `PARTS` bytes) of each row."""
        if not len(rotated):
            return np.empty(0, np.uint16), np.empty((0, PARTS), np.uint8)
        _, cells = self.nearest_cells(rotated, 1)
        cells = cells.ravel()
        return cells.astype(np.uint16), self._template.pq.compute_codes(rotated - self._centres[cells])

    def decode(self, cells: NDArray[np.uint16], codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The descriptors, 128 bytes a row, that cells and codes stand for: near those that were encoded."""
        if not len(cells):
            return np.empty((0, DESCRIPTOR), np.uint8)
        rotated = self._centres[cells] + self._template.pq.decode(np.ascontiguousarray(codes))
        unit = rotated @ self._rotation + self._mean
        near: NDArray[np.uint8] = np.clip(np.rint(ROOT_SCALE * unit), 0, 255).astype(np.uint8)
        return near

    def residuals(self, rotated: Floats) -> Floats:
        """What the nearest cell's centre leaves over of each row."""
        _, cells = self.nearest_cells(rotated, 1)
        left: Floats = rotated - self._centres[cells.ravel()]
        return left

    def empty_index(self) -> Any:
        """A faiss.IndexIVFPQ without entries, over this codebook's cells and codes."""
        index = faiss.IndexIVFPQ(self._quantizer, DIMENSIONS, CELLS, PARTS, 8)
        faiss.copy_array_to_vector(self._parts.ravel(), index.pq.centroids)
        index.is_trained = True
        index.use_precomputed_table = -1  # `searcher` has it, once for all
        return index

    @cached_property
    def searcher(self) -> Any:
        """An index that borrows the entries of others in turn, with the distances of all cells and codes (134 MB)."""
        index = self.empty_index()
        index.use_precomputed_table = 0
        index.precompute_table()
        return index

    @cached_property
    def _quantizer(self) -> Any:
        quantizer = faiss.IndexFlatL2(DIMENSIONS)
        quantizer.add(self._centres)
        return quantizer

    @cached_property
    def _tree(self) -> Any:
        """The leaves as inverted lists of the branches."""
        branches = faiss.IndexFlatL2(DIMENSIONS)
        branches.add(self._branches)
        tree: Any = faiss.IndexIVFFlat(branches, DIMENSIONS, BRANCHES)
        tree.is_trained = True
        tree.nprobe = _LOOKED_INTO
        numbers = np.arange(CELLS, dtype=np.int64)
        for branch in range(BRANCHES):
            leaves = slice(branch * LEAVES, (branch + 1) * LEAVES)
            raw = self._centres[leaves].view(np.uint8).reshape(LEAVES, -1)
            tree.invlists.add_entries(branch, LEAVES, faiss.swig_ptr(numbers[leaves]), faiss.swig_ptr(raw))
        tree.ntotal = CELLS
        return tree

    @cached_property
    def _template(self) -> Any:
        return self.empty_index()


def leaf_bytes(differences: Floats) -> NDArray[np.int8]:
    """Differences of leaves to their branch, as a codebook keeps them."""
    kept: NDArray[np.int8] = np.clip(np.rint(differences * _LEAF_SCALE), -127, 127).astype(np.int8)
    return kept
