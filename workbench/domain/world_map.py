"""The map of the world as it ships: coasts, borders, provinces and what is disputed, in sheets of several scales.

A sheet is gzip over one line of JSON and the steps from point to point, first all eastward and then all northward, as
little-endian 16-bit numbers. `packaging/make_map.py` writes it. All numbers count `unit` steps to a degree. What was
read stays in a few long arrays: as many thousand objects they would hold up the whole program whenever it cleans up.
"""

import json
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from itertools import accumulate
from typing import Any, overload

from workbench.domain.places import Point
from workbench.domain.refusals import Refusal

FORMAT = 1
MOST_BYTES = 16_000_000
_GZIP = 31  # zlib's window bits for a gzip header


class LineKind(IntEnum):
    COAST = 0
    BORDER = 1
    PROVINCE = 2
    DISPUTED = 3
    SEAM = 4
    """Encloses an area, and is not drawn: the edge of the map, or a province's outline that is the country's too."""


@dataclass(frozen=True, slots=True)
class Box:
    """In steps; both edges belong to it."""

    west: int
    south: int
    east: int
    north: int

    def with_(self, other: "Box") -> "Box":
        return Box(
            min(self.west, other.west), min(self.south, other.south),
            max(self.east, other.east), max(self.north, other.north),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outline:
    """Points in steps east and north of 0,0."""

    xs: "array[int]"
    ys: "array[int]"
    box: Box


@dataclass(frozen=True, slots=True)
class MapLine:
    """`name` says what a disputed line is; it is empty for all others."""

    kind: LineKind
    name: str
    path: Outline


@dataclass(frozen=True, slots=True)
class MapArea:
    """A country, or a province of the country `country` (ISO 3166 alpha-3).

    `division` is the gazetteer's code where it knows the province. The name stands at `x`, `y`, where the area is
    `wide` steps wide. `lines` are the numbers of the lines that enclose it, in no order.
    """

    name: str
    country: str
    division: str
    disputed: bool
    x: int
    y: int
    wide: int
    lines: tuple[int, ...]
    box: Box


class Outlines(Sequence[Outline]):
    """Outlines one after the other in arrays; each is made when it is asked for."""

    def __init__(self, unit: int) -> None:
        self._east, self._north = 180 * unit, 90 * unit
        self._xs, self._ys, self._first = array("i"), array("i"), array("i", [0])
        self._boxes = tuple(array("i") for _ in range(4))

    def add(self, xs: Iterable[int], ys: Iterable[int]) -> None:
        """ValueError for what lies outside the world."""
        first = len(self._xs)
        self._xs.extend(xs)
        self._ys.extend(ys)
        east, north = self._xs[first:], self._ys[first:]
        box = min(east), min(north), max(east), max(north)
        if box[0] < -self._east or box[2] > self._east or box[1] < -self._north or box[3] > self._north:
            raise ValueError("outside the world")
        for edges, edge in zip(self._boxes, box, strict=True):
            edges.append(edge)
        self._first.append(len(self._xs))

    def box(self, number: int) -> Box:
        west, south, east, north = (edges[number] for edges in self._boxes)
        return Box(west, south, east, north)

    def __len__(self) -> int:
        return len(self._first) - 1

    @overload
    def __getitem__(self, number: int) -> Outline: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Outline]: ...

    def __getitem__(self, number: int | slice) -> Outline | Sequence[Outline]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        part = slice(self._first[number], self._first[number + 1])
        return Outline(self._xs[part], self._ys[part], self.box(number))


@dataclass(frozen=True, slots=True)
class MapSheet:
    """`outlines` are first those of all lines and then those of the land. The land is what to fill: `cells` holds the
    numbers of the closed outlines in each cell of a grid, of which one within another is water."""

    unit: int
    outlines: Outlines
    kinds: Sequence[int]
    names: Sequence[str]
    cells: tuple[tuple[int, ...], ...]
    areas: tuple[MapArea, ...]

    def lines(self) -> Iterator[MapLine]:
        """Every line, in the order of their numbers."""
        for number, (kind, name) in enumerate(zip(self.kinds, self.names, strict=True)):
            yield MapLine(LineKind(kind), name, self.outlines[number])

    def land(self) -> Iterator[tuple[Outline, ...]]:
        """The outlines to fill, cell by cell."""
        for cell in self.cells:
            yield tuple(self.outlines[number] for number in cell)

    def area_at(self, point: Point) -> MapArea | None:
        """The area that holds a position, as far as the sheet is true; None at sea and where nothing is known."""
        x, y = point.longitude * self.unit, point.latitude * self.unit + 0.25  # never level with a point of an outline
        for area in self.areas:
            box = area.box
            if box.west <= x <= box.east and box.south <= y <= box.north:
                crossed = sum(self._crossings(number, x, y) for number in area.lines)
                if crossed % 2:
                    return area
        return None

    def _crossings(self, number: int, x: float, y: float) -> int:
        """How often a ray to the east meets a line."""
        box = self.outlines.box(number)
        if not box.south <= y <= box.north or box.east < x:
            return 0
        path = self.outlines[number]
        steps = zip(path.xs, path.ys, path.xs[1:], path.ys[1:], strict=False)
        return sum(1 for x1, y1, x2, y2 in steps if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1))


