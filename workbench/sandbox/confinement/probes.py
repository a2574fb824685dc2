"""Trying what must be refused: a layer counts only where the attempt failed."""

import errno
import mmap
import os
import socket
import sys
from collections.abc import Callable

from workbench.domain.examinations import Isolation, IsolationLevel

ESSENTIAL = ("open-file", "network")
"""Where one of these is possible, the child is not isolated at all."""


def probe_open() -> str:
    return _refused(lambda: os.close(os.open(sys.executable, os.O_RDONLY)))


def probe_write() -> str:
    return _refused(lambda: os.close(os.open(os.devnull, os.O_WRONLY)))


def probe_network() -> str:
    return _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close())


def probe_fork() -> str:
    return _refused(_fork)


def probe_executable_memory() -> str:
    protection = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    return _refused(lambda: mmap.mmap(-1, mmap.PAGESIZE, prot=protection).close())


def judged(layers: tuple[tuple[str, str], ...], needed: tuple[str, ...]) -> Isolation:
    """Full where every probe was refused and every needed layer stands; none where an essential probe went through."""
    probes: list[tuple[str, Callable[[], str]]] = [("open-file", probe_open), ("network", probe_network)]
    if sys.platform != "win32":
        probes += [("write-file", probe_write), ("fork", probe_fork), ("executable-memory", probe_executable_memory)]
    found = [(name, probe()) for name, probe in probes]
    layers += tuple((name, "absent") for name in needed if name not in dict(layers))
    failed = {name for name, outcome in found if not outcome.startswith("refused")}
    missing = [name for name in needed if dict(layers)[name].startswith(("absent", "failed"))]
    if failed & set(ESSENTIAL):
        level = IsolationLevel.NONE
    elif failed or missing or not needed:
        level = IsolationLevel.REDUCED
    else:
        level = IsolationLevel.FULL
    return Isolation(level, layers + tuple((f"probe {name}", outcome) for name, outcome in found))


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _refused(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return f"refused ({errno.errorcode.get(error.errno or 0, str(error.errno))})"
    except ValueError:
        return "refused"
    return "possible"
