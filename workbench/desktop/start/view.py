"""The page on which every session begins."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import BigButton, CheckLine, Notice, button, card, column, field, line, row, scrolled
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.start.presenter import StartPresenter
from workbench.desktop.task_view import TaskView
from workbench.desktop.theme import L, Look, M, S


class StartView(TaskView):
    task = "start"

    def __init__(self, presenter: StartPresenter, speech: Speech, look: Look, chooser: Chooser,
                 ask_restore: Callable[[], None]) -> None:  # fmt: skip
        super().__init__()
        self._presenter, self._speech, self._look, self._chooser = presenter, speech, look, chooser
        self._parent = presenter.default_parent()
        say = speech.say
        self.new_button = self._big("new-case", self.show_form)
        self.open_button = self._big("open-case", self.ask_open)
        self.sample_button = self._big("sample-case", presenter.sample)
        self._icons = {self.new_button: "new", self.open_button: "case", self.sample_button: "sample"}
        self.restore_button = button(say("desktop.command.restore-case"), ask_restore, flat=True)
        self.title = line(say("desktop.start.title"), say("desktop.start.title-hint"))
        self.title.textChanged.connect(lambda: self._show_folder())
        self.title.returnPressed.connect(self.make_case)
        self._folder = PlainLabel(size="small", ink="muted")
        self.encrypted = CheckLine(say("desktop.start.encrypted"), lambda on: self._show_folder())
        self.create_button = button(say("desktop.start.create"), self.make_case, primary=True)
        self.form = card(
            PlainLabel(say("desktop.start.new"), size="heading"),
            field(say("desktop.start.title"), self.title),
            self._folder,
            self.encrypted,
            row(button(say("desktop.start.elsewhere"), self._ask_parent), None, self.create_button),
            gap=M,
            edges=L,
        )
        self.form.hide()
        self.notice = Notice(say("desktop.dismiss"))
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setSpacing(M)
        layout.setContentsMargins(L, L, L, L)
        layout.addStretch(1)
        layout.addWidget(PlainLabel(say("desktop.start.welcome"), size="display"))
        layout.addWidget(PlainLabel(say("desktop.start.purpose"), ink="muted"))
        layout.addSpacing(S)
        buttons = QHBoxLayout()
        buttons.setSpacing(M)
        for each in (self.new_button, self.open_button, self.sample_button):
            buttons.addWidget(each, 1)
        layout.addLayout(buttons)
        layout.addWidget(row(self.restore_button, None))
        layout.addWidget(self.form)
        layout.addWidget(self.notice)
        layout.addSpacing(S)
        layout.addWidget(PlainLabel(say("desktop.start.promise"), size="small", ink="muted"))
        layout.addStretch(2)
        middle = QWidget()
        centred = QHBoxLayout(middle)
        inner.setMaximumWidth(860)
        centred.addStretch(1)
        centred.addWidget(inner, 8)
        centred.addStretch(1)
        self.outer.addWidget(scrolled(column(middle), say("desktop.start.welcome")))
        presenter.changed = self.refresh
        look.listen(self._draw_icons)
        self._draw_icons()
        self._show_folder()

    def commands(self) -> Sequence[Command]:
        ready = lambda: not self._presenter.busy  # noqa: E731
        return (
            Command("new-case", ("Ctrl+N",), self.show_form, "case", ready=ready),
            Command("open-case", ("Ctrl+O",), self.ask_open, "case", ready=ready),
            Command("sample-case", ("Ctrl+Shift+N",), self._presenter.sample, "case", ready=ready),
        )

    def enter(self) -> None:
        (self.title if self.form.isVisible() else self.new_button).setFocus()

    def show_form(self) -> None:
        self.form.show()
        self._show_folder()
        self.title.setFocus()

    def make_case(self) -> None:
        if self._presenter.new(self._parent, self.title.text(), self.encrypted.box.isChecked()):
            self.encrypted.show_state(False)
            self.form.hide()
            self.title.clear()

    def ask_open(self) -> None:
        if folder := self._chooser.folder(self._speech.say("desktop.start.open-title")):
            self._presenter.open(folder)

    def refresh(self) -> None:
        self.notice.tell(self._presenter.message, self._presenter.tone)
        for each in (self.new_button, self.open_button, self.sample_button):
            each.setEnabled(not self._presenter.busy)

    def _ask_parent(self) -> None:
        if folder := self._chooser.folder(self._speech.say("desktop.start.parent-title")):
            self._parent = Path(folder)
            self._show_folder()

    def _show_folder(self) -> None:
        title = "" if self.encrypted.box.isChecked() else self.title.text()
        folder = self._presenter.folder_for(self._parent, title)
        self._folder.setText(self._speech.say("desktop.start.folder", folder=folder))

    def _big(self, name: str, run: Callable[[], None]) -> BigButton:
        words, hint = self._speech.say(f"desktop.command.{name}"), self._speech.say(f"desktop.start.{name}")
        return BigButton(words, hint, run)

    def _draw_icons(self) -> None:
        for each, name in self._icons.items():
            each.draw(self._look.icon(name, "accent"))
