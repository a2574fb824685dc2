"""Linux: run a program that is not ours, so confined that it can read itself, its pipes, and nothing else.

Started as `python -I -S -c BOOT ROOT '{"memory_bytes": ..., "seconds": ..., "parent": ..., "readable": [...]}' PROGRAM
[ARGUMENT...]`; it locks itself, tries the lock, and becomes the program. Where any layer is missing it ends with
status `NOT_CONFINED`, and the program does not run: there is no half of it.

The same layers as around the child (`linux.py`), with what a program needs more: to start, to load its libraries
and modules from the system's folders, and to ask about its files. It can start no process, open no socket, write no
file, and read none of the user's.
"""

import ctypes
import dataclasses
import json
import os
import platform
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.sandbox.confinement.landlock import restrict_files_and_network
from workbench.sandbox.confinement.linux import PR_SET_NO_NEW_PRIVS, die_with, drop_capabilities
from workbench.sandbox.confinement.probes import probe_fork, probe_network, probe_write
from workbench.sandbox.confinement.seccomp import ARCHITECTURES, Architecture, load_filter

NOT_CONFINED = 77
BOOT = "import sys; sys.path[:0] = sys.argv[1:2]; from workbench.sandbox.confinement.program import main; main()"
USERS_FILE = "/etc/passwd"
"""Readable to every process that is not locked."""

# By name and architecture: asm/unistd_64.h and asm-generic/unistd.h.
_MORE: Mapping[str, Mapping[str, int]] = {
    "x86_64": {
        "stat": 4, "fstat": 5, "lstat": 6, "lseek": 8, "ioctl": 16, "pread64": 17, "access": 21, "dup": 32,
        "execve": 59, "uname": 63, "fcntl": 72, "getcwd": 79, "readlink": 89, "umask": 95, "times": 100,
        "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "arch_prctl": 158, "time": 201,
        "getdents64": 217, "set_tid_address": 218, "openat": 257, "newfstatat": 262, "readlinkat": 267,
        "faccessat": 269, "statx": 332, "faccessat2": 439,
    },
    "aarch64": {
        "getcwd": 17, "dup": 23, "fcntl": 25, "ioctl": 29, "faccessat": 48, "openat": 56, "getdents64": 61,
        "lseek": 62, "pread64": 67, "readlinkat": 78, "newfstatat": 79, "fstat": 80, "set_tid_address": 96,
        "times": 153, "uname": 160, "umask": 166, "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176,
        "getegid": 177, "execve": 221, "statx": 291, "faccessat2": 439,
    },
}  # fmt: skip


def main() -> None:
    """Lock this process and become the program. Never returns."""
    try:
        asked: dict[str, Any] = json.loads(sys.argv[2])
        _confine(asked)
        program = sys.argv[3:]
        os.execve(program[0], program, dict(os.environ))  # noqa: S606 (no shell: that is the point)
    except BaseException:
        os._exit(NOT_CONFINED)


def _confine(asked: Mapping[str, Any]) -> None:
    """OSError where one layer cannot be had, or does not hold."""
    libc = ctypes.CDLL(None, use_errno=True)
    for name, value in (
        (resource.RLIMIT_AS, int(asked["memory_bytes"])),
        (resource.RLIMIT_CPU, int(asked["seconds"])),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _, hard = resource.getrlimit(name)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (bound, bound))
    drop_capabilities(libc)
    die_with(int(asked["parent"]))
    zero = ctypes.c_ulong(0)
    if libc.prctl(ctypes.c_int(PR_SET_NO_NEW_PRIVS), ctypes.c_ulong(1), zero, zero, zero):
        raise OSError(ctypes.get_errno(), "prctl")
    restrict_files_and_network(libc, [Path(path) for path in asked["readable"]])
    load_filter(libc, _architecture())
    if not all(tried().startswith("refused") for tried in (_probe_open, probe_write, probe_network, probe_fork)):
        raise OSError("the lock does not hold")


def _architecture() -> Architecture | None:
    base = ARCHITECTURES.get(platform.machine())
    if base is None:
        return None
    protecting = dict(base.protecting)
    mapping = protecting.pop("mmap")
    more = _MORE[platform.machine()]
    return dataclasses.replace(base, allowed={**base.allowed, **more}, protecting=protecting, mapping=mapping)


def _probe_open() -> str:
    try:
        os.close(os.open(USERS_FILE, os.O_RDONLY))
    except OSError:
        return "refused"
    return "possible"
