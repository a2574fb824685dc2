"""How near unrelated photographs come to each other by accident: the ground of `matching/odds.py`.

    python tests/benchmarks/false_match_odds.py ../shared/data [--near 20]

One trial is one query against one known image of another group: all eight turns of the query, whole and
trimmed, against the known image as it is, whole and trimmed; what counts is the smallest distance. Pairs of
one group (the rooms of one house, the pictures of one event) are left out, since true repeats are among
them, and so are fingerprints that the quality gate refuses. Prints, for each kind, the count of trials at
or below each distance and the upper limit of the probability; then how far copies of a picture lie from it;
and last the literals to keep.

The limit is the one-sided 95 % Poisson limit of the count, which lies above the binomial one (Clopper and
Pearson). The trials share pictures and so are not independent: the limits are of the right order, no more.
"""

import argparse
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from workbench.domain.examinations import VARIANTS, Fingerprint
from workbench.fingerprints import FINGERPRINTS
from workbench.fingerprints.recipe import EDGE, fingerprints
from workbench.matching.thresholds import THRESHOLDS

BITS = {"phash": 64, "dhash": 64, "pdq": 256}
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
NEVER = 999
Rows = np.ndarray[Any, np.dtype[np.uint64]]
Passed = np.ndarray[Any, np.dtype[np.bool_]]


def photographs(data: Path) -> Iterator[tuple[Path, str]]:
    """Each picture with the name of its group: pictures of two groups are unrelated."""
    for folder in ("photos", "copies/mediaeval2016-tweets", "copies/memegen/templates"):
        for path in sorted((data / folder).rglob("*")):
            if path.suffix.lower() not in SUFFIXES:
                continue
            if "houses" in path.parts:
                group = "house " + path.stem.split("_")[0]
            elif "mediaeval2016-tweets" in path.parts:
                group = "tweets " + path.stem[:3]  # subjects are spelt in more than one way: rio, riom
            elif "memegen" in path.parts:  # awkward, awesome, awkward-awesome, ... are one photograph
                group = "meme " + path.parent.name.split("-")[0].replace("awesome", "awkward")
            else:
                group = path.stem
            yield path, group


def upright(path: Path) -> Image.Image:
    with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as opened:
        opened.draft("RGB", (1024, 1024))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    return picture


