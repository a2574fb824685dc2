"""What a report says, before anything is rendered."""

from dataclasses import dataclass, field

from workbench.domain.claims import Claim, Event, Exhibit
from workbench.domain.content_notes import ContentNote
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Examination
from workbench.domain.findings import Finding
from workbench.domain.known import Match, Timing
from workbench.domain.surroundings import Surroundings
from workbench.domain.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict as the journal has it: `id` is the entry's `book/number`, `at` ISO 8601 in UTC.

    `group` names the one decision on several near-copies that it belongs to, and is empty where it stands alone.
    """

    id: str
    at: str
    author: str
    verdict: Verdict
    superseded: bool = False
    group: str = ""


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
    """One piece of evidence with all that is known of it. `preview` is a JPEG that the workbench encoded.

    `not_compared` pairs a library's id with how many of its known images could not be compared with this one by
    fingerprints of the whole picture; libraries with which all could be compared are left out.
    """

    evidence: Evidence
    arrivals: tuple[tuple[str, Arrival], ...]
    examination: Examination | None
    findings: tuple[Finding, ...]
    matches: tuple[FoundMatch, ...]
    verdicts: tuple[GivenVerdict, ...]
    history: tuple[HistoryLine, ...]
    preview: bytes = b""
    not_compared: tuple[tuple[str, int], ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    note: ContentNote = field(default_factory=ContentNote)


@dataclass(frozen=True, slots=True)
class ReportedLibrary:
    """A library that the case is compared with while it is `on`. `count` is the number of its known images, None
    where it could not be opened; `code` with its facts then says why. `without_features` of them have no local
    features that could be compared: as a crop, in a screenshot or mirrored they are not found."""

    id: str
    name: str
    on: bool
    count: int | None = None
    without_features: int = 0
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()


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
    libraries: tuple[ReportedLibrary, ...] = ()
