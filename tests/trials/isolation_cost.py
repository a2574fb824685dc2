"""What the locked child costs: the same work on the same files, in the child and in the process that asks.

The work is a whole examination: read the file, hash it, decode it, take fingerprints, preview and thumbnail, and ask
every reader. In the process itself that is the child's own code, called; by the child it is `ChildExaminer.examine`,
with the file sent over, the answers sent back and checked. Both have the same libraries, one thread each and the
same settings of the memory allocator. Each pair is one of either, one right after the other, in turns.
"""

import hashlib
import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image

from tests.sandbox.tampered_child import command
from tests.trials.busyness import judged
from tests.trials.ledger import Plan, Row, Trial
from workbench.domain.examinations import Limits
from workbench.sandbox.process import environment

AIM = 1.5
IMAGES = (
    ("JPEG 800 x 600", (800, 600), "JPEG"),
    ("JPEG 1600 x 1200", (1600, 1200), "JPEG"),
    ("JPEG 4000 x 3000", (4000, 3000), "JPEG"),
    ("PNG 1200 x 900", (1200, 900), "PNG"),
    ("WebP 1600 x 1200", (1600, 1200), "WEBP"),
)


def run(plan: Plan) -> Iterator[Row]:
    paths = []
    for number, (_, size, form) in enumerate(IMAGES):
        path = plan.folder / f"{number}.{form.lower()}"
        path.write_bytes(_photograph(size, form, plan.seed + number))
        paths.append(str(path))
    asked = json.dumps({"paths": paths, "rounds": plan.count(9, 60)})
    done = subprocess.run(
        command("measuring"), input=asked.encode(), capture_output=True, check=True, env=environment(), timeout=3600
    )
    pairs = json.loads(done.stdout)
    ratios = [child / own for of_image in pairs for own, child in of_image]
    for (name, _, _), of_image in zip(IMAGES, pairs, strict=True):
        median = statistics.median(child / own for own, child in of_image)
        own, child = (1000 * statistics.median(column) for column in zip(*of_image, strict=True))
        yield Row(f"{name}: child over in-process", "(part of the median below)",
                  f"{median:.2f} ({child:.0f} over {own:.0f} ms)", len(of_image), True)  # fmt: skip
    median = statistics.median(ratios)
    held, note = judged(median <= AIM)
    yield Row("whole examination: child over in-process, paired", f"<= {AIM:g} times",
              f"median {median:.2f} times{note}", len(ratios), held)  # fmt: skip


def measure() -> None:
    """In a process of its own: read the paths, print the seconds of each pair, in-process and child, as JSON."""
    from workbench.sandbox import decoding, steps, warmup
    from workbench.sandbox.supervisor import ChildExaminer

    asked = json.loads(sys.stdin.read())
    decoding.prepare_decoders()
    warmup.warm_up()
    limits = Limits()

    def in_process(path: Path) -> None:
        untrusted = path.read_bytes()
        hashlib.sha256(untrusted).hexdigest()
        steps.answer(untrusted, limits, {"step": "pixels"})
        for reader in steps.readers():
            steps.answer(untrusted, limits, {"step": "read", "reader": reader})

    with closing(ChildExaminer(1)) as examiner:
        found = []
        for path in map(Path, asked["paths"]):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            pairs = []
            for turn in range(asked["rounds"] + 1):
                took = {}
                for by_child in (False, True) if turn % 2 else (True, False):
                    begun = time.perf_counter()
                    if by_child:
                        assert examiner.examine(path, digest, limits).complete
                    else:
                        in_process(path)
                    took[by_child] = time.perf_counter() - begun
                pairs.append((took[False], took[True]))
            found.append(pairs[1:])  # the first of each warms both
    print(json.dumps(found))


def _photograph(size: tuple[int, int], form: str, seed: int) -> bytes:
    """Light and dark in large and in small, with the noise of a camera, and EXIF."""
    random = np.random.default_rng(seed)
    layers = [
        Image.fromarray(random.integers(0, 256, (side, side, 3), np.uint8)).resize(size, Image.Resampling.BICUBIC)
        for side in (4, 23, 160)
    ]
    pixels = sum(np.asarray(layer, np.float32) * share for layer, share in zip(layers, (0.6, 0.25, 0.15), strict=True))
    noisy = np.clip(pixels + random.normal(0, 4, (size[1], size[0], 3)), 0, 255).astype(np.uint8)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Camera"
    stream = io.BytesIO()
    Image.fromarray(noisy).save(stream, form, quality=88, exif=exif)
    return stream.getvalue()


TRIAL = Trial("isolation_cost", run)
