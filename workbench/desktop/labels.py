"""Words on the window: always plain text, never markup, never a link."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from workbench.desktop.directions import directed, unturned

_LONG_WORD = re.compile(r"([^\s\u200b]{24})(?=[^\s\u200b])")


class PlainLabel(QLabel):
    """A label that never reads its text as markup and never opens a link."""

    def __init__(self, text: str = "", *, size: str = "body", ink: str = "text", wrap: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setOpenExternalLinks(False)
        self.setWordWrap(wrap)
        self.setProperty("kind", size)  # `size` is a property of Qt's own
        self.setProperty("ink", ink)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setText(text)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def setText(self, text: str) -> None:
        """Show `text`; where it wraps, a word of hostile length may be broken too."""
        self._said = text
        super().setText(directed(_LONG_WORD.sub("\\1\u200b", text) if self.wordWrap() else text))

    def text(self) -> str:
        """What was said, without the places where it may break."""
        return self._said

    def set_ink(self, ink: str) -> None:
        self.setProperty("ink", ink)
        repolish(self)


class ElidedLabel(PlainLabel):
    """One line that ends in an ellipsis where the room ends; the whole text is its accessible name."""

    def __init__(self, text: str = "", *, size: str = "body", ink: str = "text") -> None:
        self._whole = text
        super().__init__(text, size=size, ink=ink, wrap=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: object) -> None:
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(self.width() - 2, 24))
        super().setText(shown)


def repolish(widget: QWidget) -> None:
    """Have the style sheet look at a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class FittedText(QPlainTextEdit):
    """Text to be read and copied as it is: it breaks anywhere and is as high as its lines."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("quiet", True)
        self.setProperty("mono", True)
        self.setReadOnly(True)
        unturned(self)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.setPlainText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = round(self.document().size().height())  # QPlainTextDocumentLayout counts lines, not pixels
        self.setFixedHeight(self.fontMetrics().lineSpacing() * max(1, lines) + 6)
