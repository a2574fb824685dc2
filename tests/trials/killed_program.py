"""kill -9 at a random moment of an import by the whole program, children and all, and what is left of it."""

import json
import os
import random
import select
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Killed:
    """How one round ended: outcomes read before the kill, how many of them are lost, and whether the case verifies."""

    acknowledged: int
    lost: int
    verified: bool


def killed_import(folder: Path, files: int, seed: int) -> Killed:
    """Import fresh files by the command line into a new `folder`, and kill the whole process group after a random
    number of outcomes was read plus a random pause. Every file whose outcome was printed must then be there."""
    chance = random.Random(seed)
    incoming, case = folder / "in", folder / "case"
    incoming.mkdir(parents=True)
    for number in range(files):
        pixels = chance.randbytes(24 * 24 * 3)
        Image.frombytes("RGB", (24, 24), pixels).resize((160, 120)).save(incoming / f"{number:04}.jpg")
    environment = {**os.environ, "WORKBENCH_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    start = [sys.executable, "-m", "workbench"]
    subprocess.run([*start, "case", "new", str(case)], env=environment, check=True, stdout=subprocess.DEVNULL)
    running = subprocess.Popen(
        [*start, "import", str(case), str(incoming), "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    lines = _read_then_kill(running, chance.randrange(files), chance.random() * 0.05)
    admitted = [line["sha256"] for line in lines if line["outcome"] == "admitted"]
    lost = sum(not (case / "originals" / sha256[:2] / sha256).is_file() for sha256 in admitted)
    listed = subprocess.run(
        [*start, "inspect", "--case", str(case), "--json"], env=environment, capture_output=True, check=True
    )
    present = {json.loads(line)["sha256"] for line in listed.stdout.splitlines()}
    lost += len(set(admitted) - present)
    verified = subprocess.run([*start, "verify", str(case)], env=environment, stdout=subprocess.DEVNULL)
    return Killed(len(lines), lost, verified.returncode == 0)


def _read_then_kill(running: subprocess.Popen[bytes], outcomes: int, pause: float) -> list[dict[str, str]]:
    """The whole lines that were printed before the process group was killed."""
    assert running.stdout is not None
    read = b""
    while read.count(b"\n") < outcomes and (more := os.read(running.stdout.fileno(), 1 << 16)):
        read += more
    select.select([], [], [], pause)
    os.killpg(running.pid, signal.SIGKILL)
    read += running.stdout.read()
    running.wait()
    return [json.loads(line) for line in read.split(b"\n")[:-1]]
