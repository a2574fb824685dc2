"""From left to right, or from right to left: what turns with the language, and what never does.

A window in a language that is written from right to left is a mirror image. Pictures, canvases and their
sliders, maps, lines of time, hashes, paths and dumps are not: they mean the same to everybody.
"""

import re
import unicodedata
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

RIGHT_TO_LEFT, OF_ITSELF, END = "\u2067", "\u2068", "\u2069"
_ISOLATE = re.compile("[\u2066\u2067\u2068][^\u2066-\u2069]*\u2069")
_Widget = TypeVar("_Widget", bound=QWidget)


def directed(text: str) -> str:
    """`text` with each of its lines in an isolate of its own direction, where its ground has or may have another.

    Words of ours, which no isolate holds, decide for their line. In a turned window a mark goes before it, by which
    Qt has the line begin on the right: it looks at no isolate.
    """
    turned = turned_window()
    if not text or not (turned or _turned(text)):
        return text
    mark = "\u200f" if turned else ""
    return "\n".join(mark + _apart(line) if line else line for line in text.split("\n"))


def _apart(line: str) -> str:
    return f"{RIGHT_TO_LEFT if _turned(_ISOLATE.sub('', line)) else OF_ITSELF}{line}{END}"


def _turned(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def turned_window() -> bool:
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def unturned(widget: _Widget) -> _Widget:
    """`widget`, which stays as it is in every language."""
    widget.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return widget
