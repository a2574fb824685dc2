"""Linux: resource limits, no privileges, no writable code, Landlock, then seccomp. As root and as anyone else."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable

from workbench.domain.examinations import Isolation
from workbench.sandbox.confinement.landlock import restrict_files_and_network
from workbench.sandbox.confinement.probes import judged, probe_open
from workbench.sandbox.confinement.sealing import seal_code
from workbench.sandbox.confinement.seccomp import allow_only_memory_and_pipes

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
NEEDED = ("no-capabilities", "no-new-privileges", "writable-code", "landlock", "seccomp")
CAPABILITY_VERSION = 0x20080522
"""_LINUX_CAPABILITY_VERSION_3 of `linux/capability.h`: 64 bits in two rows of three words."""


def confine_linux(memory_bytes: int, parent: int | None) -> Isolation:
    libc = ctypes.CDLL(None, use_errno=True)
    # Landlock binds one thread only: with a second one it would be a fence with a gap.
    threads = _threads()
    layers = [
        ("rlimits", _tried(lambda: _limit_resources(memory_bytes))),
        ("no-capabilities", _tried(lambda: drop_capabilities(libc))),
        ("parent-death-signal", _tried(lambda: die_with(parent))),
        ("not-dumpable", _tried(lambda: _prctl(libc, PR_SET_DUMPABLE, 0))),
        ("no-new-privileges", _tried(lambda: _prctl(libc, PR_SET_NO_NEW_PRIVS, 1))),
        ("writable-code", _tried(lambda: seal_code(libc))),
        ("threads", str(threads)),
        ("landlock", _tried(lambda: restrict_files_and_network(libc)) if threads == 1 else "absent: several threads"),
        ("probe landlock open-file", probe_open()),
        ("seccomp", _tried(lambda: allow_only_memory_and_pipes(libc))),
    ]
    return judged(tuple(layers), NEEDED)


def _threads() -> int:
    """How many there are; 1 where /proc does not say: nothing here has started another."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


def _limit_resources(memory_bytes: int) -> str:
    for name, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        _, hard = resource.getrlimit(name)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (bound, bound))
    return f"memory {memory_bytes // 2**20} MiB"


def die_with(parent: int | None) -> str:
    """Be killed when the thread that started this process ends; ends it at once where `parent` is no longer its."""
    _prctl(ctypes.CDLL(None, use_errno=True), PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(0)  # it ended before the signal could be asked for
    return "yes"


def drop_capabilities(libc: ctypes.CDLL) -> str:
    """Leave root nothing that another user has not: some of the calls that stay allowed do more for a capable one."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    if libc.capset(ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)())):
        raise OSError(ctypes.get_errno(), "capset")
    return "yes"


def _prctl(libc: ctypes.CDLL, option: int, value: int) -> str:
    zero = ctypes.c_ulong(0)
    if libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero):
        raise OSError(ctypes.get_errno(), "prctl")
    return "yes"


def _tried(layer: Callable[[], str]) -> str:
    try:
        return layer()
    except (OSError, ValueError) as error:
        return f"failed: {error}"
