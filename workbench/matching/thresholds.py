"""When a whole-image fingerprint is near enough, and good enough, to name a candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Threshold:
    """Of `bits`, at most `distance` may differ; either side's quality must be at least `least_quality`."""

    bits: int
    distance: int
    least_quality: int


THRESHOLDS: Mapping[str, Threshold] = MappingProxyType(
    {
        "phash": Threshold(64, 10, 50),
        "dhash": Threshold(64, 4, 50),
        "pdq": Threshold(256, 31, 50),
    }
)
