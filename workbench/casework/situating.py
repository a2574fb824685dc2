"""Where and when: a dossier with the places around it, and what stands beside the event."""

from dataclasses import replace
from typing import Protocol

from workbench.domain.dossiers import Dossier
from workbench.domain.gazetteer import Locality
from workbench.domain.places import Point, Precision
from workbench.domain.surroundings import Surroundings, positions, surroundings

MOST_POSITIONS = 4


class Gazetteer(Protocol):
    """Names of places and divisions, without a network."""

    def locate(self, point: Point, error_m: float = 0.0) -> Locality:
        """What lies around a position; empty where no place is known. Never raises."""
        ...


def situated(dossier: Dossier, gazetteer: Gazetteer) -> Dossier:
    """The dossier with what lies around the positions in its file."""
    localities = tuple(gazetteer.locate(point, error_m) for point, error_m in positions(dossier)[:MOST_POSITIONS])
    return replace(dossier, localities=localities)


def surroundings_of(dossier: Dossier, gazetteer: Gazetteer) -> Surroundings:
    """Line of time, places and sun of one dossier."""
    place = dossier.event.place if dossier.event else None
    # A whole province or country has places of many others about as near: its own name says more.
    known = place and place.precision in (Precision.EXACT, Precision.VICINITY, Precision.LOCALITY)
    around = gazetteer.locate(place.point, place.radius_m or 0.0) if place and place.point and known else None
    return surroundings(situated(dossier, gazetteer), around)
