"""One picture, covered until somebody asks for it."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.desktop.care.manners import Rendering, room_for
from workbench.desktop.care.tag import paint_manner
from workbench.desktop.directions import directed, unturned
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import TYPE, Look


class CoveredPicture(QWidget):
    """Shows its picture only between `uncover` and `cover`; a new subject is covered again.

    What was noted on it stands on the cover. A click or the space bar asks for it, and covers it again. Held for
    longer than a click, the button shows the picture only while it is down.
    """

    toggled = Signal(bool)
    covered_code = "desktop.picture.covered"
    HOLD_MILLISECONDS = 350

    def __init__(self, look: Look, speech: Speech, name: str) -> None:
        super().__init__()
        self._look, self._speech, self._name = look, speech, name
        self._image: QImage | None = None
        self._uncovered = False
        self._pressed_at: int | None = None
        self._was_uncovered = False
        self._message = self._note = ""
        self._rendering = Rendering()
        look.care.listen(self.update)
        unturned(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(120, 90))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rename()

    @property
    def uncovered(self) -> bool:
        return self._uncovered

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_subject(self, image: QImage | None, message: str = "", note: str = "") -> None:
        """Another picture, covered unless the person wants none to be; `message` stands where there is none.

        With a `note` it is covered in any case.
        """
        self._image, self._message, self._note = image, message, note
        self._rendering.forget()
        self.cover()
        if self._look.care.uncovers(bool(note)):
            self._set(image is not None)

    def warn(self, note: str) -> None:
        """What was noted on the picture meanwhile."""
        self._note = note
        self._rename()
        self.update()

    def sharpen(self, image: QImage) -> None:
        """A better rendering of the same picture; stays covered or uncovered as it is."""
        self._image = image
        self.update()

    def complain(self, message: str) -> None:
        """Say what is wrong with the picture; a smaller one stays."""
        self._message = message
        self.update()

    def cover(self) -> None:
        self._set(False)

    def uncover(self) -> None:
        self._look.care.asked()
        self._set(self._image is not None)

    def toggle(self) -> None:
        if self._uncovered:
            self.cover()
        else:
            self.uncover()

    def _set(self, uncovered: bool) -> None:
        if uncovered != self._uncovered:
            self._uncovered = uncovered
            if uncovered:
                self._look.care.shown()
            self.toggled.emit(uncovered)
        self._rename()
        self.update()

    def _rename(self) -> None:
        state = "shown" if self._uncovered else "covered"
        name = self._speech.say(f"desktop.picture.{state}.name", name=self._name)
        self.setAccessibleName(f"{name}. {self._note}" if self._note else name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.toggle()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at, self._was_uncovered = event.timestamp(), self._uncovered
            self.uncover()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed_at is not None:
            held = event.timestamp() - self._pressed_at > self.HOLD_MILLISECONDS
            self._pressed_at = None
            if held or self._was_uncovered:
                self.cover()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        ground = "sunken" if self._uncovered or self._image is None else "veil"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self._uncovered and self._image is not None:
            self.paint_picture(painter, self._image)
            paint_manner(painter, self.height(), self._look, self._speech)
        else:
            self._paint_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def paint_picture(self, painter: QPainter, image: QImage) -> None:
        """Draw the picture, which is uncovered."""
        painter.drawImage(self._fitted(image.size()), self.rendered(image))

    def rendered(self, image: QImage) -> QImage:
        """The picture as the person wants to see pictures; it may have fewer pixels."""
        return self._rendering.of(image, self._look.care.manner)

    def _fitted(self, size: QSize) -> QRect:
        """Where the picture stands: whole, centred, not enlarged beyond its own pixels."""
        room = room_for(self.rect().adjusted(6, 6, -6, -6), self._look.care.manner)
        ratio = self.devicePixelRatioF()
        own = QSize(max(1, round(size.width() / ratio)), max(1, round(size.height() / ratio)))
        fitted = own.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if fitted.width() > 2 * own.width():
            fitted = own * 2
        return QRect(room.center() - QPoint(fitted.width() // 2, fitted.height() // 2), fitted)

    def _paint_words(self, painter: QPainter) -> None:
        covered = self._image is not None
        ink = "veil_text" if covered else "muted"
        if covered:
            words = self._message or self._speech.say(self.covered_code)
        else:
            words = self._message or self._speech.say("desktop.picture.none")
        words = f"{self._note}\n{words}" if covered and self._note else words
        font = QFont(self.font())
        font.setPixelSize(TYPE["body"])
        painter.setFont(font)
        room = self.rect().adjusted(16, 12, -16, -12)
        tall = room.height() > 120
        icon = self._look.icon("covered" if covered else "review", ink)
        top = room.center().y() - (34 if tall else 0)
        if tall:
            icon.paint(painter, QRect(room.center().x() - 16, top - 16, 32, 32))
            room.setTop(top + 28)
        painter.setPen(self._look.colour(ink))
        align = Qt.AlignmentFlag.AlignHCenter | (Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, int(align | Qt.TextFlag.TextWordWrap), directed(words))
