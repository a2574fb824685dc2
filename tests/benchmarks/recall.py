"""How often the right known image is found, edit by edit, and how often a wrong one is called the same photograph.

    python tests/benchmarks/recall.py ../shared/data --cache FOLDER [--asked 200] [--others FOLDER...]

Candidates: 200 photographs in each of the 27 edits of `bench/edits.py`, asked of an index that holds every picture
of the data (and of `--others`): whether the photograph is among ten candidates. In the same table, on the same
pixels: imagehash's pHash within 10, PDQ within 31, and crop_resistant_hash at its defaults, which takes so long that
it is asked of `--crop-resistant` photographs only, each against its own original.
The last column is the whole answer, for `--aligned` photographs: each candidate aligned and looked at, and whether
the right one was called the same photograph. Pixels go straight to the aligning code, without the child.
False alerts: `--unrelated` photographs that are asked without being known; any candidate called the same photograph is
listed, since a few true repeats are among the data.
Then the pairs that circulated, and memes with their templates, each picture asked while it is itself known.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import imagehash
import numpy as np
from pictures import Measured, Shot, asked, circulating, measured, memes, pictures, pixels, queries

from workbench.alignment.aligning import Side, align
from workbench.assets import resources
from workbench.domain.features import LocalFeatures
from workbench.fingerprints.local_features import extract, mirrored, resized
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import write_row
from workbench.matching.local_candidates import local_candidates
from workbench.matching.local_index import LocalIndex
from workbench.sandbox.comparing_steps import KNOWN_EDGE


class ListedRows:
    """Rows in memory, numbered from 0."""

    def __init__(self, rows: Sequence[bytes]) -> None:
        self._rows = rows

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        return ((number, row) for number, row in enumerate(self._rows) if first <= number <= last)

    def count(self, first: int, last: int) -> int:
        return sum(1 for _ in self.between(first, last))


class Finder:
    def __init__(self, known: Sequence[Measured]) -> None:
        self._codebook = Codebook.load(resources() / "codebook")
        rows = [write_row(one.features, self._codebook) for one in known]
        print(f"{len(rows)} known images, {statistics.mean(len(row) for row in rows):.0f} bytes a row")
        self._index = LocalIndex(self._codebook, ListedRows(rows), None)
        self.times: list[float] = []

    def candidates(self, features: LocalFeatures, most: int = 10) -> list[int]:
        started = time.perf_counter()
        variants = [("as-is", features), ("mirrored", mirrored(features))]
        found = local_candidates(variants, {"": self._index}, self._codebook, most)
        self.times.append(time.perf_counter() - started)
        return [one.number for one in found]


class Looker:
    """Aligns and looks, as the child does, and remembers the known pictures that it has decoded."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._known: dict[Path, Side] = {}
        self.times: list[float] = []

    def same(self, shot: Shot, candidates: Sequence[Path]) -> Iterator[Path]:
        """Those candidates that are called the same photograph."""
        picture = pixels(shot, self._data)
        found = extract(picture)
        query = Side(np.asarray(resized(picture)), picture.size, found, mirrored(found))
        for path in candidates:
            known = self._side(path)
            started = time.perf_counter()
            kind = align(query, known).kind
            self.times.append(time.perf_counter() - started)
            if kind in {"whole", "partial"}:
                yield path

    def _side(self, path: Path) -> Side:
        if path not in self._known:
            picture = pixels(Shot(path), self._data)
            seen = np.asarray(resized(picture, KNOWN_EDGE))
            self._known[path] = Side(seen, picture.size, extract(picture, KNOWN_EDGE))
        return self._known[path]


