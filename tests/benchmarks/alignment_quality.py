"""How well two pictures are aligned and told apart, given that they are offered to each other.

    python tests/benchmarks/alignment_quality.py ../shared [PHOTOGRAPHS [NEAR_MISSES]]

Three tables: the share of copies recognised as the same photograph for each of the 27 edits; every labelled pair of
images that circulated, and memes with their templates; and "same photograph" answers between photographs that are
not the same: those whose features are nearest to each other, rooms of one house, and pairs by chance. Pixels go
straight to the aligning code, without the child; the times are of one processor.
"""

import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from workbench.alignment.aligning import Side, align
from workbench.domain.examinations import Limits
from workbench.domain.features import Alignment
from workbench.domain.refusals import Refusal
from workbench.fingerprints import local_features
from workbench.sandbox.comparing_steps import KNOWN_EDGE
from workbench.sandbox.decoding import decode, prepare_decoders

SAME = ("whole", "partial")
REPEATED = {"orientation", "exif-org", "PngSuite"}
"""Folders of the data that hold one picture many times over."""
SUFFIXES = {".jpg", ".jpeg", ".png"}


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    given = [int(one) for one in sys.argv[2:4]]
    photographs, near = given + [40, 3000][len(given) :]
    sys.path.insert(0, str(shared / "bench"))
    cv2.setNumThreads(1)
    prepare_decoders()
    _edits(shared / "data", photographs)
    _circulated(shared / "data" / "copies")
    _false(shared / "data", near)


def _edits(data: Path, count: int) -> None:
    from edits import EDITS, edited  # type: ignore[import-not-found]  # beside the data, not installed

    paths = random.Random(1).sample(_photographs(data), count + 1)
    pictures = [_opened(path, 1600) for path in paths]
    known = [_known(one) for one in pictures]
    share: list[float] = []
    spent: list[float] = []
    print("\nedit                         same  scene  nothing  agreement (least)")
    for name in EDITS:
        kinds: Counter[str] = Counter()
        agreement = 1.0
        for number in range(count):
            copy = _query(edited(name, pictures[number], pictures[number + 1], seed=number))
            start = time.process_time()
            found = align(copy, known[number])
            spent.append(time.process_time() - start)
            kinds["same" if found.kind in SAME else found.kind or "nothing"] += 1
            agreement = min(agreement, found.agreement if found.kind in SAME else 1.0)
        share.append(kinds["same"] / count)
        print(f"{name:27} {share[-1]:6.3f} {kinds['scene']:5} {kinds['nothing']:7} {agreement:11.2f}", flush=True)
    print(f"mean {np.mean(share):.3f}, least {min(share):.3f}; aligning {1000 * np.median(spent):.0f} ms (median)")
    _cost(pictures)


def _cost(pictures: Sequence[Image.Image]) -> None:
    for name, make in (("query", _query), ("known", _known)):
        start = time.process_time()
        for one in pictures:
            make(one)
        print(f"features of a {name}: {1000 * (time.process_time() - start) / len(pictures):.0f} ms")


def _circulated(copies: Path) -> None:
    folder = copies / "mediaeval2016-tweets"
    rows = [row for row in csv.DictReader((folder / "same_photo_groups.csv").open()) if row["file"][0] != "#"]
    pairs = [(a, b) for a, b in combinations(rows, 2) if a["group"] == b["group"]]
    print("\ncirculated                                        relation        kind")
    for a, b in pairs:
        found = align(_query(_opened(folder / a["file"])), _known(_opened(folder / b["file"])))
        print(f"{a['file']:24} {b['file']:24} {b['relation']:15} {found.kind:8} {_words(found)}")
    memes = copies / "memegen"
    found_memes: Counter[str] = Counter()
    for row in csv.DictReader((memes / "pairs.csv").open()):
        render, template = (
            memes / row[key].replace("app/tests/images", "renders") for key in ("render_file", "template_file")
        )
        if render.exists() and template.exists():
            found_memes[align(_query(_opened(render)), _known(_opened(template))).kind or "nothing"] += 1
    print("memes on their templates:", dict(found_memes))


