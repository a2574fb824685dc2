"""Landlock (Linux 5.13 and later): no file, no TCP, no signal to others, no abstract socket.

Constants as in the kernel's `include/uapi/linux/landlock.h`. A ruleset without rules denies every access it handles.
"""

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
PATH_BENEATH = 1
EXECUTE, READ_FILE, READ_DIRECTORY = 1, 4, 8
VERSION_QUESTION = 1

FILE_ACCESSES = {1: 13, 2: 14, 3: 15, 5: 16}
"""From this ABI on, so many of the low bits of `handled_access_fs` have a meaning."""
TCP_BIND_AND_CONNECT = 0b11
"""From ABI 4 on."""
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
"""From ABI 6 on."""


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def restrict_files_and_network(libc: ctypes.CDLL, readable: Sequence[Path] = ()) -> str:
    """Deny the calling thread all that the kernel's ABI knows; says which ABI. OSError where there is none.

    What lies beneath the folders and files `readable` may still be read, and run.
    """
    abi = _call(libc, CREATE_RULESET, None, 0, VERSION_QUESTION)
    bits = max(count for since, count in FILE_ACCESSES.items() if since <= abi)
    attributes = _Attributes(
        handled_access_fs=(1 << bits) - 1,
        handled_access_net=TCP_BIND_AND_CONNECT if abi >= 4 else 0,
        scoped=ABSTRACT_SOCKETS_AND_SIGNALS if abi >= 6 else 0,
    )
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _call(libc, CREATE_RULESET, ctypes.byref(attributes), size, 0)
    for path in readable:
        _allow(libc, ruleset, path)
    _call(libc, RESTRICT_SELF, ruleset, 0, 0)
    return f"abi {abi}"


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    accesses = EXECUTE | READ_FILE | (READ_DIRECTORY if path.is_dir() else 0)
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(accesses, parent)
        number, kind = ctypes.c_long(ADD_RULE), ctypes.c_int(PATH_BENEATH)
        if libc.syscall(number, ctypes.c_int(ruleset), kind, ctypes.byref(rule), ctypes.c_uint32(0)):
            raise OSError(ctypes.get_errno(), "landlock")
    finally:
        os.close(parent)


def _call(libc: ctypes.CDLL, number: int, first: object, second: int, third: int) -> int:
    pointer = ctypes.c_long(first) if isinstance(first, int) else first
    result = libc.syscall(ctypes.c_long(number), pointer, ctypes.c_size_t(second), ctypes.c_uint32(third))
    if result < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return int(result)
