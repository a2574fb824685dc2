"""IPTC that news-agency programs append behind the picture: AFCP (AXS File Concatenation Protocol) and FotoStation."""

import struct
from collections.abc import Iterator

AFCP_ENTRIES, FOTOSTATION_PARTS = 50, 20
TRAILERS_BYTES = 2**20
"""How far from the end a trailer is looked for."""
_FOTOSTATION = b"\xa1\xb2\xc3\xd4"
_IPTC_PART = 1


def trailing_streams(untrusted: bytes) -> Iterator[bytes]:
    """The IIM streams of either trailer, where one stands near the file's end."""
    yield from _afcp(untrusted)
    yield from _fotostation(untrusted)


def _afcp(untrusted: bytes) -> Iterator[bytes]:
    """Head, entries, data and a foot of 12 bytes with the same mark and the offset of the head.

    Other trailers may follow, and whoever rewrites what stands before moves it all: offsets are taken from the head.
    """
    for mark, order in ((b"AXS!", ">"), (b"AXS*", "<")):
        foot = untrusted.rfind(mark, max(0, len(untrusted) - TRAILERS_BYTES))
        head = untrusted.rfind(mark, max(0, foot - TRAILERS_BYTES), foot) if foot > 0 else -1
        if head < 0 or len(untrusted) < foot + 12:
            continue
        (stated,) = struct.unpack_from(order + "I", untrusted, foot + 4)
        (count,) = struct.unpack_from(order + "H", untrusted, head + 6)
        for index in range(min(count, AFCP_ENTRIES)):
            entry = untrusted[head + 12 + 12 * index : head + 24 + 12 * index]
            if len(entry) == 12 and entry[:4] == b"IPTC":
                size, offset = struct.unpack(order + "II", entry[4:])
                offset += head - stated
                if 0 <= offset < foot:
                    yield untrusted[offset : min(foot, offset + size)]


def _fotostation(untrusted: bytes) -> Iterator[bytes]:
    """Parts from the end backwards, each with a foot: its kind, its size with the foot, a mark."""
    end = untrusted.rfind(_FOTOSTATION, max(0, len(untrusted) - TRAILERS_BYTES)) + 4
    for _ in range(FOTOSTATION_PARTS):
        foot = untrusted[end - 10 : end] if end >= 10 else b""
        if foot[6:] != _FOTOSTATION:
            return
        kind, size = struct.unpack(">HI", foot[:6])
        if not 10 <= size <= end:
            return
        if kind == _IPTC_PART:
            yield untrusted[end - size : end - 10]
        end -= size
