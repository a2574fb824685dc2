"""The surface on which the pictures of a light table are seen, pushed and zoomed; covered until somebody asks."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFont,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.desktop.care.choices import Manner
from workbench.desktop.care.manners import as_chosen, room_for
from workbench.desktop.care.tag import paint_manner
from workbench.desktop.compare.canvas_painting import Picture, Scene, divider_at, paint, paint_tag
from workbench.desktop.compare.geometry import Point, Size
from workbench.desktop.compare.light_table import BLINK_MILLISECONDS, LightTable, Mode
from workbench.desktop.directions import directed, unturned
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import TYPE, Look, S

PUSH = 60
ZOOM = 1.25
_NEAR = 10
_ARROWS = {
    Qt.Key.Key_Left: (PUSH, 0),
    Qt.Key.Key_Right: (-PUSH, 0),
    Qt.Key.Key_Up: (0, PUSH),
    Qt.Key.Key_Down: (0, -PUSH),
}


class Canvas(QWidget):
    """Both pictures of a table, and the one cover that they have in every mode."""

    HOLD_MILLISECONDS = 350
    nearest = False
    """Whether single pixels are drawn as squares where they are drawn large."""

    def __init__(self, table: LightTable, look: Look, speech: Speech) -> None:
        super().__init__()
        self.table, self._look, self._speech = table, look, speech
        self.changed: Callable[[], None] = lambda: None
        """Called after everything that changes how the table is looked at."""
        self._query: QImage | None = None
        self._known: QImage | None = None
        self._pictures: tuple[Picture | None, Picture | None] = (None, None)
        self._note = ""
        self.missing = ""
        """Why there is no known picture, or none but a small one."""
        look.care.listen(self._measure)
        self._pressed_at: int | None = None
        self._dragged: QPointF | None = None
        self._slides = False
        self.timer = QTimer(self)
        self.timer.setInterval(BLINK_MILLISECONDS)
        self.timer.timeout.connect(self._blink)
        unturned(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(240, 160))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.refresh()

    @property
    def query(self) -> QImage | None:
        return self._query

    @property
    def known(self) -> QImage | None:
        return self._known

    def show_query(self, image: QImage | None) -> None:
        """The query, or a better rendering of it; covered or uncovered as it is."""
        self._query = image
        self._measure()

    def show_known(self, image: QImage | None, missing: str = "") -> None:
        self._known, self.missing = image, missing
        self._measure()

    def _measure(self) -> None:
        manner = self._look.care.manner
        query, known = (
            Picture(as_chosen(one, manner), one.size()) if one else None for one in (self._query, self._known)
        )
        self._pictures = (query, known)
        self.table.measure(query.size if query else None, known.size if known else None)
        self.refresh()

    def begin(self, note: str) -> None:
        """Other pictures: covered, unless the person wants none to be and nothing was noted on the image at hand."""
        self._note = note
        self.table.uncovered = False
        if self._look.care.uncovers(bool(note)):
            self._show_pictures()
        self.refresh()

    def uncover(self) -> None:
        self._look.care.asked()
        self._show_pictures()
        self.refresh()

    def _show_pictures(self) -> None:
        there = self._query is not None or self._known is not None
        if there and not self.table.uncovered:
            self._look.care.shown()
        self.table.uncovered = there

    def cover(self) -> None:
        self.table.uncovered = False
        self.refresh()

    def toggle(self) -> None:
        if self.table.uncovered:
            self.cover()
        else:
            self.uncover()

    def refresh(self) -> None:
        """Show what the table says; blinking goes on only while somebody can see it and asked for it."""
        table = self.table
        if not (table.blinking and self.isVisible()):
            self.timer.stop()
        elif not self.timer.isActive():
            self.timer.start()
        mode = self._speech.say(f"desktop.compare.mode.{table.mode.value}")
        state = "shown" if table.uncovered else "covered"
        name = self._speech.say(f"desktop.compare.canvas.{state}", mode=mode)
        self.setAccessibleName(f"{name}. {self._note}" if self._note else name)
        self.changed()
        self.update()

    def panes(self) -> list[QRect]:
        """Two of one size for pictures side by side, else one."""
        room, manner = self.rect().adjusted(4, 4, -4, -4), self._look.care.manner
        if not self.table.uncovered:
            manner = Manner.PLAIN
        if self.table.mode is not Mode.SIDE:
            return [room_for(room, manner)]
        wide = max(1, (room.width() - S) // 2)
        return [
            room_for(QRect(room.left(), room.top(), wide, room.height()), manner),
            room_for(QRect(room.left() + wide + S, room.top(), wide, room.height()), manner),
        ]

    @property
    def pane(self) -> Size:
        first = self.panes()[0]
        return float(max(1, first.width())), float(max(1, first.height()))

    def zoom(self, factor: float) -> None:
        self.table.zoom(self.pane, factor)
        self.refresh()

    def pan(self, across: float, down: float) -> None:
        self.table.pan(self.pane, (across, down))
        self.refresh()

    def _blink(self) -> None:
        self.table.blink()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        self.timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.toggle()
        elif plain and key in _ARROWS:
            self.pan(*_ARROWS[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not self.table.uncovered:
            self._pressed_at = event.timestamp()
            self.uncover()
            return
        self._dragged = event.position()
        near = abs(event.position().x() - divider_at(self.panes()[0], self.table.amount)) <= _NEAR
        self._slides = self.table.mode is Mode.SLIDER and near

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None or not self.table.uncovered:
            return
        here = event.position()
        if self._slides:
            room = self.panes()[0]
            self.table.set_amount(1 - (here.x() - room.left()) / max(1, room.width()))
        else:
            by = here - self._dragged
            self.table.pan(self.pane, (by.x(), by.y()), self._place(self._dragged)[1])
        self._dragged = here
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            held = self._pressed_at is not None and event.timestamp() - self._pressed_at > self.HOLD_MILLISECONDS
            self._pressed_at, self._dragged = None, None
            if held:
                self.cover()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if self.table.uncovered and event.angleDelta().y():
            at, on_known = self._place(event.position())
            self.table.zoom(self.pane, ZOOM ** (event.angleDelta().y() / 120), at, on_known)
            self.refresh()

    def _place(self, at: QPointF) -> tuple[Point, bool]:
        """A place in its pane's pixels, and whether the known picture beside the query is there."""
        panes = self.panes()
        on_known = len(panes) > 1 and at.x() >= panes[1].left()
        pane = panes[int(on_known)]
        return (at.x() - pane.left(), at.y() - pane.top()), on_known

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        font = QFont(self.font())
        font.setPixelSize(TYPE["small"])
        painter.setFont(font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("sunken" if self.table.uncovered else "veil"))
        for pane in self.panes():
            painter.drawRoundedRect(QRectF(pane), 8, 8)
        if self.table.uncovered:
            paint(painter, Scene(self.table, *self._pictures, self.panes(), self.devicePixelRatioF(), self.nearest),
                  self._look)  # fmt: skip
            self._paint_tags(painter)
            self.paint_over(painter)
            paint_manner(painter, self.height(), self._look, self._speech)
        else:
            self._paint_cover(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """What else is to be seen on uncovered pictures."""

    def tags(self) -> list[str]:
        """Which picture stands where, in words."""
        say, table = self._speech.say, self.table
        query, known = say("desktop.compare.query"), say("desktop.compare.known")
        return {
            Mode.SIDE: [query, self._known_beside()],
            Mode.SLIDER: [query, known],
            Mode.BLINK: [known if table.known_up else query],
            Mode.OVERLAY: [say("desktop.compare.share", share=f"{table.amount:.0%}")],
            Mode.DIFFERENCE: [say("desktop.compare.strength", times=2**table.doublings)],
        }[table.mode]

    def _paint_tags(self, painter: QPainter) -> None:
        table, panes = self.table, self.panes()
        for number, words in enumerate(self.tags()):
            pane = panes[min(number, len(panes) - 1)]
            left = pane.left() + S
            if number and table.mode is Mode.SLIDER:
                left = pane.right() - S - 10 - painter.fontMetrics().horizontalAdvance(words)
            room = pane.width() - 2 * S - 10
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            paint_tag(painter, QPointF(left, pane.top() + S), shown, self._look)

    def _known_beside(self) -> str:
        if self._known is None:
            return self.missing or self._speech.say("desktop.picture.none")
        framed = self.table.marks and self.table.can_be_laid
        return self._speech.say("desktop.compare.known-framed" if framed else "desktop.compare.known")

    def _paint_cover(self, painter: QPainter) -> None:
        there = self._query is not None or self._known is not None
        words = self._speech.say("desktop.compare.covered" if there else "desktop.picture.none")
        words = f"{self._note}\n{words}" if there and self._note else words
        painter.setPen(self._look.colour("veil_text"))
        for pane in self.panes():
            room = pane.adjusted(16, 12, -16, -12)
            icon = QRect(room.center().x() - 16, room.center().y() - 50, 32, 32)
            self._look.icon("covered", "veil_text").paint(painter, icon)
            room.setTop(room.center().y() - 6)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), directed(words))
