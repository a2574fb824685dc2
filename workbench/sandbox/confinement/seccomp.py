"""Seccomp: an allow-list of system calls, as classic BPF.

What is left is memory that is not executable, the two pipes, clocks, locks within the process, random numbers,
threads (the HEVC decoder starts one and dies without it) and the end. A thread is bound by the same filter and
the same Landlock ruleset; a process cannot be started.

Everything else fails with EPERM: the call does not happen, so an attacker gains nothing over being killed, while a
library that merely asks (a thread count, a locale file) goes on without. A foreign architecture's numbers mean
something else, so those kill the process.
"""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass

SET_MODE_FILTER, TSYNC = 1, 1
RET_ALLOW, RET_ERRNO, RET_KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_SET, JUMP_GREATER_EQUAL, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
OFFSET_NUMBER, OFFSET_ARCHITECTURE, OFFSET_ARGUMENTS = 0, 4, 16
PROT_WRITE, PROT_EXEC = 2, 4
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000


@dataclass(frozen=True, slots=True)
class Architecture:
    """Numbers from the kernel's tables: `asm/unistd_64.h` and `asm-generic/unistd.h`."""

    audit: int
    seccomp: int
    allowed: dict[str, int]
    protecting: dict[str, int]
    """Allowed unless their third argument asks for executable memory."""
    clone: int
    """Allowed for a thread."""
    clone3: int
    """Its flags lie in memory, where a filter cannot look: "not implemented" makes the C library fall back to clone."""
    mapping: int | None = None
    """Allowed unless it asks for memory that is writable and executable at once: for a loader of libraries."""


_X86_64 = Architecture(
    audit=0xC000003E,
    seccomp=317,
    allowed={
        "read": 0, "write": 1, "close": 3, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
        "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28, "getpid": 39, "exit": 60,
        "gettimeofday": 96, "sigaltstack": 131, "gettid": 186, "futex": 202, "sched_getaffinity": 204,
        "restart_syscall": 219, "clock_gettime": 228, "exit_group": 231, "set_robust_list": 273, "getrandom": 318,
        "rseq": 334,
    },
    protecting={"mmap": 9, "mprotect": 10},
    clone=56,
    clone3=435,
)  # fmt: skip
_AARCH64 = Architecture(
    audit=0xC00000B7,
    seccomp=277,
    allowed={
        "close": 57, "read": 63, "write": 64, "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99,
        "clock_gettime": 113,
        "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128, "sigaltstack": 132,
        "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "gettimeofday": 169, "getpid": 172,
        "gettid": 178, "brk": 214, "munmap": 215, "mremap": 216, "madvise": 233, "getrandom": 278,
        "rseq": 293,
    },
    protecting={"mmap": 222, "mprotect": 226},
    clone=220,
    clone3=435,
)  # fmt: skip
ARCHITECTURES = {"x86_64": _X86_64, "aarch64": _AARCH64}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def allow_only_memory_and_pipes(libc: ctypes.CDLL) -> str:
    """Load the filter for every thread; OSError where the kernel or the architecture has none."""
    return load_filter(libc, ARCHITECTURES.get(platform.machine()))


def load_filter(libc: ctypes.CDLL, architecture: Architecture | None) -> str:
    """Allow what the architecture's entry names, and nothing else; OSError as above, and where it is None."""
    if architecture is None:
        raise OSError(errno.ENOSYS, platform.machine())
    code = program(architecture)
    loaded = _Program(len(code) // 8, code)
    if libc.syscall(
        ctypes.c_long(architecture.seccomp), ctypes.c_uint(SET_MODE_FILTER), ctypes.c_uint(TSYNC), ctypes.byref(loaded)
    ):
        raise OSError(ctypes.get_errno(), "seccomp")
    return f"allow-list of {len(architecture.allowed) + len(architecture.protecting)} calls"


def program(architecture: Architecture) -> bytes:
    """The filter as BPF instructions of eight bytes each."""
    allow, refuse = _instruction(RETURN, RET_ALLOW), _instruction(RETURN, RET_ERRNO | errno.EPERM)
    lines = [
        _instruction(LOAD, OFFSET_ARCHITECTURE),
        _instruction(JUMP_EQUAL, architecture.audit, 1, 0),
        _instruction(RETURN, RET_KILL_PROCESS),
        _instruction(LOAD, OFFSET_NUMBER),
        _instruction(JUMP_GREATER_EQUAL, X32_BIT, 0, 1),
        _instruction(RETURN, RET_KILL_PROCESS),
    ]
    for number in architecture.allowed.values():
        lines += [_instruction(JUMP_EQUAL, number, 0, 1), allow]
    for number in architecture.protecting.values():
        lines += [
            _instruction(JUMP_EQUAL, number, 0, 4),
            _instruction(LOAD, OFFSET_ARGUMENTS + 2 * 8),  # both architectures are little-endian: the low half
            _instruction(JUMP_SET, PROT_EXEC, 0, 1),
            refuse,
            allow,
        ]
    if architecture.mapping is not None:
        lines += [
            _instruction(JUMP_EQUAL, architecture.mapping, 0, 5),
            _instruction(LOAD, OFFSET_ARGUMENTS + 2 * 8),
            _instruction(JUMP_SET, PROT_EXEC, 0, 2),
            _instruction(JUMP_SET, PROT_WRITE, 0, 1),
            refuse,
            allow,
        ]
    lines += [
        _instruction(JUMP_EQUAL, architecture.clone3, 0, 1),
        _instruction(RETURN, RET_ERRNO | errno.ENOSYS),
        _instruction(JUMP_EQUAL, architecture.clone, 0, 3),
        _instruction(LOAD, OFFSET_ARGUMENTS),
        _instruction(JUMP_SET, CLONE_THREAD, 0, 1),
        allow,
    ]
    return b"".join([*lines, refuse])


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
