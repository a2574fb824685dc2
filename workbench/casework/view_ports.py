"""What the screens read of a case: the ports of its views, and the rows that they give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from workbench.domain.claims import Claim, Event, Exhibit
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.reports import GivenVerdict, HistoryLine, RefusedFile


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A line of the evidence list: `document` is the newest examination's digest or None; `statuses` are those
    of the verdicts that stand, `matches` counts the matches not dismissed, `copies` the members of its group of
    near-copies, itself included."""

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

    def evidence_page(self, offset: int, limit: int, text: str = "") -> tuple[EvidenceRow, ...]:
        """`text` narrows to names, paths and digests that contain it, ignoring case; `copies:` and the beginning of
        a digest narrows to the group of near-copies of that evidence."""
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
