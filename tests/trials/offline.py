"""The whole product under a filter that kills it on the first network call."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.trials.ledger import Plan, Row, Trial
from workbench.assets import resources

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "tests" / "killed_at_network.py"
SAMPLE = resources() / "sample"
KILLED = 99


def run(plan: Plan) -> Iterator[Row]:
    reason = _cannot()
    if reason:
        yield Row("the program under a filter that kills at a network call", "runs to its end", reason, 0, None)
        return
    for name, program in CONTROLS.items():
        code = _code(plan, sys.executable, "-c", program)
        yield Row(f"control: {name}", "killed", "killed" if code == KILLED else f"exit {code}", 1, code == KILLED)
    jobs = [job for job in _jobs(plan.folder) if plan.whole or job[0] in _QUICK]
    ended = {job: _code(plan, sys.executable, "-m", "workbench", *job) for job in jobs}
    wrong = [f"{job[0]}: {code}" for job, code in ended.items() if code]
    yield Row("verbs under the filter", "run to their end", "; ".join(wrong) or "all", len(jobs), not wrong)
    code = _code(plan, sys.executable, "-m", "tests.driven_window", plan.folder / "driven")
    yield Row("the window under the filter, through its tasks", "runs to its end",
              "all" if code == 0 else f"exit {code}", 1, code == 0)  # fmt: skip


CONTROLS = {
    "a UDP socket": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a TCP socket, IPv6": "import socket; socket.socket(socket.AF_INET6)",
    "a lookup of a name": "import socket; socket.getaddrinfo('example.org', 80)",
    "a raw packet socket": "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a child of the program": "import subprocess, sys; p = subprocess.run([sys.executable, '-c', "
    "'import socket; socket.socket()'])",
}


_QUICK = ("case", "import", "inspect", "event", "bundle")
"""The verbs of the quick part; the window does most of the others' work."""


def _cannot() -> str:
    done = subprocess.run([sys.executable, LAUNCHER, "true"], capture_output=True, text=True)
    return "" if done.returncode == 0 else f"no filter can be set here: {done.stderr.strip()[-80:]}"


def _jobs(folder: Path) -> list[tuple[object, ...]]:
    made, library = folder / "case", folder / "library"
    known, picture = SAMPLE / "known" / "bridge.jpg", SAMPLE / "incoming" / "IMG_20251125_021214.jpg"
    return [
        ("demo", folder / "sample"),
        ("case", "new", made, "--title", "Offline"),
        ("import", made, picture),
        ("inspect", picture),
        ("known", "add", library, known),
        ("known", "export", library, "--to", folder / "pack.zip"),
        ("match", "--library", library, known),
        ("match", "--case", made, "--library", library),
        ("event", "add", made, "--title", "T", "--from", "2025-11-24", "--to", "2025-11-25", "--place", "Khost"),
        ("claim", "add", made, "event-1", "--text", "it shows it", "--by", "a channel"),
        *((("report", made, "event-1", "--to", folder / f"report{suffix}")) for suffix in (".html", ".json", ".csv")),
        ("bundle", made, "--to", folder / "bundle.zip"),
        ("verify", made),
        ("verify", folder / "bundle.zip"),
        ("checkpoint", made, "--export", folder / "checkpoint.txt"),
    ]


def _code(plan: Plan, *command: object) -> int:
    """How a command under the filter ended; `KILLED` where it made a network call."""
    environment = {**os.environ, "WORKBENCH_HOME": str(plan.folder / "home"), "PYTHONPATH": str(ROOT)}
    if not environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, LAUNCHER, *map(str, command)], env=environment, cwd=ROOT, capture_output=True, timeout=600
    )
    if done.returncode not in (0, KILLED):
        print(f"offline: {command[2:4]}: {done.stderr[-400:].decode(errors='replace')}", file=sys.stderr)
    return done.returncode


TRIAL = Trial("offline", run)
