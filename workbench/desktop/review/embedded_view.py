"""The picture inside the file, the picture at the same size, and what differs; covered until somebody asks."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.controls import button, column, row
from workbench.desktop.covered_picture import CoveredPicture
from workbench.desktop.labels import PlainLabel
from workbench.desktop.pictures import from_preview
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.embedded import EmbeddedPair, EmbeddedPresenter
from workbench.desktop.theme import Look

_DOUBLINGS = 2
"""The difference is shown four times as strong as it is."""


class EmbeddedView(QWidget):
    def __init__(self, presenter: EmbeddedPresenter, speech: Speech, look: Look) -> None:
        super().__init__()
        self._presenter, self._say = presenter, speech.say
        say = speech.say
        names = ("embedded", "picture", "difference")
        self.pictures = [CoveredPicture(look, speech, say(f"desktop.embedded.{name}")) for name in names]
        for picture in self.pictures:
            picture.setFixedHeight(150)
        titles = [PlainLabel(say(f"desktop.embedded.{name}"), size="small", ink="muted") for name in names]
        parts = [column(title, picture) for title, picture in zip(titles, self.pictures, strict=True)]
        self.sizes = PlainLabel(size="small")
        self.state = PlainLabel(size="small", ink="muted")
        self._toggle = button(say("desktop.embedded.toggle"), self.toggle)
        self._toggle.setAccessibleName(say("desktop.command.show-embedded"))
        words = column(PlainLabel(say("desktop.embedded.words"), size="small", ink="muted"), self._toggle, None)
        self._pair = column(row(*parts[:2]), row(parts[2], words))
        for line in self._pair.children():
            if isinstance(line, QWidget) and (across := line.layout()) is not None:
                across.setStretch(0, 1)  # type: ignore[attr-defined]
                across.setStretch(1, 1)  # type: ignore[attr-defined]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        for part in (self.sizes, self.state, self._pair):
            outer.addWidget(part)

    @property
    def uncovered(self) -> bool:
        return any(picture.uncovered for picture in self.pictures)

    def show_image(self, sizes: str) -> None:
        """Another image, of whose embedded picture `sizes` speaks; nothing is made before `make`."""
        self._presenter.forget()
        self.sizes.setText(sizes or self._say("desktop.embedded.none"))
        self.state.setText("")
        self.state.hide()
        self._pair.setVisible(bool(sizes))
        for picture in self.pictures:
            picture.show_subject(None)

    def make(self) -> None:
        """Have the pictures made, as somebody looks at this part."""
        if self._pair.isVisibleTo(self):
            if self.pictures[0].image is None:
                self._tell(self._say("desktop.embedded.making"))
            self._presenter.ask(self._show, self._tell)

    def toggle(self) -> None:
        shown = self.uncovered
        for picture in self.pictures:
            if shown:
                picture.cover()
            else:
                picture.uncover()

    def cover(self) -> None:
        for picture in self.pictures:
            picture.cover()

    def _tell(self, words: str) -> None:
        self.state.setText(words)
        self.state.setVisible(bool(words))

    def _show(self, pair: EmbeddedPair) -> None:
        if pair.embedded is None or pair.picture is None:
            self._tell(self._say("desktop.embedded.not-made"))
            return
        self._tell("")
        small, large = from_preview(pair.embedded), from_preview(pair.picture)
        for picture, image in zip(self.pictures, beside(small, large), strict=True):
            picture.show_subject(image, note=self._presenter.note)


def beside(one: QImage, other: QImage) -> tuple[QImage, QImage, QImage]:
    """Both in the larger one's frame, whole and in the middle, each keeping its shape; and how they differ."""
    frame = QRect(QPoint(0, 0), other.size() if other.width() >= one.width() else one.size())
    places = [_fitted(image.size(), frame) for image in (one, other)]
    first, second = (_framed(image, frame, at) for image, at in zip((one, other), places, strict=True))
    return first, second, difference(first, second, places[0].intersected(places[1]))


def _fitted(size: QSize, frame: QRect) -> QRect:
    fitted = size.scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(QPoint((frame.width() - fitted.width()) // 2, (frame.height() - fitted.height()) // 2), fitted)


def _framed(image: QImage, frame: QRect, at: QRect) -> QImage:
    made = QImage(frame.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(at, image)
    painter.end()
    return made


def difference(one: QImage, other: QImage, both: QRect) -> QImage:
    """How far each colour of two pictures of one size is apart, four times as strong; black where they are alike,
    and where `both` does not reach, since a picture is not told apart from nothing."""
    made = QImage(one.size(), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.black)
    _add(made, one, both, QPainter.CompositionMode.CompositionMode_SourceOver)
    _add(made, other, both, QPainter.CompositionMode.CompositionMode_Difference)
    for _ in range(_DOUBLINGS):
        _add(made, made.copy(), both, QPainter.CompositionMode.CompositionMode_Plus)
    return made


def _add(made: QImage, image: QImage, where: QRect, mode: QPainter.CompositionMode) -> None:
    painter = QPainter(made)
    painter.setCompositionMode(mode)
    painter.drawImage(where, image, where)
    painter.end()
