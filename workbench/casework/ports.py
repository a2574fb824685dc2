"""What the use cases need from the outside world. bootstrap joins them to concrete parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from workbench.domain.entries import Entry
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Examination, Isolation, Limits, Preview


class Examiner(Protocol):
    """The only crossing into the child. Safe to call from several threads at once."""

    @property
    def isolation(self) -> Isolation:
        """The level that the child reached when it was probed."""
        ...

    def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
        """Measure one original.

        Refusal with a code `examine.*` where it is not an image that can be read, breaks a limit, or
        takes the child down; the child is then replaced and the next call finds a working one.
        """
        ...

    def render(self, original: Path, longest_edge: int, limits: Limits) -> Preview:
        """The picture upright, no edge longer than `longest_edge` pixels; Refusal as `examine`."""
        ...

    def close(self) -> None: ...


class Clock(Protocol):
    def __call__(self) -> datetime:
        """The moment, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Staged:
    """A copy that is complete and on the disk, but not yet evidence."""

    path: Path
    sha256: str
    size: int


class Vault(Protocol):
    """Originals under their SHA-256, written once and never changed."""

    def stage(self, untrusted: BinaryIO, limit: int) -> Staged:
        """Copy a stream, hashing it on the way; synced. Refusal `vault.too-large` past `limit` bytes."""
        ...

    def publish(self, staged: Sequence[Staged]) -> None:
        """Give staged copies their final names, and sync the folders. Existing originals are kept."""
        ...

    def discard(self, staged: Staged) -> None: ...

    def path(self, sha256: str) -> Path: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is not yet written: its kind and facts."""

    kind: str
    facts: Mapping[str, Any]


class Source(Protocol):
    """A place from which files arrive."""

    def arrivals(self) -> Iterator[Arrival]:
        """Every file that is there, its bytes still unread; a location that is not there yields itself."""
        ...

    def open(self, arrival: Arrival) -> AbstractContextManager[BinaryIO]: ...


class Journal(Protocol):
    """The case's append-only record."""

    def append(self, drafts: Iterable[Draft], author: str, at: datetime) -> tuple[Entry, ...]:
        """Write entries, projections and a signed checkpoint in one transaction; on the disk when it returns."""
        ...
