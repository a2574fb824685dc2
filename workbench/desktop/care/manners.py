"""Pictures made grey, blurred or small for whoever asked for that; the pixels that are kept stay as they are."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from workbench.desktop.care.choices import Manner

_COARSE, _SMOOTH = 14, 480
"""Edges in pixels: a blurred picture keeps as much as a picture of the first, and is made smooth up to the second."""
_LEAST = QSize(1, 1)
SMALL = QSize(176, 132)
"""Logical pixels in which a small picture stands."""


def as_chosen(image: QImage, manner: Manner) -> QImage:
    """The picture as it is to look; a blurred one may have fewer pixels, and the same shape."""
    if manner is Manner.GREY:
        return _grey(image)
    if manner is Manner.BLURRED:
        fitted = image.size().scaled(_SMOOTH, _SMOOTH, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(_LEAST)
        smooth = Qt.TransformationMode.SmoothTransformation
        few = image.size().scaled(_COARSE, _COARSE, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(_LEAST)
        stretched = Qt.AspectRatioMode.IgnoreAspectRatio
        return image.scaled(few, stretched, smooth).scaled(fitted, stretched, smooth)
    return image


def room_for(room: QRect, manner: Manner) -> QRect:
    """As much of `room` as a picture gets."""
    if manner is not Manner.SMALL:
        return room
    made = QRect(room.topLeft(), SMALL.boundedTo(room.size()))
    made.moveCenter(room.center())
    return made


def _grey(image: QImage) -> QImage:
    """As bright as it was, and what was transparent stays so."""
    if not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_Grayscale8)
    made = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    painter.drawImage(0, 0, image.convertToFormat(QImage.Format.Format_Grayscale8))
    painter.end()
    return made


class Rendering:
    """One picture as it is to look, made once."""

    def __init__(self) -> None:
        self._key: tuple[int, Manner] | None = None
        self._made = QImage()

    def of(self, image: QImage, manner: Manner) -> QImage:
        key = (image.cacheKey(), manner)
        if key != self._key:
            self._key, self._made = key, as_chosen(image, manner)
        return self._made

    def forget(self) -> None:
        self._key, self._made = None, QImage()
