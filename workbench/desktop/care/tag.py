"""The words on a picture that is not shown as it is."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from workbench.desktop.care.choices import Manner
from workbench.desktop.compare.canvas_painting import paint_tag
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import Look, S


def paint_manner(painter: QPainter, height: int, look: Look, speech: Speech) -> None:
    """Say in the lower left corner of a widget of this height that this is not how the picture is."""
    if look.care.manner is not Manner.PLAIN:
        at = QPointF(S, height - painter.fontMetrics().height() - 2 * S)
        paint_tag(painter, at, speech.say(f"desktop.care.tag.{look.care.manner.value}"), look)
