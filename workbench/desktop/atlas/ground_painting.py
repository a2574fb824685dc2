"""The ground of the map: land, coasts, borders, what is disputed, and names where there is room for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from workbench.desktop.atlas.free_room import FreeRoom
from workbench.desktop.atlas.geography import Frame
from workbench.desktop.atlas.sheets import AreaName, DrawnSheet, Piece
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import Look
from workbench.domain.world_map import LineKind

_NAMED_FROM = 24.0
"""Pixels per degree from which disputed lines are named."""
_SHIFTS = (0.0, 1.0, -1.0, 2.0)
"""By how many of its own heights a name may be moved out of the way of another."""
_SHARES = (0.5, 0.3, 0.7, 0.15, 0.85)
"""Where along a line its name is tried."""
_FILLS = 1.15
"""A name is written where its area is at least so many times as wide."""

PENS = {
    LineKind.COAST: ("edge", 1.0, Qt.PenStyle.SolidLine),
    LineKind.BORDER: ("text", 1.6, Qt.PenStyle.SolidLine),
    LineKind.PROVINCE: ("edge", 1.0, Qt.PenStyle.DotLine),
    LineKind.DISPUTED: ("caution", 2.0, Qt.PenStyle.DashLine),
}
"""Ink, width in pixels and pattern of each kind: no two kinds are told apart by colour alone."""


def map_pen(kind: LineKind, look: Look, thin: bool = False) -> QPen:
    """`thin` lines are one pixel wide, which is drawn several times as fast."""
    ink, wide, style = PENS[kind]
    pen = QPen(look.colour(ink), 1.0 if thin else wide, style)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    return pen


@dataclass(frozen=True, slots=True)
class Ground:
    """The sheets to draw: land with its borders, and what lies over it."""

    land: DrawnSheet | None
    over: Sequence[DrawnSheet]

    @property
    def sheets(self) -> tuple[DrawnSheet, ...]:
        return (*((self.land,) if self.land else ()), *self.over)


def paint_ground(painter: QPainter, ground: Ground, frame: Frame, look: Look, quick: bool) -> None:
    """Land and lines; `quick` leaves smoothing and width away, while the map is moved."""
    west, south, east, north = frame.box
    view = QRectF(west, -north, east - west, north - south)
    painter.save()
    painter.setTransform(to_pixels(frame), True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("panel"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for sheet in ground.sheets:
        _draw(painter, sheet.land, view)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not quick)
    for kind in (LineKind.PROVINCE, LineKind.COAST, LineKind.BORDER):
        painter.setPen(map_pen(kind, look, quick))
        for sheet in ground.sheets:
            _draw(painter, sheet.lines[kind], view)
    painter.setPen(map_pen(LineKind.DISPUTED, look, quick))
    for sheet in ground.sheets:
        _draw(painter, (one.piece for one in sheet.disputed), view)
    painter.restore()


def paint_names(painter: QPainter, ground: Ground, frame: Frame, look: Look, free: FreeRoom, speech: Speech) -> None:
    """Names of countries, of provinces and of disputed lines; none over what is written already."""
    found: list[tuple[float, QRectF, str, str]] = []
    for sheet in ground.sheets:
        for area in _in_view(sheet.names, frame):
            name = speech.say("atlas.disputed-area", name=area.name) if area.disputed else area.name
            found += _placed(painter, name, area.at, area.wide * frame.across, frame, "text" if sheet.land else "muted")
        if frame.scale >= _NAMED_FROM:
            found += _line_names(painter, sheet, frame)
    said = set[str]()
    for _, room, name, ink in sorted(found, key=lambda one: -one[0]):
        if ink == "caution" and name in said:
            continue
        for shift in _SHIFTS:
            moved = room.translated(0, shift * room.height())
            if free.is_free(moved):
                free.take(moved)
                write(painter, moved, name, ink, look)
                said.add(name)
                break


def write(painter: QPainter, room: QRectF, name: str, ink: str, look: Look) -> None:
    """A name on a ground that lets the map through and keeps it legible."""
    ground = look.colour("panel")
    ground.setAlpha(200)
    painter.fillRect(room.adjusted(-2, 0, 2, 0), ground)
    painter.setPen(look.colour(ink))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), name)


def to_pixels(frame: Frame) -> QTransform:
    """From degrees east and south of 0,0 to pixels."""
    x = frame.width / 2 - frame.longitude * frame.across
    y = frame.height / 2 + frame.latitude * frame.scale
    return QTransform(frame.across, 0, 0, frame.scale, x, y)


def _draw(painter: QPainter, pieces: Iterable[Piece], view: QRectF) -> None:
    for piece in pieces:
        if piece.bounds.intersects(view):
            painter.drawPath(piece.path)


def _in_view(names: Iterable[AreaName], frame: Frame) -> Iterable[AreaName]:
    west, south, east, north = frame.box
    least = 24 / frame.across
    for area in names:
        if area.wide > least and west < area.at.x() < east and south < -area.at.y() < north:
            yield area


def _line_names(painter: QPainter, sheet: DrawnSheet, frame: Frame) -> Iterable[tuple[float, QRectF, str, str]]:
    """Each disputed line in view with its name, on the part of it that can be seen."""
    for line in sheet.disputed:
        bounds = line.piece.bounds
        long = max(bounds.width() * frame.across, bounds.height() * frame.scale)
        if long > 40 and _near(bounds, frame):
            for share in _SHARES:
                if placed := _placed(painter, line.name, line.piece.path.pointAtPercent(share), long, frame, "caution"):
                    yield from placed
                    break


def _near(bounds: QRectF, frame: Frame) -> bool:
    west, south, east, north = frame.box
    return bounds.intersects(QRectF(west, -north, east - west, north - south))


def _placed(
    painter: QPainter, name: str, at: QPointF, wide: float, frame: Frame, ink: str
) -> list[tuple[float, QRectF, str, str]]:
    """Where a name would stand, if there is room for it in so many pixels; wider areas come first."""
    size = painter.fontMetrics().size(Qt.TextFlag.TextSingleLine, name)
    if wide >= size.width() * _FILLS:
        spot = to_pixels(frame).map(at)
        room = QRectF(spot.x() - size.width() / 2, spot.y() - size.height() / 2, size.width(), size.height())
        if QRectF(0, 0, frame.width, frame.height).contains(room):
            return [(wide, room, name, ink)]
    return []
