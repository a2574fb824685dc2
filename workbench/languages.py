"""Which language the program speaks: the one that was set or chosen, else the system's, else English.

Numbers, times, coordinates and hashes stand in western digits and ISO 8601 in every language, so that what one
person writes down another finds again.
"""

import contextlib
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from workbench.domain.refusals import Refusal
from workbench.wording import ENGLISH

FILE = "language"
_LONGEST = 35  # characters of a tag of BCP 47 that anybody uses
_OF_SYSTEM = {"fa_AF": "prs"}
"""Locales whose language has a name of its own here: POSIX has Dari as the Persian of Afghanistan."""


def language(environment: Mapping[str, str], home: Path, there: Collection[str]) -> str:
    """A language out of `there`: WORKBENCH_LANGUAGE, what was chosen in the window, the system's, or English."""
    return next((tag for tag in _wished(environment, home) if tag in there), ENGLISH)


def keep_language(home: Path, chosen: str, keep: Callable[[Path, bytes], None]) -> None:
    """Have it spoken from the next start on; where that cannot be written it holds until the program ends."""
    with contextlib.suppress(Refusal, OSError):
        keep(home / FILE, f"{chosen}\n".encode())


def _wished(environment: Mapping[str, str], home: Path) -> Iterator[str]:
    yield environment.get("WORKBENCH_LANGUAGE", "").strip()
    with contextlib.suppress(OSError, ValueError), (home / FILE).open(encoding="utf-8") as file:
        yield file.read(_LONGEST).strip()
    stated = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    name = (stated or _windows()).partition(".")[0].partition("@")[0]
    yield _OF_SYSTEM.get(name, name.partition("_")[0])


def _windows() -> str:
    """The language of Windows' own windows, as POSIX names it; empty on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
