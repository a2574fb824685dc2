"""Where this installation keeps what is its own, and whose hand is at it."""

import getpass
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` holds the signing key and the window's state; `author` is written into journal entries."""

    home: Path
    author: str

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def trust(self) -> Path:
        """Certificates, `*.pem`, under which the user trusts signers of Content Credentials."""
        return self.home / "trust"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Settings from WORKBENCH_HOME and WORKBENCH_AUTHOR, else the system's own places and user name."""
    home = environment.get("WORKBENCH_HOME")
    return Settings(Path(home) if home else _data_folder(environment), environment.get("WORKBENCH_AUTHOR") or _user())


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
