"""Known images, and what it means to find one again."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.intervals import Interval
from workbench.domain.paths import last_part


@dataclass(frozen=True, slots=True)
class KnownImage:
    """An entry of a library. `first_known` is None where nobody knows when it first appeared."""

    id: str
    sha256: str
    path: str
    first_known: Interval | None = None
    place: str = ""
    source: str = ""
    note: str = ""
    event: str = ""
    """What it truly shows: free words, empty where nobody said."""

    @property
    def name(self) -> str:
        """The file name under which it was added."""
        return last_part(self.path)


class MatchKind(StrEnum):
    """`scene` is another photograph of the same place, never the same photograph."""

    EXACT = "exact"
    WHOLE = "whole"
    PARTIAL = "partial"
    SCENE = "scene"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known image that some fingerprint points to: which, at what Hamming distance of how many bits.

    `variant` is the query's, `known_variant` the known image's: the two pictures that look alike.
    """

    known: KnownImage
    fingerprint: str
    variant: str
    distance: int
    bits: int
    library: str = ""
    known_variant: str = "as-is"


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that was done to the known image: a key of `wording.SENTENCES`, and the facts that fill it."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A known image found again.

    `transform` is the 3x3 homography, row by row, from the query's unit square to the known image's;
    `edits` lead from the known image to the query; overlaps are shares of area, 0 to 1; `score` is 0 to 1;
    `false_match_odds` is the estimated chance of at least one such match by accident in a library of
    this size, or None where it was not estimated. `differences` are boxes (left, top, right, bottom in the
    query's unit square) where the two differ; `aligned` is True where the two were laid on one another and
    looked at. Without that a match is a likeness of fingerprints, and not the same photograph.
    """

    id: str
    known: KnownImage
    library: str
    kind: MatchKind
    transform: tuple[tuple[float, float, float], ...]
    edits: tuple[Edit, ...]
    overlap_query: float
    overlap_known: float
    score: float
    false_match_odds: float | None
    evidence: tuple[Candidate, ...] = ()
    differences: tuple[tuple[float, float, float, float], ...] = ()
    aligned: bool = False


class Timing(StrEnum):
    BEFORE = "before"
    NOT_CERTAINLY_BEFORE = "not-certainly-before"
    UNDATED = "undated"


def timing(known: KnownImage, event: Interval) -> Timing:
    """Whether the image was certainly known before the event began. Only `before` contradicts a claim."""
    if known.first_known is None:
        return Timing.UNDATED
    return Timing.BEFORE if known.first_known.certainly_before(event) else Timing.NOT_CERTAINLY_BEFORE
