"""Lists whose lines have a sign, a name and a second, quieter text; everything is drawn as plain text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.desktop.care.choices import Manner
from workbench.desktop.directions import directed
from workbench.desktop.even_view import EvenView
from workbench.desktop.theme import TYPE, Look

Index = QModelIndex | QPersistentModelIndex
LineRole = int(Qt.ItemDataRole.UserRole)
_NARROW = 170  # logical pixels below which the name needs the room more than the picture


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn: `ink` colours the sign; `picture` stands before it, where there is one."""

    name: str
    more: str = ""
    sign: str = ""
    ink: str = "muted"
    third: str = ""
    spoken_first: str = ""
    """What the sign says, for a screen reader."""

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ". ".join(part for part in (self.spoken_first, self.name, self.more, self.third) if part)


class LineModel(QAbstractListModel):
    """`count()` lines, asked for one by one as they come into view."""

    def __init__(self, count: Callable[[], int], line: Callable[[int], Line]) -> None:
        super().__init__()
        self._count, self._line = count, line
        self._shown = count()
        self.picture: Callable[[int], QImage | None] = lambda index: None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._shown

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._shown:
            return None
        if role == LineRole:
            return self._line(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._line(index.row()).name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._line(index.row()).spoken
        if role == Qt.ItemDataRole.DecorationRole:
            return self.picture(index.row())
        return None

    def refresh(self) -> None:
        """Read the list anew. Lines that were only added at the end leave selection and place alone."""
        count = self._count()
        if count > self._shown > 0:
            self.beginInsertRows(QModelIndex(), self._shown, count - 1)
            self._shown = count
            self.endInsertRows()
        elif count != self._shown:
            self.beginResetModel()
            self._shown = count
            self.endResetModel()
        if count:
            self.dataChanged.emit(self.index(0), self.index(count - 1))

    def reset(self) -> None:
        """Read another list."""
        self.beginResetModel()
        self._shown = self._count()
        self.endResetModel()


class LineDelegate(QStyledItemDelegate):
    """Draws one line; never as markup."""

    def __init__(self, look: Look, *, pictures: bool = False, third: bool = False) -> None:
        super().__init__()
        self.look, self._pictures, self._third = look, pictures, third

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, 64 if self._third or self._pictures else 46)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LineRole)
        if not isinstance(line, Line):
            return
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room: QRect = option.rect.adjusted(4, 2, -4, -2)
        self.paint_ground(painter, room, option.state)
        room = room.adjusted(10, 5, -8, -5)
        if self._pictures and room.width() > _NARROW:
            room = self._paint_picture(painter, room, index.data(Qt.ItemDataRole.DecorationRole))
        self._paint_words(painter, room, line)
        painter.restore()

    def paint_ground(self, painter: QPainter, room: QRect, state: QStyle.StateFlag) -> None:
        """What shows that a line is the one at hand, and that keys go to it."""
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour("chosen"))
            painter.drawRoundedRect(room, 6, 6)
            painter.setBrush(self.look.colour("accent"))
            mark = QRect(room.left(), room.top() + 8, 3, room.height() - 16)
            painter.drawRoundedRect(_turned(painter, room, mark), 1, 1)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.colour("accent"), 1))
            painter.drawRoundedRect(room, 6, 6)

    def _paint_picture(self, painter: QPainter, room: QRect, picture: object) -> QRect:
        frame = QRect(room.left(), room.top(), room.height() * 4 // 3, room.height())
        self.paint_frame(painter, _turned(painter, room, frame), picture)
        return _turned(painter, room, room.adjusted(frame.width() + 10, 0, 0, 0))

    def paint_frame(self, painter: QPainter, frame: QRect, picture: object) -> None:
        """The picture in its frame, or the sign that it is covered."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("veil"))
        painter.drawRoundedRect(frame, 4, 4)
        if isinstance(picture, QImage):
            room = frame.size() / 2 if self.look.care.manner is Manner.SMALL else frame.size()
            size = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(frame.topLeft(), size)
            target.moveCenter(frame.center())
            painter.drawImage(target, picture)
        else:
            icon = QRect(0, 0, 20, 20)
            icon.moveCenter(frame.center())
            self.look.icon("covered", "veil_text").paint(painter, icon)

    def _paint_words(self, painter: QPainter, room: QRect, line: Line) -> None:
        font = QFont(painter.font())
        left = room.left()
        if line.sign:
            font.setPixelSize(TYPE["body"])
            painter.setFont(font)
            painter.setPen(self.look.colour(line.ink))
            place = _turned(painter, room, QRect(left, room.top(), 20, 18))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft), line.sign)
            left += 22
        texts = [(line.name, "text", "body"), (line.more, "muted", "small")]
        if self._third:
            texts.append((line.third, "muted", "small"))
        top = room.top() if len(texts) > 2 or not self._pictures else room.top() + 6
        for text, ink, size in texts:
            space = _turned(painter, room, QRect(left, top, room.right() - left, 18))
            self.paint_text(painter, space, text, ink, size)
            top += 18

    def paint_text(self, painter: QPainter, space: QRect, text: str, ink: str, size: str) -> None:
        """One line of text, shortened to its space."""
        font = QFont(painter.font())
        font.setPixelSize(TYPE[size])
        painter.setFont(font)
        painter.setPen(self.look.colour(ink))
        elide = Qt.TextElideMode.ElideMiddle if ink == "text" else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text.replace("\n", " "), elide, space.width())
        painter.drawText(space, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                                    | Qt.TextFlag.TextSingleLine), directed(shown))  # fmt: skip


def _turned(painter: QPainter, room: QRect, place: QRect) -> QRect:
    """`place` within `room`, on its other side where the list runs from right to left."""
    return QStyle.visualRect(painter.layoutDirection(), room, place)


class LineList(EvenView):
    """A list of lines of one height. `chosen` is called with the row that the person comes to."""

    def __init__(self, name: str, model: LineModel, delegate: LineDelegate, cell: QSize | None = None) -> None:
        """`cell` is for lines that stand beside one another; else each has the width of the list."""
        super().__init__(cell or QSize(0, delegate.sizeHint(QStyleOptionViewItem(), QModelIndex()).height()))
        self.setAccessibleName(name)
        self.setModel(model)
        self.lines = model
        self._delegate = delegate
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setMinimumSize(QSize(120, 80))
        self.verticalScrollBar().setSingleStep(24)
        self.chosen: Callable[[int], None] = lambda row: None
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def row(self) -> int:
        """The row at hand, or -1."""
        return self.currentIndex().row()

    def go(self, row: int) -> None:
        """Move to a row, held within the list."""
        count = self.lines.rowCount()
        if count:
            self.setCurrentIndex(self.lines.index(min(max(row, 0), count - 1)))

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid():
            self.chosen(now.row())
