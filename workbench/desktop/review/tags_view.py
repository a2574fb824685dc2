"""The tags as a table: searched, narrowed, copied, and beside another image's."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView

from workbench.desktop.controls import line
from workbench.desktop.directions import unturned
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.tags import TagLine, TagsPresenter
from workbench.desktop.theme import Look

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = ("sign", "name", "value", "meaning", "readers")
_COMPARED = ("sign", "name", "value", "other", "readers")
_SIGN_WIDTH = 22
_SHARES = {"name": 0.29, "meaning": 0.2, "other": 0.25, "readers": 0.19}
"""Of the table's width; the value has the rest."""


class TagModel(QAbstractTableModel):
    """The presenter's lines; every text is plain."""

    def __init__(self, presenter: TagsPresenter, speech: Speech) -> None:
        super().__init__()
        self._presenter, self._say = presenter, speech.say

    @property
    def columns(self) -> tuple[str, ...]:
        return _COMPARED if self._presenter.compared else _COLUMNS

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._presenter.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._presenter.lines):
            return None
        shown, column = self._presenter.lines[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(shown, column, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return shown.heading or (shown.spoken if column == "name" else self._text(shown, column, index.column()))
        if role == Qt.ItemDataRole.FontRole and shown.heading:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _text(self, shown: TagLine, column: str, place: int) -> str:
        if shown.heading:
            return shown.heading if place == 0 else ""
        return str(getattr(shown, column))

    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = index.isValid() and bool(self._presenter.lines[index.row()].heading)
        return Qt.ItemFlag.ItemIsEnabled if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column == "sign" else self._say(f"desktop.tags.{column}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        return None

    def refresh(self) -> None:
        self.beginResetModel()
        self.endResetModel()


class TagTable(QTableView):
    """`copy` is called for the system's copy key, `chosen` with the row that the person comes to."""

    def __init__(self, model: TagModel, presenter: TagsPresenter, name: str, copy: Callable[[], None]) -> None:
        super().__init__()
        self._model, self._presenter, self._copy = model, presenter, copy
        self.chosen: Callable[[int], None] = lambda row: None
        self.setModel(model)
        unturned(self)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setMinimumSize(120, 170)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(22)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.chosen(now.row()))
        self.fit()

    @property
    def row(self) -> int:
        return self.currentIndex().row()

    def fit(self) -> None:
        """Read the lines anew, the first one at hand."""
        self._model.refresh()
        self.clearSpans()
        self._share_out()
        for row, shown in enumerate(self._presenter.lines):
            if shown.heading:
                self.setSpan(row, 0, 1, len(self._model.columns))
        first = next((row for row, shown in enumerate(self._presenter.lines) if not shown.heading), -1)
        if first >= 0:
            self.setCurrentIndex(self._model.index(first, 1))
        self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        room = self.viewport().width() - _SIGN_WIDTH
        for section, column in enumerate(self._model.columns):
            if column in _SHARES or column == "sign":
                width = _SIGN_WIDTH if column == "sign" else round(room * _SHARES[column])
                self.horizontalHeader().resizeSection(section, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, and begin no search of the table's own."""


class OtherImage(LineList):
    """The images of the case that can be put beside the one at hand; `field` narrows them."""

    def __init__(self, presenter: TagsPresenter, speech: Speech, look: Look, take: Callable[[str], None]) -> None:
        self._presenter, self._take = presenter, take
        self._found: list[tuple[str, str, str]] = []
        model = LineModel(lambda: len(self._found), lambda index: Line(*self._found[index][1:]))
        super().__init__(speech.say("desktop.tags.others"), model, LineDelegate(look))
        self.field: QLineEdit = line(speech.say("desktop.tags.other-field"), speech.say("desktop.tags.other-hint"))
        self.field.textChanged.connect(lambda: self.refresh())
        self.field.returnPressed.connect(self.take)
        self.clicked.connect(lambda _: self.take())

    def refresh(self) -> None:
        self._found = self._presenter.candidates(self.field.text())
        self.lines.reset()
        self.go(0)

    def take(self) -> None:
        """Choose the image at hand."""
        if 0 <= self.row < len(self._found):
            self._take(self._found[self.row][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
