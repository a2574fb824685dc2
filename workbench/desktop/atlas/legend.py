"""What the lines and marks of the map mean, each drawn as it is drawn there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.desktop.atlas.ground_painting import map_pen
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import TYPE, Look
from workbench.domain.world_map import LineKind

_SAMPLE, _GAP, _HIGH = 26.0, 14.0, 20.0

Draw = Callable[[QPainter, QRectF, Look], None]


class MapLegend(QWidget):
    """As many lines of samples and words as the width needs."""

    def __init__(self, speech: Speech, look: Look) -> None:
        super().__init__()
        self._look = look
        self._items: tuple[tuple[str, Draw], ...] = tuple(
            (speech.say(f"atlas.legend.{name}"), draw) for name, draw in _SAMPLES.items()
        )
        self.setAccessibleName(speech.say("atlas.legend"))
        self.setAccessibleDescription(". ".join(words for words, _ in self._items))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.listen(self.update)

    def heightForWidth(self, width: int) -> int:
        return round(max(top for _, top, _ in self._places(width)) + _HIGH)

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(max(self.width(), 300)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, round(_HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Be as high as the words need: a scrolled page does not ask for it by itself."""
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        for (words, draw), (left, top, wide) in zip(self._items, self._places(self.width()), strict=True):
            painter.save()
            draw(painter, QRectF(left, top, _SAMPLE, _HIGH), self._look)
            painter.restore()
            painter.setPen(self._look.colour("muted"))
            room = QRectF(left + _SAMPLE + 6, top, wide - _SAMPLE - 6, _HIGH)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), words)
        painter.end()

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(TYPE["small"])
        return font

    def _places(self, width: int) -> list[tuple[float, float, float]]:
        """Left, top and width of each item."""
        metrics, found, left, top = QFontMetricsF(self._font()), [], 0.0, 0.0
        for words, _ in self._items:
            wide = _SAMPLE + 8 + metrics.horizontalAdvance(words)
            if left and left + wide > width:
                left, top = 0.0, top + _HIGH
            found.append((left, top, wide))
            left += wide + _GAP
        return found


def _line(kind: LineKind) -> Draw:
    def draw(painter: QPainter, room: QRectF, look: Look) -> None:
        painter.setPen(map_pen(kind, look))
        painter.drawLine(QPointF(room.left(), room.center().y()), QPointF(room.right(), room.center().y()))

    return draw


def _event(painter: QPainter, room: QRectF, look: Look) -> None:
    middle = room.center()
    painter.setPen(QPen(look.colour("accent"), 1.5, Qt.PenStyle.DashLine))
    painter.drawEllipse(middle, 9, 9)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    ways = ((0, -5), (5, 0), (0, 5), (-5, 0))
    painter.drawPolygon(QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in ways]))


def _file(painter: QPainter, room: QRectF, look: Look) -> None:
    painter.setPen(QPen(look.colour("text"), 1.5))
    painter.drawEllipse(room.center(), 9, 9)
    painter.setBrush(look.colour("text"))
    painter.drawEllipse(room.center(), 3.5, 3.5)


def _place(painter: QPainter, room: QRectF, look: Look) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("muted"))
    painter.drawRect(QRectF(room.center().x() - 2.5, room.center().y() - 2.5, 5, 5))


def _facing(painter: QPainter, room: QRectF, look: Look) -> None:
    painter.setPen(QPen(look.colour("text"), 1))
    painter.setBrush(QBrush(look.colour("text"), Qt.BrushStyle.BDiagPattern))
    middle = room.center()
    corners = ((-8, 8), (10, 0), (10, -8))
    painter.drawPolygon(QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in corners]))


def _way(painter: QPainter, room: QRectF, look: Look) -> None:
    painter.setPen(QPen(look.colour("accent"), 1.5, Qt.PenStyle.DashDotLine))
    painter.drawLine(QPointF(room.left(), room.center().y()), QPointF(room.right(), room.center().y()))


_SAMPLES: dict[str, Draw] = {
    "event": _event,
    "file": _file,
    "facing": _facing,
    "way": _way,
    "place": _place,
    "border": _line(LineKind.BORDER),
    "disputed": _line(LineKind.DISPUTED),
    "province": _line(LineKind.PROVINCE),
    "coast": _line(LineKind.COAST),
}