def false_alerts(
    data: Path, paths: list[Path], known: list[Measured], finder: Finder, looker: Looker, count: int
) -> None:
    """Photographs of the data, evenly chosen, asked as if they were not known."""
    photographs = [row for row, path in enumerate(paths) if "photos" in path.parts]
    step = max(1, len(photographs) // count) if count else len(photographs) + 1
    alerts, total = [], 0
    for row in photographs[::step]:
        total += 1
        others = [paths[one] for one in finder.candidates(known[row].features, 11) if one != row][:10]
        alerts += [(paths[row], path) for path in looker.same(Shot(paths[row]), others)]
    print(
        f"\nasked while not known: {total} pictures, {len({query for query, _ in alerts})} called the same as another"
    )
    for query, path in alerts:
        print(f"  {query.relative_to(data)} = {path}")
    print(f"aligning one candidate: median {statistics.median(looker.times or [0]) * 1000:.0f} ms")


def recall_table(
    data: Path,
    cache: Path,
    paths: list[Path],
    known: list[Measured],
    finder: Finder,
    looker: Looker,
    count: int,
    slow: int,
    aligned: int,
) -> None:
    chosen = asked(paths, 200, 1)[:count]
    number = {path: row for row, path in enumerate(paths)}
    shots = queries(asked(paths, 200, 1), data, 1)
    shots = [shot for shot in shots if shot.path in set(chosen)]
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    crops = {path: imagehash.crop_resistant_hash(pixels(Shot(path), data)) for path in chosen[:slow]}
    for shot, one in zip(shots, measured(shots, data, cache), strict=True):
        found, own = finder.candidates(one.features), number[shot.path]
        line = hits[shot.edit]
        line["candidates"].append(own in found)
        if shot.path in chosen[:aligned]:
            line["same"].append(shot.path in looker.same(shot, [paths[one] for one in found]))
        line["first"].append(found[:1] == [own])
        line["pHash"].append(int((one.phash != known[own].phash).sum()) <= 10)
        line["PDQ"].append(int((one.pdq != known[own].pdq).sum()) <= 31)
        if shot.path in crops:
            line["crop"].append(crops[shot.path].matches(imagehash.crop_resistant_hash(pixels(shot, data))))
    print(f"\n{len(chosen)} photographs among {len(paths) - len(chosen)} others", end="; ")
    print(f"crop-resistant hash: {slow} of them; aligned and looked at: {aligned}\n")
    print("| edit | among 10 candidates | first | pHash <= 10 | PDQ <= 31 | crop_resistant_hash | called the same |")
    print("|---|---|---|---|---|---|---|")
    columns = ("candidates", "first", "pHash", "PDQ", "crop", "same")
    for edit, line in hits.items():
        print(
            f"| {edit} | {' | '.join(f'{np.mean(line[column]):.3f}' if line[column] else '-' for column in columns)} |"
        )
    means = [np.mean([np.mean(line[column]) for line in hits.values() if line[column]] or [0]) for column in columns]
    print(f"| mean | {' | '.join(f'{mean:.3f}' for mean in means)} |")
    least = min(np.mean(line["candidates"]) for line in hits.values())
    print(f"\nleast of any edit: {least:.3f}; median query {statistics.median(finder.times) * 1000:.0f} ms")


def pair_table(
    name: str, pairs: list[tuple[Path, Path]], paths: list[Path], known: list[Measured], finder: Finder
) -> None:
    number = {path: row for row, path in enumerate(paths)}
    missed = []
    for query, other in pairs:
        found = finder.candidates(known[number[query]].features, 11)
        if number[other] not in [one for one in found if one != number[query]][:10]:
            missed.append(f"{query.name} -> {other.parent.name}/{other.name}")
    print(f"\n{name}: {len(pairs) - len(missed)} of {len(pairs)} among ten candidates", *missed, sep="\n  missed ")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--cache", type=Path, required=True, help="where measured features are kept between runs")
    options.add_argument("--others", type=Path, nargs="*", default=[], help="folders of further known pictures")
    options.add_argument("--asked", type=int, default=200)
    options.add_argument("--aligned", type=int, default=20)
    options.add_argument("--unrelated", type=int, default=300)
    options.add_argument("--crop-resistant", type=int, default=10)
    given = options.parse_args()
    data = given.data.resolve()
    paths = pictures(data, given.others)
    known = measured([Shot(path) for path in paths], data, given.cache)
    finder = Finder(known)
    pair_table("pairs that circulated", circulating(data), paths, known, finder)
    pair_table("memes and their templates", memes(data), paths, known, finder)
    cv2.setNumThreads(1)
    looker = Looker(data)
    recall_table(data, given.cache, paths, known, finder, looker, given.asked, given.crop_resistant, given.aligned)
    false_alerts(data, paths, known, finder, looker, given.unrelated)


if __name__ == "__main__":
    main()
