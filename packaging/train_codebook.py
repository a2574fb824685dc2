"""Make `resources/codebook/` again: `python packaging/train_codebook.py [--packages FOLDER]`.

The codebook names the look of a local feature by a cell and a short code. It is trained once and shipped, so
that libraries grow without training and features can be passed on. It is trained on photographs under free
licences only, from the Debian packages of `PACKAGES`, which are fetched with `apt-get download` where they are
not in FOLDER already. The same packages, libraries and processor make the same bytes.
"""

import argparse
import io
import random
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import faiss
import numpy as np
from PIL import Image, ImageOps

from workbench.fingerprints.local_features import extract, recipe_text
from workbench.matching.codebook import BRANCHES, DIMENSIONS, LEAVES, PARTS, Codebook, leaf_bytes, rooted

PACKAGES = {
    "lomiri-wallpapers-16.04": "CC0-1.0, CC-BY-4.0 or CC-BY-SA-4.0, as the package's copyright file says",
    "lomiri-wallpapers-20.04": "CC-BY-SA-3.0",
    "ukui-wallpapers": "CC-BY-SA-3.0",
}
SUFFIXES = {".jpg", ".png"}
VIEWS = 10
"""How many windows of each photograph are taken, in different sizes, brightness and quality."""
SEED = 20261123
ROUNDS = 20


def photographs(packages: Path) -> Iterator[tuple[str, Path]]:
    """Each photograph of the packages, with its package's name."""
    for package in sorted(PACKAGES):
        folder = packages / package
        if not folder.is_dir():
            with tempfile.TemporaryDirectory() as fetched:
                subprocess.run(["apt-get", "download", package], cwd=fetched, check=True)  # noqa: S603, S607
                archive = next(Path(fetched).glob("*.deb"))
                subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)  # noqa: S603, S607
        found = (folder / "usr/share").rglob("*")
        yield from ((package, path) for path in sorted(found) if path.suffix in SUFFIXES and path.is_file())


def views(photo: Image.Image, rng: random.Random) -> Iterator[Image.Image]:
    """Windows of a photograph as they circulate: cropped, reduced, brightened, saved with loss."""
    for _ in range(VIEWS):
        share = rng.uniform(0.15, 1.0) ** 0.5
        width, height = int(photo.width * share), int(photo.height * share)
        left, top = rng.randint(0, photo.width - width), rng.randint(0, photo.height - height)
        view = photo.crop((left, top, left + width, top + height))
        view.thumbnail((edge := rng.choice((320, 480, 640, 900)), edge), Image.Resampling.LANCZOS)
        gain = rng.uniform(0.6, 1.4)
        view = Image.eval(view, lambda level, gain=gain: min(255, int(level * gain)))
        kept = io.BytesIO()
        view.save(kept, "JPEG", quality=rng.choice((30, 60, 85)))
        yield Image.open(io.BytesIO(kept.getvalue())).convert("RGB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--packages", type=Path, default=Path("build/codebook"))
    options.add_argument("--to", type=Path, default=Path("resources/codebook"))
    given = options.parse_args()
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    rng = random.Random(SEED)  # noqa: S311
    sources, descriptors = [], []
    for package, path in photographs(given.packages):
        with Image.open(path) as opened:
            photo = ImageOps.exif_transpose(opened).convert("RGB")
        photo.thumbnail((2560, 2560), Image.Resampling.LANCZOS)
        taken = [extract(view).descriptors for view in views(photo, rng)]
        descriptors += [np.frombuffer(one, np.uint8).reshape(-1, 128) for one in taken]
        sources.append(f"- {path.name} ({package})")
    everything = rooted(np.concatenate(descriptors))
    print(f"{len(everything)} descriptors of {len(sources)} photographs")
    codebook = trained(everything)
    given.to.mkdir(parents=True, exist_ok=True)
    (given.to / "codebook.bin").write_bytes(codebook.to_bytes())
    (given.to / "SOURCES.md").write_text(note(sources, len(everything), codebook), "utf-8")
    print(f"codebook {codebook.version}")


def trained(descriptors: np.ndarray) -> Codebook:
    """A rotation that spreads what differs over all parts (OPQ), then centres by k-means, level by level."""
    mean = descriptors.mean(axis=0)
    opq = faiss.OPQMatrix(128, PARTS, DIMENSIONS)
    opq.niter = ROUNDS
    sample = np.random.default_rng(SEED).permutation(len(descriptors))[:40_000]
    opq.train(np.ascontiguousarray((descriptors - mean)[sample]))
    rotation = faiss.vector_to_array(opq.A).reshape(DIMENSIONS, 128)
    rotated = np.ascontiguousarray((descriptors - mean) @ rotation.T)
    branches = centres(rotated, BRANCHES)
    _, branch = faiss.knn(rotated, branches, 1)
    leaves = np.zeros((BRANCHES, LEAVES, DIMENSIONS), np.float32)
    for number in range(BRANCHES):
        mine = rotated[branch[:, 0] == number] - branches[number]
        # A branch with few features gets features themselves for leaves.
        leaves[number] = centres(mine, LEAVES) if len(mine) > LEAVES else np.resize(mine, (LEAVES, DIMENSIONS))
    kept = leaf_bytes(leaves)
    blank = np.zeros((PARTS, 256, DIMENSIONS // PARTS), np.float32)
    residual = Codebook(mean, rotation, branches, blank, kept).residuals(rotated)
    width = DIMENSIONS // PARTS
    parts = np.stack([centres(residual[:, i * width : (i + 1) * width], 256) for i in range(PARTS)])
    return Codebook(mean, rotation, branches, parts, kept)


def centres(vectors: np.ndarray, count: int) -> np.ndarray:
    means = faiss.Kmeans(vectors.shape[1], count, niter=ROUNDS, seed=SEED, min_points_per_centroid=1)
    means.train(np.ascontiguousarray(vectors))
    return np.asarray(means.centroids)


def note(sources: list[str], count: int, codebook: Codebook) -> str:
    licences = "\n".join(f"- {package} (Debian 12): {licence}" for package, licence in sorted(PACKAGES.items()))
    return f"""# What the codebook was made from

`codebook.bin` ({codebook.version}) holds averages over {count:,} local features ({recipe_text()}): a
rotation and centres of clusters. No picture, and no part of one, can be made from it. It was trained by
`packaging/train_codebook.py` on photographs with free licences:

{licences}

The codebook itself is under the project's licence, Apache-2.0.

## Photographs

{chr(10).join(sources)}
"""


if __name__ == "__main__":
    main()
