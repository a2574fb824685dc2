"""Real power cuts: an import on an ext4 of its own, which is cut off by its shutdown ioctl without flushing its log.

What was acknowledged before the cut must be there after the file system was mounted again and replayed its log. The
controls acknowledge too early, each in its own way, and must lose.
"""

import contextlib
import fcntl
import os
import random
import select
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.trials.disks import CarelessDisk
from tests.trials.imports import Change, Left, begin, files, half_synced, left, room, row_before_blob
from tests.trials.ledger import Plan, Row, Trial
from workbench.casework.disk_ports import Disk
from workbench.custody.disk import PlainDisk
from workbench.domain.refusals import Refusal

EXT4_IOC_SHUTDOWN = 2 << 30 | 4 << 16 | ord("X") << 8 | 125
"""_IOR('X', 125, __u32), as the kernel's fs/ext4/ext4.h has it."""
NO_LOG_FLUSH = 2
_FILES = 150


def run(plan: Plan) -> Iterator[Row]:
    figure = "power cuts"
    if why := _not_here():
        yield Row(figure, "0 lost, all verify", why, 0, None)
        return
    chance = random.Random(plan.seed)
    times, controls = plan.count(2, 100), plan.count(1, 10)
    yield _row("power cuts", plan, times, chance, PlainDisk(), lambda case: case)
    for name, disk, change in (
        ("control: synchronous=NORMAL", PlainDisk(), half_synced),
        ("control: originals not synced", CarelessDisk(), lambda case: case),
        ("control: row before blob", PlainDisk(), row_before_blob),
    ):
        yield _control(name, plan, controls, chance, disk, change)


def _not_here() -> str:
    if os.name != "posix" or os.geteuid() != 0:
        return "only root can mount a disk of its own"
    for tool in ("mkfs.ext4", "mount", "umount", "losetup"):
        if shutil.which(tool) is None:
            return f"there is no {tool} here"
    if subprocess.run(["losetup", "-f"], capture_output=True).returncode:
        return "there is no loop device here"
    return ""


def _row(figure: str, plan: Plan, times: int, chance: random.Random, disk: Disk, change: Change) -> Row:
    found = [_cut(plan.folder / "cut", chance, disk, change) for _ in range(times)]
    acknowledged, lost = sum(one.acknowledged for one in found), sum(one.lost for one in found)
    sound = sum(one.audit.ok for one in found)
    said = f"{lost} of {acknowledged} acknowledged lost, {sound} verify"
    return Row(figure, "0 lost, all verify", said, times, lost == 0 and sound == times)


def _control(figure: str, plan: Plan, times: int, chance: random.Random, disk: Disk, change: Change) -> Row:
    losing = lost = acknowledged = 0
    for _ in range(times):
        try:
            one = _cut(plan.folder / "cut", chance, disk, change)
        except Refusal:  # not even a case is left
            losing += 1
            continue
        losing, lost, acknowledged = losing + (one.lost > 0), lost + one.lost, acknowledged + one.acknowledged
    said = f"{lost} of {acknowledged} acknowledged lost, in {losing} cuts"
    return Row(figure, "MUST lose", said, times, losing > 0)


def _cut(folder: Path, chance: random.Random, disk: Disk, change: Change) -> Left:
    """One import on a fresh disk, cut off after a random number of files was acknowledged."""
    shutil.rmtree(folder, ignore_errors=True)
    mount = folder / "mount"
    mount.mkdir(parents=True)
    paths = files(folder / "in", _FILES, chance)
    subprocess.run(["truncate", "-s", "96M", str(folder / "disk")], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(folder / "disk")], check=True)
    with _mounted(folder):
        room(folder).new_case(mount / "case", "trial").close()
        os.sync()
        running = begin(folder, mount / "case", paths, disk, change)
        running.wait_for(chance.randrange(1, _FILES - 20))
        time.sleep(chance.random() * 0.02)
        while select.select([running.pipe], [], [], 0)[0] and (more := os.read(running.pipe, 1 << 16)):
            running.read += more
        said = running.lines()
        _shut_down(mount)
        running.end(kill=True)
    with _mounted(folder):
        return left(folder, mount / "case", said)


@contextlib.contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "loop", str(folder / "disk"), str(folder / "mount")], check=True)
    try:
        yield
    finally:
        for _ in range(100):
            if subprocess.run(["umount", str(folder / "mount")], capture_output=True).returncode == 0:
                break
            time.sleep(0.05)  # the kernel has not let go of the killed process's files


def _shut_down(mount: Path) -> None:
    descriptor = os.open(mount, os.O_RDONLY)
    try:
        fcntl.ioctl(descriptor, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    finally:
        os.close(descriptor)


TRIAL = Trial("power", run)
