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
from typing import Any

from tests.benchmarks.import_speed import photographs
from tests.trials.ledger import Plan, Row
from workbench.bootstrap import build
from workbench.casework.importing import import_files

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - made up
AIM = 1.3
PATIENCE = 3
"""So many times as many rounds the quick part takes, whose few one busy moment can spoil, before it calls it missed."""


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
    most = rounds * plan.count(PATIENCE, 1)
    with contextlib.closing(room):
        room.examiner().isolation  # noqa: B018 - starts the child
        for number in range(most):
            if number >= rounds and _ratio(pairs) <= AIM:
                break
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
    screens: dict[str, list[tuple[float, float]]] = {}
    unlocking: list[float] = []
    for _ in range(plan.count(PATIENCE, 1)):
        told = _screens(folder, home, plan.count(3, 31))
        unlocking += told.pop("unlocking")
        for screen, seconds in told.items():
            screens.setdefault(screen, []).extend((one, other) for one, other in seconds)
        if all(_ratio(pairs) <= AIM for pairs in screens.values()):
            break
    for screen, pairs in screens.items():
        yield _row(f"screen: {screen}, encrypted against plain", pairs)
    fastest = min(unlocking)  # it takes all cores, and the machine may be busy
    yield Row("unlocking (Argon2id, 256 MiB), at best", "<= 3 s", f"{fastest:.2f} s", len(unlocking), fastest <= 3)


def _screens(folder: Path, home: dict[str, str], rounds: int) -> dict[str, Any]:
    """Seconds of each screen, encrypted and plain by turns, and of each unlocking."""
    out = subprocess.run(
        [sys.executable, "-m", "tests.trials.at_rest_screens", str(folder / "plain-0"), str(folder / "encrypted-0"),
         PASSPHRASE, str(rounds)],
        env={**home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        cwd=ROOT,
    )  # fmt: skip
    if out.returncode:
        raise RuntimeError(out.stderr.decode()[-2000:])
    found: dict[str, Any] = json.loads(out.stdout.splitlines()[-1])
    return found


def _ratio(pairs: list[tuple[float, float]]) -> float:
    return statistics.median(one / other for one, other in pairs)


def _row(figure: str, pairs: list[tuple[float, float]]) -> Row:
    ratio = _ratio(pairs)
    one, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    told = f"{ratio:.2f} times ({one * 1000:.0f} ms against {other * 1000:.0f} ms)"
    return Row(figure, f"<= {AIM} times, paired median", told, len(pairs), ratio <= AIM)
