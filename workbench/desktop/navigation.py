"""Which task is in view, and the way back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import TYPE, XS, Look, S

TASKS = ("intake", "review", "compare", "forensic", "library", "events", "report")
ASIDE = ("keys", "language", "care")
"""Pages that belong to no case and to no task."""
_KEPT = 50


class Way:
    """The tasks that were visited, newest last. Knows no widgets."""

    def __init__(self) -> None:
        self._visited: list[str] = []

    def go(self, task: str) -> None:
        if not self._visited or self._visited[-1] != task:
            self._visited = [*self._visited[-_KEPT:], task]

    def back(self) -> str | None:
        """The task before this one, which is then the one in view; None at the beginning."""
        if len(self._visited) < 2:
            return None
        self._visited.pop()
        return self._visited[-1]

    @property
    def can_go_back(self) -> bool:
        return len(self._visited) > 1

    def forget(self) -> None:
        self._visited.clear()


class Rail(QScrollArea):
    """The tasks down the left side, each with its sign and its name."""

    def __init__(self, speech: Speech, look: Look, go: Callable[[str], None], tasks: Sequence[str] = TASKS) -> None:
        super().__init__()
        self._look = look
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        width = max(76, *(_bold_width(speech.say(f"desktop.task.{task}")) for task in tasks))
        inner = QWidget()
        inner.setObjectName("rail")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(XS, S, XS, S)
        layout.setSpacing(XS)
        for task in tasks:
            made = QToolButton()
            made.setText(speech.say(f"desktop.task.{task}"))
            made.setAccessibleName(speech.say(f"desktop.task.{task}"))
            made.setProperty("rail", True)
            made.setCheckable(True)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setIconSize(QSize(24, 24))
            made.setFixedWidth(width)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.clicked.connect(lambda _, t=task: go(t))
            self._group.addButton(made)
            self.buttons[task] = made
            layout.addWidget(made)
        layout.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(width + 10)
        self.setAccessibleName(speech.say("desktop.navigation"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.listen(self.draw)
        self.draw()

    def show_task(self, task: str, is_open: bool) -> None:
        self._group.setExclusive(False)
        for name, made in self.buttons.items():
            made.setChecked(name == task)
            made.setEnabled(is_open)
        self._group.setExclusive(True)
        self.draw()

    def draw(self) -> None:
        for name, made in self.buttons.items():
            made.setIcon(self._look.icon(name, "accent" if made.isChecked() else "muted"))


def _bold_width(words: str) -> int:
    """The room that a task's name needs while it is the one in view."""
    font = QFont(QApplication.font())
    font.setPixelSize(TYPE["small"])
    font.setBold(True)
    return QFontMetrics(font).horizontalAdvance(words) + 10
