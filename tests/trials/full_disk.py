"""Full disks and disks that fail: a refusal that says so, nothing acknowledged lost, and the import goes on later.

The disk is filled for real, on a memory disk of its own; it fails at each call of the vault through the disk port, and
at each write and sync of the database by strace, which returns the error to SQLite itself.
"""

import contextlib
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.trials.disks import CountingDisk, FailingDisk
from tests.trials.imports import begin, checked, files, imported, left, room
from tests.trials.ledger import Plan, Row, Trial
from workbench.custody.disk import PlainDisk
from workbench.domain.refusals import Refusal

_FILES = 40
_ENDS = {"vault.disk-full", "vault.unwritable", "case.unwritable", "case.read-only", "case.unreadable"}
_CALLS = "pwrite64,write,fsync,fdatasync,ftruncate"


def run(plan: Plan) -> Iterator[Row]:
    chance = random.Random(plan.seed)
    yield _sizes(plan, chance)
    for code in (errno.EIO, errno.ENOSPC):
        yield _calls(plan, chance, code)
    for code in ("EIO", "ENOSPC") if plan.whole else ("EIO",):
        yield _syscalls(plan, chance, code)
    yield _slow(plan, chance)


def _sizes(plan: Plan, chance: random.Random) -> Row:
    aim = "refused as full, 0 lost, verifies, goes on"
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        return Row("full disks", aim, "only root can mount a disk of its own", 0, None)
    sizes = plan.count(2, 40)
    good, refused = 0, 0
    for number in range(sizes):
        folder = plan.folder / f"size-{number}"
        paths = files(folder / "in", _FILES, chance, most=160_000)
        total = sum(Path(path).stat().st_size for path in paths)
        mount = folder / "mount"
        mount.mkdir()
        with _memory_disk(mount, 64 << 20):
            room(folder).new_case(mount / "case", "trial").close()
            used = shutil.disk_usage(mount).used
            _resize(mount, used + 4096 + round(total * 1.2 * number / sizes))
            said = begin(folder, mount / "case", paths, PlainDisk()).end()
            refused += any(line["code"] == "vault.disk-full" for line in said)
            codes = {line["code"] for line in said if line["code"]}
            opens = _opens(folder, mount / "case")
            _resize(mount, 64 << 20)
            kept = left(folder, mount / "case", said)
            with contextlib.closing(room(folder).open_case(mount / "case")) as case:
                rest = {sha256 for _, sha256, _ in imported(case, paths)}
                after = checked(case, rest)
            whole = after.sound and after.acknowledged == _FILES
            good += opens and kept.sound and codes <= {"vault.disk-full"} and whole
        shutil.rmtree(folder)
    words = f"{good} of {sizes}; {refused} of them were full"
    return Row("full disks", aim, words, sizes, good == sizes and refused > 0)


def _opens(folder: Path, case: Path) -> bool:
    """Whether a case on a full disk opens, or says that the disk is full."""
    try:
        room(folder).open_case(case).close()
    except Refusal as refusal:
        return refusal.code == "vault.disk-full"
    return True


@contextlib.contextmanager
def _memory_disk(mount: Path, size: int) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "trial", str(mount)], check=True)
    try:
        yield
    finally:
        for _ in range(100):
            if subprocess.run(["umount", str(mount)], capture_output=True).returncode == 0:
                break
            time.sleep(0.05)


def _resize(mount: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(mount)], check=True)


