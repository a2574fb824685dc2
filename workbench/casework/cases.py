"""A case as the use cases hold it: its record, its views, its originals, and whose hand is at it."""

from dataclasses import dataclass
from pathlib import Path

from workbench.casework.library_ports import Library
from workbench.casework.ports import Clock, Journal, Vault
from workbench.casework.view_ports import Views


@dataclass(frozen=True, slots=True)
class Case:
    """An open case. `author` is written into every entry."""

    id: str
    title: str
    folder: Path
    author: str
    journal: Journal
    views: Views
    vault: Vault
    clock: Clock

    def close(self) -> None:
        self.journal.close()


@dataclass(frozen=True, slots=True)
class KnownLibrary:
    """An open library: what is known of each image, and the pictures themselves."""

    folder: Path
    store: Library
    vault: Vault

    def close(self) -> None:
        self.store.close()
