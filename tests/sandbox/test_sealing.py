"""Code that a library wrote before the lock still runs after it, and can no longer be rewritten."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layer tried here is that of Linux")

ROOT = Path(__file__).resolve().parents[2]
PRISONER = """
import ctypes, mmap, os, sys
sys.path[:0] = [sys.argv[1]]
from workbench.sandbox.confinement import confine, linux

libc = ctypes.CDLL(None, use_errno=True)
page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda number: number + 1)
called = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(ctypes.cast(callback, ctypes.c_void_p).value)
layers = dict(confine(2**31).layers)
print(layers["writable-code"], called(41), flush=True)
if sys.argv[2] == "unseal":
    result = libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(mmap.PAGESIZE), 7)
    print("possible" if result == 0 else "refused", flush=True)
if sys.argv[2] == "write":
    ctypes.memset(address, 0xC3, 1)
    print("possible", flush=True)
os._exit(0)
"""


def prisoner(attempt: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-c", PRISONER, str(ROOT), attempt]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_callback_made_before_the_lock_works_after_it() -> None:
    sealed, _, rest = prisoner("nothing").stdout.partition(" ")
    assert int(sealed) >= 1
    assert rest.split() == ["sealed", "42"]


def test_sealed_code_cannot_be_made_writable_again() -> None:
    assert prisoner("unseal").stdout.splitlines()[1:] == ["refused"]


def test_writing_into_sealed_code_ends_the_process() -> None:
    ended = prisoner("write")
    assert "possible" not in ended.stdout
    assert ended.returncode == -signal.SIGSEGV
