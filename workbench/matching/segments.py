"""Immutable files of sorted features, searched where they lie on the disk.

A segment is a FAISS IVFPQ index over the codebook's cells, memory-mapped. Each entry's id is the known image's
number and the feature's place: number << 32 | place. Segments are a cache: the rows that a library keeps are
the truth. `segments.json` names the segments with their size and CRC-32; it is replaced at once or not at all,
and whatever does not agree with it is not opened.
"""

import contextlib
import json
import os
import secrets
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from workbench.matching.codebook import CELLS, Codebook
from workbench.matching.feature_rows import FeatureRow

MANIFEST = "segments.json"
FORMAT = 1
_BLOCK = 1 << 24
_MAPPED = faiss.IO_FLAG_MMAP_IFC | faiss.IO_FLAG_SKIP_PRECOMPUTE_TABLE
"""FAISS would make 134 MB of tables for each segment; the codebook's `searcher` has them once."""
MOST_IMAGES = 1 << 31


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A line of the manifest: the rows numbered `first` to `last`, `images` that are searched and
    `left_out` that cannot be."""

    file: str
    first: int
    last: int
    images: int
    left_out: int
    bytes: int
    crc32: int


@dataclass(frozen=True, slots=True)
class Segment:
    """An open segment; `sizes` counts the entries of each cell."""

    entry: SegmentEntry
    index: Any
    sizes: NDArray[np.int64]


def filled(codebook: Codebook, rows: Sequence[tuple[int, FeatureRow]]) -> Any:
    """An index in memory over numbered rows."""
    index = codebook.empty_index()
    fill(index, rows)
    return index


def fill(index: Any, rows: Sequence[tuple[int, FeatureRow]]) -> None:
    """Add numbered rows to an index in memory."""
    if not rows:
        return
    cells = np.concatenate([row.cells for _, row in rows]).astype(np.int64)
    codes = np.concatenate([row.codes for _, row in rows])
    ids = np.concatenate([(np.int64(number) << 32) | row.places.astype(np.int64) for number, row in rows])
    order = np.argsort(cells, kind="stable")
    cells, codes, ids = cells[order], np.ascontiguousarray(codes[order]), ids[order]
    starts = np.searchsorted(cells, np.arange(CELLS + 1))
    for cell in np.unique(cells):
        part = slice(int(starts[cell]), int(starts[cell + 1]))
        count = part.stop - part.start
        index.invlists.add_entries(int(cell), count, faiss.swig_ptr(ids[part]), faiss.swig_ptr(codes[part]))
    index.ntotal += len(cells)


def joined(codebook: Codebook, indexes: Iterable[Any]) -> Any:
    """One index in memory with the entries of several."""
    index = codebook.empty_index()
    lists: Any = faiss.InvertedLists
    for one in indexes:
        one.invlists.copy_subset_to(index.invlists, lists.SUBSET_TYPE_ID_RANGE, 0, 1 << 62)
        index.ntotal += one.ntotal
    return index


def write_segment(folder: Path, index: Any, first: int, last: int, images: int, left_out: int) -> SegmentEntry:
    """Write an index beside the others, synced; it counts only once a manifest names it."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{first}-{last}-{secrets.token_hex(4)}.segment"
    faiss.write_index(index, str(folder / name))
    with (folder / name).open("rb+") as written:
        os.fsync(written.fileno())
    size = (folder / name).stat().st_size
    return SegmentEntry(name, first, last, images, left_out, size, checksum(folder / name))


def open_segment(folder: Path, entry: SegmentEntry) -> Segment | None:
    """The segment, mapped; None where the file is not, to the last bit, what the manifest says."""
    path = folder / entry.file
    try:
        if path.stat().st_size != entry.bytes or checksum(path) != entry.crc32:
            return None
        index = faiss.read_index(str(path), _MAPPED)
    except (OSError, RuntimeError):
        return None
    return Segment(entry, index, sizes(index))


def sizes(index: Any) -> NDArray[np.int64]:
    """The number of entries in each cell."""
    return np.array([index.invlists.list_size(cell) for cell in range(CELLS)], np.int64)


def checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK):
            found = zlib.crc32(block, found)
    return found


def write_manifest(folder: Path, codebook: Codebook, recipe: str, entries: Sequence[SegmentEntry]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    made = {"format": FORMAT, "made": _made(codebook, recipe), "segments": [asdict(one) for one in entries]}
    beside = folder / f"{MANIFEST}.{secrets.token_hex(4)}"
    with beside.open("w", encoding="utf-8") as out:
        json.dump(made, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, folder / MANIFEST)
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_manifest(folder: Path, codebook: Codebook, recipe: str) -> tuple[SegmentEntry, ...]:
    """The segments that this FAISS made of rows by this codebook and recipe; none where the manifest is absent,
    damaged or foreign."""
    try:
        kept = json.loads((folder / MANIFEST).read_text("utf-8"))
        if kept["format"] != FORMAT or kept["made"] != _made(codebook, recipe):
            return ()
        named = [(str(one.pop("file")), {key: int(value) for key, value in one.items()}) for one in kept["segments"]]
        entries = [SegmentEntry(file, **numbers) for file, numbers in named]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    sound = all(
        "/" not in one.file and "\\" not in one.file and 0 <= one.first <= one.last < MOST_IMAGES for one in entries
    )
    ordered = sorted(entries, key=lambda one: one.first)
    apart = all(one.last < following.first for one, following in pairwise(ordered))
    return tuple(ordered) if sound and apart else ()


def sweep(folder: Path, keep: Iterable[SegmentEntry]) -> None:
    """Delete files that no manifest names. One that another process still reads stays until the next time."""
    names = {one.file for one in keep} | {MANIFEST}
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in names and (path.suffix == ".segment" or path.name.startswith(MANIFEST)):
                with contextlib.suppress(OSError):
                    path.unlink()


def _made(codebook: Codebook, recipe: str) -> str:
    return f"{codebook.version}; {recipe}; faiss {faiss.__version__}"
