"""Ways of making visible what the eye does not see in a picture. None of them says what it means: a person does."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_EDGE = 65_500
"""Longest side, in pixels, of a picture of which views are made: a JPEG, through which some go, has no more."""


class View(StrEnum):
    ERROR_LEVEL = "error-level"
    NOISE_RESIDUAL = "noise-residual"
    JPEG_GHOST = "jpeg-ghost"
    LUMINANCE_GRADIENT = "luminance-gradient"
    CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number from `least` to `most`; where there are `choices`, it is the place of one of them."""

    name: str
    least: int
    most: int
    default: int
    choices: tuple[str, ...] = ()


GRADIENTS = ("steepness", "across", "down")
CHANNELS = ("all", "red", "green", "blue", "luminance", "blue-difference", "red-difference", "hue", "saturation")


def _choice(name: str, choices: tuple[str, ...]) -> Parameter:
    return Parameter(name, 0, len(choices) - 1, 0, choices)


PARAMETERS: Mapping[View, tuple[Parameter, ...]] = {
    View.ERROR_LEVEL: (Parameter("quality", 50, 100, 90), Parameter("gain", 1, 40, 12)),
    View.NOISE_RESIDUAL: (Parameter("gain", 1, 40, 5),),
    View.JPEG_GHOST: (Parameter("quality", 30, 98, 75), Parameter("across", 0, 7, 0), Parameter("down", 0, 7, 0)),
    View.LUMINANCE_GRADIENT: (_choice("direction", GRADIENTS), Parameter("gain", 1, 20, 3)),
    View.CHANNELS: (
        _choice("channel", CHANNELS),
        Parameter("black", 0, 255, 0),
        Parameter("white", 0, 255, 255),
        Parameter("gamma", 10, 500, 100),
    ),
}
"""What can be set for each view. `gamma` is in hundredths; `gain` multiplies; `across` and `down` are pixels."""


def bounded(view: View, given: Mapping[str, int]) -> dict[str, int]:
    """Every parameter of the view: as given, brought within its bounds, or its default. Others are left out."""
    return {one.name: min(max(int(given.get(one.name, one.default)), one.least), one.most) for one in PARAMETERS[view]}


def reduction(width: int, height: int, longest_edge: int) -> int:
    """How many pixels of the file, across and down, become one of a view's: the least power of two that fits."""
    found = 1
    while max(-(-width // found), -(-height // found)) > longest_edge:
        found *= 2
    return found
