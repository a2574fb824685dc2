"""What is said to have happened, who says it, and what is offered for it."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.intervals import Interval
from workbench.domain.places import Place


class SourceGrade(StrEnum):
    """Reliability of the source, Admiralty code."""

    COMPLETELY = "A"
    USUALLY = "B"
    FAIRLY = "C"
    NOT_USUALLY = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class InformationGrade(StrEnum):
    """Credibility of the information, Admiralty code; independent of the source's grade."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


@dataclass(frozen=True, slots=True)
class Event:
    """What is said to have happened: when, as an interval, and where, with a stated precision."""

    id: str
    title: str
    interval: Interval
    place: Place


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of an event."""

    id: str
    event: str
    text: str
    by: str
    source_grade: SourceGrade = SourceGrade.CANNOT_BE_JUDGED
    information_grade: InformationGrade = InformationGrade.CANNOT_BE_JUDGED
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence offered for one claim."""

    evidence: str
    claim: str
