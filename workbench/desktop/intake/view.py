"""Bringing files in: by dialog, by dropping them on the window, with every outcome listed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import Guidance, button, card, choice, field, line, row
from workbench.desktop.intake.presenter import IntakeLine, IntakePresenter
from workbench.desktop.labels import PlainLabel
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.task_view import TaskView, stacked
from workbench.desktop.theme import Look

KINDS = ("file", "telegram", "whatsapp", "web", "email", "field")
_SOON_MILLISECONDS = 60
_INKS = {"✓": "supports", "✕": "undermines", "?": "undermines"}


class IntakeView(TaskView):
    task = "intake"

    def __init__(self, presenter: IntakePresenter, speech: Speech, look: Look, chooser: Chooser,
                 go: Callable[[str], None]) -> None:  # fmt: skip
        super().__init__()
        self._presenter, self._speech, self._chooser = presenter, speech, chooser
        say = speech.say
        self.kind = choice(say("desktop.intake.kind"), [(kind, say(f"desktop.kind.{kind}")) for kind in KINDS])
        self.url = line(say("desktop.intake.url"), "https://")
        self.posted = line(say("desktop.intake.posted"), say("desktop.intake.posted-hint"))
        self.by = line(say("desktop.intake.by"), say("desktop.intake.by-hint"))
        self.files_button = button(say("desktop.command.import-files"), self.ask_files, primary=True)
        self.folder_button = button(say("desktop.command.import-folder"), self.ask_folder)
        self.cancel_button = button(say("desktop.command.cancel-import"), presenter.cancel)
        self.summary = PlainLabel(size="heading")
        self.message = PlainLabel(ink="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("desktop.intake.progress"))
        how = row(
            field(say("desktop.intake.kind"), self.kind),
            field(say("desktop.intake.url"), self.url),
            field(say("desktop.intake.posted"), self.posted),
            field(say("desktop.intake.by"), self.by),
        )
        self.outer.addWidget(
            card(
                how,
                row(
                    self.files_button,
                    self.folder_button,
                    PlainLabel(say("desktop.intake.drop"), size="small", ink="muted"),
                    self.cancel_button,
                ),
            )
        )
        self.review_button = button(say("desktop.command.go-review"), lambda: go("review"))
        self.progress = card(self.summary, self.bar, row(self.message, None, self.review_button))
        self.outer.addWidget(self.progress)
        self.model = LineModel(lambda: len(presenter.state.lines), self._line)
        self.list = LineList(say("desktop.intake.list"), self.model, LineDelegate(look))
        self.reason = PlainLabel(ink="muted")
        self.list.chosen = self._show_reason
        self.empty = Guidance(say("desktop.intake.empty"), say("desktop.intake.empty-next"))
        self.body = stacked(self.empty, self.list)
        self.outer.addWidget(self.body, 1)
        self.reason_card = card(self.reason)
        self.outer.addWidget(self.reason_card)
        self._soon = QTimer(self, interval=_SOON_MILLISECONDS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        presenter.changed = self._changed
        self.refresh()

    def commands(self) -> Sequence[Command]:
        return (
            Command("import-files", ("Ctrl+I",), self.ask_files, "case", ready=lambda: self._ready()),
            Command("import-folder", ("Ctrl+Shift+I",), self.ask_folder, "case", ready=lambda: self._ready()),
            Command(
                "cancel-import", ("Esc",), self._presenter.cancel, "case", task=self.task,
                ready=lambda: self._presenter.state.running,
            ),
        )  # fmt: skip

    def enter(self) -> None:
        self.refresh()
        (self.list if self._presenter.state.lines else self.files_button).setFocus()

    def ask_files(self) -> None:
        self.bring_in(self._chooser.files(self._speech.say("desktop.command.import-files")))

    def ask_folder(self) -> None:
        if folder := self._chooser.folder(self._speech.say("desktop.command.import-folder")):
            self.bring_in([str(folder)])

    def bring_in(self, locations: Sequence[str]) -> None:
        kind = self.kind.currentData()
        told = (line.text().strip() for line in (self.url, self.by, self.posted))
        self._presenter.bring_in(locations, kind, *told)
        if self._presenter.state.running:
            self.cancel_button.setFocus()

    def _changed(self) -> None:
        """While files pour in, the view is drawn a few times a second; its beginning and end at once."""
        if self._presenter.state.running and self.cancel_button.isVisible():
            if not self._soon.isActive():
                self._soon.start()
        else:
            self.refresh()

    def refresh(self) -> None:
        state = self._presenter.state
        self.model.refresh()
        self.body.setCurrentWidget(self.list if state.lines else self.empty)
        self.cancel_button.setVisible(state.running)
        met = sum(state.counts.values())
        self.progress.setVisible(state.running or bool(state.message))
        self.summary.setText(self._presenter.summary())
        self.message.setText(state.message)
        self.message.setVisible(bool(state.message))
        self.review_button.setVisible(not state.running)
        self.bar.setVisible(state.running)
        self.bar.setMaximum(state.expected)
        self.bar.setValue(met)
        if not state.running and self.cancel_button.hasFocus():
            self.list.setFocus()
        self.reason_card.setVisible(bool(state.lines) and bool(self.reason.text()))

    def _ready(self) -> bool:
        return self._presenter.ready and not self._presenter.state.running

    def _line(self, index: int) -> Line:
        lines = self._presenter.state.lines
        shown: IntakeLine = lines[index]
        more = f"{shown.outcome} · {shown.reason or shown.path}"
        return Line(shown.name, more, shown.sign, _INKS.get(shown.sign, "muted"))

    def _show_reason(self, index: int) -> None:
        shown = self._presenter.state.lines[index]
        self.reason.setText(shown.reason or f"{shown.path}\nSHA-256 {shown.sha256}")
        self.reason_card.show()
