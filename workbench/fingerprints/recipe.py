"""From a decoded picture to the pixels that every fingerprint is taken from, written down once and versioned.

Recipe 1:
1. the first frame; a JPEG by the smallest DCT scale (1/1, 1/2, 1/4, 1/8) that leaves its longest edge
   at `DECODE_EDGE` pixels or more;
2. to 8-bit RGB: alpha flattened on white, CMYK by Pillow's plain conversion, 16-bit grey by its upper byte, 32-bit
   integers and floats stretched from their least to their greatest value; colour profiles are not applied;
3. reduced so that no edge is longer than `EDGE` pixels, by box steps and Lanczos; never enlarged;
4. turned upright as the file's orientation says;
5. where a flat border can be trimmed (`borders.py`), a second time without it.

A change to any of this, or to the tools that do it, changes the recipe's text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL import __version__ as pillow_version

from workbench.domain.examinations import VARIANTS, Fingerprint
from workbench.fingerprints.borders import trimmed

VERSION = 1
EDGE = 512
"""Longest edge, in pixels, of the picture that fingerprints are taken from."""
DECODE_EDGE = 448
"""Longest edge, in pixels, that a JPEG's reduced decoding must leave."""

TURNS: dict[str, Image.Transpose | None] = {
    "as-is": None,
    "turned-90": Image.Transpose.ROTATE_90,
    "turned-180": Image.Transpose.ROTATE_180,
    "turned-270": Image.Transpose.ROTATE_270,
    "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
    "flipped": Image.Transpose.FLIP_TOP_BOTTOM,
    "transposed": Image.Transpose.TRANSPOSE,
    "transversed": Image.Transpose.TRANSVERSE,
}
"""Each of `VARIANTS` as Pillow's transposition; Pillow too turns anti-clockwise."""


@dataclass(frozen=True, slots=True)
class Hash:
    """One turn's hash: lower-case hex and a quality of 0 to 100."""

    turn: str
    bits: str
    quality: int


class FingerprintMethod(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def tool(self) -> str:
        """The library that computes it, with its version."""
        ...

    def hashes(self, rgb: Image.Image, turns: Sequence[str]) -> Iterable[Hash]:
        """The hashes of an upright RGB picture, one for each of `turns`."""
        ...


def recipe_text(*tools: str) -> str:
    """The recipe's name, as it stands beside each fingerprint: `1; pillow 13.0.0; imagehash 4.3.2`."""
    return "; ".join((str(VERSION), f"pillow {pillow_version}", *tools))


def turned(picture: Image.Image, turn: str) -> Image.Image:
    operation = TURNS[turn]
    return picture if operation is None else picture.transpose(operation)


def hexadecimal(bits: NDArray[Any]) -> str:
    """An array of bits, row by row, the first one highest: as imagehash writes it, and at a tenth of its time."""
    return np.packbits(bits.astype(bool)).tobytes().hex()


def fingerprints(
    rgb: Image.Image, methods: Iterable[FingerprintMethod], turns: Sequence[str] = VARIANTS
) -> tuple[Fingerprint, ...]:
    """Every fingerprint of an upright RGB picture no larger than `EDGE`, and of its inside where it has a border."""
    pictures = [("", rgb)]
    inside = trimmed(rgb)
    if inside is not None:
        pictures.append((" trimmed", inside))
    return tuple(
        Fingerprint(method.kind, found.turn + suffix, found.bits, found.quality, recipe)
        for method, recipe in [(method, recipe_text(method.tool)) for method in methods]
        for suffix, picture in pictures
        for found in method.hashes(picture, turns)
    )
