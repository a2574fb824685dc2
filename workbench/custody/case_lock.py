"""Who has a case open, over all programs of this machine: a lock on a file in its folder.

Kept by the system for as long as the file is open: a program that dies lets go. On a file system without locks, and
where the file cannot be made, nobody is ever alone.
"""

import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from workbench.domain.refusals import Refusal

LOCK = "case.lock"
_TICK, _PATIENCE = 0.05, 30.0


class CaseLock:
    """Shared by all who have the case open; held alone by one that puts it right."""

    def __init__(self, folder: Path, waited: Callable[[float], None] = time.sleep) -> None:
        self._file: IO[bytes] | None = None
        self._path, self._waited = folder / LOCK, waited

    def enter(self) -> bool:
        """As `Lock`; somebody who puts the case right is waited for, half a minute at most."""
        try:
            self._file = self._path.open("ab")
        except OSError:
            return False
        if self.alone():
            return True
        for _ in range(round(_PATIENCE / _TICK)):
            if self._try(_shared):
                return False
            self._waited(_TICK)
        self.release()
        raise Refusal("case.busy")

    def alone(self) -> bool:
        if self._try(_alone):
            return True
        self._try(_shared)  # a lock that could not be widened is lost
        return False

    def share(self) -> None:
        self._try(_shared)

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _try(self, take: "Callable[[IO[bytes]], None]") -> bool:
        with contextlib.suppress(OSError):
            if self._file:
                take(self._file)
                return True
        return False


if sys.platform == "win32":
    import msvcrt

    _SLOTS = 64

    def _alone(file: IO[bytes]) -> None:
        """Windows has no shared locks here: whoever shares holds one byte of many, whoever is alone all of them."""
        _let_go(file)
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, _SLOTS)

    def _shared(file: IO[bytes]) -> None:
        _let_go(file)
        for slot in range(_SLOTS):
            file.seek(slot)
            with contextlib.suppress(OSError):
                return msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        raise OSError("no slot is free")

    def _let_go(file: IO[bytes]) -> None:
        for first, count in [(0, _SLOTS), *((slot, 1) for slot in range(_SLOTS))]:
            file.seek(first)
            with contextlib.suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, count)
else:
    import fcntl

    def _alone(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _shared(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
