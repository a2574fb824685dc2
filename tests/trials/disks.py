"""Disks that fail: at a step by its name, at a call by its number, or by not doing what they say."""

import errno
import os
import signal
import threading
from pathlib import Path

from workbench.custody.disk import PlainDisk


class KillingDisk(PlainDisk):
    """The process dies, as by kill -9, when `step` is reached for the `nth` time."""

    def __init__(self, step: str, nth: int) -> None:
        self._step, self._left, self._lock = step, nth, threading.Lock()

    def reached(self, step: str) -> None:
        with self._lock:
            self._left -= step == self._step
            if step == self._step and self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class CountingDisk(PlainDisk):
    """Counts its calls; `before` is asked with each one's number, from 1, before it is done."""

    def __init__(self) -> None:
        self.calls, self._lock = 0, threading.Lock()

    def before(self, number: int) -> None:
        """Nothing happens."""

    def _called(self) -> None:
        with self._lock:
            self.calls += 1
            number = self.calls
        self.before(number)

    def write(self, descriptor: int, chunk: memoryview) -> int:
        self._called()
        return super().write(descriptor, chunk)

    def sync(self, descriptor: int) -> None:
        self._called()
        super().sync(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        self._called()
        super().rename(old, new)

    def sync_folder(self, folder: Path) -> None:
        self._called()
        super().sync_folder(folder)


class FailingDisk(CountingDisk):
    """Call `number` fails with `code`, and with `for_good` every one after it."""

    def __init__(self, number: int, code: int = errno.EIO, for_good: bool = False) -> None:
        super().__init__()
        self._number, self._code, self._for_good = number, code, for_good

    def before(self, number: int) -> None:
        if number == self._number or (self._for_good and number > self._number):
            raise OSError(self._code, os.strerror(self._code))


class DyingDisk(CountingDisk):
    """The process dies, as by kill -9, before call `number`."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def before(self, number: int) -> None:
        if number == self._number:
            os.kill(os.getpid(), signal.SIGKILL)


class CarelessDisk(PlainDisk):
    """Says that it synced originals and folders, and did not: a control."""

    def sync(self, descriptor: int) -> None:
        """Nothing."""

    def sync_folder(self, folder: Path) -> None:
        """Nothing."""
