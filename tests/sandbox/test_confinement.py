"""A confined process tries to get out, by every way that hostile code would try first."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from workbench.sandbox.deadline import deadline
from workbench.sandbox.nursery import Forked, Nursery
from workbench.sandbox.process import Spawned
from workbench.sandbox.protocol import receive, send

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers tried here are those of Linux")

ROOT = Path(__file__).resolve().parents[2]
PRISONER = """
import ctypes, mmap, os, signal, socket, sys, threading
sys.path[:0] = [sys.argv[1]]
from workbench.sandbox.confinement import confine, linux  # both, before the user is changed
from workbench.sandbox.nursery import raise_children
from workbench.sandbox.protocol import receive, send

requests, answers = os.dup(0), os.dup(1)
receive(requests, 0)
if sys.argv[3] == "forked":
    raise_children(requests, answers, os.getppid())
own = {str(number) for number in (0, 1, 2, requests, answers)}
strange = [name for name in set(os.listdir("/proc/self/fd")) - own if os.path.exists(f"/proc/self/fd/{name}")]
libc = ctypes.CDLL(None, use_errno=True)
parent, target = os.getppid(), sys.argv[2]
CLONE3, IO_URING_SETUP, PTRACE, PTRACE_ATTACH = 435, 425, 101 if os.uname().machine == "x86_64" else 117, 16

def call(number, *arguments):
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(one) for one in arguments])
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")

def fork():
    if os.fork() == 0:
        os._exit(0)

def make_executable():
    memory = mmap.mmap(-1, mmap.PAGESIZE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    if libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(mmap.PAGESIZE), 7):
        raise OSError(ctypes.get_errno(), "refused")

def in_a_thread():
    errors = []
    def attempt():
        try:
            os.open("/etc/passwd", os.O_RDONLY)
        except OSError as error:
            errors.append(error)
    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]

protection = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
ATTEMPTS = {
    "open a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "open a file in a thread": in_a_thread,
    "list a folder": lambda: os.listdir("/"),
    "write a file": lambda: os.open(target, os.O_CREAT | os.O_WRONLY),
    "remove a file": lambda: os.unlink(target),
    "make a TCP socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "make a UDP socket": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "make a Unix socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "fork": fork,
    "clone3": lambda: call(CLONE3, 0, 0),
    "start a program": lambda: os.execv("/bin/true", ["/bin/true"]),
    "trace the parent": lambda: call(PTRACE, PTRACE_ATTACH, parent, 0, 0),
    "map executable memory": lambda: mmap.mmap(-1, mmap.PAGESIZE, prot=protection),
    "make memory executable": make_executable,
    "signal the parent": lambda: os.kill(parent, 0),
    "set up io_uring": lambda: call(IO_URING_SETUP, 1, 0),
    "read its own memory file": lambda: os.open("/proc/self/mem", os.O_RDWR),
}
if sys.argv[4:]:
    # Only now: an interpreter in root's own folder could not be started by anyone else.
    os.setgroups([])
    os.setgid(int(sys.argv[4]))
    os.setuid(int(sys.argv[4]))
isolation = confine(2**31, parent)
outcomes = {}
for name, attempt in ATTEMPTS.items():
    try:
        attempt()
        outcomes[name] = "possible"
    except OSError as error:
        outcomes[name] = "refused"
try:
    bytearray(2**31)
    outcomes["take all memory"] = "possible"
except MemoryError:
    outcomes["take all memory"] = "refused"
send(answers, {"level": isolation.level, "layers": isolation.layers, "outcomes": outcomes, "strange": strange})
os._exit(0)
"""
NOBODY = "65534"


def prisoner(target: Path, way: str, *user: str) -> Mapping[str, Any]:
    """What a process found that was started as a program of its own or forked from one."""
    command = [sys.executable, "-I", "-c", PRISONER, str(ROOT), str(target), way, *user]
    nursery = Nursery(command)
    process = nursery.start() if way == "forked" else Spawned(command)
    try:
        assert isinstance(process, Forked if way == "forked" else Spawned)
        if way == "spawned":
            send(process.requests, {})
        with deadline(process.stop, 60) as limit:
            return receive(process.answers, 0, limit.ready).header
    finally:
        process.end()
        nursery.close()


def check(found: Mapping[str, Any], target: Path) -> None:
    assert found["outcomes"] == dict.fromkeys(found["outcomes"], "refused")
    assert found["strange"] == []
    assert not target.exists()
    layers = dict(found["layers"])
    assert layers["seccomp"].startswith("allow-list")
    if layers["landlock"].startswith("abi"):
        assert found["level"] == "full"
        assert layers["probe landlock open-file"].startswith("refused")
    else:
        assert found["level"] == "reduced"


@pytest.mark.parametrize("way", ["spawned", "forked"])
def test_no_way_out(tmp_path: Path, way: str) -> None:
    target = tmp_path / "written"
    check(prisoner(target, way), target)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root to become somebody else")
@pytest.mark.parametrize("way", ["spawned", "forked"])
def test_no_way_out_for_an_ordinary_user(tmp_path: Path, way: str) -> None:
    target = tmp_path / "written"
    tmp_path.chmod(0o777)
    check(prisoner(target, way, NOBODY), target)


def test_a_process_that_is_not_confined_is_called_so() -> None:
    """The probes are what decides: without any layer they go through, and the level is none."""
    script = (
        "import sys; sys.path[:0] = [sys.argv[1]];"
        "from workbench.sandbox.confinement.probes import judged; print(judged((), ()).level.value)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script, str(ROOT)], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"none"
