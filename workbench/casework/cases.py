"""A case as the use cases hold it: its record, its views, its originals, and whose hand is at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.casework.library_ports import Library
from workbench.casework.ports import Clock, Journal, Vault
from workbench.casework.search_ports import Desk, EvidenceIndex
from workbench.casework.view_ports import Views


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that whoever opens a case has to know: a code and its facts."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """An open case. `author` is written into every entry.

    `read_only`: it lies where nothing can be written, and every change is refused. `notices`: what opening found.
    `leave` is called once the case is closed.
    """

    id: str
    title: str
    folder: Path
    author: str
    journal: Journal
    views: Views
    vault: Vault
    clock: Clock
    desk: Desk
    index: EvidenceIndex
    read_only: bool = False
    notices: tuple[Notice, ...] = ()
    leave: Callable[[], None] = lambda: None

    def close(self) -> None:
        self.journal.close()
        self.leave()


@dataclass(frozen=True, slots=True)
class KnownLibrary:
    """An open library: what is known of each image, and the pictures themselves."""

    folder: Path
    store: Library
    vault: Vault

    def close(self) -> None:
        self.store.close()
