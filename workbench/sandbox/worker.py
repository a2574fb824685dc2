"""One child process, seen from the supervisor: started, greeted, asked and put away."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from workbench.sandbox.deadline import Deadline, TimeIsUp, deadline
from workbench.sandbox.protocol import BrokenFrame, ClosedPipe, Frame, receive, send
from workbench.sandbox.replies import Hello, InvalidReply, parse_hello

START_SECONDS = 60.0
PIPE_BYTES = 2**20
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
KEPT_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "67108864",
    "MALLOC_TRIM_THRESHOLD_": "134217728",
    "MALLOC_TOP_PAD_": "16777216",
}
"""glibc keeps a picture's memory for the next picture: fetching fresh pages each time cost half of the time."""
BOOT = (
    "import sys; sys.path[:0] = sys.argv[1:2];"
    "sys.path += [path for path in sys.argv[2:] if path not in sys.path];"
    "from workbench.sandbox.child import main; main()"
)


Result = TypeVar("Result")


class WorkerLost(Exception):
    """The child did not answer. `code` says how it was lost; it has been killed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Worker:
    """A child and its two pipes. Not for two threads at once. `examined` counts the files that it was given."""

    def __init__(self, memory_bytes: int, command: Sequence[str]) -> None:
        """Starts the process and does not wait for it; `greet` does. OSError where it cannot be started."""
        self.memory_bytes = memory_bytes
        self.examined = 0
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter, our own code)
            list(command),
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
        os.set_blocking(self._requests, sys.platform == "win32")
        self._hello: Hello | None = None

    def alive(self) -> bool:
        return self._process.poll() is None

    def greet(self) -> Hello:
        """Wait until the child is locked and says so; WorkerLost `examine.child-not-started` where it never does."""
        if self._hello is None:
            start = {"memory_bytes": self.memory_bytes, "parent": os.getpid()}
            try:
                self.tell(start)
                self._hello = parse_hello(self.answer(0, START_SECONDS))
            except (WorkerLost, InvalidReply) as error:
                self.kill()
                raise WorkerLost("examine.child-not-started") from error
        return self._hello

    def tell(self, header: Mapping[str, Any], blob: bytes = b"", seconds: float = START_SECONDS) -> None:
        """Send a request, and a file with it; its answer is fetched with `answer`. WorkerLost as there."""
        with deadline(self.stop, seconds) as limit:
            self._exchange(limit, lambda: send(self._requests, header, blob, limit.ready))

    def answer(self, blob_limit: int, seconds: float) -> Frame:
        """The answer to the earliest request that has none yet.

        WorkerLost `examine.took-too-long`, `.child-died` or `.reply-invalid`; the child is then dead.
        """
        with deadline(self.stop, seconds) as limit:
            return self._exchange(limit, lambda: receive(self._answers, blob_limit, limit.ready))

    def _exchange(self, limit: Deadline, talk: Callable[[], Result]) -> Result:
        try:
            return talk()
        except (TimeIsUp, ClosedPipe, BrokenFrame) as error:
            if isinstance(error, BrokenFrame):
                code = "examine.reply-invalid"
            elif isinstance(error, TimeIsUp) or limit.passed():
                code = "examine.took-too-long"
            else:
                code = "examine.child-died"
            self.kill()
            raise WorkerLost(code) from error

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


def child_command() -> list[str]:
    """How to start the child: frozen, from a checkout or installed. `-I` keeps the user's own packages out."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child"]
    root = str(Path(__file__).resolve().parents[2])
    return [sys.executable, "-I", "-c", BOOT, root, *(path for path in sys.path if os.path.isabs(path))]


def environment() -> dict[str, str]:
    """A bare environment: nothing of the user's reaches the child but what its loader cannot do without.

    With no home at all Python would ask the name service for one, through a socket.
    """
    kept = ("SYSTEMROOT", "LD_LIBRARY_PATH") if getattr(sys, "frozen", False) else ("SYSTEMROOT",)
    return (
        ONE_THREAD
        | KEPT_MEMORY
        | {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
        | {name: os.environ[name] for name in kept if name in os.environ}
    )


def _widen(descriptor: int) -> None:
    """A file of megabytes should not pass in pieces of 64 KiB; where that is not allowed, it does."""
    if sys.platform == "linux":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        except OSError:
            return
