"""Where the window stood and how it looked. Nothing of any case is kept here: a seized laptop gives nothing away."""

import base64
import binascii
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.refusals import Refusal

FILE = "window.json"


@dataclass(frozen=True, slots=True)
class WindowState:
    """`geometry` is Qt's own form; `dark` is None where the person never chose."""

    geometry: bytes = b""
    dark: bool | None = None


def read_state(home: Path) -> WindowState:
    """What was kept, or the defaults where it is missing or damaged."""
    try:
        raw = json.loads((home / FILE).read_text("utf-8"))
        dark = raw["dark"]
        return WindowState(base64.b64decode(raw["geometry"], validate=True), dark if isinstance(dark, bool) else None)
    except (OSError, ValueError, KeyError, TypeError, binascii.Error):
        return WindowState()


def keep_state(home: Path, state: WindowState, keep: Callable[[Path, bytes], None]) -> None:
    """Write it; where that is not possible the window simply opens in its usual place."""
    body = json.dumps({"geometry": base64.b64encode(state.geometry).decode(), "dark": state.dark})
    with contextlib.suppress(Refusal, OSError):
        keep(home / FILE, body.encode())
