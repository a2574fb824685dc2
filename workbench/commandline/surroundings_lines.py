"""Time, place and sun of one image as `workbench inspect` tells them."""

import math
from collections.abc import Iterable
from typing import Any

from workbench.commandline.voice import Voice
from workbench.domain.gazetteer import Division, Locality, Nearby
from workbench.domain.intervals import Interval
from workbench.domain.measures import angles, metres, wind
from workbench.domain.separations import Separation
from workbench.domain.surroundings import SunSeen, Surroundings
from workbench.domain.timelines import TimeMark

UNKNOWN: dict[str, Any] = {"times": [], "places": [], "event_place": None, "sun": []}


def surroundings_line(found: Surroundings) -> dict[str, Any]:
    """The keys that stand in the line of `--json`: times ordered, metres, degrees, ISO 8601."""
    return {
        "times": [_time(mark) for mark in found.times],
        "places": [_place(*one) for one in zip(found.localities, found.separations, strict=True)],
        "event_place": _place(found.event_locality, None) if found.event_locality else None,
        "sun": [_sun(one) for one in found.suns],
    }


def _time(mark: TimeMark) -> dict[str, Any]:
    return {
        "kind": mark.kind.value,
        "field": mark.field,
        "text": mark.text,
        "sources": list(mark.sources),
        **_ends(mark.interval),
        "zone": mark.zone.value,
        "narrowed": _ends(mark.narrowed) if mark.narrowed else None,
    }


def _ends(interval: Interval) -> dict[str, str]:
    return {"start": interval.start.isoformat(), "end": interval.end.isoformat()}


def _place(around: Locality, apart: Separation | None) -> dict[str, Any]:
    return {
        "latitude": around.point.latitude,
        "longitude": around.point.longitude,
        "error_m": around.error_m,
        "nearby": [_near(one) for one in around.nearby],
        "town": _near(around.town) if around.town else None,
        "provinces": [_division(one) for one in around.provinces],
        "districts": [_division(one) for one in around.districts],
        "countries": [_division(one) for one in around.countries],
        "from_event": {
            "distance_m": round(apart.distance_m),
            "least_m": round(apart.least_m),
            "most_m": round(apart.most_m),
            "bearing_degrees": round(apart.bearing_degrees, 1),
            "bearing_error_degrees": round(apart.bearing_error_degrees, 1),
        }
        if apart
        else None,
    }


def _near(near: Nearby) -> dict[str, Any]:
    place = near.place
    return {
        "name": place.name,
        "local": list(place.local),
        "distance_m": round(near.distance_m),
        "bearing_degrees": round(near.bearing_degrees, 1),
        "province": _division(place.province) if place.province else None,
        "district": _division(place.district) if place.district else None,
        "country": place.country.code,
    }


def _division(division: Division) -> dict[str, Any]:
    return {"code": division.code, "iso": division.iso, "name": division.name, "local": list(division.local)}


def _sun(seen: SunSeen) -> dict[str, Any]:
    sun = seen.sun
    return {
        "of": seen.of.value,
        "field": seen.field,
        "latitude": sun.point.latitude,
        "longitude": sun.point.longitude,
        **_ends(sun.interval),
        "lowest": round(sun.lowest, 2),
        "highest": round(sun.highest, 2),
        "azimuth_from": round(sun.azimuth_from, 2),
        "azimuth_to": round(sun.azimuth_to, 2),
        "light": [light.value for light in sun.light],
    }


def tell_surroundings(found: Surroundings, voice: Voice) -> None:
    """The same as text."""
    say = voice.wording.say
    for mark in found.times:
        voice.tell(
            "command.time",
            kind=say(f"time.{mark.kind.value}"),
            start=mark.best.start.isoformat(" ", "seconds"),
            end=mark.best.end.isoformat(" ", "seconds"),
            zone=say(f"time.zone.{mark.zone.value}"),
            field=mark.field,
            sources=", ".join(mark.sources),
        )
    for around, apart in zip(found.localities, found.separations, strict=True):
        _tell_place(around, voice)
        if apart:
            voice.tell(
                "command.from-event",
                distance=metres(apart.distance_m),
                direction=wind(apart.bearing_degrees),
                least=metres(apart.least_m),
                most=metres(apart.most_m),
                spread=f"±{math.ceil(apart.bearing_error_degrees)}°",
            )
    for seen in found.suns:
        voice.tell(
            "command.sun",
            of=say(f"sun.{seen.of.value}"),
            field=seen.field,
            height=angles(seen.sun.lowest, seen.sun.highest),
            azimuth=angles(seen.sun.azimuth_from, seen.sun.azimuth_to),
            light=", ".join(say(f"light.{light.value}") for light in seen.sun.light),
        )


def _tell_place(around: Locality, voice: Voice) -> None:
    position, error = around.point.text(), metres(around.error_m)
    if not around.nearby:
        voice.tell("command.place-unnamed", position=position, error=error)
        return
    near = around.nearby[0]
    voice.tell(
        "command.place",
        position=position,
        error=error,
        distance=metres(near.distance_m),
        direction=wind(near.bearing_degrees),
        near=near.place.text(),
        provinces=_names(around.provinces),
        countries=_names(around.countries),
        districts=_names(around.districts),
    )


def _names(divisions: Iterable[Division]) -> str:
    return " / ".join(one.text() for one in divisions) or "–"
