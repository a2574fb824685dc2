"""The map on the window: drawn from the sheets, pushed and zoomed by keys, wheel and mouse. It never mirrors."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.atlas.chart import Chart, SpotKind, around
from workbench.desktop.atlas.free_room import FreeRoom
from workbench.desktop.atlas.geography import Frame, framed
from workbench.desktop.atlas.ground_painting import Ground, paint_ground, paint_names
from workbench.desktop.atlas.spot_painting import paint_labels, paint_marks, paint_north, paint_scale, paint_under
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import TYPE, Look

PUSH, ZOOM = 60.0, 1.4
_SETTLED_MILLISECONDS = 140
_ARROWS = {
    Qt.Key.Key_Left: (PUSH, 0.0),
    Qt.Key.Key_Right: (-PUSH, 0.0),
    Qt.Key.Key_Up: (0.0, PUSH),
    Qt.Key.Key_Down: (0.0, -PUSH),
}
_ZOOMS = {Qt.Key.Key_Plus: ZOOM, Qt.Key.Key_Equal: ZOOM, Qt.Key.Key_Minus: 1 / ZOOM}


class MapView(QWidget):
    """`moved` is called with the frame after every move, `pointed` with the pixel under the pointer."""

    def __init__(self, atlas: Atlas, speech: Speech, look: Look) -> None:
        super().__init__()
        self._atlas, self._speech, self._look = atlas, speech, look
        self._chart: Chart | None = None
        self._frame: Frame | None = None
        self.at = 0
        self.chosen = -1
        self._grabbed: QPointF | None = None
        self.moved: Callable[[], None] = lambda: None
        self.pointed: Callable[[float, float], None] = lambda x, y: None
        self._settle = QTimer(self, interval=_SETTLED_MILLISECONDS, singleShot=True)
        self._settle.timeout.connect(self.update)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAccessibleName(speech.say("desktop.map"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(220, 160))
        look.listen(self.update)
        atlas.listen(self._sheet_came)

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def show_chart(self, chart: Chart | None, words: str) -> None:
        """`words` say the same for those who do not see the map."""
        self._chart, self._frame, self.at, self.chosen = chart, None, 0, -1
        self.setAccessibleDescription(words)
        self._changed(quick=False)

    @property
    def frame_now(self) -> Frame:
        """What is looked at; as long as nobody moved it, the look at hand."""
        size = (float(self.width()), float(self.height()))
        if self._frame is not None:
            return self._frame.sized(*size)
        if self._chart is None or not self._chart.looks:
            return Frame(20.0, 20.0, max(1.0, size[0] / 360), *size)
        return framed(self._chart.looks[self.at], *size)

    def look_further(self) -> None:
        """Go on to the next look, and after the last to the first."""
        if self._chart:
            self.at, self._frame = (self.at + 1) % len(self._chart.looks), None
            self._changed(quick=False)

    def whole(self) -> None:
        """Back to the look that takes in everything."""
        self.at, self._frame = 0, None
        self._changed(quick=False)

    def choose(self, index: int) -> None:
        """Ring a spot, and bring it into view where it is not."""
        self.chosen = index
        if self._chart and 0 <= index < len(self._chart.spots):
            spot = self._chart.spots[index]
            x, y = self.frame_now.place(spot.point)
            if not QRectF(self.rect()).adjusted(20, 20, -20, -20).contains(QPointF(x, y)):
                self._frame = self.frame_now.at(spot.point)
        self._changed(quick=False)

    def close_in(self, index: int) -> None:
        """Look at a spot from close by."""
        if self._chart and 0 <= index < len(self._chart.spots):
            self.chosen = index
            self._frame = framed(around((self._chart.spots[index],), 2.0), self.width(), self.height())
            self._changed(quick=False)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        self._frame = self.frame_now.zoomed(factor, at.x() if at else None, at.y() if at else None)
        self._changed(quick=True)

    def push(self, across: float, down: float) -> None:
        self._frame = self.frame_now.pushed(across, down)
        self._changed(quick=True)

    def _changed(self, quick: bool) -> None:
        if quick:
            self._settle.start()
        else:
            self._settle.stop()
        self.update()
        self.moved()

    def _sheet_came(self) -> None:
        if self.isVisible():
            self.update()
            self.moved()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter, quick=self._settle.isActive())
        painter.end()

    def draw(self, painter: QPainter, quick: bool) -> None:
        """The whole map; `quick` leaves smoothing away."""
        frame, look = self.frame_now, self._look
        font = QFont(self.font())
        font.setPixelSize(TYPE["small"])
        painter.setFont(font)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.fillRect(self.rect(), look.colour("sunken"))
        ground = Ground(self._atlas.ground(frame.scale), self._atlas.over(frame.scale))
        paint_ground(painter, ground, frame, look, quick)
        free = FreeRoom()
        free.take(paint_scale(painter, frame, look))
        free.take(paint_north(painter, frame, look, self._speech))
        if self._chart:
            paint_under(painter, self._chart, frame, look)
            groups = paint_marks(painter, self._chart, frame, look, self.chosen)
            for at, spot, _ in groups:
                if spot.kind is not SpotKind.PLACE:
                    free.take(QRectF(at.x() - 7, at.y() - 7, 14, 14))
            paint_labels(painter, self._chart, groups, frame, look, free)
        paint_names(painter, ground, frame, look, free, self._speech)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        focused = self.hasFocus()
        painter.setPen(QPen(look.colour("accent" if focused else "line"), 2 if focused else 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -1, -1))

    def event(self, event: QEvent) -> bool:
        """On the map its own keys come before those of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._own(event):
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self.push(*_ARROWS[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        else:
            self.whole()

    def _own(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        bare = plain == Qt.KeyboardModifier.NoModifier
        return bare and (key in _ZOOMS or key in _ARROWS or key == Qt.Key.Key_Home)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms where the map has the focus, or with Ctrl; else the page scrolls."""
        if not (self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            event.ignore()
            return
        turned = event.angleDelta().y() / 120
        self.zoom(ZOOM**turned, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        now = event.position()
        if self._grabbed is not None:
            self.push(now.x() - self._grabbed.x(), now.y() - self._grabbed.y())
            self._grabbed = now
        self.pointed(now.x(), now.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.zoom(ZOOM * ZOOM, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self.moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved()
