"""All that is at hand on one piece of evidence when it is judged."""

from dataclasses import dataclass

from workbench.domain.claims import Event
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Examination
from workbench.domain.gazetteer import Locality
from workbench.domain.known import Match


@dataclass(frozen=True, slots=True)
class Dossier:
    """One original, how it came, what was measured, the event it is offered for, and what was found again.

    `event` is None while the evidence is not yet offered for a claim; `matches` is empty where no library
    was searched or none had it. `arrived` says when each arrival was recorded (ISO 8601, UTC), in their order, as far
    as that is known; `localities` is what lies around the positions in the file, where a gazetteer was asked.
    """

    evidence: Evidence
    arrivals: tuple[Arrival, ...]
    examination: Examination
    event: Event | None = None
    matches: tuple[Match, ...] = ()
    arrived: tuple[str, ...] = ()
    localities: tuple[Locality, ...] = ()
