"""Does the position in the file lie where the event is said to have happened?"""

import math
from collections.abc import Iterable

from workbench.domain.default_positions import is_default
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.gazetteer import Locality
from workbench.domain.measures import metres, wind
from workbench.domain.places import Point, Precision
from workbench.domain.readings import Position, read
from workbench.domain.separations import UNSTATED_ERROR_M, separation
from workbench.domain.verdicts import Pillar

FAR, NEAR, WITHIN, COARSE = "gps.far", "gps.near", "gps.within", "gps.event-place-coarse"
ZERO = "gps.zero"
NO_PLACE = {reason: f"gps.{reason}" for reason in ("incomplete", "no-hemisphere", "unreadable", "impossible")}
CODES = (FAR, NEAR, WITHIN, COARSE, ZERO, *NO_PLACE.values())

SIGHT_M = 5_000.0
"""Smoke and skylines are photographed from such a distance: less contradicts nothing."""

MOST_NAMED = 4

COARSER_THAN_A_PLACE = frozenset({Precision.PROVINCE, Precision.COUNTRY})
"""A circle around a province takes in its neighbours too: lying within it supports nothing."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    positions = read(dossier.examination).positions
    places = [position for position in positions if position.point and not position.zero]
    # A point that nobody measured is told of elsewhere, and says nothing for or against the event.
    usable = [position for position in places if position.point and not is_default(position.point)]
    if usable:
        yield from _against_event(dossier, usable)
        return
    if places:
        return
    if any(position.zero for position in positions):
        yield _finding(ZERO, Basis.OBSERVED, Bearing.NEUTRAL, reader=positions[0].reader)
    elif positions:
        code = NO_PLACE[positions[0].reason]
        yield _finding(code, Basis.OBSERVED, Bearing.NEUTRAL, reader=positions[0].reader)


def _against_event(dossier: Dossier, positions: list[Position]) -> Iterable[Finding]:
    place = dossier.event.place if dossier.event else None
    if not place or not place.point or place.radius_m is None:
        return
    stated = [one.error_m for one in positions if one.error_m is not None]
    error_m = max(stated) if stated else UNSTATED_ERROR_M
    measured = [
        (apart, one.point) for one in positions if one.point and (apart := separation(place, one.point, error_m))
    ]
    # Where readers differ, each must agree to a conclusion: the nearest may not be far, the farthest not outside.
    nearest, point = min(measured, key=lambda one: one[0].distance_m)
    farthest = max(apart.least_m for apart, _ in measured)
    facts = {
        "distance": metres(nearest.distance_m),
        "least": metres(nearest.least_m),
        "most": metres(nearest.most_m),
        "direction": wind(nearest.bearing_degrees),
        "spread": f"±{math.ceil(nearest.bearing_error_degrees)}°",
        "position": point.text(),
        "where": _where(dossier.localities, point),
        "place": place.name or place.point.text(),
        "radius": metres(place.radius_m),
        "error": metres(error_m),
        "sight": metres(SIGHT_M),
    }
    if nearest.least_m > SIGHT_M:
        yield _finding(FAR, Basis.DERIVED, Bearing.UNDERMINES, **facts)
    elif farthest > 0:
        yield _finding(NEAR, Basis.DERIVED, Bearing.NEUTRAL, **facts)
    elif place.precision in COARSER_THAN_A_PLACE:
        yield _finding(COARSE, Basis.DERIVED, Bearing.NEUTRAL, **facts)
    else:
        yield _finding(WITHIN, Basis.DERIVED, Bearing.SUPPORTS, **facts)


def _where(localities: Iterable[Locality], point: Point) -> str:
    """The nearest place and the provinces that come into question, or a dash."""
    around = next((one for one in localities if one.point == point and one.nearby), None)
    if around is None:
        return "–"
    provinces = " / ".join(one.text() for one in around.provinces[:MOST_NAMED])
    near = around.nearby[0]
    named = f"{near.place.text()} {wind(near.bearing_degrees)} {metres(near.distance_m)}"
    return f"{named}; {provinces}" if provinces else named


def _finding(code: str, basis: Basis, bearing: Bearing, **facts: str) -> Finding:
    return Finding(code, basis, bearing, tuple(facts.items()), f"{code}.caveat", Pillar.LOCATION)
