"""Run a program, and all that it starts, under a filter that kills all of it at the first network call.

    python killed_at_network.py PROGRAM [ARGUMENT...]

A seccomp filter hands every `socket` call of a family other than Unix to this process before it happens (it never
does), and this process kills. Descriptors come from `socket` alone, so there is nothing else to connect, send or
listen with; io_uring, which could make one without that call, kills at once. A call that the program's own lock
refuses, as its child tries to see that it is locked, is not handed over: the stricter filter answers first.
Exit 99: killed for a network call, which is named on standard error. Else the program's own exit code.
"""

import contextlib
import ctypes
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import sys

LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, ASK, KILL_PROCESS = 0x7FFF0000, 0x7FC00000, 0x80000000
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16
UNIX = 1
NEW_LISTENER = 8
RECEIVE, NOTICE_BYTES = 0xC0502100, 80  # SECCOMP_IOCTL_NOTIF_RECV and struct seccomp_notif of linux/seccomp.h
AT_NETWORK = 99
SYSTEMS = {
    # machine: (audit's name of it, seccomp, socket, io_uring_setup), from asm/unistd_64.h and asm-generic/unistd.h
    "x86_64": (0xC000003E, 317, 41, 425),
    "aarch64": (0xC00000B7, 277, 198, 425),
}


def main() -> int:
    ours, theirs = socket.socketpair()
    program = os.fork()
    if program == 0:
        ours.close()
        os.setpgid(0, 0)
        listener = _lock()
        socket.send_fds(theirs, [b"."], [listener])
        os.close(listener)
        theirs.close()
        os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - a test's launcher
    theirs.close()
    _, descriptors, _, _ = socket.recv_fds(ours, 1, 1)
    if not descriptors:
        return os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    return _watch(program, descriptors[0])


def _watch(program: int, listener: int) -> int:
    """Wait for the program's end; kill all of it at the first call that is handed over."""
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    while True:
        if any(event & select.POLLIN for _, event in waiting.poll(50)):
            notice = bytearray(NOTICE_BYTES)
            with contextlib.suppress(OSError):
                fcntl.ioctl(listener, RECEIVE, notice)
                _, pid, _, call, _, _, family = struct.unpack_from("=QIIiIQQ", notice)
                print(f"killed at call {call} for a socket of family {family}", file=sys.stderr)
                os.kill(pid, signal.SIGKILL)
                os.killpg(program, signal.SIGKILL)
                os.waitpid(program, 0)
                return AT_NETWORK
        ended, status = os.waitpid(program, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)


def _lock() -> int:
    """Set the filter; the descriptor on which it asks. Exit 98 where the system has none."""
    audit, seccomp, make_socket, io_uring = SYSTEMS[platform.machine()]
    lines = (
        _line(LOAD, ARCHITECTURE),
        _line(EQUAL, audit, 1, 0),
        _line(RETURN, KILL_PROCESS),
        _line(LOAD, NUMBER),
        _line(AT_LEAST, 0x40000000, 0, 1),  # x32's numbers for the same calls
        _line(RETURN, KILL_PROCESS),
        _line(EQUAL, io_uring, 0, 1),
        _line(RETURN, KILL_PROCESS),
        _line(EQUAL, make_socket, 0, 3),
        _line(LOAD, FIRST),
        _line(EQUAL, UNIX, 1, 0),
        _line(RETURN, ASK),
        _line(RETURN, ALLOW),
    )
    held = ctypes.create_string_buffer(b"".join(lines))
    program = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    listener = -1 if libc.prctl(38, 1, 0, 0, 0) else libc.syscall(seccomp, 1, NEW_LISTENER, program)
    if listener < 0:
        print(f"seccomp: {os.strerror(ctypes.get_errno())}", file=sys.stderr)
        os._exit(98)
    return int(listener)


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


if __name__ == "__main__":
    sys.exit(main())
