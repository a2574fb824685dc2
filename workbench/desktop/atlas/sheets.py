"""Sheets of the map made ready to be drawn: paths cut into cells, so that a frame touches what is in view alone.

Paths are in degrees east and south of 0,0, as a painter counts.
"""

import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from workbench.domain.world_map import LineKind, MapSheet, Outline

_LONGEST = 240
"""Points of one stretch of a line; a longer line is cut, so that what is far out of view costs nothing."""
_AT_ONCE = 50  # lines
_ROOM = 1e-6
"""Degrees by which a path's bounds are widened: those of a straight line would be empty."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A path and its bounds."""

    bounds: QRectF
    path: QPainterPath


@dataclass(frozen=True, slots=True)
class NamedPiece:
    name: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class AreaName:
    """The name of a country or province, where it stands, and how many degrees there are for it."""

    name: str
    disputed: bool
    at: QPointF
    wide: float


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    land: tuple[Piece, ...]
    lines: dict[LineKind, tuple[Piece, ...]]
    disputed: tuple[NamedPiece, ...]
    names: tuple[AreaName, ...]


def drawn(sheet: MapSheet, cell: float, rest: Callable[[], None] = lambda: None) -> DrawnSheet:
    """The sheet with its lines gathered in cells of `cell` degrees. May be called in any thread; `rest` is called now
    and then, so that others come to work."""
    cells: dict[tuple[LineKind, int, int], QPainterPath] = {}
    disputed = []
    for number, line in enumerate(sheet.lines()):
        if number % _AT_ONCE == 0:
            rest()
        if line.kind is LineKind.DISPUTED:
            path = QPainterPath()
            path.addPolygon(_polygon(line.path.xs, line.path.ys, sheet.unit))
            disputed.append(NamedPiece(line.name, _piece(path)))
        elif line.kind is not LineKind.SEAM:
            for polygon in _stretches(line.path, sheet.unit):
                middle = polygon.at(polygon.size() // 2)
                key = (line.kind, int(middle.x() // cell), int(middle.y() // cell))
                if key not in cells:
                    cells[key] = QPainterPath()
                cells[key].addPolygon(polygon)
    kinds = (LineKind.COAST, LineKind.BORDER, LineKind.PROVINCE)
    lines = {kind: tuple(_piece(path) for (one, *_), path in cells.items() if one is kind) for kind in kinds}
    unit = sheet.unit
    names = (
        AreaName(area.name, area.disputed, QPointF(area.x / unit, -area.y / unit), area.wide / unit)
        for area in sheet.areas
    )
    return DrawnSheet(tuple(_land(sheet)), lines, tuple(disputed), tuple(names))


def _land(sheet: MapSheet) -> Iterator[Piece]:
    for cell in sheet.land():
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for outline in cell:
            path.addPolygon(_polygon(outline.xs, outline.ys, sheet.unit))
        yield _piece(path)


def _stretches(path: Outline, unit: int) -> Iterator[QPolygonF]:
    for first in range(0, len(path.xs) - 1, _LONGEST):
        last = first + _LONGEST + 1
        yield _polygon(path.xs[first:last], path.ys[first:last], unit)


def _polygon(xs: Sequence[int], ys: Sequence[int], unit: int) -> QPolygonF:
    """Through the form in which Qt writes polygons: point by point a sheet would take seconds."""
    flat = array("d", bytes(16 * len(xs)))
    flat[0::2] = array("d", [x / unit for x in xs])
    flat[1::2] = array("d", [-y / unit for y in ys])
    made = QPolygonF()
    written = QByteArray(struct.pack(f"<I{len(flat)}d", len(xs), *flat))  # the stream does not keep it alive
    stream = QDataStream(written, QIODevice.OpenModeFlag.ReadOnly)
    stream.setByteOrder(QDataStream.ByteOrder.LittleEndian)
    stream >> made
    return made


def _piece(path: QPainterPath) -> Piece:
    return Piece(path.boundingRect().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM), path)
