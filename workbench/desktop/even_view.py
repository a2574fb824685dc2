"""A list whose cells are all of one size, so that where each stands is a matter of arithmetic: Qt's own list lays out
every line again whenever one has changed, which for a hundred thousand takes a tenth of a second.

It is a QListView, since that is what screen readers know.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint


class EvenView(QListView):
    """`cell` in logical pixels; one without a width is as wide as the view, and the view then has one column."""

    def __init__(self, cell: QSize) -> None:
        super().__init__()
        self._cell = cell
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @property
    def columns(self) -> int:
        return max(1, self.viewport().width() // self._cell.width()) if self._cell.width() else 1

    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        line, column = divmod(index.row(), self.columns)
        width = self._cell.width() or self.viewport().width()
        left = column * width
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.viewport().width() - left - width
        return QRect(left, line * self._cell.height() - self.verticalOffset(), width, self._cell.height())

    def indexAt(self, point: QPoint) -> QModelIndex:
        width = self._cell.width() or self.viewport().width()
        across = point.x()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            across = self.viewport().width() - across - 1
        column = across // max(width, 1)
        row = (point.y() + self.verticalOffset()) // self._cell.height() * self.columns + column
        if not 0 <= column < self.columns or not 0 <= row < self._count():
            return QModelIndex()
        return self.model().index(row, 0)

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        if not index.isValid():
            return
        self.updateGeometries()
        place, high = self.visualRect(index), self.viewport().height()
        move = 0
        if hint == Hint.PositionAtCenter:
            move = place.center().y() - high // 2
        elif hint == Hint.PositionAtTop or place.top() < 0:
            move = place.top()
        elif hint == Hint.PositionAtBottom or place.bottom() >= high:
            move = min(place.bottom() - high + 1, place.top())
        if move:
            self.verticalScrollBar().setValue(self.verticalOffset() + move)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, row, columns = self._count(), self.currentIndex().row(), self.columns
        if not count:
            return QModelIndex()
        if row < 0:
            return self.model().index(0, 0)
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        page = max(1, self.viewport().height() // self._cell.height()) * columns
        aside = (-1 if turned else 1) if columns > 1 else 0
        steps = {
            Move.MoveUp: -columns, Move.MoveDown: columns, Move.MovePrevious: -1, Move.MoveNext: 1,
            Move.MoveLeft: -aside, Move.MoveRight: aside, Move.MovePageUp: -page, Move.MovePageDown: page,
            Move.MoveHome: -count, Move.MoveEnd: count,
        }  # fmt: skip
        to = row + steps.get(action, 0)
        if action == Move.MoveUp and to < 0:
            to = row  # the first line has none above it, and its cells keep their column
        elif action == Move.MoveDown and to >= count:
            to = count - 1 if row // columns < (count - 1) // columns else row
        return self.model().index(min(max(to, 0), count - 1), 0)

    def setSelection(self, rect: QRect, command: object) -> None:
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)  # type: ignore[call-overload]

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    def updateGeometries(self) -> None:
        lines, high = -(-self._count() // self.columns), self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, lines * self._cell.height() - high))
        bar.setPageStep(high)
        self.horizontalScrollBar().setRange(0, 0)

    def scrollContentsBy(self, across: int, down: int) -> None:
        self.viewport().scroll(across, down)

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cell at the top stays there, though the cells may stand in other columns."""
        before = max(1, event.oldSize().width() // self._cell.width()) if self._cell.width() else 1
        line, rest = divmod(self.verticalOffset(), self._cell.height())
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()
        if before != self.columns and line:
            self.verticalScrollBar().setValue(line * before // self.columns * self._cell.height() + rest)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        model, chosen, current = self.model(), self.selectionModel(), self.currentIndex().row()
        first = (event.rect().top() + self.verticalOffset()) // self._cell.height() * self.columns
        last = ((event.rect().bottom() + self.verticalOffset()) // self._cell.height() + 1) * self.columns
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected)
        for row in range(max(first, 0), min(last, self._count())):
            index = model.index(row, 0)
            option.rect = self.visualRect(index)
            option.state = plain
            if chosen.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if row == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            self.itemDelegate().paint(painter, option, index)
        painter.end()
