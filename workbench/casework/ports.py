"""What the use cases need from the outside world. bootstrap joins them to concrete parts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from workbench.domain.entries import Entry
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Examination, Isolation, Limits, Preview, Refused
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.forensic_views import View
from workbench.domain.originals import Original
from workbench.domain.unseen import writable


class Examiner(Protocol):
    """The only crossing into the child. Safe to call from several threads at once."""

    @property
    def isolation(self) -> Isolation:
        """The level that the child reached when it was probed."""
        ...

    def examine(self, original: Original, sha256: str, limits: Limits) -> Examination:
        """Measure one original.

        Refusal with a code `examine.*` where it is not an image that can be read, breaks a limit, or
        takes the child down; the child is then replaced and the next call finds a working one.
        """
        ...

    def features(self, original: Original, sha256: str, limits: Limits) -> LocalFeatures:
        """Local features as a library keeps them; Refusal as `examine`."""
        ...

    def query_features(self, original: Original, sha256: str, limits: Limits) -> tuple[tuple[str, LocalFeatures], ...]:
        """Local features of the picture and of the variants that a search needs; Refusal as `examine`."""
        ...

    def align_many(self, query: Picture, known: Sequence[Picture], limits: Limits) -> tuple[Alignment | Refused, ...]:
        """How the query lies on each known picture; Refusal as `examine` where the query cannot be read."""
        ...

    def render(self, original: Original, longest_edge: int, limits: Limits) -> Preview:
        """The picture upright, no edge longer than `longest_edge` pixels; Refusal as `examine`."""
        ...

    def forensic(
        self, original: Original, view: View, parameters: Mapping[str, int], longest_edge: int, limits: Limits
    ) -> Preview:
        """One view of the whole picture, made of all its pixels, upright; no edge longer than `longest_edge`.

        `parameters` are brought within their bounds. Refusal as `examine`, and `examine.too-long`.
        """
        ...

    def close(self) -> None: ...


class Clock(Protocol):
    def __call__(self) -> datetime:
        """The moment, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Staged:
    """A copy that is complete and on the disk, but not yet evidence."""

    path: Original
    sha256: str
    size: int


class Vault(Protocol):
    """Originals under their SHA-256, written once and never changed."""

    def stage(self, untrusted: BinaryIO, limit: int) -> Staged:
        """Copy a stream, hashing it on the way; synced. Refusal `vault.too-large` past `limit` bytes,
        `vault.disk-full`, `vault.unwritable`."""
        ...

    def publish(self, staged: Sequence[Staged]) -> None:
        """Give staged copies their final names, and sync the folders. Existing originals that are sound are kept."""
        ...

    def discard(self, staged: Staged) -> None: ...

    def leftovers(self) -> tuple[str, ...]:
        """The names of copies that never became evidence. Those of an instance that is at work are among them."""
        ...

    def set_aside(self, folder: Path, leftovers: Sequence[str] = (), originals: Sequence[str] = ()) -> None:
        """Move leftovers and originals (by digest) into `folder`; nothing is written over."""
        ...

    def path(self, sha256: str) -> Original: ...

    def digest(self, sha256: str) -> str:
        """The SHA-256 of what is stored under a name now; FileNotFoundError where nothing is."""
        ...

    def stored(self) -> set[str]:
        """The names of all originals that are there."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is not yet written: its kind and facts. What no file can hold is written as marks in it."""

    kind: str
    facts: Mapping[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", _written(self.facts))


class Source(Protocol):
    """A place from which files arrive."""

    def arrivals(self) -> Iterator[Arrival]:
        """Every file that is there, its bytes still unread; a location that is not there yields itself."""
        ...

    def open(self, arrival: Arrival) -> AbstractContextManager[BinaryIO]: ...


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A row of the journal as it is stored; nothing of it is trusted before it is checked."""

    position: int
    book: str
    number: int
    leaf: str
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A signed checkpoint as it is stored, with its book's origin and Ed25519 public key (32 bytes)."""

    book: str
    origin: str
    public_key: bytes
    size: int
    note: str


@dataclass(frozen=True, slots=True)
class StoredBook:
    """A book's line as it is stored: its key, and where its next entry is put (`subtrees`: JSON, as `merkle` has)."""

    id: str
    origin: str
    public_key: bytes
    size: int
    subtrees: str


class Journal(Protocol):
    """The case's append-only record."""

    @property
    def mark(self) -> str:
        """Empty for the hand that opened the case; for any other `-` and four digits of its own book."""
        ...

    def append(
        self,
        drafts: Iterable[Draft],
        author: str,
        at: datetime,
        documents: Iterable[bytes] = (),
        previews: Mapping[str, bytes] | None = None,
    ) -> tuple[Entry, ...]:
        """Write entries, documents, projections and a signed checkpoint in one transaction; on the disk when it
        returns. `previews` maps evidence to a JPEG that the workbench encoded. Refusal `case.*`, `vault.disk-full`."""
        ...

    def adopt(
        self,
        books: Sequence[StoredBook],
        rows: Iterable[StoredEntry],
        checkpoints: Iterable[StoredCheckpoint],
        documents: Iterable[bytes],
        previews: Mapping[str, bytes],
        before_commit: Callable[[], None],
    ) -> int:
        """Put what another laptop wrote beside what is here, in one transaction; how many entries were new.

        `before_commit` is called once all of it was found fit, and puts the originals in their places.
        The caller has checked it. Refusal `join.unfit` for an entry that no screen could show, and as `append`."""
        ...

    def document(self, sha256: str) -> bytes | None:
        """A document by its digest, or None; ValueError where it is there but damaged."""
        ...

    def rebuild(self) -> int:
        """Make the projections again from the journal; the count of entries read."""
        ...

    def stored_entries(self) -> tuple[StoredEntry, ...]: ...

    def stored_checkpoints(self) -> tuple[StoredCheckpoint, ...]: ...

    def stored_books(self) -> tuple[StoredBook, ...]: ...

    def integrity_problems(self) -> tuple[str, ...]: ...

    def stale_projections(self) -> tuple[str, ...]: ...

    def close(self) -> None: ...


def _written(value: Any) -> Any:
    match value:
        case str():
            return writable(value)
        case Mapping():
            return {writable(str(key)): _written(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_written(inner) for inner in value]
    return value
