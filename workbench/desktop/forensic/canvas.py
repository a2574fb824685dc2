"""The surface of the forensic page: the picture beside its view, with one cover, one place and one zoom."""

from PySide6.QtCore import QEvent, QPointF, QRect
from PySide6.QtGui import QEnterEvent, QImage, QMouseEvent, QPainter

from workbench.desktop.care.manners import Rendering
from workbench.desktop.compare.canvas import Canvas
from workbench.desktop.compare.canvas_painting import divider_at
from workbench.desktop.compare.geometry import Homography, known_beside, query_placed
from workbench.desktop.compare.light_table import LightTable
from workbench.desktop.forensic.magnifier import glass, paint_magnifier, pixel_at
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import Look


class ForensicCanvas(Canvas):
    """`query` is the picture, `known` its view; `view_words` says which view and how it was set."""

    nearest = True

    def __init__(self, table: LightTable, look: Look, speech: Speech) -> None:
        self.view_words = ""
        self.magnifying = False
        self.pixels_of_file = 1
        """How many of the file's pixels, across and down, one pixel here stands for."""
        self._pointer: QPointF | None = None
        self._seen = Rendering()
        super().__init__(table, look, speech)
        self.setMouseTracking(True)

    def tags(self) -> list[str]:
        return [self._speech.say("forensic.original"), self.view_words or self._speech.say("forensic.working")]

    def magnify(self, on: bool) -> None:
        self.magnifying = on
        self.refresh()

    def paint_over(self, painter: QPainter) -> None:
        """The magnifier over each picture, at one place in both."""
        pair = self.table.pair
        if not self.magnifying or pair is None:
            return
        spot, panes = self.table.spot(self.pane), self.panes()
        placed = [query_placed(pair, self.pane, spot), known_beside(pair, self.pane, spot)]
        images = [self.query, self.known]
        x, y = spot.x, spot.y
        if self._pointer is not None:
            number = int(len(panes) > 1 and self._pointer.x() >= panes[1].left())
            x, y = _unit(placed[number], self._pointer - QPointF(panes[number].topLeft()))
        if len(panes) == 1:
            at = _on(placed[0], x, y).x() + panes[0].left()
            images = [self.known if at >= divider_at(panes[0], self.table.amount) else self.query]
        for pane, place, image in zip(panes, placed, images, strict=False):
            if image is not None:
                self._paint_one(painter, pane, _on(place, x, y) + QPointF(pane.topLeft()), image, (x, y))

    def _paint_one(self, painter: QPainter, pane: QRect, at: QPointF, image: QImage, unit: tuple[float, float]) -> None:
        pixel = pixel_at(image, *unit)
        colour = image.pixelColor(*pixel)
        words = self._speech.say(
            "forensic.pixel",
            x=pixel[0] * self.pixels_of_file, y=pixel[1] * self.pixels_of_file,
            red=colour.red(), green=colour.green(), blue=colour.blue(),
        )  # fmt: skip
        seen = self._seen.of(image, self._look.care.manner)
        room = glass(pane.adjusted(0, 0, 0, -24), at)
        paint_magnifier(painter, room, seen, pixel_at(seen, *unit), self._look, words)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        super().mouseMoveEvent(event)
        if self.magnifying:
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Without the pointer, the magnifier is in the middle, where the keys move the picture below it."""
        self._pointer = None
        self.update()

    def pan(self, across: float, down: float) -> None:
        self._pointer = None
        super().pan(across, down)


def _unit(placed: Homography, at: QPointF) -> tuple[float, float]:
    """The place of a pane's pixel in the unit square of a picture that is neither turned nor bent."""
    return (at.x() - placed[0][2]) / placed[0][0], (at.y() - placed[1][2]) / placed[1][1]


def _on(placed: Homography, x: float, y: float) -> QPointF:
    return QPointF(placed[0][0] * x + placed[0][2], placed[1][1] * y + placed[1][2])