MapSheets = Callable[[str], MapSheet]
"""A sheet by its name; Refusal `map.missing` or `map.damaged`. Each call reads it again."""


def read_sheet(name: str, packed: bytes) -> MapSheet:
    """A sheet from its file. Refusal `map.damaged` for anything that is not whole, in form and within the world."""
    try:
        unpacker = zlib.decompressobj(_GZIP)
        body = unpacker.decompress(packed, MOST_BYTES)
        if not unpacker.eof:
            raise ValueError("cut short, or too large")
        return _sheet(body)
    except (
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        OverflowError,
        AttributeError,
        RecursionError,
        zlib.error,
    ) as error:
        raise Refusal("map.damaged", sheet=name) from error


def _sheet(body: bytes) -> MapSheet:
    end = body.index(b"\n")
    header: dict[str, Any] = json.loads(body[:end])
    unit, count = int(header["unit"]), int(header["steps"])
    if header["format"] != FORMAT or not 0 < unit <= 100_000 or len(body) != end + 1 + 4 * count:
        raise ValueError("another form")
    steps = array("h", body[end + 1 :])
    if sys.byteorder == "big":
        steps.byteswap()
    return _Reading(unit, header, steps[:count], steps[count:]).sheet()


class _Reading:
    """Takes the points of one outline after the other, in the order in which they were written."""

    def __init__(self, unit: int, header: dict[str, Any], xs: "array[int]", ys: "array[int]") -> None:
        self._header, self._xs, self._ys, self._at = header, xs, ys, 0
        self._outlines = Outlines(unit)
        self._unit = unit

    def sheet(self) -> MapSheet:
        names, lines, land = self._header["names"], self._header["lines"], self._header["land"]
        kinds = array("b", (LineKind(kind) for kind in lines["kind"]))
        called = [_name(names, number) for number in lines["name"]]
        self._take(lines, len(kinds))
        cells: dict[tuple[int, int], list[int]] = {}
        for number, cell in enumerate(zip(land["column"], land["row"], strict=True), len(kinds)):
            cells.setdefault(cell, []).append(number)
        self._take(land, len(land["row"]))
        if self._at != len(self._xs) or len(called) != len(kinds):
            raise ValueError("other points than those of the outlines")
        areas = tuple(self._areas(names, len(kinds)))
        return MapSheet(self._unit, self._outlines, kinds, called, tuple(map(tuple, cells.values())), areas)

    def _take(self, table: dict[str, list[int]], rows: int) -> None:
        for points, x, y in zip(table["points"], table["x"], table["y"], strict=True):
            rows -= 1
            first, last = self._at, self._at + points - 1
            if points < 2 or last > len(self._xs):
                raise ValueError("more points than there are")
            self._at = last
            self._outlines.add(accumulate(self._xs[first:last], initial=x), accumulate(self._ys[first:last], initial=y))
        if rows:
            raise ValueError("columns of different length")

    def _areas(self, names: Sequence[str], lines: int) -> Iterator[MapArea]:
        table, enclosed, at = self._header["areas"], self._header["enclosed"], 0
        columns = (table[name] for name in ("name", "country", "division", "disputed", "x", "y", "wide", "count"))
        for name, country, division, disputed, x, y, wide, count in zip(*columns, strict=True):
            numbers = tuple(enclosed[at : at + count])
            if count < 1 or len(numbers) != count or min(numbers) < 0 or max(numbers) >= lines:
                raise ValueError("an area without its outline")
            at += count
            box = reduce(Box.with_, map(self._outlines.box, numbers))
            yield MapArea(
                _name(names, name), _name(names, country), _name(names, division), bool(disputed),
                int(x), int(y), int(wide), numbers, box,
            )  # fmt: skip


def _name(names: Sequence[str], number: int) -> str:
    if not (0 <= number < len(names) and isinstance(names[number], str)):
        raise ValueError("no such name")
    return names[number]
