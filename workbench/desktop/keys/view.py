"""The sheet of all keys."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit

from workbench.desktop.commands import Command
from workbench.desktop.controls import Notice, button, field, line, row
from workbench.desktop.keys.presenter import KeysPresenter
from workbench.desktop.labels import PlainLabel
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.task_view import TaskView
from workbench.desktop.theme import Look


class KeysView(TaskView):
    task = "keys"

    def __init__(self, speech: Speech, look: Look, back: Callable[[], None]) -> None:
        super().__init__()
        self._say, self._back = speech.say, back
        self._presenter: KeysPresenter | None = None
        say = speech.say
        self.search = line(say("desktop.keys.find"), say("desktop.keys.find-hint"))
        self.search.textChanged.connect(self._narrow)
        self.model = LineModel(lambda: len(self._shown), self._line)
        self.list = LineList(say("desktop.keys.title"), self.model, LineDelegate(look))
        self.key = QKeySequenceEdit()
        self.key.setAccessibleName(say("desktop.keys.new"))
        self.key.setMaximumSequenceLength(1)
        self.key.setClearButtonEnabled(True)
        self.give_button = button(say("desktop.command.give-key"), self.give, primary=True)
        self.restore_button = button(say("desktop.command.restore-key"), self.restore)
        self.notice = Notice(say("desktop.dismiss"))
        self.outer.addWidget(PlainLabel(say("desktop.keys.title"), size="title"))
        self.outer.addWidget(PlainLabel(say("desktop.keys.what"), ink="muted"))
        self.outer.addWidget(self.search)
        self.outer.addWidget(self.list, 1)
        self.outer.addWidget(field(say("desktop.keys.new"), self.key))
        self.outer.addWidget(row(self.give_button, self.restore_button, None))
        self.outer.addWidget(self.notice)

    def show_commands(self, presenter: KeysPresenter) -> None:
        """The presenter comes once every command is there."""
        self._presenter = presenter
        presenter.changed = self._refresh
        presenter.narrow("")

    def commands(self) -> Sequence[Command]:
        chosen = lambda: self._command() is not None  # noqa: E731
        return (
            Command("find-key", ("Ctrl+F",), self.search.setFocus, "view", self.task),
            Command("give-key", ("Ctrl+Return",), self.give, "view", self.task, ready=chosen),
            Command("restore-key", ("Ctrl+Backspace",), self.restore, "view", self.task, ready=chosen),
            Command("leave-keys", ("Esc",), self._back, "view", self.task),
        )

    def enter(self) -> None:
        self.search.clear()
        self._narrow("")
        self.search.setFocus()

    def give(self) -> None:
        if self._presenter and (command := self._command()):
            self._presenter.give(command, self.key.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def restore(self) -> None:
        if self._presenter and (command := self._command()):
            self._presenter.restore(command)

    @property
    def _shown(self) -> Sequence[Command]:
        return self._presenter.shown if self._presenter else ()

    def _command(self) -> Command | None:
        return self._shown[self.list.row] if 0 <= self.list.row < len(self._shown) else None

    def _narrow(self, text: str) -> None:
        if self._presenter:
            self._presenter.narrow(text)
            self.list.go(0)

    def _refresh(self) -> None:
        place = self.list.row
        self.model.reset()
        self.list.go(place)
        if self._presenter:
            self.notice.tell(self._presenter.message, self._presenter.tone)

    def _line(self, index: int) -> Line:
        command = self._shown[index]
        presenter = self._presenter
        own = f" · {self._say('desktop.keys.own')}" if presenter and presenter.own(command) else ""
        keys = ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys)
        words = presenter.words(command) if presenter else command.id
        group = presenter.group(command) if presenter else ""
        return Line(f"{keys}   {words}", f"{group}{own}")