def _false(data: Path, count: int) -> None:
    """Pairs of a labelled group are left out; what is printed should be looked at: the data holds a few repeats."""
    paths = _photographs(data) + sorted(one for one in _images(data / "metadata") if not REPEATED & set(one.parts))
    opened = [(path, picture) for path in paths if (picture := _opened_or_none(path)) is not None]
    queries = [_query(picture) for _, picture in opened]
    known = [_known(picture) for _, picture in opened]
    print(f"\n{len(opened)} pictures, none of them edited: answers other than nothing")
    for name, pairs in (
        ("nearest", _nearest(queries, count)),
        ("one house", _houses([path for path, _ in opened])),
        ("by chance", _by_chance(len(opened), count // 2)),
    ):
        kinds: Counter[str] = Counter()
        asked = 0
        for a, b in pairs:
            asked += 1
            found = align(queries[a], known[b])
            kinds[found.kind or "nothing"] += 1
            if found.kind in SAME:
                print(f"  {opened[a][0].relative_to(data)} | {opened[b][0].relative_to(data)} {_words(found)}")
        print(f"{name}: {asked} pairs, {dict(kinds)}", flush=True)


def _nearest(sides: Sequence[Side], count: int) -> list[tuple[int, int]]:
    """The pairs whose strongest descriptors vote for each other most."""
    descriptors = [_descriptors(side)[:200] for side in sides]
    owners = np.repeat(np.arange(len(sides)), [len(one) for one in descriptors])
    every = np.concatenate(descriptors)
    lengths = np.einsum("ij,ij->i", every, every)
    votes = []
    for number, own in enumerate(descriptors):
        if len(own):
            distances = lengths[None] - 2 * (own @ every.T)
            distances[:, owners == number] = np.inf
            nearest = owners[np.argpartition(distances, 3, axis=1)[:, :3]]
            counted = Counter(int(one) for one in nearest.ravel())
            votes += [(-many, number, other) for other, many in counted.most_common(8)]
    return [(a, b) for _, a, b in sorted(votes)[:count]]


def _descriptors(side: Side) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.frombuffer(side.features.descriptors, np.uint8).reshape(-1, 128).astype(np.float32)


def _houses(paths: Sequence[Path]) -> Iterator[tuple[int, int]]:
    for a, b in combinations(range(len(paths)), 2):
        if paths[a].parent.name != "houses" or paths[b].parent.name != "houses":
            continue
        if paths[a].name.split("_")[0] == paths[b].name.split("_")[0]:
            yield a, b


def _by_chance(pictures: int, count: int) -> Iterator[tuple[int, int]]:
    chance = random.Random(2)
    for _ in range(count):
        a, b = chance.sample(range(pictures), 2)
        yield a, b


def _photographs(data: Path) -> list[Path]:
    return sorted(_images(data / "photos"))


def _images(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def _opened(path: Path, edge: int = local_features.EDGE) -> Image.Image:
    return decode(path.read_bytes(), Limits(), edge, edge).rgb


def _opened_or_none(path: Path) -> Image.Image | None:
    try:
        return _opened(path)
    except Refusal:
        return None


def _query(picture: Image.Image) -> Side:
    found = local_features.extract(picture)
    pixels = np.asarray(local_features.resized(picture))
    return Side(pixels, picture.size, found, local_features.mirrored(found))


def _known(picture: Image.Image) -> Side:
    pixels = np.asarray(local_features.resized(picture, KNOWN_EDGE))
    return Side(pixels, picture.size, local_features.extract(picture, KNOWN_EDGE))


def _words(found: Alignment) -> str:
    edits = ", ".join(
        " ".join((code.removeprefix("edit."), *(value for _, value in facts))) for code, facts in found.edits
    )
    return f"agreement {found.agreement:.2f}, query {found.overlap_query:.2f}, known {found.overlap_known:.2f}: {edits}"


if __name__ == "__main__":
    main()
