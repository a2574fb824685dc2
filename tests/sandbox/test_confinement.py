"""A confined process tries to get out, by every way that hostile code would try first."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers tried here are those of Linux")

ROOT = Path(__file__).resolve().parents[2]
PRISONER = """
import ctypes, json, mmap, os, signal, socket, sys, threading
sys.path[:0] = [sys.argv[1]]
from workbench.sandbox.confinement import confine, linux  # both, before the user is changed

libc = ctypes.CDLL(None, use_errno=True)
parent, target, answers = os.getppid(), sys.argv[2], os.dup(1)
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
if sys.argv[3:]:
    # Only now: an interpreter in root's own folder could not be started by anyone else.
    os.setgroups([])
    os.setgid(int(sys.argv[3]))
    os.setuid(int(sys.argv[3]))
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
reply = {"level": isolation.level, "layers": isolation.layers, "outcomes": outcomes}
os.write(answers, json.dumps(reply).encode())
os._exit(0)
"""
NOBODY = "65534"


def prisoner(target: Path, *user: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-I", "-c", PRISONER, str(ROOT), str(target), *user],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stdout, done.stderr.decode()
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def check(found: dict[str, object], target: Path) -> None:
    assert found["outcomes"] == dict.fromkeys(found["outcomes"], "refused")  # type: ignore[call-overload]
    assert not target.exists()
    layers = dict(found["layers"])  # type: ignore[call-overload]
    assert layers["seccomp"].startswith("allow-list")
    if layers["landlock"].startswith("abi"):
        assert found["level"] == "full"
        assert layers["probe landlock open-file"].startswith("refused")
    else:
        assert found["level"] == "reduced"


def test_no_way_out(tmp_path: Path) -> None:
    target = tmp_path / "written"
    check(prisoner(target), target)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root to become somebody else")
def test_no_way_out_for_an_ordinary_user(tmp_path: Path) -> None:
    target = tmp_path / "written"
    tmp_path.chmod(0o777)
    check(prisoner(target, NOBODY), target)


def test_a_process_that_is_not_confined_is_called_so() -> None:
    """The probes are what decides: without any layer they go through, and the level is none."""
    script = (
        "import sys; sys.path[:0] = [sys.argv[1]];"
        "from workbench.sandbox.confinement.probes import judged; print(judged((), ()).level.value)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script, str(ROOT)], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"none"
