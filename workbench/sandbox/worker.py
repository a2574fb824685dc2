"""One child process, seen from the supervisor: started, greeted, asked, and put away."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.sandbox.protocol import BrokenFrame, ClosedPipe, Frame, receive, send
from workbench.sandbox.replies import Hello, InvalidReply, parse_hello

START_SECONDS = 60.0
PIPE_BYTES = 2**20
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
KEPT_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "67108864", "MALLOC_TRIM_THRESHOLD_": "134217728", "MALLOC_TOP_PAD_": "16777216"}
"""glibc keeps a picture's memory for the next picture: fetching fresh pages each time cost half of the time."""
BOOT = (
    "import sys; sys.path[:0] = sys.argv[1:2];"
    "sys.path += [path for path in sys.argv[2:] if path not in sys.path];"
    "from workbench.sandbox.child import main; main()"
)


class WorkerLost(Exception):
    """The child did not answer. `code` says how it was lost; it has been killed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Worker:
    """A child and its two pipes. Not for two threads at once. `examined` counts the files it was given."""

    def __init__(self, memory_bytes: int) -> None:
        """Starts the process and does not wait for it; `greet` does. OSError where it cannot be started."""
        self.memory_bytes = memory_bytes
        self.examined = 0
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter, our own code)
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            cwd=Path(sys.executable).anchor,
            close_fds=True,
            bufsize=0,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("the child has no pipes")
        self._requests, self._answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        _widen(self._requests)
        _widen(self._answers)
        self._hello: Hello | None = None

    def greet(self) -> Hello:
        """Wait until the child is locked and says so; WorkerLost `examine.child-not-started` where it never does."""
        if self._hello is None:
            start = {"memory_bytes": self.memory_bytes, "parent": os.getpid()}
            try:
                self._hello = parse_hello(self.ask(start, 0, START_SECONDS))
            except (WorkerLost, InvalidReply) as error:
                self.kill()
                raise WorkerLost("examine.child-not-started") from error
        return self._hello

    def load(self, untrusted: bytes, limits: Mapping[str, Any], seconds: float) -> None:
        """Give the child a file; it keeps it until the next one."""
        self.examined += 1
        with _Deadline(self, seconds) as deadline:
            try:
                send(self._requests, {"step": "load", "limits": limits}, untrusted)
            except ClosedPipe as error:
                raise self._lost(deadline) from error

    def ask(self, request: Mapping[str, Any], blob_limit: int, seconds: float) -> Frame:
        """One request, one answer; WorkerLost `examine.took-too-long`, `.child-died` or `.reply-invalid`."""
        with _Deadline(self, seconds) as deadline:
            try:
                send(self._requests, request)
                return receive(self._answers, blob_limit)
            except ClosedPipe as error:
                raise self._lost(deadline) from error
            except BrokenFrame as error:
                self.kill()
                raise WorkerLost("examine.reply-invalid") from error

    def kill(self) -> None:
        """End the child at once, and close the pipes. Does nothing the second time."""
        self.stop()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def stop(self) -> None:
        """Kill the child without waiting; whoever reads from it meets the end of the pipe."""
        self._process.kill()

    def _lost(self, deadline: "_Deadline") -> WorkerLost:
        self.kill()
        return WorkerLost("examine.took-too-long" if deadline.passed() else "examine.child-died")


class _Deadline:
    """Kills the child when time is up, which ends every blocked read and write on its pipes, on every system.

    A lock decides between the end of the work and the end of the time: a child that answered in time is
    never killed for it.
    """

    def __init__(self, worker: Worker, seconds: float) -> None:
        self._worker = worker
        self._lock = threading.Lock()
        self._state = "running"
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.passed()
        self._timer.cancel()

    def passed(self) -> bool:
        """True where the time was up; from this call on it can no longer run out."""
        with self._lock:
            if self._state == "running":
                self._state = "done"
            return self._state == "passed"

    def _expire(self) -> None:
        with self._lock:
            if self._state != "running":
                return
            self._state = "passed"
            self._worker.stop()


def command() -> list[str]:
    """How to start the child: frozen, from a checkout or installed. `-I` keeps the user's own packages out."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child"]
    root = str(Path(__file__).resolve().parents[2])
    return [sys.executable, "-I", "-c", BOOT, root, *(path for path in sys.path if os.path.isabs(path))]


def environment() -> dict[str, str]:
    """A bare environment: nothing of the user's reaches the child but what its loader cannot do without."""
    kept = ("SYSTEMROOT", "LD_LIBRARY_PATH") if getattr(sys, "frozen", False) else ("SYSTEMROOT",)
    return ONE_THREAD | KEPT_MEMORY | {"LC_ALL": "C.UTF-8"} | {name: os.environ[name] for name in kept if name in os.environ}


def _widen(descriptor: int) -> None:
    """A file of megabytes should not pass in pieces of 64 KiB; where that is not allowed, it does."""
    if sys.platform == "linux":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        except OSError:
            return
