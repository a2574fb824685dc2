"""What an original says of itself, and how that was measured."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias, TypeVar

from workbench.domain.examinations import Examination
from workbench.domain.readings import CaptureTime, Position, read
from workbench.reports.blocks import bullets, part, table, terms
from workbench.reports.markup import Element, Node, element
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact

_Row: TypeAlias = tuple[Node, Node, Node, Node]
_Value = TypeVar("_Value", CaptureTime, Position)


def contents_part(examination: Examination | None, phrases: Phrases) -> Element:
    """The times, positions, devices and programs that the file names, and how the file is built."""
    if examination is None:
        return part(phrases.word("report.contents-of-file"), element("p", {}, phrases.word("report.not-examined")))
    reading = read(examination)
    device = " ".join(part for part in (reading.make, reading.model, reading.lens) if part)
    rows = [*_time_rows(reading.times, phrases), *_position_rows(reading.positions, phrases)]
    if device:
        rows.append((phrases.word("report.device"), "", exact(device), phrases.word("report.device-meaning")))
    rows += [(phrases.word("report.software"), "", exact(name), "") for name in reading.software]
    columns = [phrases.word(f"report.field-{name}") for name in ("name", "reader", "value", "meaning")]
    body: list[Node] = []
    if rows:
        body.append(table(phrases.word("report.fields-caption"), columns, rows))
    else:
        body.append(element("p", {}, phrases.word("report.no-capture-facts")))
    if examination.container:
        facts = ((exact(name), ": ", exact(value)) for name, value in sorted(examination.container.items()))
        body += [element("h5", {}, phrases.word("report.container")), bullets(facts, "inline")]
    body.append(element("p", {"class": "aside"}, phrases.say("report.tags-read", count=str(len(examination.tags)))))
    return part(phrases.word("report.contents-of-file"), *body)


def _time_rows(times: Iterable[CaptureTime], phrases: Phrases) -> list[_Row]:
    rows: list[_Row] = []
    for time, readers in _same(times):
        meaning: Node = phrases.stretch(time.interval) if time.interval else phrases.say(f"report.time.{time.reason}")
        rows.append((exact(time.field), exact(readers), exact(time.text), meaning))
    return rows


def _position_rows(positions: Iterable[Position], phrases: Phrases) -> list[_Row]:
    rows: list[_Row] = []
    for position, readers in _same(positions):
        name, value, meaning = phrases.word("report.gps"), "", phrases.word("report.position-meaning")
        if position.point is None:
            meaning = phrases.word(f"report.position.{position.reason}")
        else:
            value = position.point.text()
            if position.zero:
                meaning = phrases.word("report.position-zero")
        rows.append((name, exact(readers), exact(value), meaning))
    return rows


def _same(values: Iterable[_Value]) -> Iterable[tuple[_Value, str]]:
    """Each different value once, with the names of all readers that read it so."""
    readers: dict[_Value, list[str]] = {}
    for value in values:
        readers.setdefault(replace(value, reader=""), []).append(value.reader)
    return [(value, ", ".join(names)) for value, names in readers.items()]


def measuring_part(examination: Examination | None, phrases: Phrases) -> Element | str:
    """Isolation, tools and versions, and the readers that could not answer."""
    if examination is None:
        return ""
    isolation = examination.isolation
    layers = bullets(((exact(layer), ": ", exact(state)) for layer, state in isolation.layers), "inline")
    tools = bullets(
        ((exact(tool), " ", exact(version)) for tool, version in sorted(examination.tools.items())), "inline"
    )
    refused: Node = phrases.word("report.readers-all-answered")
    if examination.refused:
        refused = bullets(
            (exact(one.reader), ": ", phrases.about(one.code, (*one.facts, ("reader", one.reader))))
            for one in examination.refused
        )
    rows: list[tuple[str, Node]] = [
        (phrases.word("report.isolation"), (phrases.word(f"isolation.{isolation.level.value}"), layers)),
        (phrases.word("report.tools"), tools),
        (phrases.word("report.recipe"), phrases.quoted(examination.recipe)),
        (phrases.word("report.readers-refused"), refused),
    ]
    if examination.limits:
        limits = (f"{name}: {value}" for name, value in sorted(examination.limits.items()))
        rows.append((phrases.word("report.limits-changed"), bullets(map(exact, limits), "inline")))
    return part(phrases.word("report.measuring"), terms(rows))
