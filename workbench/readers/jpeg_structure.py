"""The segments of a JPEG, read without decoding it (ITU-T T.81, annex B)."""

import re
from collections.abc import Iterator

START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
QUANTISATION = 0xDB
SEGMENTS_READ = 2_000
SEGMENTS_SHOWN = 40

_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Inside a scan 0xFF is followed by 0, by a restart marker or by padding; anything else ends the scan."""

# ITU-T T.81, table K.1, in zigzag order: the luminance table that the IJG's quality setting scales.
_LUMINANCE = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
    26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
    56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
    95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip


def jpeg_facts(untrusted: bytes) -> dict[str, str]:
    """`progressive`, `segments`, `quality` (IJG scale, exact or `about`), `trailing-bytes` after the end marker.

    `trailing-bytes` is missing where the end marker is: `end-marker` is then `absent`.
    """
    facts: dict[str, str] = {}
    names: list[str] = []
    end = None
    for marker, body, after in segments(untrusted):
        if marker in FRAMES and "progressive" not in facts:
            facts["progressive"] = "yes" if marker in PROGRESSIVE else "no"
        elif marker == QUANTISATION and "quality" not in facts:
            facts["quality"] = _quality(body)
        elif 0xE0 <= marker <= 0xEF:
            label = body[:20].split(b"\0", 1)[0].decode("ascii", "replace")
            names.append(f"APP{marker - 0xE0} {label if label.isprintable() else ''}".strip())
        elif marker == END_OF_IMAGE:
            end = after
            break
    facts["segments"] = ", ".join(names[:SEGMENTS_SHOWN])
    facts["end-marker"] = "absent" if end is None else "present"
    if end is not None:
        facts["trailing-bytes"] = str(len(untrusted) - end)
    return facts


def segments(untrusted: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, body and the offset behind it, up to the end marker or to where the structure breaks."""
    position = 2
    for _ in range(SEGMENTS_READ):
        found = _NEXT_MARKER.search(untrusted, position)
        if found is None:
            return
        marker, position = untrusted[found.start() + 1], found.end()
        if marker in (END_OF_IMAGE, 0x01, 0xD8):
            yield marker, b"", position
            continue
        length = int.from_bytes(untrusted[position : position + 2], "big")
        if length < 2:
            return
        yield marker, untrusted[position + 2 : position + length], position + length
        position += length


def _quality(body: bytes) -> str:
    """The IJG quality of the first 8-bit table: exact where scaling the standard's table gives this one."""
    if len(body) < 65 or body[0] >> 4:
        return ""
    table = tuple(body[1:65])
    ratio = 100 * sum(table) / sum(_LUMINANCE)
    guess = (200 - ratio) / 2 if ratio <= 100 else 5000 / ratio
    for quality in sorted(range(1, 101), key=lambda quality: abs(quality - guess))[:8]:
        scale = 5000 // quality if quality < 50 else 200 - 2 * quality
        if table == tuple(min(255, max(1, (value * scale + 50) // 100)) for value in _LUMINANCE):
            return str(quality)
    return f"about {round(max(1, min(100, guess)))}"
