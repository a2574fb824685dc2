"""The installation's log: one JSON object a line, in a few small files that only the user can read.

What may stand in it is held by types: numbers, and text of the program's own code (`domain.faults.Own`). Names,
places, captions, paths and messages of errors have no way in.
"""

import json
import os
import platform
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from workbench.domain.faults import Log, Own, fault_of

FILE = "workbench.log"
LARGEST = 256 * 1024
KEPT = 4
"""Older files beside the one that is written: `workbench.log.1` is the newest of them."""

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class LogFile:
    """Appends to the log in `folder`, at most `largest` bytes a file. A log that cannot be written is done without."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], largest: int = LARGEST, kept: int = KEPT) -> None:
        self._folder, self._clock, self._largest, self._kept = folder, clock, largest, kept
        self._lock = threading.Lock()

    def note(self, event: Own, **facts: int | Own | tuple[Own, ...]) -> None:
        at = self._clock().isoformat(timespec="seconds")
        line = (json.dumps({"at": at, "event": event, **facts}) + "\n").encode()
        with self._lock:
            try:
                self._append(line)
            except OSError:
                return

    def _append(self, line: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self._folder / FILE
        if file.exists() and file.stat().st_size + len(line) > self._largest:
            self._rotate(file)
        descriptor = os.open(file, _FLAGS, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)

    def _rotate(self, file: Path) -> None:
        for number in range(self._kept, 0, -1):
            older = self._folder / (f"{FILE}.{number - 1}" if number > 1 else FILE)
            if older.exists():
                os.replace(older, self._folder / f"{FILE}.{number}")


class NoLog:
    """Where the user wants none."""

    def note(self, event: Own, **facts: int | Own | tuple[Own, ...]) -> None:
        return


def surroundings(program: str) -> tuple[Own, ...]:
    """On what the program runs: its version, Python's, and the system's kind, release and processor."""
    python = f"Python {platform.python_version()}"
    return tuple(Own(one) for one in (program, python, platform.system(), platform.release(), platform.machine()))


def caught(program: str, log: Log, clock: Callable[[], datetime], error: BaseException, where: Own) -> str:
    """Log an error that nobody foresaw, and give all that is told of it, to be copied and passed on."""
    fault, at = fault_of(error), clock()
    log.note(Own("fault"), where=where, kinds=fault.kinds, frames=fault.frames)
    return "\n".join((f"{at.isoformat(timespec='seconds')}; {'; '.join(surroundings(program))}", *fault.lines()))
