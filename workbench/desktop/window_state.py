"""Where the window stood and how it looked. Nothing of any case is kept here: a seized laptop gives nothing away."""

import base64
import binascii
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.domain.refusals import Refusal

FILE = "window.json"


@dataclass(frozen=True, slots=True)
class WindowState:
    """`geometry` is Qt's own form; `palette` is empty where the person never chose; `borders` are the sizes of parts
    side by side, in logical pixels, where somebody moved the border between them."""

    geometry: bytes = b""
    palette: str = ""
    borders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def read_state(home: Path) -> WindowState:
    """What was kept, or the defaults where it is missing or damaged."""
    try:
        raw = json.loads((home / FILE).read_text("utf-8"))
        geometry = base64.b64decode(raw["geometry"], validate=True)
        return WindowState(geometry, str(raw["palette"]), _borders(raw.get("borders")))
    except (OSError, ValueError, KeyError, TypeError, binascii.Error):
        return WindowState()


def keep_state(home: Path, state: WindowState, keep: Callable[[Path, bytes], None]) -> None:
    """Write it; where that is not possible the window simply opens in its usual place."""
    geometry = base64.b64encode(state.geometry).decode()
    body = json.dumps({"geometry": geometry, "palette": state.palette, "borders": dict(state.borders)})
    with contextlib.suppress(Refusal, OSError):
        keep(home / FILE, body.encode())


def _borders(kept: object) -> dict[str, tuple[int, ...]]:
    """Sizes as they were kept; what is none is left out."""
    found: dict[str, tuple[int, ...]] = {}
    for name, sizes in kept.items() if isinstance(kept, dict) else ():
        if isinstance(sizes, list) and all(isinstance(one, int) and 0 <= one < 20_000 for one in sizes) and any(sizes):
            found[str(name)] = tuple(sizes)
    return found
