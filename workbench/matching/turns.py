"""The eight turns of a picture: what each does to its points, and which edit undoes it.

Points are those of the unit square: x to the right, y down, (0, 0) the upper left corner.
"""

from collections.abc import Mapping
from types import MappingProxyType

Homography = tuple[tuple[float, float, float], ...]

HOMOGRAPHIES: Mapping[str, Homography] = MappingProxyType(
    {
        "as-is": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "turned-90": ((0.0, 1.0, 0.0), (-1.0, 0.0, 1.0), (0.0, 0.0, 1.0)),
        "turned-180": ((-1.0, 0.0, 1.0), (0.0, -1.0, 1.0), (0.0, 0.0, 1.0)),
        "turned-270": ((0.0, -1.0, 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
        "mirrored": ((-1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "flipped": ((1.0, 0.0, 0.0), (0.0, -1.0, 1.0), (0.0, 0.0, 1.0)),
        "transposed": ((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
        "transversed": ((0.0, -1.0, 1.0), (-1.0, 0.0, 1.0), (0.0, 0.0, 1.0)),
    }
)
"""Where each point of a picture comes to lie when the picture is so turned (turns are anti-clockwise)."""

UNDOES: Mapping[str, str] = MappingProxyType(
    {turn: turn for turn in HOMOGRAPHIES} | {"turned-90": "turned-270", "turned-270": "turned-90"}
)
"""The turn that leads back: if the query so turned is the known image, the known image was turned by the other."""

SWAPS_SIDES = frozenset({"turned-90", "turned-270", "transposed", "transversed"})
"""Turns that make an upright picture a lying one."""
