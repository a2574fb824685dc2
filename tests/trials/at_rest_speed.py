"""What encryption costs: the same files and the same screens, encrypted and plain by turns, in one run."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.import_speed import photographs
from tests.trials.ledger import Plan, Row
from workbench.bootstrap import build
from workbench.casework.importing import import_files

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - made up
AIM = 1.3


def rows(plan: Plan) -> Iterator[Row]:
    folder = plan.folder / "speed"
    incoming = folder / "incoming"
    incoming.mkdir(parents=True)
    paths = photographs(incoming, plan.count(4, 30), (1600, 1200), plan.seed)
    paths += photographs(incoming, plan.count(8, 200), (640, 480), plan.seed + 1)
    home = {**os.environ, "WORKBENCH_HOME": str(folder / "home"), "WORKBENCH_AUTHOR": "tester"}
    room = build(home)
    pairs: list[tuple[float, float]] = []
    rounds = plan.count(3, 21)
    with contextlib.closing(room):
        room.examiner().isolation  # noqa: B018 - starts the child
        for number in range(rounds):
            took = {}
            for encrypted in (number % 2 == 0, number % 2 == 1):
                place = folder / f"{'encrypted' if encrypted else 'plain'}-{number}"
                case = room.locks.new_case(place, "x", PASSPHRASE)[0] if encrypted else room.new_case(place, "x")
                with contextlib.closing(case):
                    source = room.files(paths, "file", "", "")
                    began = time.perf_counter()
                    done = sum(1 for _ in import_files(case, source, room.examiner(), room.encode, room.limits))
                    took[encrypted] = time.perf_counter() - began
                    assert done == len(paths)
            pairs.append((took[True], took[False]))
    yield _row(f"import of {len(paths)} photographs, encrypted against plain", pairs)
    out = subprocess.run(
        [sys.executable, "-m", "tests.trials.at_rest_screens", str(folder / "plain-0"), str(folder / "encrypted-0"),
         PASSPHRASE, str(plan.count(3, 31))],
        env={**home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        cwd=ROOT,
    )  # fmt: skip
    if out.returncode:
        raise RuntimeError(out.stderr.decode()[-2000:])
    told = json.loads(out.stdout.splitlines()[-1])
    unlocking = told.pop("unlocking")
    for screen, seconds in told.items():
        yield _row(f"screen: {screen}, encrypted against plain", [(one, other) for one, other in seconds])
    fastest = min(unlocking)  # it takes all cores, and the machine may be busy
    yield Row("unlocking (Argon2id, 256 MiB), at best", "<= 3 s", f"{fastest:.2f} s", len(unlocking), fastest <= 3)


def _row(figure: str, pairs: list[tuple[float, float]]) -> Row:
    ratio = statistics.median(one / other for one, other in pairs)
    one, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    told = f"{ratio:.2f} times ({one * 1000:.0f} ms against {other * 1000:.0f} ms)"
    return Row(figure, f"<= {AIM} times, paired median", told, len(pairs), ratio <= AIM)
