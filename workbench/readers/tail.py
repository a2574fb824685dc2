"""What stands behind a picture's end, or inside its segments: told by its first bytes, measured, never opened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.readers.jpeg_segments import frame_size

PARTS_READ = 16
BOXES_READ = 64

_NOT_ZERO = re.compile(rb"[^\0]")
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"PK\3\4", "zip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"RIFF", "riff"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"<?php", "php"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_ENDINGS = (
    (0, b"SEFT", "samsung"),
    (0, b"cbipcbbl", "photo-mechanic"),
    (0, b"\xa1\xb2\xc3\xd4", "fotostation"),
    (8, b"AXS!", "afcp"),
    (8, b"AXS*", "afcp"),
    (0, b"IEND\xaeB`\x82", "png-rest"),
    (0, b"\xff\xd9", "jpeg-rest"),
)
"""How a block ends, counted from behind: those that Samsung's telephones and newsroom programs append, and the end
of a longer picture that was shortened in its place without cutting the file."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of bytes: what it looks like, where it begins and how long it is; its size where it is a picture."""

    kind: str
    offset: int
    length: int
    width: int = 0
    height: int = 0

    def text(self) -> str:
        size = f" {self.width} x {self.height}" if self.width else ""
        return f"{self.kind}{size}, {self.length} bytes at {self.offset}"


def parts_from(untrusted: bytes, start: int) -> tuple[Part, ...]:
    """Everything from `start` to the end of the bytes, in parts of known or `unknown` kind.

    Kinds: `jpeg`, `mp4` and the other formats by signature, `samsung`, `photo-mechanic`, `fotostation` and `afcp`
    (their own blocks), `png-rest` and `jpeg-rest`, `zeros`, `text` and `unknown`. What looks like one thing may be
    another: only the first and the last bytes are looked at.
    """
    found: list[Part] = []
    position = start
    while position < len(untrusted) and len(found) < PARTS_READ:
        zeros = _zeros(untrusted, position)
        if zeros:
            found.append(Part("zeros", position, zeros))
            position += zeros
            continue
        part = _part(untrusted, position)
        found.append(part)
        position += part.length
    return tuple(found)


def jpegs_in(untrusted: bytes, start: int, end: int) -> Iterator[Part]:
    """Whole JPEGs between two offsets: a camera's thumbnail and previews inside its segments."""
    position = start
    for _ in range(PARTS_READ):
        position = untrusted.find(b"\xff\xd8\xff", position, end)
        if position < 0:
            return
        size = frame_size(untrusted[position:end], 0)
        if size and size[0] > 0 and size[1] > 0:
            yield Part("jpeg", position, size[2], size[0], size[1])
            position += max(3, size[2])
        else:
            position += 3


def _zeros(untrusted: bytes, start: int) -> int:
    """How many zeros stand here as padding; none where they begin the length of an ISO media box."""
    found = _NOT_ZERO.search(untrusted, start)
    end = found.start() if found else len(untrusted)
    if untrusted[end + 1 : end + 5] == b"ftyp":  # the first box is shorter than 256 bytes: three zeros are its own
        end -= 3
    return end - start if end - start >= 4 or not found else 0


def _part(untrusted: bytes, start: int) -> Part:
    rest = len(untrusted) - start
    head = untrusted[start : start + 4096]
    if head.startswith(b"\xff\xd8\xff"):
        size = frame_size(untrusted, start)
        if size:
            return Part("jpeg", start, size[2] - start, size[0], size[1])
    if head[4:8] == b"ftyp":
        return Part("mp4", start, _boxes_end(untrusted, start) - start)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return Part(kind, start, rest)
    for behind, signature, kind in _ENDINGS:
        if rest > behind + len(signature) and untrusted.endswith(signature, start, len(untrusted) - behind):
            return Part(kind, start, rest)
    if not head.strip(b"\0"):
        return Part("zeros", start, rest)
    text = all(byte >= 32 or byte in b"\t\r\n" for byte in head) and _decodes(head)
    return Part("text" if text else "unknown", start, rest)


def _decodes(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a character may be cut at the end of what is looked at
    return True


def _boxes_end(untrusted: bytes, start: int) -> int:
    """Where a run of ISO base media boxes ends; a length that leads nowhere takes the rest."""
    position = start
    for _ in range(BOXES_READ):
        head = untrusted[position : position + 16]
        length = int.from_bytes(head[:4], "big")
        if len(head) < 8 or not head[4:8].isalnum():
            return position
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8 or position + length > len(untrusted):
            return len(untrusted)
        position += length
    return len(untrusted)
