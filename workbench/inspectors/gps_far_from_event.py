"""Does the position in the file lie where the event is said to have happened?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.places import Precision, bearing_degrees, distance_m
from workbench.domain.readings import Position, read
from workbench.domain.verdicts import Pillar
from workbench.inspectors.measures import metres, wind

FAR, NEAR, WITHIN, COARSE = "gps.far", "gps.near", "gps.within", "gps.event-place-coarse"
ZERO = "gps.zero"
NO_PLACE = {reason: f"gps.{reason}" for reason in ("incomplete", "no-hemisphere", "unreadable", "impossible")}
CODES = (FAR, NEAR, WITHIN, COARSE, ZERO, *NO_PLACE.values())

UNSTATED_ERROR_M = 100.0
"""Taken where the file states no error: a phone's position without clear sky is often off by tens of metres."""

SIGHT_M = 5_000.0
"""Smoke and skylines are photographed from such a distance: less contradicts nothing."""

SPHERE_ERROR = 0.006
"""The share by which a distance on the sphere may be wrong."""

COARSER_THAN_A_PLACE = frozenset({Precision.PROVINCE, Precision.COUNTRY})
"""A circle around a province takes in its neighbours too: lying within it supports nothing."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    positions = read(dossier.examination).positions
    usable = [position for position in positions if position.point and not position.zero]
    if usable:
        yield from _against_event(dossier, usable)
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
    # Where readers differ, each must agree to a conclusion: the nearest may not be far, the farthest not outside.
    ranked = sorted((distance_m(place.point, one.point), index) for index, one in enumerate(positions) if one.point)
    nearest_m, farthest_m = ranked[0][0], ranked[-1][0]
    position = positions[ranked[0][1]]
    point = position.point
    if point is None:
        return
    stated = [one.error_m for one in positions if one.error_m is not None]
    error_m = max(stated) if stated else UNSTATED_ERROR_M
    reach_m = place.radius_m + error_m
    facts = {
        "distance": metres(nearest_m),
        "direction": wind(bearing_degrees(place.point, point)),
        "position": point.text(),
        "place": place.name or place.point.text(),
        "radius": metres(place.radius_m),
        "error": metres(error_m),
        "sight": metres(SIGHT_M),
    }
    if nearest_m * (1 - SPHERE_ERROR) > reach_m + SIGHT_M:
        yield _finding(FAR, Basis.DERIVED, Bearing.UNDERMINES, **facts)
    elif farthest_m * (1 - SPHERE_ERROR) > reach_m:
        yield _finding(NEAR, Basis.DERIVED, Bearing.NEUTRAL, **facts)
    elif place.precision in COARSER_THAN_A_PLACE:
        yield _finding(COARSE, Basis.DERIVED, Bearing.NEUTRAL, **facts)
    else:
        yield _finding(WITHIN, Basis.DERIVED, Bearing.SUPPORTS, **facts)


def _finding(code: str, basis: Basis, bearing: Bearing, **facts: str) -> Finding:
    return Finding(code, basis, bearing, tuple(facts.items()), f"{code}.caveat", Pillar.LOCATION)