def copies(picture: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """What platforms and people do to a picture without cropping it."""
    for quality in (75, 30):
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        yield f"jpeg {quality}", Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")
    yield "mirrored", ImageOps.mirror(picture)
    yield "turned", picture.transpose(Image.Transpose.ROTATE_90)
    half = picture.resize((max(1, picture.width // 3), max(1, picture.height // 3)), Image.Resampling.BICUBIC)
    yield "to a third", half
    yield "letterboxed", ImageOps.expand(picture, (0, picture.height // 6), "black")
    brighter = Image.eval(picture, lambda level: min(255, int(level * 1.2 + 10)))
    yield "brighter", brighter


def table(found: Sequence[Sequence[Fingerprint]], kind: str, variants: Sequence[str]) -> tuple[Rows, Passed]:
    """(pictures, variants, words) of hashes and (pictures, variants) of whether the quality gate lets them pass."""
    gate = THRESHOLDS[kind].least_quality
    words = np.zeros((len(found), len(variants), BITS[kind] // 64), np.uint64)
    passed = np.zeros((len(found), len(variants)), np.bool_)
    for row, prints in enumerate(found):
        for one in prints:
            if one.kind == kind and one.variant in variants:
                column = variants.index(one.variant)
                words[row, column] = np.frombuffer(bytes.fromhex(one.bits), np.uint64)
                passed[row, column] = one.quality >= gate
    return words, passed


def nearest(found: Sequence[Sequence[Fingerprint]], kind: str) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Smallest distance of each query (row) to each known picture (column); `NEVER` where none was compared."""
    queries = [turn + part for part in ("", " trimmed") for turn in VARIANTS]
    query_words, query_passed = table(found, kind, queries)
    known_words, known_passed = table(found, kind, ["as-is", "as-is trimmed"])
    best = np.full((len(found), len(found)), NEVER, np.int64)
    for column in range(len(queries)):
        for known in range(2):
            far = np.bitwise_count(query_words[:, None, column] ^ known_words[None, :, known]).sum(axis=2, dtype=int)
            allowed = query_passed[:, None, column] & known_passed[None, :, known]
            best = np.minimum(best, np.where(allowed, far, NEVER))
    return best


def upper_limit(count: int, trials: int) -> float:
    """The probability above which so few hits in so many trials have a chance of 5 %."""
    low, high = float(count), count + 10 + 10 * math.sqrt(count + 1)
    for _ in range(60):
        middle = (low + high) / 2
        chance = sum(math.exp(k * math.log(middle) - middle - math.lgamma(k + 1)) for k in range(count + 1))
        low, high = (middle, high) if chance > 0.05 else (low, middle)
    return min(1.0, high / trials)


def accidents(found: Sequence[Sequence[Fingerprint]], named: list[Path], groups: list[str], near: int) -> list[str]:
    """Print the tail of distances between unrelated pictures; the limits as literals."""
    unrelated = np.array(groups)[:, None] != np.array(groups)[None, :]
    literals = []
    for kind in BITS:
        distances = nearest(found, kind)
        trials = int((unrelated & (distances < NEVER)).sum())
        tail = np.sort(distances[unrelated])
        limits = []
        for distance in range(THRESHOLDS[kind].distance + 1):
            count = int(np.searchsorted(tail, distance, side="right"))
            limits.append(float(f"{upper_limit(count, trials):.2g}"))
        for distance in (*range(0, 20, 2), 31, 64, 80):
            count = int(np.searchsorted(tail, distance, side="right"))
            if count < 2000:
                print(f"{kind} <= {distance:3}: {count:6} of {trials}, at most {upper_limit(count, trials):.2g}")
        literals.append(f'    "{kind}": {tuple(limits)},')
        ranked = np.where(unrelated, distances, NEVER)
        for place in np.argsort(ranked, axis=None)[:near]:
            one, other = divmod(int(place), len(named))
            print(
                f"  {ranked[one, other]:3} {named[one].name} ({groups[one]}) -> {named[other].name} ({groups[other]})"
            )
    return literals


def recall(named: Sequence[Path]) -> None:
    """Print the share of copies within each kind's threshold, and within any."""
    hits: dict[str, dict[str, int]] = {}
    for path in named:
        picture = upright(path)
        known = fingerprints(picture, FINGERPRINTS)
        for edit, copy in copies(picture):
            found = (known, fingerprints(copy, FINGERPRINTS))
            row = hits.setdefault(edit, dict.fromkeys((*BITS, "any"), 0))
            within = [kind for kind in BITS if nearest(found, kind)[1, 0] <= THRESHOLDS[kind].distance]
            for kind in (*within, *(["any"] if within else [])):
                row[kind] += 1
    for edit, row in hits.items():
        print(f"{edit:12}", *(f"{kind} {100 * count / len(named):5.1f} %" for kind, count in row.items()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--near", type=int, default=0, help="name so many of the nearest pairs of each kind")
    arguments.add_argument("--every", type=int, default=4, help="make copies of every so many-th picture")
    given = arguments.parse_args()

    pictures = list(photographs(given.data))
    named, groups = [path for path, _ in pictures], [group for _, group in pictures]
    found = [fingerprints(upright(path), FINGERPRINTS) for path in named]
    print(f"{len(named)} pictures; recipes {sorted({one.recipe for prints in found for one in prints})}")
    for kind in BITS:
        qualities = [one.quality for prints in found for one in prints if (one.kind, one.variant) == (kind, "as-is")]
        print(f"{kind} quality: 1 % {np.percentile(qualities, 1):.0f}, 5 % {np.percentile(qualities, 5):.0f},", end=" ")
        print(f"median {np.median(qualities):.0f}")
    literals = accidents(found, named, groups, given.near)
    recall(named[:: given.every])
    print("UPPER_LIMITS = {", *literals, "}", sep="\n")


if __name__ == "__main__":
    main()
