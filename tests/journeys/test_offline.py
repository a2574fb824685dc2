"""The program never opens a network socket: its system calls say so."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.assets import resources

ROOT = Path(__file__).parents[2]


def traced(tmp_path: Path, *command: str, ends_with: int = 0, **environment: str) -> str:
    """What strace saw of a command and all its children, in network calls."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    if subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    log = tmp_path / "calls"
    done = subprocess.run(
        ["strace", "-f", "-o", str(log), "-e", "trace=%network", *command],
        env={**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == ends_with, done.stderr[-2000:]
    return log.read_text("utf-8", "replace")


def network_calls(log: str) -> list[str]:
    """Sockets of any family but Unix and netlink, unless the child's own lock refused them."""
    opened = re.findall(r"^.*\b(?:socket|connect|sendto|sendmsg)\(.*AF_(?:INET|INET6|PACKET).*$", log, re.MULTILINE)
    return [call for call in opened if "EACCES" not in call and "EPERM" not in call]


def test_the_main_job_opens_no_network_socket(tmp_path: Path) -> None:
    log = traced(tmp_path, sys.executable, "-m", "workbench", "demo", str(tmp_path / "sample"))
    assert network_calls(log) == []


def test_an_import_opens_no_network_socket(tmp_path: Path) -> None:
    start = [sys.executable, "-m", "workbench"]
    environment = {**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    subprocess.run([*start, "case", "new", str(tmp_path / "case")], env=environment, check=True)
    good = str(resources() / "sample" / "incoming" / "IMG_20251125_021214.jpg")
    assert network_calls(traced(tmp_path, *start, "import", str(tmp_path / "case"), good)) == []


def test_the_window_opens_no_network_socket(tmp_path: Path) -> None:
    environment = {**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    start = [sys.executable, "-m", "workbench"]
    subprocess.run([*start, "demo", str(tmp_path / "sample")], env=environment, check=True, stdout=subprocess.DEVNULL)
    platform = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    window = ["timeout", "--signal=INT", "12", *start, "--case", str(tmp_path / "sample" / "case")]
    log = traced(tmp_path, *window, ends_with=124, **platform)
    assert network_calls(log) == []


def test_the_control_sees_a_socket(tmp_path: Path) -> None:
    """A trace that saw nothing would prove nothing."""
    program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    assert network_calls(traced(tmp_path, sys.executable, "-c", program))
