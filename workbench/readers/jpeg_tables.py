"""What the quantisation tables of a JPEG say: which quality they stand for, and on which scale."""

import hashlib
from collections.abc import Iterator

# ITU-T T.81, table K.1, in zigzag order: the luminance table that the IJG's quality setting scales.
_LUMINANCE = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
    26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
    56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
    95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip
# Table K.2: chrominance.
_CHROMINANCE = (
    17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, *(99,) * 50,
)  # fmt: skip

Table = tuple[int, ...]


def quantisation_tables(body: bytes) -> Iterator[tuple[int, Table]]:
    """Destination 0 to 3 and 64 steps in zigzag order, for each whole table of one DQT segment (T.81, B.2.4.1)."""
    position = 0
    while position < len(body):
        precision, destination = body[position] >> 4, body[position] & 15
        width = 2 if precision else 1
        raw = body[position + 1 : position + 1 + 64 * width]
        if len(raw) < 64 * width or precision > 1 or destination > 3:
            return
        yield destination, tuple(int.from_bytes(raw[at : at + width], "big") for at in range(0, len(raw), width))
        position += 1 + 64 * width


def ijg_table(quality: int, chrominance: bool = False) -> Table:
    """The table that the IJG's library writes for a quality of 1 to 100 (jcparam.c: scaled, then kept in 1..255)."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    base = _CHROMINANCE if chrominance else _LUMINANCE
    return tuple(min(255, max(1, (value * scale + 50) // 100)) for value in base)


def quality(luminance: Table, chrominance: Table | None = None) -> tuple[int, float]:
    """The IJG quality whose tables lie nearest, and the mean difference of a step from them; 0.0 is the very table.

    Each quality has a table of its own, so an exact one is certain. Where only the chrominance table differs, the
    tables are not the IJG's, and the difference says so.
    """
    ratio = 100 * sum(luminance) / sum(_LUMINANCE)
    guess = (200 - ratio) / 2 if ratio <= 100 else 5000 / ratio
    # Below about 25 steps are cut off at 255, and their sum no longer tells the quality.
    near = range(1, 32) if guess < 30 else sorted(range(1, 101), key=lambda one: abs(one - guess))[:8]
    return min(
        ((one, _difference(one, luminance, chrominance)) for one in near),
        key=lambda found: (found[1], abs(found[0] - guess)),
    )


def digest(tables: dict[int, Table]) -> str:
    """A short name for a set of tables: the first 16 hex digits of SHA-256 over all steps as two bytes each."""
    steps = b"".join(
        bytes([destination]) + b"".join(step.to_bytes(2, "big") for step in table)
        for destination, table in sorted(tables.items())
    )
    return hashlib.sha256(steps).hexdigest()[:16]


def _difference(one: int, luminance: Table, chrominance: Table | None) -> float:
    apart = sum(abs(a - b) for a, b in zip(luminance, ijg_table(one), strict=True)) / 64
    if chrominance is not None:
        apart += sum(abs(a - b) for a, b in zip(chrominance, ijg_table(one, True), strict=True)) / 64
    return apart
