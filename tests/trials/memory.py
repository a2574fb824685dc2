"""Thousands of imports into one case by one program: what it holds on to, in memory, descriptors and processes.

The program runs as a process of its own that is told of a folder at a time, so that what the trial itself keeps is
not counted. One file in fifty is cut short or no picture, so that children are lost and replaced on the way.
"""

import contextlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.trials.ledger import Plan, Row, Trial

PROGRAM = Path(__file__).with_name("importing_program.py")
FOLDER_FILES = 100
WARM_UP = {False: 1, True: 20}
"""How many folders are taken in before the first reading: caches fill, and the pool has met its first losses."""
GROWTH_MB, KEPT_MB = 50, 40
SETTLING_SECONDS = 2.0
POINTS = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """What the importing process holds after `imports` files; memory in bytes."""

    imports: int
    resident: int
    descriptors: int
    processes: int
    threads: int


def run(plan: Plan) -> Iterator[Row]:
    if not Path("/proc/self/statm").exists():
        yield Row(
            "growth of resident memory", f"<= {GROWTH_MB} MB", "this system has no /proc to read it from", 0, None
        )
        return
    count = plan.count(300, 50_000)
    begun = time.perf_counter()
    readings, outcomes = _imported(plan, count)
    spent = time.perf_counter() - begun
    first, last = readings[WARM_UP[plan.whole] - 1], readings[-1]
    grown = (last.resident - first.resident) / 1e6
    highest = (max(one.resident for one in readings) - first.resident) / 1e6
    every = max(1, len(readings) // POINTS)
    curve = " ".join(f"{one.imports}:{one.resident / 1e6:.0f}" for one in [*readings[::every], last])
    said = f"{grown:+.1f} MB at the end, {highest:+.1f} at most; {curve} (imports:MB); {spent:.0f} s"
    yield Row("growth of resident memory", f"<= {GROWTH_MB} MB", said, last.imports, highest <= GROWTH_MB)
    for what in ("descriptors", "processes", "threads"):
        begin, end = getattr(first, what), getattr(last, what)
        said = f"{begin} after warm-up, {end} at the end"
        yield Row(f"{what} that stay", "none more", said, last.imports, end <= begin)
    leaking = [one.resident for one in _imported(plan, 15, 5, KEPT_MB)[0]]
    leaked = (leaking[-1] - leaking[0]) / 1e6
    said = f"{leaked:+.1f} MB in 2 folders"
    figure = f"control: {KEPT_MB} MB kept on purpose for each folder"
    yield Row(figure, f"must be more than {GROWTH_MB} MB", said, 15, leaked > GROWTH_MB)
    told = ", ".join(f"{word} {number}" for word, number in sorted(outcomes.items()))
    yield Row("imports with an outcome", f"all {count}", told, count, sum(outcomes.values()) == count)


def _imported(
    plan: Plan, count: int, folder_files: int = FOLDER_FILES, kept_mb: int = 0
) -> tuple[list[Reading], dict[str, int]]:
    """A reading after each folder, and how many files had which outcome; the program keeps so much for each folder."""
    folder = plan.folder / f"keeping-{kept_mb}"
    folder.mkdir()
    chance, readings, outcomes = random.Random(plan.seed), list[Reading](), dict[str, int]()
    with subprocess.Popen(
        [sys.executable, "-P", str(PROGRAM), str(folder), str(kept_mb)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(PROGRAM.parents[2])},
    ) as program:  # fmt: skip
        if program.stdin is None or program.stdout is None:
            raise OSError("the program has no pipes")
        for number in range(0, count, folder_files):
            arrived = folder / "arrived"
            made = _write_files(arrived, min(folder_files, count - number), number, chance)
            program.stdin.write(f"{arrived}\n")
            program.stdin.flush()
            said = json.loads(program.stdout.readline())
            for word, times in said.items():
                outcomes[word] = outcomes.get(word, 0) + times
            warm = len(readings) + 1 == WARM_UP[plan.whole] or number + made == count
            readings.append((_settled if warm else _reading)(program.pid, number + made))
            shutil.rmtree(arrived)
        program.stdin.close()
    return readings, outcomes


def _write_files(folder: Path, count: int, first: int, chance: random.Random) -> int:
    folder.mkdir()
    for number in range(first, first + count):
        body = _picture(chance)
        if number % 50 == 17:
            body = body[: len(body) // 2]
        elif number % 50 == 42:
            body = b"no picture " + body
        (folder / f"{number}.bin").write_bytes(body)
    return count


def _picture(chance: random.Random) -> bytes:
    """A small picture like no other, in one of four formats."""
    noise = Image.frombytes("RGB", (8, 6), chance.randbytes(144))
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0132] = f"Maker {chance.random()}", "2025:11:25 02:12:14"
    noise.resize((96, 72), Image.Resampling.BICUBIC).save(
        stream, chance.choice(("JPEG", "JPEG", "PNG", "WEBP", "GIF")), exif=exif
    )
    return stream.getvalue()


def _reading(process: int, imports: int) -> Reading:
    """What a process holds now, as the kernel has it."""
    of = Path("/proc") / str(process)
    pages = int((of / "statm").read_text().split()[1])
    threads = len(os.listdir(of / "task"))
    return Reading(
        imports, pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir(of / "fd")), len(_descendants(process)), threads
    )


def _settled(process: int, imports: int) -> Reading:
    """The least of what it holds within a moment: a child or thread that is just ending is not one that stays."""
    seen, until = [], time.monotonic() + SETTLING_SECONDS
    while time.monotonic() < until:
        seen.append(_reading(process, imports))
        time.sleep(0.05)
    descriptors, processes, threads = (
        min(getattr(one, what) for one in seen) for what in ("descriptors", "processes", "threads")
    )
    return Reading(imports, seen[-1].resident, descriptors, processes, threads)


def _descendants(process: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found, before = {process}, set[int]()
    while found != before:
        before = set(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {process}


TRIAL = Trial("memory", run)
