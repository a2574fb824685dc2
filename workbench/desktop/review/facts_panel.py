"""Pairs of label and text, to be read and copied."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.controls import card, column, empty, scrolled
from workbench.desktop.labels import FittedText, PlainLabel
from workbench.desktop.task_view import holder
from workbench.desktop.theme import XS

_LONG = 40


class FactsPanel(QWidget):
    """Pairs of label and text in one column: the file, how it came, and how it was measured; or the history."""

    def __init__(self, name: str) -> None:
        super().__init__()
        inner, self._layout = holder()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, name))

    def show_parts(self, *parts: tuple[str, list[tuple[str, str]]]) -> None:
        """Each part is a heading with (label, text) pairs."""
        empty(self._layout)
        for heading, pairs in parts:
            self._layout.addWidget(PlainLabel(heading, size="heading"))
            self._layout.addWidget(card(*(fact(label, text) for label, text in pairs)))
        self._layout.addStretch(1)


def fact(label: str, text: str) -> QWidget:
    """A quiet label with its text below; hashes and paths can be copied, by mouse and by keyboard."""
    copied = any(len(word) > _LONG for word in text.split())
    value = FittedText(label or text.partition("\n")[0], text) if copied else PlainLabel(text)
    parts: list[QWidget] = [PlainLabel(label, size="small", ink="muted")] if label else []
    return column(*parts, *([value] if text else []), gap=XS)
