"""A magnifier: the pixels about one place as squares, neither smoothed nor mixed, with their numbers."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from workbench.desktop.compare.canvas_painting import paint_tag
from workbench.desktop.theme import Look

TIMES = 10
"""Pixels of the screen to one of the picture."""
ACROSS = 17
"""Pixels of the picture on each side of the glass."""


def pixel_at(image: QImage, x: float, y: float) -> tuple[int, int]:
    """The pixel at a place of the unit square, held within the picture."""
    return (
        min(max(int(x * image.width()), 0), image.width() - 1),
        min(max(int(y * image.height()), 0), image.height() - 1),
    )


def glass(pane: QRect, at: QPointF) -> QRect:
    """Where the magnifier stands: about `at`, held within the pane, and no larger than the pane."""
    across = min(ACROSS, max(1, (min(pane.width(), pane.height()) - 8) // TIMES)) | 1
    side = across * TIMES
    left = min(max(round(at.x()) - side // 2, pane.left() + 4), max(pane.right() - side - 4, pane.left()))
    top = min(max(round(at.y()) - side // 2, pane.top() + 4), max(pane.bottom() - side - 4, pane.top()))
    return QRect(left, top, side, side)


def paint_magnifier(painter: QPainter, room: QRect, image: QImage, pixel: tuple[int, int], look: Look,
                    words: str) -> None:  # fmt: skip
    """The pixels about `pixel` in `room`; the one in the middle is outlined, and `words` stand below."""
    half = room.width() // TIMES // 2
    painter.save()
    painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
    painter.fillRect(room, look.colour("veil"))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    around = QRect(pixel[0] - half, pixel[1] - half, 2 * half + 1, 2 * half + 1)
    inside = around.intersected(image.rect())
    target = QRect(room.left() + (inside.left() - around.left()) * TIMES,
                   room.top() + (inside.top() - around.top()) * TIMES,
                   inside.width() * TIMES, inside.height() * TIMES)  # fmt: skip
    painter.drawImage(target, image, inside)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = QRect(room.left() + half * TIMES, room.top() + half * TIMES, TIMES, TIMES)
    for colour, grown in (("black", 1), ("white", 0)):
        painter.setPen(QPen(QColor(colour), 1))
        painter.drawRect(middle.adjusted(-grown, -grown, grown - 1, grown - 1))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("black", 3), ("white", 1)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRect(QRectF(room))
    paint_tag(painter, QPointF(room.left(), room.bottom() + 3), words, look)
