"""The program never opens a network socket: it runs to its end under a filter that kills it when it asks for one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAUNCHER, KILLED = ROOT / "tests" / "killed_at_network.py", 99


def ended(tmp_path: Path, *command: str) -> int:
    if subprocess.run([sys.executable, LAUNCHER, "true"], capture_output=True).returncode:
        pytest.skip("no filter can be set here: it needs Linux, seccomp with user notices, x86-64 or arm64")
    environment = {**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, LAUNCHER, sys.executable, *command], env=environment, capture_output=True)
    return done.returncode


def test_the_main_job_makes_no_network_call(tmp_path: Path) -> None:
    assert ended(tmp_path, "-m", "workbench", "demo", str(tmp_path / "sample")) == 0


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_PACKET", "AF_NETLINK"])
def test_the_control_is_killed(tmp_path: Path, family: str) -> None:
    """A filter that kills nothing would prove nothing."""
    assert ended(tmp_path, "-c", f"import socket; socket.socket(socket.{family}, socket.SOCK_RAW)") == KILLED


def test_a_socket_of_the_display_is_none_of_the_network(tmp_path: Path) -> None:
    assert ended(tmp_path, "-c", "import socket; socket.socket(socket.AF_UNIX)") == 0
