"""Where this installation keeps what is its own, and whose hand is at it."""

import getpass
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` holds the signing key and the window's state; `author` is written into journal entries; `log` says
    whether a log is kept."""

    home: Path
    author: str
    log: bool = True
    lock_minutes: float = 10.0

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def limits(self) -> Path:
        """Limits for all files where they are not the usual ones: `pixels = 300_000_000`, a line each."""
        return self.home / "limits.toml"

    @property
    def trust(self) -> Path:
        """Certificates, `*.pem`, under which the user trusts signers of Content Credentials."""
        return self.home / "trust"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Settings from WORKBENCH_HOME and WORKBENCH_AUTHOR, else the system's own places and user name; WORKBENCH_LOG=off
    keeps no log. After WORKBENCH_LOCK_MINUTES (10; 0: never) with nobody at the window an encrypted case is locked."""
    home = environment.get("WORKBENCH_HOME")
    return Settings(
        Path(home) if home else _data_folder(environment),
        writable(environment.get("WORKBENCH_AUTHOR") or _user()),
        environment.get("WORKBENCH_LOG", "").lower() != "off",
        _minutes(environment.get("WORKBENCH_LOCK_MINUTES", "")),
    )


def _minutes(stated: str) -> float:
    """What cannot be read is not taken for never."""
    try:
        minutes = float(stated)
    except ValueError:
        return 10.0
    return minutes if minutes >= 0 else 10.0


def stored_limits(file: Path) -> tuple[tuple[str, object], ...]:
    """Names and values as the file has them; none where there is no file. Refusal `limits.file-unreadable`."""
    try:
        return tuple(tomllib.loads(file.read_bytes().decode("utf-8")).items())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        reason = error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)
        raise Refusal("limits.file-unreadable", path=str(file), reason=reason[:200]) from error


def _data_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Workbench"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Workbench"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "workbench"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "user"
