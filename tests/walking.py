"""Going through every window as a reader does, and gathering every text that stands in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.arsenal import acting, isolates_balanced

ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole,
         Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.AccessibleTextRole,
         Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.EditRole)  # fmt: skip
OURS = "\n\u2068\u2069"
"""What the program itself puts into a text: line ends, and isolates about right-to-left text."""


@dataclass
class Walk:
    """What was seen: `texts` as they stand there, and `wrong`, each with where it stood."""

    texts: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    looked: int = 0
    opened: list[str] = field(default_factory=list)
    said: dict[str, set[str]] = field(default_factory=dict)
    """Texts that were put before the window itself, by their marks."""

    def see(self, text: str, where: str) -> None:
        if not text:
            return
        self.looked += 1
        if text in self.texts:
            return
        self.texts.add(text)
        if found := acting(text, OURS):
            self._say(where, f"holds {found!r}", text)
        if "⟨U+2068⟩" in text:  # which nobody planted: the program's own isolate, marked as if it came from a file
            self._say(where, "was made visible twice", text)
        if not isolates_balanced(text):
            self._say(where, "has an isolate that is not closed", text[-200:])

    def look(self, root: QWidget, shown_only: bool = False) -> None:
        """At a widget and all in it."""
        for widget in (root, *root.findChildren(QWidget)):
            if not shown_only or widget.isVisible():
                self._look_at(widget)
        for action in root.findChildren(QAction):
            where = f"menu line {action.objectName()}"
            for text in (action.text(), action.statusTip(), action.whatsThis()):
                self.see(text, where)
            if action.toolTip() != action.text().replace("&", ""):
                self._plain(action.toolTip(), where)

    def _look_at(self, widget: QWidget) -> None:
        where = f"{type(widget).__name__} {widget.objectName()}".strip()
        for text in (widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription()):
            self.see(text, where)
        for text in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            self.see(text, where)
            self._plain(text, where)
        match widget:
            case QLabel():
                text = widget.text()
                if text and widget.textFormat() != Qt.TextFormat.PlainText:
                    self._say(where, "would read markup", text)
                if widget.openExternalLinks():
                    self._say(where, "would open links", text)
                # A label that ends in an ellipsis has its whole text as its name, which was seen above.
                self.see("" if "…" in text and widget.accessibleName() else text, where)
            case QPlainTextEdit():
                self.see(widget.toPlainText(), where)
                self.see(widget.placeholderText(), where)
            case QTextEdit():
                self._say(where, "reads markup", widget.toPlainText())
            case QMessageBox() if widget.textFormat() != Qt.TextFormat.PlainText:
                self._say(where, "would read markup", widget.text())
            case QAbstractButton():
                text = widget.text()
                self.see(text, where)
                if "~" in text and "&" in text.replace("&&", ""):
                    self._say(where, "takes an ampersand for a key", text)
            case QLineEdit():
                self.see(widget.text(), where)
                self.see(widget.placeholderText(), where)
            case QComboBox():
                self.see(widget.currentText(), where)
                self._model(widget.model(), where)
            case QAbstractItemView() if widget.model() is not None:
                self._model(widget.model(), where)
            case QTabBar():
                for tab in range(widget.count()):
                    self.see(widget.tabText(tab), where)
                    self._plain(widget.tabToolTip(tab), where)
            case QGroupBox() | QMenu():
                self.see(widget.title(), where)
            case QProgressBar() if widget.isTextVisible():
                self.see(widget.text(), where)
        if any(isinstance(child, QTextDocument) for child in widget.children()) and not isinstance(
            widget, (QPlainTextEdit, QTextEdit)
        ):
            self._say(where, "has made a document of its text", widget.accessibleName())

    def _model(self, model: QAbstractItemModel, where: str) -> None:
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for row in range(model.rowCount()):
            for column in range(columns):
                index = model.index(row, column)
                for role in ROLES:
                    text = index.data(role)
                    if isinstance(text, str):
                        self.see(text, f"{where}, line {row}")
                        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
                            self._plain(text, where)
                for text in _parts(index.data(Qt.ItemDataRole.UserRole)):
                    self.see(text, f"{where}, line {row}")
        for column in range(columns):
            text = model.headerData(column, Qt.Orientation.Horizontal)
            if isinstance(text, str):
                self.see(text, where)

    def _plain(self, text: str, where: str) -> None:
        if text and QtGui.Qt.mightBeRichText(text):
            self._say(where, "would read markup in a tooltip", text)

    def _say(self, where: str, what: str, text: str) -> None:
        self.wrong.append(f"{where} {what}: {text[:120]!a}")


def _parts(line: Any) -> Iterator[str]:
    """The texts of a line that a list draws itself."""
    for name in ("name", "more", "third", "sign"):
        text = getattr(line, name, None)
        if isinstance(text, str):
            yield text


def catching_links(opened: list[str]) -> Callable[[], None]:
    """Have every address that something asks the desktop to open noted instead; returns the way to end that."""
    from PySide6.QtCore import QObject, Slot

    class Catcher(QObject):
        @Slot(QUrl)
        def caught(self, url: QUrl) -> None:
            opened.append(url.toString())

    catcher, schemes = Catcher(), ("file", "http", "https", "javascript", "data", "mailto")
    catcher.setParent(QApplication.instance())
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, catcher, "caught")

    def end() -> None:
        for scheme in schemes:
            QDesktopServices.unsetUrlHandler(scheme)

    return end
