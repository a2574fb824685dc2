"""The markers of a JPEG in the order in which they stand, without decoding anything (ITU-T T.81, annex B)."""

import re
from collections.abc import Iterator

from workbench.domain.examinations import Limits

QUANTISATION, HUFFMAN, RESTART, COMMENT = 0xDB, 0xC4, 0xDD, 0xFE
START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN = 0xD8, 0xD9, 0xDA
PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
SEGMENTS_READ = Limits().chunks
INSIDE_READ = 2_000
"""Of a picture inside another: a hostile file may hold thousands of beginnings of them."""

_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Inside a scan 0xFF is followed by 0, by a restart marker or by padding; anything else ends the scan."""

_NAMES = {0xDB: "DQT", 0xC4: "DHT", 0xDD: "DRI", 0xFE: "COM", 0xD8: "SOI", 0xD9: "EOI", 0xDA: "SOS", 0xCC: "DAC"}


def segments(untrusted: bytes, start: int = 0, most: int = SEGMENTS_READ) -> Iterator[tuple[int, bytes, int]]:
    """Marker, body and the offset behind it, up to the end marker or to where the structure breaks.

    `start` is where the picture's start marker stands, for one that lies behind or inside another; no more than
    `most` are read.
    """
    position = start + 2
    for _ in range(most):
        found = _NEXT_MARKER.search(untrusted, position)
        if found is None:
            return
        marker, position = untrusted[found.start() + 1], found.end()
        if marker in (END_OF_IMAGE, 0x01, START_OF_IMAGE):
            yield marker, b"", position
            continue
        length = int.from_bytes(untrusted[position : position + 2], "big")
        if length < 2:
            return
        yield marker, untrusted[position + 2 : position + length], position + length
        position += length


def marker_name(marker: int) -> str:
    """The standard's short name: `APP1`, `SOF2`, `DQT`; hex for a reserved one."""
    if 0xE0 <= marker <= 0xEF:
        return f"APP{marker - 0xE0}"
    if marker in FRAMES:
        return f"SOF{marker - 0xC0}"
    return _NAMES.get(marker, f"{marker:02X}")


def frame_size(untrusted: bytes, start: int) -> tuple[int, int, int] | None:
    """Width, height and the offset behind the end marker of the JPEG that begins at `start`.

    None where it has no frame; the offset is the end of the bytes where the end marker is missing.
    """
    size = None
    for marker, body, after in segments(untrusted, start, INSIDE_READ):
        if marker in FRAMES and size is None and len(body) >= 5:
            size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
        elif marker == END_OF_IMAGE:
            return (*size, after) if size else None
    return (*size, len(untrusted)) if size else None
