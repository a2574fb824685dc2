"""What a library costs as it grows: time of a query, memory, bytes on disk.

    python tests/benchmarks/scale.py ../shared/data --cache FOLDER [--sizes 1000 10000 100000] [--hashes 10000000]

Local features: the first known images are real pictures; the rest are made of the real ones' features, drawn from all
pictures at random (so that cells fill as they do with real ones), two in five bytes of each code exchanged with
another feature's. Queries are edits of the real pictures, so that recall among 10 candidates is counted as well. Each
size is opened and asked in a process of its own, after two queries that warm the disk's cache. Extraction and
alignment are not in the times: they stand in a table of their own. Whole-image hashes: random bits, and FAISS's
exhaustive IndexBinaryFlat in the same run, each as one query at a time. Resident memory counts mapped pages of the
segments (`file`), which the system takes back when it needs them, and the rest (`own`).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import faiss
import numpy as np
from desk import library
from pictures import Measured, Shot, asked, measured, pictures, pixels, queries

from workbench import bootstrap
from workbench.assets import resources
from workbench.casework.finding import finder
from workbench.domain.recipes import LOCAL_FEATURES
from workbench.fingerprints.local_features import mirrored
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import KEPT, FeatureRow, joined_row, read_row, write_row
from workbench.matching.hamming import HammingIndex
from workbench.matching.local_candidates import local_candidates
from workbench.matching.local_index import LocalIndex
from workbench.matching.search import LibrarySearch, Shelf

EXCHANGED = 0.4
ASKED = 4
"""Photographs of the real ones that are asked, in each of the 27 edits."""


class MultipliedRows:
    """Real rows, then as many made of them as are asked for; each number's row is always the same."""

    def __init__(self, real: Sequence[bytes], codebook: Codebook, size: int) -> None:
        self._real, self._codebook, self._size = real, codebook, size
        rows = [read_row(row, codebook) for row in real]
        self._lengths = [len(row) for row in rows if len(row)]
        self._cells, self._codes, self._places = (
            np.concatenate([getattr(row, name) for row in rows]) for name in ("cells", "codes", "places")
        )

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        for number in range(first, min(last, self._size - 1) + 1):
            yield number, self.row(number)

    def count(self, first: int, last: int) -> int:
        return max(0, min(last, self._size - 1) - first + 1)

    def row(self, number: int) -> bytes:
        if number < len(self._real):
            return self._real[number]
        rng = np.random.default_rng(number)
        chosen = rng.integers(0, len(self._cells), rng.choice(self._lengths))
        codes = self._codes[chosen]
        others = self._codes[rng.integers(0, len(self._cells), len(chosen))]
        codes = np.where(rng.random(codes.shape) < EXCHANGED, others, codes)
        made = FeatureRow(LOCAL_FEATURES, self._cells[chosen], codes, rng.permutation(self._places[chosen]))
        return joined_row(made, self._codebook)


