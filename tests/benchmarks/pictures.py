"""The pictures that the benchmarks ask and hide, and their features, kept beside so that a second run is quick."""

import csv
import hashlib
import random
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import util
from itertools import groupby, permutations
from pathlib import Path
from types import ModuleType

import imagehash
import numpy as np
import pdqhash
from PIL import Image, ImageOps

from workbench.domain.features import LocalFeatures
from workbench.fingerprints.local_features import extract, recipe_text

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
FOLDERS = ("photos", "copies", "metadata", "ai", "c2pa")
LARGEST = 1280
"""Pictures are decoded to about this longest edge, as the child decodes them, before they are edited."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture on disk, or what an edit of `edits.py` makes of it, pasted beside `other` where it needs one."""

    path: Path
    edit: str = ""
    other: Path | None = None
    seed: int = 0

    @property
    def name(self) -> str:
        text = f"{recipe_text()}|{self.path}|{self.edit}|{self.other}|{self.seed}|{LARGEST}"
        return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Measured:
    features: LocalFeatures
    phash: np.ndarray
    pdq: np.ndarray


def pictures(data: Path, others: Sequence[Path] = ()) -> list[Path]:
    """Every picture of the data that opens, but for those meant to break readers; then those of other folders."""
    folders = [data / folder for folder in FOLDERS] + list(others)
    paths = (path for folder in folders for path in sorted(folder.rglob("*")))
    return [path for path in paths if path.suffix.lower() in SUFFIXES and _opens(path)]


def asked(paths: Sequence[Path], count: int, seed: int) -> list[Path]:
    """Photographs to edit and ask; none of those that the codebook was trained on."""
    photographs = [
        path for path in paths if "photos" in path.parts and not any("lomiri" in part for part in path.parts)
    ]
    return random.Random(seed).sample(photographs, count)


def _opens(path: Path) -> bool:
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as opened:
            return min(opened.size) >= 32
    except (OSError, ValueError):
        return False


def upright(path: Path) -> Image.Image:
    with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as opened:
        opened.draft("RGB", (LARGEST, LARGEST))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((2 * LARGEST, 2 * LARGEST), Image.Resampling.BICUBIC)
    return picture


def edits(data: Path) -> ModuleType:
    """`bench/edits.py`, which lies beside the data."""
    spec = util.spec_from_file_location("edits", data.parent / "bench" / "edits.py")
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    sys.modules["edits"] = module
    spec.loader.exec_module(module)
    return module


def pixels(shot: Shot, data: Path) -> Image.Image:
    photo = upright(shot.path)
    if not shot.edit:
        return photo
    return edits(data).edited(shot.edit, photo, upright(shot.other or shot.path), shot.seed)


def queries(asked: Sequence[Path], data: Path, seed: int) -> list[Shot]:
    """Each asked photograph in each edit; what a collage shows beside it is another of the asked."""
    rng = random.Random(seed)
    return [
        Shot(path, edit, rng.choice([other for other in asked if other != path]), rng.randrange(1 << 30))
        for edit in edits(data).EDITS
        for path in asked
    ]


def circulating(data: Path) -> list[tuple[Path, Path]]:
    """Both ways of each pair of images that circulated and are one photograph, as `same_photo_groups.csv` says."""
    folder = data / "copies" / "mediaeval2016-tweets"
    with (folder / "same_photo_groups.csv").open(newline="", encoding="utf-8") as lines:
        rows = [row for row in csv.reader(line for line in lines if not line.startswith("#")) if len(row) >= 3][1:]
    same = sorted((row[1], row[0]) for row in rows if row[2].startswith(("same", "edited")))
    groups = [[folder / name for _, name in group] for _, group in groupby(same, key=lambda row: row[0])]
    return [pair for group in groups for pair in permutations(group, 2)]


def memes(data: Path) -> list[tuple[Path, Path]]:
    """Each captioned render with its template."""
    folder = data / "copies" / "memegen"
    with (folder / "pairs.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    rendered = "app/tests/images/"
    pairs = [
        (folder / "renders" / row["render_file"].removeprefix(rendered), folder / row["template_file"]) for row in rows
    ]
    return [pair for pair in pairs if all(path.is_file() and _opens(path) for path in pair)]


def measured(shots: Iterable[Shot], data: Path, cache: Path, workers: int = 2) -> list[Measured]:
    """Features and whole-image hashes of each, from the cache where they were measured before."""
    shots = list(shots)
    cache.mkdir(parents=True, exist_ok=True)
    missing = [shot for shot in dict.fromkeys(shots) if not (cache / f"{shot.name}.npz").is_file()]
    with ProcessPoolExecutor(workers) as pool:
        for done, _ in enumerate(
            pool.map(_measure, missing, [data] * len(missing), [cache] * len(missing), chunksize=4)
        ):
            if done % 250 == 0:
                print(f"measured {done} of {len(missing)}", file=sys.stderr, flush=True)
    return [_read(cache / f"{shot.name}.npz") for shot in shots]


def _measure(shot: Shot, data: Path, cache: Path) -> None:
    import cv2

    cv2.setNumThreads(1)
    picture = pixels(shot, data)
    found = extract(picture)
    pdq, quality = pdqhash.compute(np.asarray(picture))
    points = np.frombuffer(found.points, np.uint8)
    descriptors = np.frombuffer(found.descriptors, np.uint8)
    bits = imagehash.phash(picture).hash
    numbers = np.array([found.width, found.height, quality])
    partial = cache / f"{shot.name}.part.npz"
    np.savez(partial, points=points, descriptors=descriptors, phash=bits, pdq=pdq, numbers=numbers)
    partial.rename(cache / f"{shot.name}.npz")


def _read(path: Path) -> Measured:
    with np.load(path, allow_pickle=False) as kept:
        width, height, _ = (int(number) for number in kept["numbers"])
        found = LocalFeatures(recipe_text(), width, height, kept["points"].tobytes(), kept["descriptors"].tobytes())
        return Measured(found, kept["phash"].ravel().astype(bool), kept["pdq"].astype(bool))
