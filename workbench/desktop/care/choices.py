"""How pictures look when they are asked for and before, as a person chose it. It tells of no case."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from workbench.domain.refusals import Refusal

FILE = "care.json"
AFTER_PICTURES = (0, 20, 50, 100, 200)
AFTER_MINUTES = (0, 15, 30, 60, 120)
"""After how many pictures, and after how many minutes at them, a pause can be proposed; 0 is never."""


class Manner(StrEnum):
    """How a picture looks once it is asked for."""

    PLAIN = "plain"
    GREY = "grey"
    BLURRED = "blurred"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Choices:
    """`at_once`: pictures are shown without being asked for. `day` (ISO 8601) has had `count` pictures shown."""

    manner: Manner = Manner.PLAIN
    at_once: bool = False
    after_pictures: int = 0
    after_minutes: int = 0
    day: str = ""
    count: int = 0


def read_choices(home: Path) -> Choices:
    """What was kept; where that is missing or damaged pictures are covered and shown as they are."""
    try:
        raw = json.loads((home / FILE).read_text("utf-8"))
        pictures, minutes, count = int(raw["after_pictures"]), int(raw["after_minutes"]), int(raw["count"])
        return Choices(
            Manner(raw["manner"]),
            raw["at_once"] is True,
            pictures if pictures in AFTER_PICTURES else 0,
            minutes if minutes in AFTER_MINUTES else 0,
            date.fromisoformat(raw["day"]).isoformat() if raw["day"] else "",
            max(count, 0),
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Choices()


def keep_choices(home: Path, chosen: Choices, keep: Callable[[Path, bytes], None]) -> None:
    """Write them; where that is not possible they hold until the window closes."""
    with contextlib.suppress(Refusal, OSError):
        keep(home / FILE, json.dumps(asdict(chosen), indent=1, sort_keys=True).encode())
