"""Drawing two pictures beside or on one another. Draws nothing but what it is given: whether pictures may be seen
at all is asked before."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from workbench.desktop.compare.geometry import (
    Box,
    Homography,
    Size,
    in_pixels,
    known_beside,
    known_laid,
    outline,
    product,
    query_placed,
)
from workbench.desktop.compare.light_table import LightTable, Mode
from workbench.desktop.directions import directed
from workbench.desktop.theme import Look

UNIT: Box = (0.0, 0.0, 1.0, 1.0)
DIVIDER = 3
NEAREST_FROM = 2.0
"""Pixels of the screen to one of a picture from which on its pixels may be drawn as squares."""
_HALF = QTransform.fromScale(0.5, 0.5)


class Picture:
    """A picture and its halves, so that it is neither slow nor coarse where it is drawn small."""

    def __init__(self, image: QImage, size: QSize | None = None) -> None:
        """`size`: that of the picture of which `image` shows less."""
        self._levels = [image]
        size = size or image.size()
        self.size: Size = (float(size.width()), float(size.height()))

    def level(self, scale: float) -> QImage:
        """The smallest rendering that still has a pixel for each pixel of the screen at `scale`."""
        wanted = 0
        while scale <= 0.5 and wanted < 4:
            scale, wanted = scale * 2, wanted + 1
        while len(self._levels) <= wanted:
            last = self._levels[-1]
            self._levels.append(last.transformed(_HALF, Qt.TransformationMode.SmoothTransformation))
        return self._levels[wanted]


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to draw, and where: one pane, or two of one size with the query in the first."""

    table: LightTable
    query: Picture | None
    known: Picture | None
    panes: Sequence[QRect]
    ratio: float
    nearest: bool = False

    @property
    def pane(self) -> Size:
        return float(self.panes[0].width()), float(self.panes[0].height())

    def query_on(self) -> Homography | None:
        pair = self.table.pair
        return query_placed(pair, self.pane, self.table.spot(self.pane)) if pair and self.query else None

    def known_on(self) -> Homography | None:
        """Beside the query or on it, as the mode wants it."""
        pair, spot = self.table.pair, self.table.spot(self.pane)
        if not pair or not self.known:
            return None
        return (known_beside if self.table.mode is Mode.SIDE else known_laid)(pair, self.pane, spot)


def paint(painter: QPainter, scene: Scene, look: Look) -> None:
    """The pictures as the mode shows them, and the marks of what differs."""
    query, known = scene.query_on(), scene.known_on()
    mode = scene.table.mode
    if mode is Mode.SIDE:
        for rect, picture, placed in zip(scene.panes, (scene.query, scene.known), (query, known), strict=True):
            with_clip(painter, rect)
            _draw(painter, scene, rect, picture, placed)
            painter.restore()
    else:
        with_clip(painter, scene.panes[0])
        _laid(painter, scene, query, known, look)
        painter.restore()
    if scene.table.marks:
        for number, rect in enumerate(scene.panes):
            with_clip(painter, rect)
            painter.translate(rect.topLeft())
            if number:
                _frame(painter, _known_from_query(scene, known))
                _marks(painter, scene, _known_from_query(scene, known), look)
            else:
                _marks(painter, scene, query, look)
            painter.restore()


def with_clip(painter: QPainter, rect: QRect) -> None:
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)


def divider_at(rect: QRect, amount: float) -> int:
    """The pixel at which the known picture begins under the slider."""
    return rect.left() + round((1 - amount) * rect.width())


def qt(transform: Homography) -> QTransform:
    """Qt's form, which is applied to rows."""
    (a, b, c), (d, e, f), (g, h, i) = transform
    return QTransform(a / i, d / i, g / i, b / i, e / i, h / i, c / i, f / i, 1.0) if i else QTransform()


