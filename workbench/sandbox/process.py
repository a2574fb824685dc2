"""How a child process is held by the supervisor, and how one is started as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

PIPE_BYTES = 2**20
LEAVING_SECONDS = 5.0
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


class Process(Protocol):
    """A process and its two pipes, seen from outside: `requests` is written to, `answers` is read from."""

    @property
    def requests(self) -> int: ...

    @property
    def answers(self) -> int: ...

    @property
    def parent(self) -> int:
        """The process whose end must be the end of this one."""
        ...

    def alive(self) -> bool: ...

    def stop(self) -> None:
        """Kill it without waiting; whoever reads from it meets the end of the pipe."""
        ...

    def end(self) -> None:
        """Kill it, wait until it has ended, and close the pipes. Does nothing the second time."""
        ...


class Spawned:
    """A `Process` that is a program of its own, and a child of this one."""

    def __init__(self, command: Sequence[str]) -> None:
        """OSError where it cannot be started."""
        self._popen = subprocess.Popen(  # noqa: S603 (our own interpreter, our own code)
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            cwd=Path(sys.executable).anchor,
            close_fds=True,
            bufsize=0,
        )
        if self._popen.stdin is None or self._popen.stdout is None:
            raise OSError("the child has no pipes")
        self.requests, self.answers = self._popen.stdin.fileno(), self._popen.stdout.fileno()
        self.pid, self.parent = self._popen.pid, os.getpid()

    def alive(self) -> bool:
        return self._popen.poll() is None

    def stop(self) -> None:
        self._popen.kill()

    def end(self) -> None:
        self.stop()
        self.leave()

    def leave(self) -> None:
        """Close the pipes, by which it learns that it is no longer needed; kill it where it does not end by itself."""
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe:
                pipe.close()
        try:
            self._popen.wait(LEAVING_SECONDS)
        except subprocess.TimeoutExpired:
            self.stop()
            self._popen.wait()


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


def prepare_pipes(requests: int, answers: int) -> None:
    """The supervisor's ends: a request never blocks, and a file of megabytes need not pass in pieces of 64 KiB."""
    if sys.platform != "win32":  # its pipes cannot
        os.set_blocking(requests, False)
    if sys.platform == "linux":
        import fcntl

        for descriptor in (requests, answers):
            try:
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
            except OSError:
                return  # more than the user is allowed: then it does pass in pieces
