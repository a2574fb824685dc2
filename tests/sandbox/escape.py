"""Every way out, tried in real children and unlocked: one run as the user that this program is started as.

    python -I -c BOOT ROOT [PATH...]    prints one JSON object: what became of each way, and what was seen of it outside

It is the supervisor of those children. What it listens with and the files that it lays out are for them to reach.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.sandbox import ways_out
from tests.sandbox.fake_child import children
from tests.sandbox.tampered_child import command
from workbench.domain.examinations import Limits
from workbench.sandbox.nursery import Forked, Nursery
from workbench.sandbox.process import Process, Spawned
from workbench.sandbox.worker import Worker, WorkerLost

SECONDS = 30.0
WAYS = (*ways_out.PROBES, *ways_out.FURTHER)
SWEEP = "every call"
INTERPRETERS = (f"/usr/bin/python3.{sys.version_info.minor}", f"/usr/local/bin/python3.{sys.version_info.minor}")
Found = Mapping[str, Any]


def as_user(user: int | None = None) -> Found:
    """What this program prints, run by another user where one is named. OSError where that user cannot run it."""
    own = [sys.executable] if user is None else [sys.executable, *INTERPRETERS]  # ours may lie in a closed folder
    other: dict[str, Any] = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    reason = ""
    for interpreter in own:
        asked = [interpreter, *command("escaping")[1:]]
        try:
            done = subprocess.run(asked, capture_output=True, timeout=SECONDS * 10, cwd="/", check=False, **other)
        except OSError as error:
            reason = str(error)
            continue
        if not done.returncode:
            found: Found = json.loads(done.stdout)
            return found
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    raise OSError(reason)


def main() -> None:
    found: dict[str, Any] = {"user": os.getuid()}
    for way in ("forked", "spawned"):
        with _surroundings() as (around, effects):
            found[way] = {**_locked(way, around), "effects": effects()}
    with _surroundings() as (around, effects):
        found["control"] = {name: _unlocked(name, around) for name in (*WAYS, SWEEP)}
        found["control effects"] = effects()
    print(json.dumps(found))


def _locked(way: str, around: ways_out.Around) -> dict[str, Any]:
    """The outcome of each way out in a real child, which was forked or started as a program of its own."""
    nursery = Nursery(command())
    process = nursery.start() if way == "forked" else Spawned(command())
    worker = Worker(process, Limits().memory_bytes)
    try:
        isolation = worker.greet().isolation
        outcomes, told = {}, {**around, "pipes": 2}
        for name in WAYS:
            outcomes[name] = _answer(worker, name, told).get("outcome", "")
        swept = _answer(worker, SWEEP, told)
        return {
            "forked": isinstance(process, Forked),
            "capabilities": _capabilities(process),
            "level": isolation.level.value,
            "missing": isolation.missing,
            "outcomes": outcomes,
            "tried": swept.get("tried", 0),
            "strange": swept.get("strange", []),
        }
    finally:
        worker.kill()
        nursery.close()


def _capabilities(process: Process) -> int:
    """What the child may do that others may not, as the system says."""
    number = process.pid if isinstance(process, Spawned) else min(children(process.parent))
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("CapEff:")).split()[1], 16)


def _answer(worker: Worker, name: str, around: ways_out.Around) -> Mapping[str, Any]:
    try:
        worker.tell({"step": "load", "limits": asdict(Limits())})
        worker.tell({"step": "escape", "way": name, "around": around})
        return worker.answer(0, SECONDS).header
    except WorkerLost as lost:
        return {"outcome": lost.code}


def _unlocked(name: str, around: ways_out.Around) -> str:
    """The outcome of the same attempt in a process that is not locked, and that has inherited a descriptor."""
    told = {"way": name, "around": {**around, "pipes": 0}}
    done = subprocess.run(
        command("control"),
        input=json.dumps(told).encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
        pass_fds=(around["open"],),
    )
    return done.stdout.decode().strip() or f"failed ({done.returncode})"


@contextmanager
def _surroundings() -> Iterator[tuple[dict[str, Any], Any]]:
    """What there is to reach, and a look at what was reached."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="escape-")))
        for name in ("growing", "removable", "movable"):
            (folder / name).touch()
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        unix.bind(f"{folder}/socket")
        abstract = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        name = f"escape-{os.getpid()}"
        abstract.bind("\0" + name)
        opened = stack.enter_context((folder / "growing").open("ab"))
        for one in (tcp, unix, abstract):
            one.listen(64)
        for one in (tcp, udp, unix, abstract):
            one.setblocking(False)

        def effects() -> list[str]:
            found = sorted(path.name for path in folder.iterdir())
            found = [name for name in found if name not in ("growing", "removable", "movable", "socket")]
            found += [name for name in ("removable", "movable") if not (folder / name).exists()]
            found += ["growing"] * bool((folder / "growing").stat().st_size)
            for kind, one in (("tcp", tcp), ("udp", udp), ("unix", unix), ("abstract", abstract)):
                try:
                    one.recv(1) if kind == "udp" else one.accept()[0].close()
                except BlockingIOError:
                    continue
                found.append(kind)
            return found

        yield (
            {
                "parent": os.getpid(),
                "folder": str(folder),
                "tcp": tcp.getsockname()[1],
                "udp": udp.getsockname()[1],
                "unix": f"{folder}/socket",
                "abstract": name,
                "open": opened.fileno(),
            },
            effects,
        )
