"""Everything that can be done, found by a few letters."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from workbench.desktop.commands import Command, Commands, ranked
from workbench.desktop.controls import line
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import Look, S


class CommandPalette(QFrame):
    """A list over the window, not a window of its own: Enter does what is chosen, Esc puts it away."""

    def __init__(self, parent: QWidget, commands: Commands, speech: Speech, look: Look,
                 run: Callable[[Command], None]) -> None:  # fmt: skip
        super().__init__(parent)
        self._window = parent
        self.setObjectName("palette")
        self.setAutoFillBackground(True)
        self._commands, self._speech, self._run = commands, speech, run
        self._found: list[Command] = []
        self._before: QWidget | None = None
        say = speech.say
        self.field = line(say("desktop.palette.field"), say("desktop.palette.hint"))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.model = LineModel(lambda: len(self._found), self._line)
        self.list = LineList(say("desktop.palette.list"), self.model, LineDelegate(look))
        self.list.activated.connect(lambda _: self.accept())
        self.list.clicked.connect(lambda _: self.accept())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S, S, S, S)
        layout.setSpacing(S)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.hide()

    def open(self) -> None:
        self._before = self._window.focusWidget()
        self.place()
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus()

    def place(self) -> None:
        """Stand in the upper middle of the window, whatever its size."""
        window = self._window
        width = min(560, window.width() - 32)
        height = min(420, window.height() - 48)
        self.setGeometry((window.width() - width) // 2, min(64, window.height() // 12), width, height)

    def close_palette(self) -> None:
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def accept(self) -> None:
        """Do what is chosen; what cannot be done now stays in the list and says so."""
        row = max(self.list.row, 0)
        if row >= len(self._found) or not self._found[row].ready():
            return
        command = self._found[row]
        self.close_palette()
        self._run(command)

    def shown(self) -> list[str]:
        return [command.id for command in self._found]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.go(self.list.row + (1 if key == Qt.Key.Key_Down else -1))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        choices = [(command.id, self._words(command)) for command in self._commands]
        self._found = [self._commands[name] for name in ranked(text, choices)]
        self.model.reset()
        self.list.go(0)

    def _words(self, command: Command) -> str:
        return self._speech.say(f"desktop.command.{command.id}")

    def _line(self, index: int) -> Line:
        command = self._found[index]
        group = self._speech.say(f"desktop.group.{command.group}")
        keys = ", ".join(command.keys)
        state = "" if command.ready() else f" · {self._speech.say('desktop.palette.not-now')}"
        return Line(self._words(command), f"{keys} · {group}{state}")
