"""A child that speaks the protocol and misbehaves as the file tells it to: `die:pixels`, `hang:b`, `lie:a`, ...

The file `good` is answered properly. Started in place of the real child, it lets a test see what the supervisor
makes of a child that was taken over or brought down.
"""

import os
import select
import sys
import time
from pathlib import Path

GENEROUS = 30.0
ROOT = str(Path(__file__).resolve().parents[2])
SCRIPT = """
import os, select, sys
sys.path[:0] = [sys.argv[1]]
from workbench.sandbox.protocol import ClosedPipe, receive, send

def answer(step):
    if step == "pixels":
        send(1, {"format": "JPEG", "media_type": "image/jpeg", "width": 8, "height": 8, "orientation": 1,
                 "complete": True, "recipe": "1", "fingerprints": [], "preview": [1, 1], "thumbnail": None}, b"rgb")
    else:
        send(1, {"tags": [["EXIF", "Image", "Make", step, ""]], "facts": {}})

try:
    receive(0, 0)
    send(1, {"level": "reduced", "layers": [["pid", str(os.getpid())], ["landlock", "absent"]],
             "tools": {"fake": "1"}, "readers": ["a", "b"]})
    mood, at = "good", ""
    while True:
        request = receive(0, 2**20)
        step = request.header.get("reader", request.header["step"])
        if step == "load":
            mood, _, at = request.blob.decode().partition(":")
        elif step != at:
            answer(step)
        elif mood == "die":
            os._exit(3)
        elif mood == "hang":
            select.select([], [], [])
        elif mood == "lie":
            send(1, {"tags": "none", "preview": [9, 9]})
        elif mood == "flood":
            os.write(1, b"\\xff" * 64)
except ClosedPipe:
    pass
"""


def command() -> list[str]:
    return [sys.executable, "-I", "-c", SCRIPT, ROOT]


def is_running(pid: int) -> bool:
    """True while the process is there and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def children(parent: int | None = None) -> set[int]:
    """The processes that this one, or another, has started, zombies among them."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == (parent or os.getpid()):
                found.add(int(entry.name))
    return found


def ended(pidfds: list[int]) -> bool:
    """Wait until all of these processes have ended; False where one has not in a generous time."""
    end, left = time.monotonic() + GENEROUS, set(pidfds)
    poll = select.poll()
    for pidfd in pidfds:
        poll.register(pidfd, select.POLLIN)
    while left and time.monotonic() < end:
        for pidfd, _ in poll.poll(1000):
            poll.unregister(pidfd)
            os.close(pidfd)
            left.remove(pidfd)
    return not left
