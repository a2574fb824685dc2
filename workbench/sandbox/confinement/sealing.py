"""Memory that is writable and executable at once, left over from before the lock: made unwritable, for good.

ctypes writes the machine code of a callback into such memory on many systems; the C2PA library is read through
four of them. Seccomp refuses whatever asks for executable memory, so what is sealed here stays sealed, and no
callback can be made afterwards: whoever tries dies of it.
"""

import ctypes
import os
from collections.abc import Iterator

PROT_READ, PROT_EXEC = 1, 4
MAPS = "/proc/self/maps"


def seal_code(libc: ctypes.CDLL) -> str:
    """How many stretches were sealed. OSError where the system does not list them, or one cannot be sealed."""
    sealed = 0
    for start, end in list(_writable_code()):
        size = ctypes.c_size_t(end - start)
        if libc.mprotect(ctypes.c_void_p(start), size, ctypes.c_int(PROT_READ | PROT_EXEC)):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        sealed += 1
    if any(_writable_code()):
        raise OSError("writable code is left")
    return f"{sealed} sealed"


def _writable_code() -> Iterator[tuple[int, int]]:
    with open(MAPS, encoding="utf-8", errors="replace") as maps:
        for line in maps:
            stretch, permissions = line.split(maxsplit=2)[:2]
            if "w" in permissions and "x" in permissions:
                start, _, end = stretch.partition("-")
                yield int(start, 16), int(end, 16)
