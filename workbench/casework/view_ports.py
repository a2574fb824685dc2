"""What the screens read of a case: the ports of its views, and the rows that they give."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from workbench.domain.claims import Claim, Event, Exhibit
from workbench.domain.content_notes import ContentNote
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.reports import GivenVerdict, HistoryLine, RefusedFile
from workbench.domain.search_query import Query


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A line of the evidence list: `document` is the newest examination's digest or None; `statuses` are those
    of the verdicts that stand, `matches` counts the matches not dismissed, `copies` the members of its group of
    near-copies, itself included; `note` is what is to be known before it is looked at."""

    evidence: Evidence
    name: str
    position: int
    document: str | None
    width: int | None
    height: int | None
    arrivals: int
    matches: int
    statuses: tuple[str, ...]
    copies: int = 1
    note: ContentNote = field(default_factory=ContentNote)


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A match as the case has it: the facts of its entry, and the reason where it was dismissed."""

    id: str
    evidence: str
    facts: Mapping[str, Any]
    dismissed: str


@dataclass(frozen=True, slots=True)
class StoredCopy:
    """Two pieces of evidence that were found to be one photograph, `one` being the smaller digest: the facts of the
    entry that says so, and the reason where a person cut the link. A link that is cut does not stand."""

    one: str
    other: str
    facts: Mapping[str, Any]
    cut: str


@dataclass(frozen=True, slots=True)
class AttachedLibrary:
    """A library that the case is compared with while it is `on`, and where it lay when it was attached."""

    id: str
    name: str
    path: str
    on: bool = True


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

    def size(self) -> int:
        """How many entries the journal has."""
        ...

    def found(self, query: Query, event: str, after: int = 0, before: int = 0, limit: int = 0) -> "array[int]":
        """The positions of all evidence that a query asks for, in order, findings being those against `event`.

        Only positions past `after` and below `before`, where they are given; at most `limit` of them, which with
        `before` alone are the last ones."""
        ...

    def rows(self, positions: Sequence[int]) -> tuple[EvidenceRow, ...]:
        """In the order of their positions; those that are not there are left out."""
        ...

    def evidence_page(self, offset: int, limit: int, text: str = "") -> tuple[EvidenceRow, ...]:
        """`text` is a query, as `domain.search_query` reads it."""
        ...

    def evidence_count(self) -> int: ...

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

    def claims_of(self, evidence: str) -> tuple[Claim, ...]:
        """The claims for which a piece of evidence is offered, in the order in which it was."""
        ...

    def verdicts(self, evidence: str) -> tuple[GivenVerdict, ...]: ...

    def verdict_facts(self, verdict: str) -> Mapping[str, Any] | None:
        """The facts of the entry that gave a verdict, by its name `book/number`."""
        ...

    def matches(self, evidence: str) -> tuple[StoredMatch, ...]: ...

    def libraries(self) -> tuple[AttachedLibrary, ...]: ...

    def history(self, evidence: str) -> tuple[HistoryLine, ...]: ...

    def group(self, evidence: str) -> tuple[str, ...]:
        """All near-copies of a piece of evidence, itself included, in the order in which they arrived."""
        ...

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Every group of two and more, as `group` gives it."""
        ...

    def copies(self, evidence: str | None = None) -> tuple[StoredCopy, ...]:
        """Every link of one piece of evidence, or of all, those that are cut included."""
        ...

    def preview(self, evidence: str) -> bytes | None: ...
