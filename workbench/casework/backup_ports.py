"""A copy of a case's files, made and brought back without reading what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Told = Callable[[int, int], bool]
"""Told of the bytes done and of how many; False to stop."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was written and read back: its size and that of what is in it, in bytes."""

    path: Path
    files: int
    size: int
