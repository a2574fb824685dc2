"""What the use cases need from the outside world. bootstrap joins them to concrete parts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from workbench.domain.claims import Claim, Event, Exhibit
from workbench.domain.entries import Entry
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Examination, Fingerprint, Isolation, Limits, Preview
from workbench.domain.known import KnownImage, Match
from workbench.domain.reports import GivenVerdict, HistoryLine, RefusedFile


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

    def digest(self, sha256: str) -> str:
        """The SHA-256 of what is stored under a name now; FileNotFoundError where nothing is."""
        ...

    def stored(self) -> set[str]:
        """The names of all originals that are there."""
        ...


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


class Journal(Protocol):
    """The case's append-only record."""

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

    def document(self, sha256: str) -> bytes | None:
        """A document by its digest, or None; ValueError where it is there but damaged."""
        ...

    def rebuild(self) -> int:
        """Make the projections again from the journal; the count of entries read."""
        ...

    def stored_entries(self) -> tuple[StoredEntry, ...]: ...

    def stored_checkpoints(self) -> tuple[StoredCheckpoint, ...]: ...

    def integrity_problems(self) -> tuple[str, ...]: ...

    def stale_projections(self) -> tuple[str, ...]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A line of the evidence list: `document` is the newest examination's digest or None; `statuses` are those
    of the verdicts that stand, `matches` counts the matches not dismissed."""

    evidence: Evidence
    name: str
    position: int
    document: str | None
    width: int | None
    height: int | None
    arrivals: int
    matches: int
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A match as the case has it: the facts of its entry, and the reason where it was dismissed."""

    id: str
    evidence: str
    facts: Mapping[str, Any]
    dismissed: str


@dataclass(frozen=True, slots=True)
class AttachedLibrary:
    """A library that the case is compared with, and where it lay when it was attached."""

    id: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Counts:
    evidence: int
    arrivals: int
    refusals: int
    events: int
    claims: int
    verdicts: int
    entries: int


class Views(Protocol):
    """What the screens read. Lists come in pages, in the order in which things were written."""

    def counts(self) -> Counts: ...

    def evidence_page(self, offset: int, limit: int, text: str = "") -> tuple[EvidenceRow, ...]:
        """`text` narrows to names, paths and digests that contain it, ignoring case."""
        ...

    def evidence_count(self, text: str = "") -> int: ...

    def evidence(self, sha256: str) -> EvidenceRow | None: ...

    def evidence_like(self, prefix: str) -> tuple[str, ...]:
        """Digests that begin with `prefix`, at most ten."""
        ...

    def known_digests(self) -> set[str]: ...

    def arrivals(self, sha256: str) -> tuple[tuple[str, Arrival], ...]:
        """When (ISO 8601, UTC) and how the file came, oldest first."""
        ...

    def refusals(self, offset: int = 0, limit: int = 1000) -> tuple[RefusedFile, ...]: ...

    def events(self) -> tuple[Event, ...]: ...

    def claims(self, event: str | None = None) -> tuple[Claim, ...]: ...

    def exhibits(self, event: str) -> tuple[Exhibit, ...]: ...

    def verdicts(self, evidence: str) -> tuple[GivenVerdict, ...]: ...

    def matches(self, evidence: str) -> tuple[StoredMatch, ...]: ...

    def libraries(self) -> tuple[AttachedLibrary, ...]: ...

    def history(self, evidence: str) -> tuple[HistoryLine, ...]: ...

    def preview(self, evidence: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class KnownRow:
    """An entry of a library with its fingerprints' count, and whether its picture is kept."""

    known: KnownImage
    fingerprints: int


class Library(Protocol):
    """Known images, searched by fingerprint. `id` tells libraries apart; `name` is for people."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    def add(self, known: KnownImage, examination: Examination, preview: bytes) -> bool:
        """Keep an image; False where the same bytes are there already."""
        ...

    def get(self, known_id: str) -> KnownImage | None: ...

    def page(self, offset: int, limit: int) -> tuple[KnownRow, ...]: ...

    def count(self) -> int: ...

    def preview(self, known_id: str) -> bytes | None: ...

    def digests(self) -> set[str]: ...

    def contents(self) -> Iterator[tuple[KnownImage, tuple[Fingerprint, ...], tuple[int, int]]]:
        """Every known image with its fingerprints and its upright width and height, oldest first."""
        ...

    def close(self) -> None: ...


Finder = Callable[[Examination], tuple[Match, ...]]
"""Known images found again in one examined image, exact bytes first, then by score."""
