"""The index of a file of several JPEGs: the Multi-Picture Format's APP2 segment (CIPA DC-007)."""

import struct
from dataclasses import dataclass

PICTURES_READ = 64
ENTRIES_READ = 64
NUMBER, ENTRY = 0xB001, 0xB002
KINDS = {
    0x000000: "undefined",
    0x010001: "large thumbnail, VGA",
    0x010002: "large thumbnail, full HD",
    0x020001: "panorama",
    0x020002: "disparity",
    0x020003: "multi-angle",
    0x030000: "primary",
    0x040000: "original preservation",
    0x050000: "gain map",
}
"""The standard's type codes (DC-007, 5.2.3.3); the last is that of ISO 21496-1."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the index: what it is, its length, and where it begins in the file."""

    kind: str
    length: int
    offset: int


def mpo_pictures(body: bytes, body_offset: int) -> tuple[Picture, ...]:
    """The pictures that an APP2 body names; empty where it is no such index or a broken one.

    `body_offset` is where the body stands in the file: the index counts from its own TIFF header.
    """
    if not body.startswith(b"MPF\0"):
        return ()
    block = body[4:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        return ()
    (place,) = struct.unpack_from(order + "I", block, 4)
    if place + 2 > len(block):
        return ()
    (count,) = struct.unpack_from(order + "H", block, place)
    for number in range(min(count, ENTRIES_READ)):
        entry = block[place + 2 + 12 * number : place + 14 + 12 * number]
        if len(entry) < 12:
            return ()
        tag, _, length, offset = struct.unpack(order + "HHII", entry)
        if tag == ENTRY:
            return tuple(_pictures(block[offset : offset + length], order, body_offset + 4))
    return ()


def _pictures(entries: bytes, order: str, header: int) -> list[Picture]:
    found = []
    for position in range(0, min(len(entries) // 16, PICTURES_READ) * 16, 16):
        attributes, length, offset = struct.unpack_from(order + "III", entries, position)
        kind = KINDS.get(attributes & 0xFFFFFF, f"0x{attributes & 0xFFFFFF:06X}")
        found.append(Picture(kind, length, header + offset if offset else 0))  # the first is at the file's start
    return found
