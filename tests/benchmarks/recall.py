"""How often the right known image is found, edit by edit: the product itself is asked, from file to answer.

    python tests/benchmarks/recall.py ../shared/data [--others FOLDER...] [--asked 200]

200 photographs in each of the 27 edits of `bench/edits.py`, asked of a library that holds every picture of the data
(and of `--others`): a hit is a match that says `same photograph`, equal or aligned and looked at. In the same table, on
the same pixels: imagehash's pHash within 10, PDQ within 31, and crop_resistant_hash at its defaults, which takes so
long that it is asked of `--crop-resistant` photographs only, each against its own original.
Then the pairs that circulated, and memes with their templates, each file asked while it is itself known.
"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import imagehash
import numpy as np
import pdqhash
from desk import Desk, aligned, answers, library
from pictures import Shot, asked, circulating, memes, pictures, pixels, queries
from PIL import Image

SCENE = "scene"


@dataclass(frozen=True, slots=True)
class Question:
    shot: Shot
    data: Path
    crop_resistant: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Ids of known images by how they were found, the milliseconds from file to answer, and what hashes say."""

    same: frozenset[str]
    alike: frozenset[str]
    scenes: frozenset[str]
    milliseconds: float
    hits: dict[str, bool]


def ask(desk: Desk, question: Question) -> Answer:
    picture = pixels(question.shot, question.data)
    return told(desk, picture, hashes(picture, question))


def ask_file(desk: Desk, path: Path) -> Answer:
    return told(desk, path, {})


def told(desk: Desk, picture: Image.Image | Path, hits: dict[str, bool]) -> Answer:
    started = time.perf_counter()
    matches = desk.ask_file(picture) if isinstance(picture, Path) else desk.ask(picture)
    took = 1000 * (time.perf_counter() - started)
    same = frozenset(match.known.id for match in matches if aligned(match))
    scenes = frozenset(match.known.id for match in matches if match.kind.value == SCENE)
    return Answer(same, frozenset(match.known.id for match in matches) - same - scenes, scenes, took, hits)


def hashes(picture: Image.Image, question: Question) -> dict[str, bool]:
    """Which of the usual hashes find the original of these pixels, at their usual thresholds."""
    phash, pdq = whole_hashes(question.shot.path, question.data)
    found = {
        "pHash": imagehash.phash(picture) - phash <= 10,
        "PDQ": int((pdqhash.compute(np.asarray(picture))[0] != pdq).sum()) <= 31,
    }
    if question.crop_resistant:
        original = pixels(Shot(question.shot.path), question.data)
        segments = imagehash.crop_resistant_hash(picture)
        found["crop"] = bool(imagehash.crop_resistant_hash(original).matches(segments))
    return found


@lru_cache(256)
def whole_hashes(path: Path, data: Path) -> tuple[imagehash.ImageHash, np.ndarray]:
    original = pixels(Shot(path), data)
    return imagehash.phash(original), pdqhash.compute(np.asarray(original))[0]


def edits_table(data: Path, folder: Path, held: dict[Path, str], given: argparse.Namespace) -> None:
    count, slow = given.asked, given.crop_resistant
    chosen = asked([path for path in held if path.is_relative_to(data)], 200, 1)
    shots = sorted(queries(chosen, data, 1), key=lambda shot: chosen.index(shot.path))
    shots = [shot for shot in shots if shot.path in chosen[:count] and (not given.edits or shot.edit in given.edits)]
    questions = [Question(shot, data, shot.path in chosen[:slow]) for shot in shots]
    table: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    missed: dict[str, list[str]] = defaultdict(list)
    until = time.monotonic() + 60 * given.minutes
    told_by = answers(folder, ask, questions)
    for question, answer in zip(questions, told_by, strict=False):
        line, own = table[question.shot.edit], held[question.shot.path]
        line["same"].append(own in answer.same)
        line["alike"].append(own in answer.alike)
        line["scene"].append(own in answer.scenes)
        line["ms"].append(answer.milliseconds)
        for name, hit in answer.hits.items():
            line[name].append(hit)
        if own not in answer.same:
            missed[question.shot.path.name].append(question.shot.edit)
        if time.monotonic() > until and question.shot.edit == questions[-1].shot.edit:
            count = chosen.index(question.shot.path) + 1
            break
    told_by.close()
    print(f"\n{count} photographs among {len(set(held.values())) - count} others", end="; ")
    print(f"crop_resistant_hash: {min(slow, count)} of them\n")
    columns = ("same", "alike", "scene", "pHash", "PDQ", "crop")
    print("| edit | called the same | alike, not looked at | scene | pHash <= 10 | PDQ <= 31 | crop_resistant_hash |")
    print("|---|---|---|---|---|---|---|")
    for edit, line in table.items():
        print(f"| {edit} | {' | '.join(f'{np.mean(line[name]):.3f}' if line[name] else '-' for name in columns)} |")
    means = [np.mean([np.mean(line[name]) for line in table.values() if line[name]] or [0]) for name in columns]
    print(f"| mean | {' | '.join(f'{mean:.3f}' for mean in means)} |")
    least = min(np.mean(line["same"]) for line in table.values())
    times = [one for line in table.values() for one in line["ms"]]
    print(
        f"\nleast of any edit: {least:.3f}; from file to answer, two at once: median {statistics.median(times):.0f} ms"
    )
    for name, edits in sorted(missed.items(), key=lambda item: -len(item[1])):
        print(f"  missed {name}: {len(edits)} ({', '.join(edits)})")


def pairs_table(name: str, pairs: list[tuple[Path, Path]], folder: Path, held: dict[Path, str]) -> None:
    paths = list(dict.fromkeys(query for query, _ in pairs))
    found = dict(zip(paths, answers(folder, ask_file, paths), strict=True))
    missed = [(query, other) for query, other in pairs if held[other] not in found[query].same]
    print(f"\n{name}: {len(pairs) - len(missed)} of {len(pairs)} called the same photograph")
    for query, other in missed:
        how = "scene" if held[other] in found[query].scenes else "nothing"
        print(f"  {query.name} -> {other.parent.name}/{other.name}: {how}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--others", type=Path, nargs="*", default=[], help="folders of further known pictures")
    options.add_argument("--asked", type=int, default=200)
    options.add_argument("--edits", nargs="*", default=[], metavar="NAME", help="of the 27 only these")
    options.add_argument("--minutes", type=float, default=600, help="after which no further photograph is asked")
    options.add_argument("--crop-resistant", type=int, default=10)
    given = options.parse_args()
    data = given.data.resolve()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        paths = pictures(data, given.others)
        started = time.perf_counter()
        kept = library(folder, paths)
        each = 1000 * (time.perf_counter() - started) / len(paths)
        size = sum(one.stat().st_size for one in (folder / "library").glob("library.db*"))
        print(f"{len(kept)} known images of {len(paths)} files, {each:.0f} ms each; ", end="")
        print(f"beside the originals {size / 1024 / len(kept):.1f} KB each (previews and fingerprints included)")
        by_bytes = {path: name for name, path in kept.items()}
        held = {path: by_bytes[path] for path in paths if path in by_bytes}
        pairs_table("pairs that circulated", circulating(data), folder, held)
        pairs_table("memes and their templates", memes(data), folder, held)
        edits_table(data, folder, held, given)


if __name__ == "__main__":
    main()