def _calls(plan: Plan, chance: random.Random, code: int) -> Row:
    """Each call of the disk port fails in turn, once; in the whole campaign also for good from there on."""
    folder = plan.folder / errno.errorcode[code]
    paths = files(folder / "in", _FILES // 4, chance)
    counted = CountingDisk()
    room(folder).new_case(folder / "dry", "trial").close()
    with contextlib.closing(room(folder, counted).open_case(folder / "dry")) as case:
        list(imported(case, paths))
    every = list(range(1, counted.calls + 1))
    chosen = [(number, for_good) for number in every for for_good in (False, True)]
    chosen = chosen if plan.whole else chance.sample(chosen, 3)
    good = 0
    for number, for_good in chosen:
        name = f"{number}-{for_good}"
        room(folder).new_case(folder / name, "trial").close()
        said = begin(folder, folder / name, paths, FailingDisk(number, code, for_good)).end()
        codes = {line["code"] for line in said if line["code"]}
        kept = left(folder, folder / name, said)
        good += kept.sound and codes <= _ENDS and _goes_on(folder, folder / name, paths)
        shutil.rmtree(folder / name)
    aim = "said, 0 lost, verifies, goes on"
    figure = f"{errno.errorcode[code]} at each disk call"
    return Row(figure, aim, f"{good} of {len(chosen)}, {counted.calls} calls", len(chosen), good == len(chosen))


def _goes_on(folder: Path, where: Path, paths: Sequence[str]) -> bool:
    with contextlib.closing(room(folder).open_case(where)) as case:
        after = checked(case, {sha256 for _, sha256, _ in imported(case, paths)})
    return after.sound and after.acknowledged == len(paths)


def _syscalls(plan: Plan, chance: random.Random, code: str) -> Row:
    """Each write and sync of the database's own files fails in turn, as the kernel would have it."""
    figure, aim = f"{code} at each write of the database", "said, 0 lost, verifies, goes on"
    strace = shutil.which("strace")
    if strace is None:
        return Row(figure, aim, "there is no strace here", 0, None)
    folder = plan.folder / f"calls-{code}"
    paths = files(folder / "in", 6, chance)
    room(folder).new_case(folder / "dry", "trial").close()
    trace = folder / "trace"
    _traced(strace, folder, folder / "dry", trace, [])
    calls = [(name, sum(f"{name}(" in line for line in trace.read_text().splitlines())) for name in _CALLS.split(",")]
    every = [(name, number) for name, count in calls for number in range(1, count + 1)]
    if not every:
        return Row(figure, aim, "strace cannot follow a process here", 0, None)
    chosen = every if plan.whole else chance.sample(every, 1)
    good = 0
    for name, number in chosen:
        where = folder / f"{name}-{number}"
        room(folder).new_case(where, "trial").close()
        said = _traced(strace, folder, where, trace, ["-e", f"inject={name}:error={code}:when={number}"])
        codes = {line["code"] for line in said if line["code"]}
        kept = left(folder, where, said)
        good += kept.sound and codes <= _ENDS and _goes_on(folder, where, paths)
        shutil.rmtree(where)
    return Row(figure, aim, f"{good} of {len(chosen)}", len(chosen), good == len(chosen))


def _traced(strace: str, folder: Path, case: Path, trace: Path, inject: list[str]) -> list[dict[str, str]]:
    watched = [part for suffix in ("", "-wal", "-journal") for part in ("-P", str(case / f"case.db{suffix}"))]
    done = subprocess.run(
        [strace, "-f", "-qq", "-o", str(trace), *watched, "-e", f"trace={_CALLS}", *inject,
         sys.executable, "-m", "tests.trials.full_disk", str(folder), str(case)],
        capture_output=True, text=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _slow(plan: Plan, chance: random.Random) -> Row:
    """Two instances on a disk whose every sync takes a while: both end, each after its own waiting."""
    folder, pause = plan.folder / "slow", 0.05 if not plan.whole else 0.5

    class Slow(PlainDisk):
        def sync(self, descriptor: int) -> None:
            threading.Event().wait(pause)
            super().sync(descriptor)

        def reached(self, step: str) -> None:
            if step == "entries-written":  # the write lock is held meanwhile
                time.sleep(pause * 4)

    paths = files(folder / "in", _FILES // 4, chance)
    room(folder).new_case(folder / "case", "trial").close()
    running = [begin(folder, folder / "case", paths, Slow()) for _ in range(2)]
    said = [one.end() for one in running]
    after = left(folder, folder / "case", [line for lines in said for line in lines])
    done = sum(len(lines) for lines in said)
    held = after.sound and done == 2 * len(paths)
    words = f"{done} of {2 * len(paths)} outcomes, {after.lost} lost"
    return Row("a slow disk, two instances", "all outcomes, 0 lost, verifies", words, done, held)


def _in_this_process(folder: Path, case: Path) -> None:
    """The program that strace follows."""
    paths = sorted(str(path) for path in (folder / "in").iterdir())
    try:
        with contextlib.closing(room(folder).open_case(case)) as opened:
            for outcome, sha256, code in imported(opened, paths):
                print(json.dumps({"outcome": outcome, "sha256": sha256, "code": code}), flush=True)
    except Refusal as refusal:
        print(json.dumps({"outcome": "stopped", "sha256": "", "code": refusal.code}), flush=True)


TRIAL = Trial("full_disk", run)

if __name__ == "__main__":
    _in_this_process(Path(sys.argv[1]), Path(sys.argv[2]))
