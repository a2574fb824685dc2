"""The large picture of the review: whole, or pixel by pixel, with a magnifier; covered as every picture is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter

from workbench.desktop.compare.canvas_painting import paint_tag
from workbench.desktop.covered_picture import CoveredPicture
from workbench.desktop.forensic.magnifier import glass, paint_magnifier, pixel_at
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import Look

_STEP = 80
_ARROWS = {
    Qt.Key.Key_Left: QPoint(-1, 0), Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1), Qt.Key.Key_Down: QPoint(0, 1),
}  # fmt: skip


class LargePicture(CoveredPicture):
    """`whole` shows all of it; else one of its pixels is one of the screen's, and it is dragged or moved by arrows.

    `file_size` is the file's own size, upright: what is shown may have fewer pixels, and then says so.
    """

    covered_code = "desktop.review.covered"

    def __init__(self, look: Look, speech: Speech, name: str) -> None:
        super().__init__(look, speech, name)
        self.whole = True
        self.magnifying = False
        self.file_size = (0, 0)
        self.wanted: Callable[[], None] = lambda: None
        """Called when all of the file's pixels are asked for."""
        self._middle = QPointF(0.5, 0.5)
        self._pointer: QPointF | None = None
        self._dragged: QPointF | None = None
        self.setMouseTracking(True)

    def show_subject(self, image: QImage | None, message: str = "", note: str = "") -> None:
        self.whole, self._middle, self._pointer, self.file_size = True, QPointF(0.5, 0.5), None, (0, 0)
        super().show_subject(image, message, note)

    def zoom(self) -> None:
        """Between the whole picture and its pixels; a covered one is shown first by whoever asks for that."""
        self.whole = not self.whole
        if not self.whole:
            self.wanted()
        self.update()

    def magnify(self) -> None:
        self.magnifying = not self.magnifying
        if self.magnifying:
            self.wanted()
        self.update()

    def pan(self, across: float, down: float) -> None:
        """Move by pixels of the screen."""
        place = self._placed()
        self._pointer = None
        if place.width() and place.height():
            self._middle += QPointF(across / place.width(), down / place.height())
            self._middle = QPointF(min(max(self._middle.x(), 0.0), 1.0), min(max(self._middle.y(), 0.0), 1.0))
        self.update()

    def paint_picture(self, painter: QPainter, image: QImage) -> None:
        place = self._placed()
        painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.whole)
        painter.drawImage(place, self.rendered(image))
        painter.setClipping(False)
        if self.magnifying:
            self._paint_glass(painter, image, place)
        if not self.whole:
            words = self._speech.say("desktop.picture.pixels", times=f"{1 / self._times(image):.0%}")
            paint_tag(painter, QPointF(12, 12), words, self._look)

    def _paint_glass(self, painter: QPainter, image: QImage, place: QRect) -> None:
        at = self._pointer or QPointF(self.rect().center())
        x, y = (at.x() - place.left()) / max(place.width(), 1), (at.y() - place.top()) / max(place.height(), 1)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            return
        pixel = pixel_at(image, x, y)
        colour, times = image.pixelColor(*pixel), self._times(image)
        words = self._speech.say(
            "forensic.pixel", x=round(pixel[0] * times), y=round(pixel[1] * times),
            red=colour.red(), green=colour.green(), blue=colour.blue(),
        )  # fmt: skip
        seen = self.rendered(image)
        room = glass(self.rect().adjusted(0, 0, 0, -24), at)
        paint_magnifier(painter, room, seen, pixel_at(seen, x, y), self._look, words)

    def _times(self, image: QImage) -> float:
        """Of how many of the file's pixels, across, one of the picture's is made."""
        return max(self.file_size[0] / max(image.width(), 1), 1.0)

    def _placed(self) -> QRect:
        """Where the picture stands in the widget."""
        image = self.image
        if image is None:
            return QRect()
        if self.whole:
            return self._fitted(image.size())
        ratio, room = self.devicePixelRatioF(), self.rect().adjusted(2, 2, -2, -2)
        size = QSize(max(1, round(image.width() / ratio)), max(1, round(image.height() / ratio)))

        def start(first: int, space: int, length: int, middle: float) -> int:
            if length <= space:
                return first + (space - length) // 2
            return min(max(round(first + space / 2 - middle * length), first + space - length), first)

        return QRect(
            QPoint(
                start(room.left(), room.width(), size.width(), self._middle.x()),
                start(room.top(), room.height(), size.height(), self._middle.y()),
            ),
            size,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _ARROWS.get(Qt.Key(event.key()))
        if way is not None and self.uncovered and (not self.whole or self.magnifying):
            self.pan(way.x() * _STEP, way.y() * _STEP)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = event.position() if self.uncovered and not self.whole else None
        if self._dragged is None:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            moved = self._dragged - event.position()
            self._dragged = event.position()
            self.pan(moved.x(), moved.y())
        self._pointer = event.position()
        if self.magnifying and self.uncovered:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            super().mouseReleaseEvent(event)
        self._dragged = None

    def leaveEvent(self, event: QEvent) -> None:
        """Without the pointer the magnifier is in the middle, where the keys move the picture below it."""
        self._pointer = None
        self.update()
