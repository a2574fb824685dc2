"""Time, place and sun of the image at hand beside the event's, in words and as what is drawn of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.casework.situating import surroundings_of
from workbench.desktop.atlas.chart import Chart, Spot, SpotKind, Tie, chart, event_spot
from workbench.desktop.plain_text import Speech, joined, visible
from workbench.desktop.review.times import TimeChart, time_chart
from workbench.desktop.session import Session
from workbench.domain.camera_directions import CameraDirection, camera_directions
from workbench.domain.dossiers import Dossier
from workbench.domain.gazetteer import Division, Locality
from workbench.domain.measures import angles, degrees, metres, when, wind
from workbench.domain.places import Place
from workbench.domain.separations import Separation
from workbench.domain.surroundings import SunSeen, Surroundings

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SurroundingsShown:
    """`places` and `suns` are pairs of label and text; `map_words` says the map for those who do not see it."""

    chart: TimeChart = field(default_factory=TimeChart)
    map: Chart | None = None
    places: tuple[tuple[str, str], ...] = ()
    suns: tuple[tuple[str, str], ...] = ()
    map_words: str = ""


def surroundings_shown(session: Session, dossier: Dossier | None) -> SurroundingsShown:
    """All of it for one image; empty where it was not examined."""
    if dossier is None:
        return SurroundingsShown()
    speech = session.speech
    found = surroundings_of(dossier, session.room.gazetteer())
    place = dossier.event.place if dossier.event else None
    told: Pairs = []
    if place and place.point:
        label = speech.say("desktop.map.event", name=place.name)
        known, position = place.radius_m, place.point.text()
        lines = [
            speech.say("desktop.map.position-coarse", position=position)
            if known is None
            else speech.say("desktop.map.position", position=position, error=metres(known))
        ]
        told.append((f"◆ {label}", "\n".join((*lines, *_around(found.event_locality, speech)))))
    for around, apart in zip(found.localities, found.separations, strict=True):
        label = speech.say("desktop.map.file")
        lines = [speech.say("desktop.map.position", position=around.point.text(), error=metres(around.error_m))]
        if apart:
            lines.append(_apart(apart, speech))
        told.append((f"● {label}", "\n".join((*lines, *_around(around, speech)))))
    if not found.localities:
        told.append((speech.say("desktop.map.file"), speech.say("desktop.map.no-position")))
    facings = camera_directions(dossier.examination)
    told += [(speech.say("atlas.facing"), faced(one, speech)) for one in facings]
    return SurroundingsShown(
        time_chart(found.times, speech),
        _map(place, found, facings, speech),
        tuple(told),
        tuple(_sun(one, speech) for one in found.suns),
        ". ".join(f"{label}: {text}" for label, text in told).replace("\n", ". "),
    )


def faced(one: CameraDirection, speech: Speech) -> str:
    """Which way a camera faced, in words."""
    known = one.field_degrees
    field = speech.say("atlas.faced.field", field=degrees(known)) if known else speech.say("atlas.faced.no-field")
    north = speech.say(f"atlas.faced.{'magnetic' if one.magnetic else 'true'}")
    return speech.say("atlas.faced", degrees=degrees(one.degrees), north=north, field=field)


def _map(
    place: Place | None, found: Surroundings, facings: tuple[CameraDirection, ...], speech: Speech
) -> Chart | None:
    own = event_spot(place, speech.say("desktop.map.event-mark"))
    name = speech.say("desktop.map.file-mark")
    own += tuple(Spot(SpotKind.FILE, name, one.point, one.error_m) for one in found.localities)
    ties = (
        Tie(place.point, one.point, speech.say(
            "atlas.tie", distance=metres(apart.distance_m), direction=wind(apart.bearing_degrees)))
        for one, apart in zip(found.localities, found.separations, strict=True)
        if place and place.point and apart
    )  # fmt: skip
    near = (*found.localities, *((found.event_locality,) if found.event_locality else ()))
    return chart(own, near, tuple(ties), facings)


def _around(locality: Locality | None, speech: Speech) -> Iterable[str]:
    if locality is None:
        return
    if not locality.nearby:
        yield speech.say("desktop.map.unnamed")
        return
    for near in locality.nearby:
        yield speech.say(
            "desktop.map.near",
            distance=metres(near.distance_m), direction=wind(near.bearing_degrees), place=near.place.text(),
        )  # fmt: skip
    for name, divisions in (
        ("provinces", locality.provinces),
        ("districts", locality.districts),
        ("countries", locality.countries),
    ):
        if divisions:
            yield f"{speech.say(f'desktop.map.{name}')} {_names(divisions)}"


def _names(divisions: Iterable[Division]) -> str:
    return " / ".join(visible(one.text()) for one in divisions)


def _apart(apart: Separation, speech: Speech) -> str:
    return speech.say(
        "desktop.map.apart",
        distance=metres(apart.distance_m),
        direction=wind(apart.bearing_degrees),
        least=metres(apart.least_m),
        most=metres(apart.most_m),
        spread=f"±{math.ceil(apart.bearing_error_degrees)}°",
    )


def _sun(seen: SunSeen, speech: Speech) -> tuple[str, str]:
    sun = seen.sun
    light = joined(", ", (speech.say(f"light.{light.value}") for light in sun.light))
    label = speech.say(f"sun.{seen.of.value}")
    if seen.field != seen.of.value:
        label = f"{label} ({visible(seen.field)})"
    words = speech.say(
        "desktop.sun",
        when=when(sun.interval), light=light,
        height=angles(sun.lowest, sun.highest), azimuth=angles(sun.azimuth_from, sun.azimuth_to),
    )  # fmt: skip
    return label, words
