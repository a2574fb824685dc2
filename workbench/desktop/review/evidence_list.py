"""The evidence as a list and as a grid: one model, one place at hand; small pictures covered until asked for."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from workbench.desktop.line_list import Index, Line, LineDelegate, LineList, LineModel, LineRole
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.marks import Marks
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.thumbnails import Thumbnails
from workbench.desktop.theme import TYPE, Look

_CELL = QSize(156, 160)
MARK = "✓"


class EvidenceModel(LineModel):
    """The lines of both. `uncovered` says whether the small pictures are to be seen; one that something was noted on
    is seen only as a large one."""

    def __init__(self, presenter: ReviewPresenter, marks: Marks, thumbnails: Thumbnails, speech: Speech) -> None:
        self._presenter, self._marks, self._thumbnails, self._say = presenter, marks, thumbnails, speech.say
        self.uncovered = False
        super().__init__(lambda: presenter.rows.length, self._read)
        self.picture = self._picture

    def evidence(self, row: int) -> str | None:
        found = self._presenter.rows[row]
        return found.evidence.sha256 if found else None

    def _read(self, index: int) -> Line:
        row = self._presenter.rows[index]
        if row is None:
            return Line("")
        name, more = self._presenter.line(row)
        if self._marks.has(row.position):
            return Line(name, more, MARK, "accent", spoken_first=self._say("desktop.review.selected"))
        return Line(name, more)

    def _picture(self, index: int) -> QImage | None:
        row = self._presenter.rows[index] if self.uncovered else None
        return self._thumbnails.picture(row.evidence.sha256) if row and not row.note else None


class EvidenceList(LineList):
    """Keys and clicks beside moving about: Shift selects up to there, Ctrl and a click selects one more."""

    def __init__(
        self, model: EvidenceModel, marks: Marks, delegate: LineDelegate, name: str, cell: QSize | None = None
    ) -> None:
        super().__init__(name, model, delegate, cell)
        self.evidence_model, self._marks = model, marks

    @property
    def uncovered(self) -> bool:
        return self.evidence_model.uncovered

    def evidence(self, row: int) -> str | None:
        return self.evidence_model.evidence(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.row
        super().keyPressEvent(event)
        if self.row != before and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._marks.extend(max(before, 0), self.row)
        elif self.row != before:
            self._marks.rest()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: it would read the whole list."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index, before = self.indexAt(event.position().toPoint()), self.row
        keys = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if not keys or not index.isValid():
            super().mousePressEvent(event)
            self._marks.rest()
            return
        self.setCurrentIndex(index)
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self._marks.extend(max(before, 0), index.row())
        else:
            self._marks.toggle(index.row())


class EvidenceGrid(EvidenceList):
    """The same, picture by picture, in rows."""

    def __init__(self, beside: EvidenceList, marks: Marks, look: Look, name: str) -> None:
        super().__init__(beside.evidence_model, marks, CellDelegate(look), name, _CELL)
        self.verticalScrollBar().setSingleStep(_CELL.height() // 4)
        self.setSelectionModel(beside.selectionModel())


class CellDelegate(LineDelegate):
    """One cell of the grid: the picture, its name, and what is known in short."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, pictures=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LineRole)
        if not isinstance(line, Line):
            return
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room: QRect = option.rect.adjusted(4, 4, -4, -4)
        self.paint_ground(painter, room, option.state)
        frame = QRect(room.left() + 8, room.top() + 8, room.width() - 16, (room.width() - 16) * 3 // 4)
        self.paint_frame(painter, frame, index.data(Qt.ItemDataRole.DecorationRole))
        if line.sign:
            self._paint_mark(painter, frame)
        below = QRect(frame.left(), frame.bottom() + 4, frame.width(), 17)
        for text, ink, size in ((line.name, "text", "small"), (line.more, "muted", "small")):
            self.paint_text(painter, below, text, ink, size)
            below.translate(0, 16)
        painter.restore()

    def _paint_mark(self, painter: QPainter, frame: QRect) -> None:
        badge = QRect(frame.right() - 25, frame.top() + 4, 22, 22)
        painter.setPen(QPen(self.look.colour("on_accent"), 1))
        painter.setBrush(self.look.colour("accent"))
        painter.drawRoundedRect(badge, 4, 4)
        font = QFont(painter.font())
        font.setPixelSize(TYPE["heading"])
        painter.setFont(font)
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), MARK)
