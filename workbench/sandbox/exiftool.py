"""ExifTool, where it is on the PATH: a third reader, run on each file in a confined process of its own.

The file goes in through a pipe and JSON comes back through another; the program sees no folder of the user's. It is
used on Linux with Landlock and seccomp only: where it cannot be confined it is not run at all.
"""

import json
import os
import re
import select
import shutil
import subprocess
import sys
import time
from functools import cached_property
from pathlib import Path

from workbench.domain.examinations import Limits
from workbench.domain.limits import broken
from workbench.sandbox.confinement.program import BOOT
from workbench.sandbox.exiftool_answers import READER, rows
from workbench.sandbox.process import environment
from workbench.sandbox.protocol import Frame
from workbench.sandbox.replies import Failure, InvalidReply, Read, parse_read

MEMORY_BYTES = 2**30
STARTING_SECONDS = 5.0
PIECE = 2**16
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/perl", "/dev/urandom", "/dev/null")
"""What any program reads to start: its interpreter, libraries and modules. Nothing of a user lies there."""
QUESTION = ("-config", "", "-json", "-long", "-a", "-D", "-G0:1:4", "-e", "-m", "-charset", "exif=utf8", "-")
"""No user configuration; values raw and in words, with repeated tags and numbers of tags; no derived tags."""

_VERSION = re.compile(rb"\d{1,3}\.\d{1,3}\s*")
_INTERPRETER = re.compile(rb"#! ?(/[\w./-]{1,100})(?: -w)?\r?\n")


class _TooLong(Exception):
    """It says more than it may."""


class ExifTool:
    """The program at `path`. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    @cached_property
    def version(self) -> str:
        """Its own word, asked for once and in confinement; empty where it cannot be run confined."""
        if sys.platform != "linux" or self._interpreter is None:
            return ""
        try:
            said = self._run(("-config", "", "-ver"), b"", STARTING_SECONDS, PIECE)
        except OSError:
            return ""
        return said.decode("ascii").strip() if said and _VERSION.fullmatch(said) else ""

    def read(self, untrusted: bytes, limits: Limits) -> Read | Failure:
        """All that it finds in the file's bytes, as `readers` do; a Failure where it did not answer in time."""
        try:
            answer = self._run(QUESTION, untrusted, limits.reader_seconds, limits.output_bytes)
        except OSError:
            return Failure("examine.child-not-started", {})
        except _TooLong:
            return _failed("examine.answer-too-long", limits)
        if answer is None:
            return _failed("examine.reader-took-too-long", limits)
        try:
            found: object = json.loads(answer.decode("utf-8", "replace"))
            said, cuts = rows(found, limits)
            return parse_read(Frame({"tags": said, "facts": {}, "cuts": cuts}), READER, limits)
        except (ValueError, RecursionError, InvalidReply):
            return Failure("examine.reply-invalid", {})

    @cached_property
    def _interpreter(self) -> Path | None:
        """The program that the script's first line names; None where it is no script."""
        with self._path.open("rb") as script:
            found = _INTERPRETER.match(script.read(128))
        return Path(found[1].decode("ascii")) if found else None

    def _run(self, arguments: tuple[str, ...], given: bytes, seconds: float, most: int) -> bytes | None:
        """What it prints; None after `seconds`, _TooLong where it is more than `most` bytes. OSError."""
        readable = [path for path in (*map(Path, SYSTEM), self._path, self._path.parent / "lib") if path.exists()]
        asked = {
            "memory_bytes": MEMORY_BYTES,
            "seconds": int(seconds) + 1,
            "parent": os.getpid(),
            "readable": [str(path) for path in readable],
        }
        launcher = [sys.executable, "-I", "-S", "-c", BOOT, str(Path(__file__).resolve().parents[2]), json.dumps(asked)]
        with subprocess.Popen(  # noqa: S603 (our own interpreter, our own code)
            [*launcher, str(self._interpreter), str(self._path), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment() | {"PERL_HASH_SEED": "0"},
            cwd="/",
            close_fds=True,
            bufsize=0,
        ) as process:
            try:
                return _exchanged(process, given, time.monotonic() + seconds, most)
            finally:
                process.kill()


def on_path() -> ExifTool | None:
    """The `exiftool` that the user's PATH leads to, where it is a script that can be run confined."""
    found = shutil.which("exiftool") if sys.platform == "linux" and not getattr(sys, "frozen", False) else None
    return ExifTool(Path(found)) if found else None


def _failed(code: str, limits: Limits) -> Failure:
    return Failure(code, broken(code, limits))


def _exchanged(process: subprocess.Popen[bytes], given: bytes, end: float, most: int) -> bytes | None:
    """Give and take at once, since either pipe may be full; None as `_run`."""
    if process.stdin is None or process.stdout is None:
        raise OSError("the program has no pipes")
    giving, taking = process.stdin.fileno(), process.stdout.fileno()
    os.set_blocking(giving, False)
    waiting = select.poll()
    waiting.register(taking, select.POLLIN)
    waiting.register(giving, select.POLLOUT)
    left, answer = memoryview(given), bytearray()
    while True:
        ready = waiting.poll(max(0.0, end - time.monotonic()) * 1000)
        if not ready:
            return None
        for descriptor, _ in ready:
            if descriptor == giving:
                try:
                    left = left[os.write(giving, left[: 16 * PIECE]) :]
                except BlockingIOError:
                    continue
                except BrokenPipeError:  # it has read enough
                    left = left[:0]
                if not left:
                    waiting.unregister(giving)
                    process.stdin.close()
            else:
                piece = os.read(taking, PIECE)
                if not piece:
                    return bytes(answer)
                answer += piece
                if len(answer) > most:
                    raise _TooLong
