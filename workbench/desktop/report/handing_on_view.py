"""The card with which a case is handed on, and another laptop's copy taken in."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import CheckLine, Notice, button, empty, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.report.handing_on import HandingOnPresenter
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.task_view import holder
from workbench.desktop.theme import L, M


class HandingOnCard(QFrame):
    def __init__(self, presenter: HandingOnPresenter, speech: Speech, chooser: Chooser) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._presenter, self._say, self._chooser = presenter, speech.say, chooser
        say = speech.say
        self.originals = CheckLine(say("desktop.handing-on.originals"), lambda on: None)
        self.originals.show_state(True)
        self.bundle_button = button(say("desktop.command.bundle"), self.ask_bundle)
        self.join_button = button(say("desktop.command.join"), self.ask_join)
        self.stop_button = button(say("desktop.handing-on.stop"), presenter.cancel, flat=True)
        self.bar = busy_bar(say("desktop.handing-on.title"))
        self.notice = Notice(say("desktop.dismiss"))
        result, self._result = holder()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        for part in (
            PlainLabel(say("desktop.handing-on.title"), size="title"),
            PlainLabel(say("desktop.handing-on.what"), ink="muted"),
            self.originals,
            row(self.bundle_button, None),
            PlainLabel(say("desktop.handing-on.join"), ink="muted"),
            row(self.join_button, self.stop_button, None),
            self.bar,
            self.notice,
            result,
        ):
            layout.addWidget(part)
        layout.addStretch(1)
        presenter.changed = self.refresh
        self.refresh()

    def commands(self) -> Sequence[Command]:
        ready = lambda: self._presenter.ready  # noqa: E731
        return (
            Command("bundle", ("Ctrl+Shift+B",), self.ask_bundle, "report", ready=ready),
            Command("join", ("Ctrl+Shift+J",), self.ask_join, "report", ready=ready),
        )

    def ask_bundle(self) -> None:
        title = self._say("desktop.command.bundle")
        if target := self._chooser.save(title, self._presenter.suggested_name(), ".zip"):
            self._presenter.bundle(target, self.originals.box.isChecked())

    def ask_join(self) -> None:
        if chosen := self._chooser.files(self._say("desktop.command.join"))[:1]:
            self._presenter.join(Path(chosen[0]))

    def refresh(self) -> None:
        presenter = self._presenter
        for each in (self.bundle_button, self.join_button):
            each.setEnabled(not presenter.running)
        self.stop_button.setVisible(presenter.running)
        self.bar.setVisible(presenter.running)
        self.notice.tell(presenter.message, presenter.tone)
        empty(self._result)
        for name, value in presenter.lines:
            self._result.addWidget(fact(name, value))


def busy_bar(name: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName(name)
    bar.hide()
    return bar
