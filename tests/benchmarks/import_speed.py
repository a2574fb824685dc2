"""Import speed, in one run: the workbench against a plain script, and against the floor.

    python tests/benchmarks/import_speed.py [--large 25] [--small 200] [--rounds 3]

The script reads each file with ExifRead, and computes imagehash's four hashes and PDQ at full decode. The
floor reads, takes SHA-256 and decodes at DCT scale. The workbench does all of its import: copy, sync, locked
child, journal. Everything is timed in turn, round by round, and the medians are printed as ratios.
"""

import argparse
import contextlib
import hashlib
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import exifread
import imagehash
import numpy as np
import pdqhash
from PIL import Image

from workbench.bootstrap import build
from workbench.casework.importing import import_files

HASHES = (imagehash.average_hash, imagehash.phash, imagehash.dhash, imagehash.whash)


def photographs(folder: Path, count: int, size: tuple[int, int], seed: int) -> list[str]:
    """`count` different JPEGs of `size` pixels: smooth shapes with texture and noise, like a photograph's."""
    rng = np.random.default_rng(seed)
    paths = []
    for number in range(count):
        coarse = rng.integers(0, 255, (24, 32, 3), dtype=np.uint8)
        picture = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
        grain = rng.normal(0, 6, (size[1] // 2, size[0] // 2)).astype(np.float32)
        texture = Image.fromarray(grain).resize(size, Image.Resampling.BILINEAR)
        pixels = np.clip(np.asarray(picture, np.float32) + np.asarray(texture)[..., None], 0, 255).astype(np.uint8)
        exif = Image.Exif()
        exif[0x010F], exif[0x0132] = "Benchmark", "2025:11:25 02:12:14"
        path = folder / f"{size[0]}-{number}.jpg"
        Image.fromarray(pixels).save(path, quality=90, exif=exif)
        paths.append(str(path))
    return paths


def script(paths: list[str]) -> None:
    for path in paths:
        with open(path, "rb") as file:
            exifread.process_file(file)
        picture = Image.open(path).convert("RGB")
        for compute in HASHES:
            compute(picture)
        pdqhash.compute(np.asarray(picture))


def floor(paths: list[str]) -> None:
    for path in paths:
        body = Path(path).read_bytes()
        hashlib.sha256(body).hexdigest()
        picture = Image.open(io.BytesIO(body))
        picture.draft("RGB", (512, 512))
        picture.load()


def workbench(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        room = build({"WORKBENCH_HOME": str(Path(folder) / "home"), "WORKBENCH_AUTHOR": "benchmark"})
        with contextlib.closing(room), contextlib.closing(room.new_case(Path(folder) / "case", "benchmark")) as case:
            _ = room.examiner().isolation  # the child is started before the clock: the window has it running too
            began = time.perf_counter()
            outcomes = list(
                import_files(case, room.files(paths, "file", "", ""), room.examiner(), room.encode, room.limits)
            )
            TOOK.append(time.perf_counter() - began)
            assert [outcome.status for outcome in outcomes] == ["admitted"] * len(paths), outcomes


TOOK: list[float] = []


def timed(job: Callable[[list[str]], None], paths: list[str]) -> float:
    TOOK.clear()
    began = time.perf_counter()
    job(paths)
    return TOOK[0] if TOOK else time.perf_counter() - began


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--large", type=int, default=25)
    options.add_argument("--small", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        sets = {
            "large (4000x3000)": photographs(Path(folder), asked.large, (4000, 3000), 1),
            "small (640x480)": photographs(Path(folder), asked.small, (640, 480), 2),
        }
        print(f"{'set':20} {'files':>5} {'script':>9} {'floor':>9} {'workbench':>9}   script/wb   wb/floor   ms a file")
        for name, paths in sets.items():
            rounds = [tuple(timed(job, paths) for job in (script, floor, workbench)) for _ in range(asked.rounds)]
            s, f, w = (statistics.median(column) for column in zip(*rounds, strict=True))
            each = w / len(paths) * 1000
            seconds = f"{s:8.2f}s {f:8.2f}s {w:8.2f}s"
            print(f"{name:20} {len(paths):5} {seconds} {s / w:10.1f}x {w / f:9.2f}x {each:10.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
