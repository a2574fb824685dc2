"""The local features of one library: what lies on the disk in segments, and in memory what is newer."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.domain.recipes import LOCAL_FEATURES, recipe_name
from workbench.matching.codebook import CELLS, Codebook
from workbench.matching.feature_rows import FeatureRow, read_row
from workbench.matching.index_lock import writing
from workbench.matching.segments import (
    MOST_IMAGES,
    Segment,
    fill,
    joined,
    open_segment,
    read_manifest,
    sizes,
    sweep,
    write_manifest,
    write_segment,
)

TAIL_IMAGES = 1_000
"""So many images wait in memory before they become a segment."""
SEGMENT_IMAGES = 50_000
"""No segment grows past this by joining: what is rewritten, or made again when it is damaged, stays bounded."""


class FeatureRows(Protocol):
    """The rows that a library keeps, numbered upwards in the order in which they were added: the truth."""

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        """Number and row of each known image from `first` to `last`, both included, by rising number."""
        ...

    def count(self, first: int, last: int) -> int:
        """How many rows `between` gives."""
        ...


class LocalIndex:
    """Entries of known images by cell. Images are known by their number in the library.

    `folder` holds the segments, or is None where nothing may be written (an encrypted library): all is in memory
    then. Whatever is damaged, or does not agree with the rows, is made again from them. A row that changes must
    be given a new number: a segment knows its rows by their numbers alone. Rows of another recipe than
    `recipe` are left out.
    """

    def __init__(
        self,
        codebook: Codebook,
        rows: FeatureRows,
        folder: Path | None,
        tail_images: int = TAIL_IMAGES,
        segment_images: int = SEGMENT_IMAGES,
        recipe: str = LOCAL_FEATURES,
    ) -> None:
        self._codebook, self._rows, self._folder, self._recipe = codebook, rows, folder, recipe
        self._tail_limit, self._segment_limit = tail_images, segment_images
        self._segments: list[Segment] = []
        self._last = -1
        self._tail: Any = codebook.empty_index()
        self._tail_sizes: NDArray[np.int64] = np.zeros(CELLS, np.int64)
        self._tail_images = self._tail_left_out = 0
        self._pending: list[tuple[int, FeatureRow]] = []
        self._open()

    def add(self, number: int, row: bytes) -> bool:
        """Take in a row that the library keeps already; False for one that cannot be searched, which is left out.

        Numbers rise: ValueError where this one does not.
        """
        with self._codebook.lock:
            return self._add(number, row)

    def _add(self, number: int, row: bytes) -> bool:
        if not self._last < number < MOST_IMAGES:
            raise ValueError("known images are added by rising number")
        self._last = number
        features = self._searchable(row)
        if features is None:
            self._tail_left_out += 1
            return False
        self._pending.append((number, features))
        self._tail_images += 1
        if self._tail_images >= self._tail_limit:
            self._settle()
        return True

    def _searchable(self, row: bytes) -> FeatureRow | None:
        try:
            features = read_row(row, self._codebook)
        except ValueError:
            return None
        return features if len(features) and recipe_name(features.recipe) == self._recipe else None

    @property
    def images(self) -> int:
        """How many known images are searched."""
        return self._tail_images + sum(one.entry.images for one in self._segments)

    @property
    def left_out(self) -> int:
        """How many rows are not searched, which must be said: by another codebook or recipe, damaged, or empty."""
        return self._tail_left_out + sum(one.entry.left_out for one in self._segments)

    def parts(self) -> list[tuple[Any, NDArray[np.int64]]]:
        """FAISS indexes over the codebook's cells that together hold all, each with its cells' sizes."""
        if self._pending:
            fill(self._tail, self._pending)
            self._pending = []
            self._tail_sizes = sizes(self._tail)
        parts = [(one.index, one.sizes) for one in self._segments]
        return [*parts, (self._tail, self._tail_sizes)] if self._tail_images else parts

    def _open(self) -> None:
        if self._folder and self._folder.is_dir():
            with writing(self._folder) as ours:
                self._map(self._folder, ours)
        for number, row in self._rows.between(self._last + 1, MOST_IMAGES - 1):
            self.add(number, row)

    def _map(self, folder: Path, ours: bool) -> None:
        """Take up the segments that agree with the rows; those that do not are made again from them."""
        named = read_manifest(folder, self._codebook, self._recipe)
        for entry in named:
            # A segment follows the one before, and counts as many rows as the library has in its range.
            agreed = entry.first == self._last + 1
            agreed = agreed and self._rows.count(entry.first, entry.last) == entry.images + entry.left_out
            segment = open_segment(folder, entry) if agreed else None
            if segment is None:
                break
            self._segments.append(segment)
            self._last = entry.last
        kept = [one.entry for one in self._segments]
        if ours and len(named) > len(kept):
            write_manifest(folder, self._codebook, self._recipe, kept)
        if ours:
            sweep(folder, kept)

    def _settle(self) -> None:
        """Make a segment of the tail, joined with segments before it that are not much larger.

        Where the disk does not take it, the tail stays in memory: the rows are safe.
        """
        if self._folder is None:
            return
        with writing(self._folder) as ours, contextlib.suppress(OSError, RuntimeError):
            if ours:
                self._write(self._folder)

    def _write(self, folder: Path) -> None:
        images, left_out = self._tail_images, self._tail_left_out
        parts = [self.parts()[-1][0]]
        kept = list(self._segments)
        while kept and kept[-1].entry.images <= 2 * images and kept[-1].entry.images + images <= self._segment_limit:
            before = kept.pop()
            images, left_out = images + before.entry.images, left_out + before.entry.left_out
            parts.insert(0, before.index)
        index = parts[0] if len(parts) == 1 else joined(self._codebook, parts)
        first = kept[-1].entry.last + 1 if kept else 0
        entry = write_segment(folder, index, first, self._last, images, left_out)
        opened = open_segment(folder, entry)
        if opened is None:
            return
        self._segments = [*kept, opened]
        write_manifest(folder, self._codebook, self._recipe, [one.entry for one in self._segments])
        self._tail, self._tail_sizes = self._codebook.empty_index(), np.zeros(CELLS, np.int64)
        self._tail_images = self._tail_left_out = 0
        sweep(folder, [one.entry for one in self._segments])
