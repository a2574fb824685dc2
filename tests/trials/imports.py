"""An import in a process of its own that says of each file that it is acknowledged, and what is left of it later.

The files are no pictures and the examiner reads none: what is tried is the vault and the journal.
"""

import contextlib
import json
import os
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.cases import ReadingExaminer
from workbench.bootstrap import build
from workbench.casework.cases import Case
from workbench.casework.disk_ports import Disk
from workbench.casework.importing import import_files
from workbench.casework.ports import Staged
from workbench.casework.verifying import Audit, verify
from workbench.casework.workroom import Workroom
from workbench.custody.disk import PlainDisk
from workbench.custody.keys import read_checkpoint
from workbench.domain.examinations import Limits
from workbench.domain.refusals import Refusal
from workbench.sources.files import FilesSource
from workbench.storage.case_store import CaseStore

Change = Callable[[Case], Case]


def room(folder: Path, disk: Disk | None = None) -> Workroom:
    """A workroom whose keys lie in `folder`."""
    environment = {"WORKBENCH_HOME": str(folder / "home"), "WORKBENCH_AUTHOR": "trial", "WORKBENCH_LOG": "off"}
    return build(environment, disk=disk)


def files(folder: Path, count: int, chance: random.Random, most: int = 40_000) -> list[str]:
    """Files like no others."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"{number:04}.jpg"
        path.write_bytes(b"image" + chance.randbytes(chance.randrange(100, most)))
        paths.append(str(path))
    return paths


def imported(case: Case, paths: Sequence[str], disk: Disk | None = None) -> Iterator[tuple[str, str, str]]:
    """Outcome, digest and code of each file, once it is acknowledged."""
    disk = disk or PlainDisk()
    for outcome in import_files(case, FilesSource(tuple(paths)), ReadingExaminer(), lambda preview: b"jpeg", Limits()):
        yield outcome.status.value, outcome.sha256, outcome.code
        disk.reached("acknowledged")


@dataclass
class Running:
    """An import in another process, and the pipe on which it acknowledges."""

    pid: int
    pipe: int
    read: bytes = b""

    def lines(self) -> list[dict[str, Any]]:
        """What was acknowledged so far, in whole lines."""
        return [json.loads(line) for line in self.read.split(b"\n")[:-1]]

    def wait_for(self, count: int) -> None:
        """Read until so many are acknowledged, or the process has ended."""
        while self.read.count(b"\n") < count and (more := os.read(self.pipe, 1 << 16)):
            self.read += more

    def end(self, kill: bool = False) -> list[dict[str, Any]]:
        """All that was acknowledged; the process is gone when it returns."""
        if kill:
            os.kill(self.pid, signal.SIGKILL)
        while more := os.read(self.pipe, 1 << 16):
            self.read += more
        os.close(self.pipe)
        os.waitpid(self.pid, 0)
        return self.lines()


def begin(folder: Path, case: Path, paths: Sequence[str], disk: Disk, change: Change = lambda case: case) -> Running:
    """Begin to import into the case in another process of this program; `folder` holds the keys."""
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return Running(pid, out)
    os.close(out)  # the child: it never returns
    with contextlib.suppress(BaseException):
        try:
            _import(folder, case, paths, disk, change, into)
        except BaseException:
            traceback.print_exc(file=sys.stderr)
    os._exit(0)


def _import(folder: Path, case: Path, paths: Sequence[str], disk: Disk, change: Change, into: int) -> None:
    try:
        with contextlib.closing(room(folder, disk).open_case(case)) as opened:
            for outcome, sha256, code in imported(change(opened), paths, disk):
                os.write(into, json.dumps({"outcome": outcome, "sha256": sha256, "code": code}).encode() + b"\n")
    except Refusal as refusal:
        os.write(into, json.dumps({"outcome": "stopped", "sha256": "", "code": refusal.code}).encode() + b"\n")


@dataclass(frozen=True)
class Left:
    """What is left of a case: how many acknowledged files are lost, and its audit."""

    acknowledged: int
    lost: int
    audit: Audit

    @property
    def sound(self) -> bool:
        return self.lost == 0 and self.audit.ok


def left(folder: Path, case: Path, lines: Iterable[dict[str, Any]]) -> Left:
    """Open the case as a person would, and look for everything that was acknowledged."""
    admitted = {line["sha256"] for line in lines if line["outcome"] in ("admitted", "known")}
    with contextlib.closing(room(folder).open_case(case)) as opened:
        return checked(opened, admitted)


def checked(opened: Case, admitted: set[str]) -> Left:
    lost = 0
    for sha256 in admitted:
        try:
            there = opened.vault.digest(sha256) == sha256 and opened.views.evidence(sha256) is not None
        except OSError:
            there = False
        lost += not there
    return Left(len(admitted), lost, verify(opened, read_checkpoint))


def half_synced(case: Case) -> Case:
    """A control: the database with synchronous=NORMAL."""
    store = case.journal
    assert isinstance(store, CaseStore)
    store.db.execute("PRAGMA synchronous = NORMAL")
    return case


def row_before_blob(case: Case) -> Case:
    """A control: what is entered in the journal is acknowledged, and the original put in its place afterwards."""
    return replace(case, vault=LateVault(case.vault))


class LateVault:
    """Publishes what it was given only once two groups more are to be published."""

    def __init__(self, vault: Any) -> None:
        self._vault = vault
        self._waiting: list[Sequence[Staged]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._vault, name)

    def publish(self, staged: Sequence[Staged]) -> None:
        self._waiting.append(staged)
        if len(self._waiting) > 2:
            self._vault.publish(self._waiting.pop(0))
