"""Time, place and sun of one image beside those of the event."""

import math
from collections.abc import Iterable, Sequence

from workbench.domain.gazetteer import Division, Locality
from workbench.domain.measures import angles, metres, wind
from workbench.domain.separations import Separation
from workbench.domain.surroundings import SunSeen, Surroundings
from workbench.domain.tag_times import TimeKind
from workbench.domain.timelines import TimeMark
from workbench.reports.blocks import bullets, part, table
from workbench.reports.markup import Element, Node, element
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact


def surroundings_part(found: Surroundings, phrases: Phrases) -> Element | str:
    """The line of time, the places by name and the sun; nothing where nothing is known."""
    tables = [
        _times(found.times, phrases) if found.times else None,
        _places(found, phrases) if found.localities or found.event_locality else None,
        _suns(found.suns, phrases) if found.suns else None,
    ]
    said = [one for one in tables if one]
    return part(phrases.word("report.surroundings"), *said) if said else ""


def _times(marks: Iterable[TimeMark], phrases: Phrases) -> Element:
    columns = [phrases.word(f"report.times-{name}") for name in ("what", "when", "zone", "field")]
    return table(phrases.word("report.times-caption"), columns, [_time(mark, phrases) for mark in marks])


def _time(mark: TimeMark, phrases: Phrases) -> tuple[Node, ...]:
    kind: Node = phrases.word(f"time.{mark.kind.value}")
    if mark.kind is TimeKind.EVENT:
        kind = element("strong", {}, "◆\N{NO-BREAK SPACE}", kind)
    when: list[Node] = [*phrases.stretch(mark.best)]
    if mark.narrowed:
        stated = (phrases.word("report.as-stated"), phrases.stretch(mark.interval))
        when.append(element("div", {"class": "aside"}, stated))
    sources = [exact(one) for one in (mark.field, *mark.sources)] if mark.field != mark.kind.value else [
        exact(one) for one in mark.sources
    ]  # fmt: skip
    return kind, when, phrases.word(f"time.zone.{mark.zone.value}"), (bullets(sources), exact(mark.text))


def _places(found: Surroundings, phrases: Phrases) -> Element:
    columns = [phrases.word(f"report.places-{name}") for name in ("position", "near", "divisions", "from-event")]
    rows = [
        _place("report.places-of-file", around, apart, phrases)
        for around, apart in zip(found.localities, found.separations, strict=True)
    ]
    if found.event_locality:
        rows.append(_place("report.places-of-event", found.event_locality, None, phrases))
    return table(phrases.word("report.places-caption"), columns, rows)


def _place(code: str, around: Locality, apart: Separation | None, phrases: Phrases) -> tuple[Node, ...]:
    position = phrases.say(code, position=around.point.text(), error=metres(around.error_m))
    if not around.nearby:
        return position, phrases.word("report.places-none"), "", _apart(apart, phrases)
    shown = dict.fromkeys((*around.nearby, *((around.town,) if around.town else ())))
    near = [
        phrases.say(
            "report.places-one",
            distance=metres(one.distance_m),
            direction=wind(one.bearing_degrees),
            place=_named(one.place.name, one.place.local),
        )
        for one in shown
    ]
    divisions = [
        phrases.say(f"report.places-{name}", names=_names(some))
        for name, some in (
            ("provinces", around.provinces),
            ("districts", around.districts),
            ("countries", around.countries),
        )
        if some
    ]
    return position, bullets(near), bullets(divisions), _apart(apart, phrases)


def _apart(apart: Separation | None, phrases: Phrases) -> Node:
    if apart is None:
        return ""
    return phrases.say(
        "report.places-apart",
        distance=metres(apart.distance_m),
        direction=wind(apart.bearing_degrees),
        least=metres(apart.least_m),
        most=metres(apart.most_m),
        spread=f"±{math.ceil(apart.bearing_error_degrees)}°",
    )


def _names(divisions: Sequence[Division]) -> Element:
    nodes: list[Node] = []
    for one in divisions:
        nodes += [" / " if nodes else "", _named(one.name, one.local)]
    return element("span", {}, nodes)


def _named(name: str, local: Sequence[str]) -> Element:
    """The name with every local one, each in an isolate of its own."""
    nodes: list[Node] = [exact(name)]
    for one in local:
        nodes += [" · ", exact(one)]
    return element("span", {}, nodes)


def _suns(suns: Iterable[SunSeen], phrases: Phrases) -> Element:
    columns = [phrases.word(f"report.sun-{name}") for name in ("when", "height", "azimuth", "light")]
    return table(phrases.word("report.sun-caption"), columns, [_sun(one, phrases) for one in suns])


def _sun(seen: SunSeen, phrases: Phrases) -> tuple[Node, ...]:
    sun = seen.sun
    of: Node = phrases.word(f"sun.{seen.of.value}")
    if seen.field != seen.of.value:
        of = phrases.say("report.sun-field", of=element("span", {}, of), field=seen.field)
    when = (element("p", {}, of), *phrases.stretch(sun.interval), element("p", {}, exact(sun.point.text())))
    light = ", ".join(phrases.word(f"light.{light.value}") for light in sun.light)
    return when, angles(sun.lowest, sun.highest), angles(sun.azimuth_from, sun.azimuth_to), light
