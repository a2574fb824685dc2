"""What hostile code would try first. Runs inside a process: in the locked child, and unlocked as the control.

An attempt that fails raises; one that returns has succeeded. `around` says what there is to reach: sockets that
listen, the parent's number, a folder that anyone may write into.
"""

import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any

Around = Mapping[str, Any]
Attempt = Callable[[Around], object]

X86_64 = os.uname().machine == "x86_64"
PTRACE, TRACE_ME = 101 if X86_64 else 117, 0
PTRACE_ATTACH, PTRACE_DETACH = 16, 17
MOST_DESCRIPTORS = 64
USERS = "/etc/passwd"
libc = ctypes.CDLL(None, use_errno=True)


def call(number: int, *arguments: int) -> int:
    ctypes.set_errno(0)
    result = int(libc.syscall(ctypes.c_long(number), *[ctypes.c_long(one) for one in arguments]))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def _read_file(around: Around) -> None:
    with open(USERS, "rb") as file:
        file.read(1)


def _list_folder(around: Around) -> None:
    os.listdir("/")


def _create_file(around: Around) -> None:
    with open(f"{around['folder']}/created", "wb") as file:
        file.write(b"x")


def _speak_tcp(around: Around) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.connect(("127.0.0.1", around["tcp"]))


def _speak_udp(around: Around) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"x", ("127.0.0.1", around["udp"]))


def _speak_unix(around: Around) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(around["unix"])


def _fork(around: Around) -> None:
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _exec(around: Around) -> None:
    os.execv("/bin/sh", ["sh", "-c", "echo possible"])  # noqa: S606 - whoever waits for an answer reads this one


def _trace(around: Around) -> None:
    call(PTRACE, TRACE_ME, 0, 0, 0)


def _map_executable(around: Around) -> None:
    protection = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    mmap.mmap(-1, mmap.PAGESIZE, prot=protection).close()


def _signal_parent(around: Around) -> None:
    os.kill(around["parent"], signal.SIGCONT)  # does nothing to whoever runs


def _fill_disk(around: Around) -> None:
    with open(f"{around['folder']}/growing", "ab") as file:
        file.write(bytes(2**20))


PROBES: Mapping[str, Attempt] = {
    "reading a file": _read_file,
    "listing a folder": _list_folder,
    "creating a file": _create_file,
    "TCP": _speak_tcp,
    "UDP": _speak_udp,
    "Unix socket": _speak_unix,
    "fork": _fork,
    "exec": _exec,
    "ptrace": _trace,
    "executable memory": _map_executable,
    "signalling the parent": _signal_parent,
    "filling the disk": _fill_disk,
}
"""The twelve of the promise."""


def _inherited(around: Around) -> None:
    """Find a descriptor that somebody left open, beside the standard ones and the child's two pipes."""
    if len(usable_descriptors()) <= around["pipes"]:
        raise OSError(errno.EBADF, "nothing is open")


def usable_descriptors() -> list[int]:
    found = []
    for descriptor in range(3, MOST_DESCRIPTORS):
        for use in (os.read, os.write):
            try:
                use(descriptor, 0 if use is os.read else b"")  # type: ignore[operator]
            except OSError:
                continue
            found.append(descriptor)
            break
    return found


def _memory_file(around: Around) -> None:
    os.write(os.memfd_create("x"), bytes(2**20))


def _make_executable(around: Around) -> None:
    memory = mmap.mmap(-1, mmap.PAGESIZE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    if libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(mmap.PAGESIZE), mmap.PROT_READ | mmap.PROT_EXEC):
        raise OSError(ctypes.get_errno(), "refused")


def _in_a_thread(around: Around) -> None:
    errors: list[OSError] = []

    def attempt() -> None:
        try:
            _read_file(around)
        except OSError as error:
            errors.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]


def _abstract(around: Around) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect("\0" + around["abstract"])


def _limit_parent(around: Around) -> None:
    resource.prlimit(around["parent"], resource.RLIMIT_NOFILE)


def _watch_parent(around: Around) -> None:
    os.close(os.pidfd_open(around["parent"]))


def _open_own_memory(around: Around) -> None:
    os.close(os.open("/proc/self/mem", os.O_RDWR))


def _look_at_parent(around: Around) -> None:
    with open(f"/proc/{around['parent']}/maps", "rb") as maps:
        maps.read(1)


def _key(around: Around) -> None:
    keyctl, get_keyring, own_process, create = (250 if X86_64 else 219), 0, -2, 1
    call(keyctl, get_keyring, own_process, create)


def _semaphores(around: Around) -> None:
    semget, semctl, remove = (64, 66, 0) if X86_64 else (190, 191, 0)
    found = call(semget, 0, 1, 0o600)
    call(semctl, found, 0, remove)


FURTHER: Mapping[str, Attempt] = {
    "an inherited descriptor": _inherited,
    "a file in memory": _memory_file,
    "memory made executable": _make_executable,
    "reading a file in a thread": _in_a_thread,
    "an abstract socket": _abstract,
    "a pair of sockets": lambda around: socket.socketpair(),
    "duplicating a descriptor": lambda around: os.close(os.dup(0)),
    "a pipe": lambda around: [os.close(end) for end in os.pipe()],
    "the parent's limits": _limit_parent,
    "a handle on the parent": _watch_parent,
    "its own memory file": _open_own_memory,
    "the parent's memory map": _look_at_parent,
    "a keyring": _key,
    "shared semaphores": _semaphores,
    "removing a file": lambda around: os.unlink(f"{around['folder']}/removable"),
    "renaming a file": lambda around: os.rename(f"{around['folder']}/movable", f"{around['folder']}/moved"),
    "changing the folder": lambda around: os.chdir("/"),
    "its own priority": lambda around: os.nice(1),
    "its own limits": lambda around: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
}
"""More of the same kinds, and what code in the child could still hope for. Each can be tried unlocked without harm."""

# What cannot be tried unlocked everywhere, or not without harm, is tried in the sweep of all calls.
LAST_CALL = 520
TRAMPOLINES = frozenset({335, 336} if X86_64 else ())
"""uretprobe and uprobe: newer kernels let them past every filter, and end or turn away whoever calls them from
anywhere but a trampoline that only the kernel makes."""
HARMLESS_CALLS = (110, 102, 104, 107) if X86_64 else (173, 174, 176, 175)
"""getppid, getuid, getgid, geteuid: the control of the sweep."""


def refused_calls(allowed: frozenset[int], foreign: frozenset[int]) -> tuple[int, list[int]]:
    """How many system calls were tried, and which of them were anything but refused. In a locked child only:
    of the calls that it makes some would end an unlocked process, and worse.

    `foreign` are answered with "not implemented".
    """
    tried, strange = 0, []
    for number in range(LAST_CALL):
        if number in allowed | TRAMPOLINES:
            continue
        tried += 1
        try:
            call(number, -1, -1, -1, -1, -1, -1)
            strange.append(number)
        except OSError as error:
            if error.errno != (errno.ENOSYS if number in foreign else errno.EPERM):
                strange.append(number)
    return tried, strange


def outcome(attempt: Attempt, around: Around) -> str:
    try:
        attempt(around)
    except OSError as error:
        return f"refused ({errno.errorcode.get(error.errno or 0, '?')})"
    except ValueError:  # which is how Python says that a limit may not be changed
        return "refused"
    return "possible"