def memory() -> dict[str, float]:
    """Resident megabytes: this process's own, and pages of mapped files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    kept = dict(line.split(":", 1) for line in lines)
    return {name: int(kept[field].split()[0]) / 1024 for name, field in (("own", "RssAnon"), ("file", "RssFile"))}


def prepared(data: Path, cache: Path, codebook: Codebook) -> tuple[list[bytes], list[tuple[int, Measured]]]:
    """Rows of the real pictures, and queries with the numbers of the pictures that they were made of."""
    paths = pictures(data)
    chosen = asked(paths, 200, 1)[:ASKED]
    shots = [shot for shot in queries(asked(paths, 200, 1), data, 1) if shot.path in chosen]
    kept = cache / f"rows {codebook.version} {KEPT}.npz"
    if not kept.is_file():
        rows = [write_row(one.features, codebook) for one in measured([Shot(path) for path in paths], data, cache)]
        np.savez(kept, *(np.frombuffer(row, np.uint8) for row in rows))
    with np.load(kept, allow_pickle=False) as stored:
        rows = [stored[name].tobytes() for name in stored.files]
    return rows, [(paths.index(shot.path), one) for shot, one in zip(shots, measured(shots, data, cache), strict=True)]


def probe(data: Path, cache: Path, folder: Path, size: int) -> None:
    """Open a library that is there and ask it; one line of JSON."""
    codebook = Codebook.load(resources() / "codebook")
    real, questions = prepared(data, cache, codebook)
    rows = MultipliedRows(real, codebook, size)
    before = memory()
    started = time.perf_counter()
    index = LocalIndex(codebook, rows, folder)
    index.parts()
    opened = time.perf_counter() - started
    walls, processors, found = [], [], []
    for turn, (number, one) in enumerate([*questions[:2], *questions]):
        wall, processor = time.perf_counter(), time.process_time()
        variants = [("as-is", one.features), ("mirrored", mirrored(one.features))]
        candidates = local_candidates(variants, {"": index}, codebook)
        if turn >= 2:
            walls.append(time.perf_counter() - wall)
            processors.append(time.process_time() - processor)
            found.append(number in [candidate.number for candidate in candidates])
    after = memory()
    cuts = statistics.quantiles(walls, n=20)
    print(json.dumps({
        "images": index.images, "open": opened, "median": statistics.median(walls), "p95": cuts[18],
        "processor": statistics.median(processors), "recall": sum(found) / len(found), "before": before, "after": after,
    }))  # fmt: skip


def local_table(data: Path, cache: Path, sizes: Sequence[int]) -> None:
    codebook = Codebook.load(resources() / "codebook")
    real, _ = prepared(data, cache, codebook)
    print(f"rows: {np.mean([len(row) for row in real]):.0f} bytes a real picture")
    print("| known images | add, ms each | open, s | query median, ms | p95, ms | processor, ms ", end="")
    print("| recall@10 | own, MB | file, MB | segments, KB an image |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for size in sizes:
        folder = cache / f"library {size} {codebook.version} {KEPT}"
        rows = MultipliedRows(real, codebook, size)
        started = time.perf_counter()
        fresh = not folder.is_dir()
        if fresh:
            LocalIndex(codebook, rows, folder)
        each = (time.perf_counter() - started) / size * 1000
        line = subprocess.run(
            [sys.executable, __file__, str(data), "--cache", str(cache), "--probe", str(folder), "--sizes", str(size)],
            check=True, capture_output=True, text=True, env=dict(os.environ),
        ).stdout  # fmt: skip
        got = json.loads(line.splitlines()[-1])
        held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
        print(
            f"| {size:,} | {f'{each:.1f}' if fresh else '-'} | {got['open']:.2f} | {got['median'] * 1000:.0f} "
            f"| {got['p95'] * 1000:.0f} | {got['processor'] * 1000:.0f} | {got['recall']:.3f} "
            f"| {got['after']['own']:.0f} | {got['after']['file']:.0f} | {held / 1024 / size:.1f} |",
            flush=True,
        )


class Stopwatch:
    """An examiner whose calls are timed, by name."""

    def __init__(self, examiner: object) -> None:
        self._examiner = examiner
        self.spent: dict[str, list[float]] = {}

    def __getattr__(self, name: str) -> object:
        def timed(*given: object) -> object:
            started = time.perf_counter()
            answer = getattr(self._examiner, name)(*given)
            self.spent.setdefault(name, []).append(1000 * (time.perf_counter() - started))
            return answer

        return timed


def stages_table(data: Path, count: int) -> None:
    """What a query costs beside its search: `count` photographs, cropped to three quarters, asked of all houses."""
    paths = sorted((data / "photos" / "houses").glob("*.jpg"))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        library(folder, paths)
        room = bootstrap.build({**os.environ, "WORKBENCH_HOME": str(folder / "home")})
        watch = Stopwatch(room.examiner())
        shelf = room.open_library(folder / "library")
        search = LibrarySearch([Shelf(shelf.store, shelf.vault, None)], Codebook.load(resources() / "codebook"))
        ask = finder(search, lambda: watch, room.limits)  # type: ignore[arg-type]
        whole = []
        for path in paths[:count]:
            query = folder / "query.jpg"
            pixels(Shot(path, "cropped to 75 %", path, 1), data).save(query, quality=90)
            examination = room.examiner().examine(query, sha256(query.read_bytes()).hexdigest(), room.limits)
            started = time.perf_counter()
            ask(query, examination)
            whole.append(1000 * (time.perf_counter() - started))
        room.close()
    print("\n| one query, milliseconds | median |\n|---|---|")
    for name, label in (
        ("query_features", "features of the query, in the child"),
        ("align_many", "laid and looked at"),
    ):
        print(f"| {label} | {statistics.median(watch.spent[name]):.0f} |")
    print(f"| the whole, {len(paths)} known images | {statistics.median(whole):.0f} |")


def hash_table(count: int) -> None:
    print(f"\n| {count:,} hashes | HammingIndex, ms | IndexBinaryFlat, 64 nearest, ms | range, ms |\n|---|---|---|---|")
    for bits, distance in ((64, 10), (256, 31)):
        rng = np.random.default_rng(bits)
        rows = rng.integers(0, 256, (count, bits // 8), np.uint8)
        ours, theirs = HammingIndex(bits), faiss.IndexBinaryFlat(bits)
        for row in rows:
            ours.append(row.tobytes().hex())
        theirs.add(rows)
        query = rows[count // 2].copy()
        query[0] ^= 7
        asked_hex, asked_row = query.tobytes().hex(), query[None]
        times = [
            quickest(lambda: ours.within(asked_hex, distance)),  # noqa: B023
            quickest(lambda: theirs.search(asked_row, 64)),  # noqa: B023
            quickest(lambda: theirs.range_search(asked_row, distance + 1)),  # noqa: B023
        ]
        assert count // 2 in [row for row, _ in ours.within(asked_hex, distance)]
        print(f"| {bits} bits | {' | '.join(f'{one * 1000:.0f}' for one in times)} |", flush=True)


def quickest(work) -> float:  # type: ignore[no-untyped-def]
    """The median of nine runs, in seconds."""
    times = []
    for _ in range(9):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--cache", type=Path, required=True)
    options.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    options.add_argument("--hashes", type=int, default=10_000_000)
    options.add_argument("--probe", type=Path)
    given = options.parse_args()
    data = given.data.resolve()
    if given.probe:
        probe(data, given.cache, given.probe, given.sizes[0])
        return
    if given.sizes:
        local_table(data, given.cache, given.sizes)
        stages_table(data, 60)
    if given.hashes:
        hash_table(given.hashes)


if __name__ == "__main__":
    main()
