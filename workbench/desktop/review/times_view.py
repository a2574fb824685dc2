"""The line of time: one line for each time with its bar, and the event's time drawn through all of them."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from workbench.desktop.line_list import Index, Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.times import Span, TimeChart
from workbench.desktop.theme import Look

_HEIGHT = 78
_BAR = 10
_LEAST = 4.0  # logical pixels of the shortest bar


class TimeList(LineList):
    """Times in order, each with a bar: filled where its zone is known, hatched where it may lie anywhere within."""

    def __init__(self, speech: Speech, look: Look, whole_case: bool = False) -> None:
        """`whole_case` says the zone of each time in its line, and takes what height there is."""
        self._whole_case = whole_case
        self._chart = TimeChart()
        model = LineModel(lambda: len(self._chart.bars), self._line)
        super().__init__(speech.say("desktop.times.list"), model, _BarDelegate(self, look))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs to the right in every language

    @property
    def chart(self) -> TimeChart:
        return self._chart

    def show_chart(self, chart: TimeChart) -> None:
        self._chart = chart
        self.lines.reset()
        if not self._whole_case:
            self.setFixedHeight(min(max(1, len(chart.bars)), 4) * _HEIGHT + 8)

    def _line(self, index: int) -> Line:
        bar = self._chart.bars[index]
        more = " · ".join(part for part in (bar.relation, bar.when) if part)
        third = f"{bar.zone} · {bar.source}" if self._whole_case else bar.source
        return Line(bar.title, more, bar.sign, "accent" if bar.sign == "◆" else "muted", third)


class _BarDelegate(LineDelegate):
    def __init__(self, times: TimeList, look: Look) -> None:
        super().__init__(look, third=True)
        self._times, self._look = times, look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        chart = self._times.chart
        if index.row() >= len(chart.bars):
            return
        bar = chart.bars[index.row()]
        room: QRect = option.rect.adjusted(14, 0, -14, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = room.bottom() - _BAR - 5
        if chart.event:
            painter.setPen(QPen(self._look.colour("accent"), 1, Qt.PenStyle.DotLine))
            band = _stretch(room, chart.event, top - 4, _BAR + 8)
            painter.drawLine(band.topLeft(), band.bottomLeft())
            painter.drawLine(band.topRight(), band.bottomRight())
        painter.setPen(QPen(self._look.colour("line"), 1))
        painter.drawLine(room.left(), top + _BAR // 2, room.right(), top + _BAR // 2)
        ink = self._look.colour("accent" if bar.sign == "◆" else "text")
        painter.setPen(QPen(ink, 1))
        hatched = QBrush(ink, Qt.BrushStyle.BDiagPattern) if bar.open else QBrush(ink)
        painter.setBrush(self._look.colour("panel"))
        painter.drawRect(_stretch(room, bar.whole, top, _BAR))
        painter.setBrush(hatched)
        painter.drawRect(_stretch(room, bar.whole, top, _BAR))
        if bar.narrowed:
            painter.setBrush(ink)
            painter.drawRect(_stretch(room, bar.narrowed, top, _BAR))
        painter.restore()


def _stretch(room: QRect, span: Span, top: int, height: int) -> QRectF:
    left, right = (room.left() + at * room.width() for at in span)
    width = max(_LEAST, right - left)
    return QRectF(min(left, room.right() - width), top, width, height)
