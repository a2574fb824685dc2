"""Frames between supervisor and child: bounded JSON and bounded blobs, with their lengths before them.

    4 bytes  length of the JSON header, big-endian
    8 bytes  length of the blob that follows it
    header   a JSON object, UTF-8
    blob     bare bytes: the file on the way in, RGB pixels on the way out

Nothing here trusts the other side: lengths are checked before anything is read or kept.
"""

import json
import os
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

HEAD = struct.Struct("!IQ")
HEADER_BYTES = 16 * 2**20
MOST_CONTAINERS, MOST_VALUES = 250_000, 1_000_000
"""JSON of three bytes can cost sixty-four in memory: 16 MiB of it were half a gigabyte and two seconds of the parent's.
Brackets and commas are counted before it is parsed, those within strings too."""
CHUNK = 2**20


class BrokenFrame(Exception):
    """What came over the pipe is no frame, or breaks its bounds."""


class ClosedPipe(Exception):
    """The other side has gone."""


Ready = Callable[[int, bool], None]
"""Waits until a descriptor can be read (False) or written (True), or raises."""


def at_once(descriptor: int, writing: bool) -> None:
    """No deadline: the read or write itself waits."""


@dataclass(frozen=True, slots=True)
class Frame:
    header: Mapping[str, Any]
    blob: bytes = field(default=b"", repr=False)


def send(descriptor: int, header: Mapping[str, Any], blob: bytes = b"", ready: Ready = at_once) -> None:
    """Write one frame whole; ClosedPipe where nobody reads any more."""
    text = json.dumps(header, ensure_ascii=True, allow_nan=False).encode("ascii")
    try:
        _write(descriptor, memoryview(HEAD.pack(len(text), len(blob)) + text), ready)
        _write(descriptor, memoryview(blob), ready)
    except OSError as error:
        raise ClosedPipe from error


def receive(descriptor: int, blob_limit: int, ready: Ready = at_once, header_limit: int = HEADER_BYTES) -> Frame:
    """Read one frame; ClosedPipe at the end of the pipe, BrokenFrame where a bound is broken or it is no JSON."""
    header_length, blob_length = HEAD.unpack(_read(descriptor, HEAD.size, ready))
    if header_length > header_limit or blob_length > blob_limit:
        raise BrokenFrame
    text = _read(descriptor, header_length, ready)
    blob = _read(descriptor, blob_length, ready)
    if text.count(b"[") + text.count(b"{") > MOST_CONTAINERS or text.count(b",") > MOST_VALUES:
        raise BrokenFrame
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenFrame from error
    if not isinstance(header, dict):
        raise BrokenFrame
    return Frame(header, blob)


def _write(descriptor: int, rest: memoryview, ready: Ready) -> None:
    while rest:
        ready(descriptor, True)
        try:
            rest = rest[os.write(descriptor, rest[:CHUNK]) :]
        except BlockingIOError:
            continue


def _read(descriptor: int, length: int, ready: Ready) -> bytes:
    """Exactly `length` bytes; memory is taken as they come, not as they are promised."""
    parts, missing = [], length
    while missing:
        ready(descriptor, False)
        try:
            part = os.read(descriptor, min(missing, CHUNK))
        except OSError as error:
            raise ClosedPipe from error
        if not part:
            raise ClosedPipe
        parts.append(part)
        missing -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
