"""The plain map, drawn: positions, circles of uncertainty, named places, a scale and north. Nothing is fetched."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.desktop.plain_text import Speech, visible
from workbench.desktop.review.map_plan import Plan, Spot, SpotKind, Window, scale_bar
from workbench.desktop.theme import TYPE, Look
from workbench.domain.measures import metres

_HIGH = 250
_EDGE = 14.0
_SHARE = 0.3
"""The scale is at most so much of the map's width."""


class MapView(QWidget):
    """Shows one window of the plan; `look_further` goes on to the next, and after the last to the first."""

    def __init__(self, speech: Speech, look: Look) -> None:
        super().__init__()
        self._speech, self._look = speech, look
        self._plan: Plan | None = None
        self.at = 0
        self.setAccessibleName(speech.say("desktop.map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HIGH)
        look.listen(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, _HIGH)

    def show_plan(self, plan: Plan | None, words: str) -> None:
        """`words` say the same for those who do not see the map."""
        self._plan, self.at = plan, 0
        self.setAccessibleDescription(words)
        self.setVisible(plan is not None)
        self.update()

    def look_further(self) -> None:
        if self._plan:
            self.at = (self.at + 1) % len(self._plan.windows)
            self.update()

    def drawn_at(self, spot: Spot) -> QPointF:
        """Where a spot stands in the widget; it may lie outside."""
        window = self._window()
        scale = self._pixels_per_metre(window)
        return QPointF(
            self.width() / 2 + (spot.x - window.x) * scale,
            self.height() / 2 - (spot.y - window.y) * scale,
        )

    def _window(self) -> Window:
        return self._plan.windows[self.at] if self._plan else Window(0.0, 0.0, 1.0)

    def _pixels_per_metre(self, window: Window) -> float:
        return (min(self.width(), self.height()) / 2 - _EDGE) / window.half

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(TYPE["small"])
        painter.setFont(font)
        painter.setPen(QPen(self._look.colour("line"), 1))
        painter.setBrush(self._look.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if self._plan:
            painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
            for spot in self._plan.spots:
                self._circle(painter, spot)
            taken = [self._scale(painter), self._north(painter)]
            for spot in self._plan.spots:
                self._mark(painter, spot)
            for spot in sorted(self._plan.spots, key=lambda one: one.kind is SpotKind.PLACE):
                self._label(painter, spot, taken)
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _circle(self, painter: QPainter, spot: Spot) -> None:
        if spot.radius_m is None:
            return
        radius = spot.radius_m * self._pixels_per_metre(self._window())
        event = spot.kind is SpotKind.EVENT
        ink = self._look.colour("accent" if event else "text")
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine if event else Qt.PenStyle.SolidLine))
        ground = self._look.colour("accent" if event else "text")
        ground.setAlpha(28)
        painter.setBrush(ground)
        painter.drawEllipse(self.drawn_at(spot), radius, radius)

    def _mark(self, painter: QPainter, spot: Spot) -> None:
        at = self.drawn_at(spot)
        x, y = at.x(), at.y()
        painter.setPen(QPen(self._look.colour("panel"), 1))
        match spot.kind:
            case SpotKind.EVENT:
                painter.setBrush(self._look.colour("accent"))
                corners = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
                painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
            case SpotKind.FILE:
                painter.setBrush(self._look.colour("text"))
                painter.drawEllipse(at, 4.5, 4.5)
            case SpotKind.PLACE:
                painter.setBrush(self._look.colour("muted"))
                painter.drawRect(QRectF(x - 2.5, y - 2.5, 5, 5))

    def _label(self, painter: QPainter, spot: Spot, taken: list[QRectF]) -> None:
        """The name beside the mark, left or right, above or below; left away where there is no room for it."""
        name = visible(spot.name)
        if spot.kind is SpotKind.FILE:
            name = self._speech.say("desktop.map.file-mark")
        elif spot.kind is SpotKind.EVENT:
            name = self._speech.say("desktop.map.event-mark")
        at, metrics = self.drawn_at(spot), painter.fontMetrics()
        size = metrics.size(Qt.TextFlag.TextSingleLine, name)
        high, wide = float(size.height()), float(size.width())
        for left, top in (
            (at.x() + 9, at.y() - high / 2),
            (at.x() - 9 - wide, at.y() - high / 2),
            (at.x() - wide / 2, at.y() - 9 - high),
            (at.x() - wide / 2, at.y() + 9),
        ):
            room = QRectF(left, top, wide, high)
            free = not any(room.intersects(other) for other in taken)
            if free and QRectF(self.rect()).adjusted(4, 4, -4, -4).contains(room):
                taken.append(room)
                ground = self._look.colour("sunken")
                ground.setAlpha(210)
                painter.fillRect(room.adjusted(-2, 0, 2, 0), ground)
                painter.setPen(self._look.colour("muted" if spot.kind is SpotKind.PLACE else "text"))
                painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), name)
                return

    def _scale(self, painter: QPainter) -> QRectF:
        per_metre = self._pixels_per_metre(self._window())
        length = scale_bar(self.width() * _SHARE / per_metre)
        wide, bottom = length * per_metre, self.height() - 12.0
        painter.setPen(QPen(self._look.colour("text"), 1.5))
        painter.drawLine(QPointF(12, bottom), QPointF(12 + wide, bottom))
        for x in (12.0, 12 + wide):
            painter.drawLine(QPointF(x, bottom - 4), QPointF(x, bottom + 1))
        room = QRectF(12, bottom - 22, max(wide, 60), 16)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), metres(length))
        return room.adjusted(-4, 0, 4, 16)

    def _north(self, painter: QPainter) -> QRectF:
        x = self.width() - 20.0
        painter.setPen(QPen(self._look.colour("text"), 1.5))
        painter.drawLine(QPointF(x, 44), QPointF(x, 26))
        painter.drawLine(QPointF(x, 26), QPointF(x - 4, 32))
        painter.drawLine(QPointF(x, 26), QPointF(x + 4, 32))
        room = QRectF(x - 10, 8, 20, 16)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._speech.say("desktop.map.north"))
        return room.adjusted(0, 0, 0, 22)
