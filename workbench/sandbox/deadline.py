"""How long the supervisor waits for a child, without ever sleeping."""

import select
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol


class TimeIsUp(Exception):
    """The other side was not ready within the time."""


class Deadline(Protocol):
    def ready(self, descriptor: int, writing: bool) -> None:
        """Return when the descriptor can be read or written; TimeIsUp where it cannot in time."""
        ...

    def passed(self) -> bool: ...


def deadline(end_child: Callable[[], None], seconds: float) -> "AbstractContextManager[Polled | Watched]":
    """`seconds` from now, as the system allows: by polling the pipe, or on Windows, whose pipes have no poll, by
    a timer that ends the child, which ends the wait.
    """
    return Watched(end_child, seconds) if sys.platform == "win32" else Polled(seconds)


class Polled:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def __enter__(self) -> "Polled":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def ready(self, descriptor: int, writing: bool) -> None:
        poll = select.poll()
        poll.register(descriptor, select.POLLOUT if writing else select.POLLIN)
        if not poll.poll(max(0.0, self._end - time.monotonic()) * 1000):
            raise TimeIsUp

    def passed(self) -> bool:
        return time.monotonic() >= self._end


class Watched:
    """A lock decides between the end of the work and the end of the time: who answered in time is not killed for it."""

    def __init__(self, end_child: Callable[[], None], seconds: float) -> None:
        self._end_child = end_child
        self._lock = threading.Lock()
        self._state = "running"
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> "Watched":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.passed()
        self._timer.cancel()

    def ready(self, descriptor: int, writing: bool) -> None:
        return

    def passed(self) -> bool:
        """True where the time was up; from this call on it can no longer run out."""
        with self._lock:
            if self._state == "running":
                self._state = "done"
            return self._state == "passed"

    def _expire(self) -> None:
        with self._lock:
            if self._state == "running":
                self._state = "passed"
                self._end_child()
