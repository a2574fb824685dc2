"""What a report says, before anything is rendered."""

from dataclasses import dataclass

from workbench.domain.claims import Claim, Event, Exhibit
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Examination
from workbench.domain.findings import Finding
from workbench.domain.known import Match, Timing
from workbench.domain.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict as the journal has it: `id` is the entry's `book/number`, `at` ISO 8601 in UTC."""

    id: str
    at: str
    author: str
    verdict: Verdict
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """A match as the case has it, with what it means for the event; `dismissed` holds the reason or is empty."""

    match: Match
    timing: Timing
    dismissed: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the journal that concerns an image: its kind, author, time and a few plain facts."""

    id: str
    at: str
    author: str
    kind: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedImage:
    """One piece of evidence with all that is known of it. `preview` is a JPEG that the workbench encoded."""

    evidence: Evidence
    arrivals: tuple[tuple[str, Arrival], ...]
    examination: Examination | None
    findings: tuple[Finding, ...]
    matches: tuple[FoundMatch, ...]
    verdicts: tuple[GivenVerdict, ...]
    history: tuple[HistoryLine, ...]
    preview: bytes = b""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was met and not admitted: where it was, when, and why, as a code with facts."""

    at: str
    path: str
    sha256: str
    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BookCheckpoint:
    """The newest signed checkpoint of one book of the journal; `note` is its C2SP text."""

    book: str
    origin: str
    size: int
    root: str
    note: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that stands in a report on one event. Images are ordered as they arrived.

    `arrivals` pair a time (ISO 8601, UTC) with how the file came.
    """

    case_id: str
    case_title: str
    event: Event
    claims: tuple[Claim, ...]
    images: tuple[ReportedImage, ...]
    refused: tuple[RefusedFile, ...]
    checkpoints: tuple[BookCheckpoint, ...]
    written_at: str
    written_by: str
    program: str
    exhibits: tuple[Exhibit, ...] = ()