def _laid(painter: QPainter, scene: Scene, query: Homography | None, known: Homography | None, look: Look) -> None:
    table, rect = scene.table, scene.panes[0]
    match table.mode:
        case Mode.SLIDER:
            border = divider_at(rect, table.amount)
            for picture, placed, left, right in (
                (scene.query, query, rect.left(), border),
                (scene.known, known, border, rect.right() + 1),
            ):
                with_clip(painter, QRect(left, rect.top(), right - left, rect.height()))
                _draw(painter, scene, rect, picture, placed)
                painter.restore()
            painter.fillRect(QRect(border - DIVIDER, rect.top(), 2 * DIVIDER, rect.height()), look.colour("window"))
            painter.fillRect(QRect(border - 1, rect.top(), 2, rect.height()), look.colour("accent"))
        case Mode.BLINK:
            up = (scene.known, known) if table.known_up else (scene.query, query)
            _draw(painter, scene, rect, *up)
        case Mode.OVERLAY:
            _draw(painter, scene, rect, scene.query, query)
            painter.save()
            painter.setOpacity(table.amount)
            _draw(painter, scene, rect, scene.known, known)
            painter.restore()
        case Mode.DIFFERENCE if query and known:
            # Only where both are: elsewhere a picture would be told apart from nothing.
            painter.translate(rect.topLeft())
            painter.fillPath(_path(query), QBrush(look.colour("edge"), Qt.BrushStyle.BDiagPattern))
            painter.setClipPath(_path(query).intersected(_path(known)), Qt.ClipOperation.IntersectClip)
            painter.drawImage(0, 0, _difference(scene, query, known))


def _difference(scene: Scene, query: Homography, known: Homography) -> QImage:
    """How far each colour of the two is apart, doubled as often as the table wants."""
    rect = QRect(0, 0, scene.panes[0].width(), scene.panes[0].height())
    made = QImage(QSize(rect.width(), rect.height()) * scene.ratio, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(scene.ratio)
    made.fill(Qt.GlobalColor.black)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _draw(painter, scene, rect, scene.query, query)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    _draw(painter, scene, rect, scene.known, known)
    painter.end()
    for _ in range(scene.table.doublings):
        twice = made.copy()
        painter = QPainter(made)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        painter.drawImage(0, 0, twice)
        painter.end()
    return made


def _draw(painter: QPainter, scene: Scene, rect: QRect, picture: Picture | None, placed: Homography | None) -> None:
    if picture is None or placed is None:
        return
    shape = _shape(placed).boundingRect()
    scale = max(shape.width() / picture.size[0], shape.height() / picture.size[1]) * scene.ratio
    image = picture.level(scale)
    painter.save()
    painter.translate(rect.topLeft())
    painter.setTransform(qt(in_pixels((image.width(), image.height()), placed)), True)
    if scene.nearest and scale >= NEAREST_FROM:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(0, 0, image)
    painter.restore()


def _shape(placed: Homography) -> QPolygonF:
    return QPolygonF([QPointF(*corner) for corner in outline(placed, UNIT)])


def _path(placed: Homography) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(_shape(placed))
    path.closeSubpath()
    return path


def _known_from_query(scene: Scene, known: Homography | None) -> Homography | None:
    """From the query's unit square to the pane of the known picture beside it."""
    return product(known, scene.table.pair.to_known) if known and scene.table.pair and scene.table.can_be_laid else None


def _frame(painter: QPainter, placed: Homography | None) -> None:
    """Where the query lies on the known picture beside it."""
    if placed is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, style in ((QColor("black"), Qt.PenStyle.SolidLine), (QColor("white"), Qt.PenStyle.DashLine)):
            painter.setPen(QPen(colour, 1.5, style))
            painter.drawPolygon(_shape(placed))


def _marks(painter: QPainter, scene: Scene, placed: Homography | None, look: Look) -> None:
    """Each difference as a numbered outline: a light line in a dark one is seen on any picture."""
    if placed is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, box in enumerate(scene.table.differences):
        corners = [QPointF(*corner) for corner in outline(placed, box)]
        if not corners:
            continue
        chosen = number == scene.table.difference
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor("black"), 5 if chosen else 3), (QColor("white"), 3 if chosen else 1)):
            painter.setPen(QPen(colour, width))
            painter.drawPolygon(QPolygonF(corners))
        first = QPolygonF(corners).boundingRect().topLeft()
        paint_tag(painter, first, str(number + 1), look, strong=chosen)


def paint_tag(painter: QPainter, at: QPointF, words: str, look: Look, strong: bool = False) -> None:
    """Words on a ground of their own, with their top left corner at `at`."""
    size = painter.fontMetrics().size(Qt.TextFlag.TextSingleLine, words)
    room = QRectF(at, size).adjusted(0, 0, 10, 4)
    painter.setPen(QPen(look.colour("edge"), 1))
    painter.setBrush(look.colour("accent" if strong else "panel"))
    painter.drawRoundedRect(room, 3, 3)
    painter.setPen(look.colour("on_accent" if strong else "text"))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), directed(words))
