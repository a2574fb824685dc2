"""The keys that a person gave to commands in place of ours, kept with the installation. They tell of no case."""

import contextlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from workbench.domain.refusals import Refusal

FILE = "shortcuts.json"
_MOST = 4
"""Keys that one command may have."""


def read_choices(home: Path) -> dict[str, tuple[str, ...]]:
    """Command to keys; what is missing or damaged is left out."""
    try:
        raw = json.loads((home / FILE).read_text("utf-8"))
        return {str(name): keys for name, told in raw.items() if (keys := _keys(told))}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def keep_choices(home: Path, chosen: Mapping[str, tuple[str, ...]], keep: Callable[[Path, bytes], None]) -> None:
    """Write them; where that is not possible they hold until the window closes."""
    with contextlib.suppress(Refusal, OSError):
        keep(home / FILE, json.dumps(chosen, indent=1, sort_keys=True).encode())


def _keys(told: object) -> tuple[str, ...]:
    if not isinstance(told, list):
        return ()
    return tuple(key for key in told[:_MOST] if isinstance(key, str) and 0 < len(key) <= 40)
