"""What an inspector concludes, and on what ground."""

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    OBSERVED = "observed"
    """Read directly from the file."""
    DERIVED = "derived"
    """Computed from what was read, by a stated formula."""
    INFERRED = "inferred"
    """A usual explanation of what was read; others are possible."""


class Bearing(StrEnum):
    SUPPORTS = "supports"
    UNDERMINES = "undermines"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Finding:
    """A code, what it rests on, where it points, and what it does not show.

    `code` and `caveat` are keys of `wording.SENTENCES`; `facts` fill the placeholders of both.
    `pillar` names the one of the five pillars that it bears on.
    """

    code: str
    basis: Basis
    bearing: Bearing
    facts: tuple[tuple[str, str], ...]
    caveat: str
    pillar: str

    def identity(self) -> str:
        """A short stable name under which a verdict cites the finding."""
        return self.code
