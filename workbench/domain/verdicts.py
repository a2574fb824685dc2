"""What a reviewer concludes of an exhibit."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.refusals import Refusal


class Status(StrEnum):
    """Our own scale: MediaReview has no word for what is not known. `open` takes a decision back."""

    VERIFIED = "verified"
    LIKELY = "likely"
    UNDETERMINED = "undetermined"
    UNLIKELY = "unlikely"
    REFUTED = "refuted"
    OPEN = "open"


class MediaReview(StrEnum):
    """schema.org `mediaAuthenticityCategory`; the value is the last part of https://schema.org/..."""

    DECONTEXTUALIZED = "DecontextualizedContent"
    EDITED_OR_CROPPED = "EditedOrCroppedContent"
    ORIGINAL = "OriginalMediaContent"
    SATIRE_OR_PARODY = "SatireOrParodyContent"
    STAGED = "StagedContent"
    TRANSFORMED = "TransformedContent"


CONTRADICTS_ORIGINAL = frozenset({MediaReview.TRANSFORMED, MediaReview.EDITED_OR_CROPPED, MediaReview.STAGED})
"""Original and decontextualized together is legal, and the commonest finding."""


class Pillar(StrEnum):
    """The five pillars of visual verification (First Draft)."""

    PROVENANCE = "provenance"
    SOURCE = "source"
    DATE = "date"
    LOCATION = "location"
    MOTIVATION = "motivation"


class Light(StrEnum):
    """A pillar's grade, like a traffic light; grey where nothing is known."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class Confidence(StrEnum):
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True)
class PillarNote:
    pillar: Pillar
    light: Light
    text: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's conclusion on (evidence, claim, event). Superseded by a later one, never changed.

    `cites` holds findings' codes and matches' ids; `gap_reason` says why a verdict "verified" stands
    though a pillar is empty.
    """

    evidence: str
    claim: str
    event: str
    status: Status
    reviewer: str
    reasons: str
    categories: frozenset[MediaReview] = frozenset()
    pillars: tuple[PillarNote, ...] = ()
    confidence: Confidence = Confidence.NOT_STATED
    cites: tuple[str, ...] = ()
    gap_reason: str = ""


def empty_pillars(notes: Iterable[PillarNote]) -> tuple[Pillar, ...]:
    """The pillars that no note answers: not mentioned, or grey."""
    answered = {note.pillar for note in notes if note.light is not Light.GREY}
    return tuple(pillar for pillar in Pillar if pillar not in answered)


def check_verdict(verdict: Verdict) -> None:
    """Refuse a verdict that cannot stand.

    Refusal `verdict.reasons-missing`, `verdict.reviewer-missing`, `verdict.contradiction` (Original beside
    Transformed, Edited or Staged), `verdict.pillar-twice` or `verdict.pillars-empty` (verified, a pillar
    empty, and no reason given).
    """
    if not verdict.reviewer.strip():
        raise Refusal("verdict.reviewer-missing")
    if not verdict.reasons.strip():
        raise Refusal("verdict.reasons-missing")
    against = verdict.categories & CONTRADICTS_ORIGINAL
    if MediaReview.ORIGINAL in verdict.categories and against:
        raise Refusal("verdict.contradiction", one=MediaReview.ORIGINAL.value, other=", ".join(sorted(against)))
    named = [note.pillar for note in verdict.pillars]
    if len(named) != len(set(named)):
        raise Refusal("verdict.pillar-twice")
    empty = empty_pillars(verdict.pillars)
    if verdict.status is Status.VERIFIED and empty and not verdict.gap_reason.strip():
        raise Refusal("verdict.pillars-empty", pillars=", ".join(empty))
