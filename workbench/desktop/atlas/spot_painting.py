"""What is put on the map: uncertainties, camera directions, ways, marks and their names, the scale and north."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF

from workbench.desktop.atlas.chart import Chart, Spot, SpotKind
from workbench.desktop.atlas.free_room import FreeRoom
from workbench.desktop.atlas.geography import Frame, circle, scale_bar, way
from workbench.desktop.atlas.ground_painting import write
from workbench.desktop.plain_text import Speech, visible
from workbench.desktop.theme import Look
from workbench.domain.camera_directions import CameraDirection
from workbench.domain.measures import metres

_SHARE = 0.3
"""The scale is at most so much of the map's width."""
_WEDGE = 64.0
"""Pixels that a camera's direction is drawn long: how far it saw is not known."""
_UNKNOWN_FIELD = 30.0
_LONGEST_LABEL = 190  # pixels
_MOST_LABELS = 60
_CROWD, _CELL = 8, 16.0
"""More positions than these are drawn as one mark with their number, where they lie within so many pixels."""

Group = tuple[QPointF, Spot, int]


def paint_under(painter: QPainter, chart: Chart, frame: Frame, look: Look) -> None:
    """What lies under the marks: circles, wedges and ways."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for spot in chart.spots:
        _circle(painter, spot, frame, look)
    for facing in chart.facings:
        _wedge(painter, facing, frame, look)
    for tie in chart.ties:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("accent"), 1.5, Qt.PenStyle.DashDotLine))
        painter.drawPolyline(QPolygonF([QPointF(*frame.place(point)) for point in way(tie.one, tie.other)]))


def paint_marks(painter: QPainter, chart: Chart, frame: Frame, look: Look, chosen: int) -> list[Group]:
    """The marks, those that crowd each other as one with its number; what was drawn where."""
    groups = _grouped(chart.spots, frame)
    for at, spot, count in groups:
        _mark(painter, at, spot, count, look)
    if 0 <= chosen < len(chart.spots):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("text"), 2))
        painter.drawEllipse(QPointF(*frame.place(chart.spots[chosen].point)), 11, 11)
    return groups


def paint_labels(
    painter: QPainter, chart: Chart, groups: Sequence[Group], frame: Frame, look: Look, free: FreeRoom
) -> None:
    """Names beside the marks and lengths beside the ways, where there is room; files and events come first."""
    for at, spot, _ in sorted(groups, key=lambda one: one[1].kind is SpotKind.PLACE)[:_MOST_LABELS]:
        place = spot.kind is SpotKind.PLACE
        # A file's ending says something, a place's second name less. It is cut before it is put into an isolate.
        elide = Qt.TextElideMode.ElideRight if place else Qt.TextElideMode.ElideMiddle
        name = visible(painter.fontMetrics().elidedText(spot.name, elide, _LONGEST_LABEL))
        _label(painter, at, name, "muted" if place else "text", frame, look, free)
    for tie in chart.ties:
        points = way(tie.one, tie.other)
        _label(painter, QPointF(*frame.place(points[len(points) // 2])), tie.words, "accent", frame, look, free)


def paint_scale(painter: QPainter, frame: Frame, look: Look) -> QRectF:
    per_metre = frame.pixels_per_metre
    length = scale_bar(frame.width * _SHARE / per_metre)
    wide, bottom = length * per_metre, frame.height - 12.0
    words = metres(length)
    text = float(painter.fontMetrics().size(Qt.TextFlag.TextSingleLine, words).width())
    room = QRectF(8, bottom - 24, max(wide, text) + 12, 32)
    ground = look.colour("panel")
    ground.setAlpha(210)
    painter.fillRect(room, ground)
    painter.setPen(QPen(look.colour("text"), 1.5))
    painter.drawLine(QPointF(14, bottom), QPointF(14 + wide, bottom))
    for x in (14.0, 14 + wide):
        painter.drawLine(QPointF(x, bottom - 4), QPointF(x, bottom + 1))
    place = QRectF(14, bottom - 22, text + 4, 16)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
                                | Qt.AlignmentFlag.AlignVCenter), words)  # fmt: skip
    return room


def paint_north(painter: QPainter, frame: Frame, look: Look, speech: Speech) -> QRectF:
    x = frame.width - 20.0
    room = QRectF(x - 12, 6, 24, 42)
    ground = look.colour("panel")
    ground.setAlpha(210)
    painter.fillRect(room, ground)
    painter.setPen(QPen(look.colour("text"), 1.5))
    painter.drawLine(QPointF(x, 44), QPointF(x, 26))
    painter.drawLine(QPointF(x, 26), QPointF(x - 4, 32))
    painter.drawLine(QPointF(x, 26), QPointF(x + 4, 32))
    painter.drawText(QRectF(x - 10, 8, 20, 16), int(Qt.AlignmentFlag.AlignCenter), speech.say("desktop.map.north"))
    return room


def _grouped(spots: Sequence[Spot], frame: Frame) -> list[Group]:
    files = sum(spot.kind is SpotKind.FILE for spot in spots)
    found: list[Group] = []
    cells: dict[tuple[int, int], int] = {}
    for spot in spots:
        x, y = frame.place(spot.point)
        if not (-40 < x < frame.width + 40 and -40 < y < frame.height + 40):
            continue
        key = (int(x // _CELL), int(y // _CELL))
        if spot.kind is SpotKind.FILE and files > _CROWD and key in cells:
            at, first, count = found[cells[key]]
            found[cells[key]] = (at, first, count + 1)
            continue
        if spot.kind is SpotKind.FILE:
            cells[key] = len(found)
        found.append((QPointF(x, y), spot, 1))
    return found


def _circle(painter: QPainter, spot: Spot, frame: Frame, look: Look) -> None:
    if spot.radius_m is None or spot.radius_m * frame.pixels_per_metre < 2:
        return
    event = spot.kind is SpotKind.EVENT
    ink = look.colour("accent" if event else "text")
    painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine if event else Qt.PenStyle.SolidLine))
    ink.setAlpha(28)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in circle(frame, spot.point, spot.radius_m)]))


def _wedge(painter: QPainter, facing: CameraDirection, frame: Frame, look: Look) -> None:
    """Hatched, as wide as the lens saw; where the file does not tell, a third of a quarter with a dotted edge."""
    x, y = frame.place(facing.point)
    wide = facing.field_degrees or _UNKNOWN_FIELD
    path = QPainterPath(QPointF(x, y))
    square = QRectF(x - _WEDGE, y - _WEDGE, 2 * _WEDGE, 2 * _WEDGE)
    path.arcTo(square, 90 - facing.degrees + wide / 2, -wide)
    path.closeSubpath()
    edge = Qt.PenStyle.SolidLine if facing.field_degrees else Qt.PenStyle.DotLine
    painter.setPen(QPen(look.colour("text"), 1, edge))
    painter.setBrush(QBrush(look.colour("text"), Qt.BrushStyle.BDiagPattern))
    painter.drawPath(path)
    angle = math.radians(facing.degrees)
    painter.setPen(QPen(look.colour("text"), 2))
    painter.drawLine(QPointF(x, y), QPointF(x + math.sin(angle) * (_WEDGE + 8), y - math.cos(angle) * (_WEDGE + 8)))


def _mark(painter: QPainter, at: QPointF, spot: Spot, count: int, look: Look) -> None:
    x, y = at.x(), at.y()
    painter.setPen(QPen(look.colour("panel"), 1))
    match spot.kind:
        case SpotKind.EVENT:
            painter.setBrush(look.colour("accent"))
            corners = ((x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        case SpotKind.FILE if count > 1:
            painter.setBrush(look.colour("text"))
            painter.drawEllipse(at, 10, 10)
            painter.setPen(look.colour("panel"))
            number = str(count) if count < 100 else "99+"
            painter.drawText(QRectF(x - 14, y - 9, 28, 18), int(Qt.AlignmentFlag.AlignCenter), number)
        case SpotKind.FILE:
            painter.setBrush(look.colour("text"))
            painter.drawEllipse(at, 4.5, 4.5)
        case SpotKind.PLACE:
            painter.setBrush(look.colour("muted"))
            painter.drawRect(QRectF(x - 2.5, y - 2.5, 5, 5))


def _label(painter: QPainter, at: QPointF, name: str, ink: str, frame: Frame, look: Look, free: FreeRoom) -> None:
    """Words beside a point, left or right, above or below; left away where there is no room for them."""
    size = painter.fontMetrics().size(Qt.TextFlag.TextSingleLine, name)
    high, wide = float(size.height()), float(size.width())
    for left, top in (
        (at.x() + 10, at.y() - high / 2),
        (at.x() - 10 - wide, at.y() - high / 2),
        (at.x() - wide / 2, at.y() - 10 - high),
        (at.x() - wide / 2, at.y() + 10),
    ):
        room = QRectF(left, top, wide, high)
        if QRectF(4, 4, frame.width - 8, frame.height - 8).contains(room) and free.is_free(room):
            free.take(room)
            write(painter, room, name, ink, look)
            return
