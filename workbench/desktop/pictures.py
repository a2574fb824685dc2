"""Pixels for the screen. No original is ever decoded here: bare pixels come from the child, JPEGs from our own hand."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage

from workbench.domain.examinations import Preview


def from_preview(preview: Preview) -> QImage:
    """The picture of a preview's bare pixels; the pixels are copied."""
    stride = preview.width * 3
    return QImage(preview.rgb, preview.width, preview.height, stride, QImage.Format.Format_RGB888).copy()


def from_own_jpeg(jpeg: bytes | None) -> QImage | None:
    """A JPEG that the workbench encoded itself, or None where there is none or it is damaged."""
    if not jpeg:
        return None
    image = QImage.fromData(QByteArray(jpeg), "JPEG")  # type: ignore[arg-type]
    return None if image.isNull() else image


def shrunk(image: QImage, edge: int) -> QImage:
    return image.scaled(edge, edge, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
