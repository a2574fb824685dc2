"""Bringing files in: by dialog, by dropping them on the window, with every outcome listed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import CheckLine, Guidance, button, card, choice, exact_line, field, line, row
from workbench.desktop.intake.presenter import IntakeLine, IntakePresenter
from workbench.desktop.isolation.presenter import IsolationPresenter
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

    def __init__(self, presenter: IntakePresenter, isolation: IsolationPresenter, speech: Speech, look: Look,
                 chooser: Chooser, go: Callable[[str], None]) -> None:  # fmt: skip
        super().__init__()
        self._presenter, self._speech, self._chooser = presenter, speech, chooser
        self._isolation = isolation
        self._chosen = -1
        say = speech.say
        self.kind = choice(say("desktop.intake.kind"), [(kind, say(f"desktop.kind.{kind}")) for kind in KINDS])
        self.url = exact_line(say("desktop.intake.url"), "https://")
        self.posted = exact_line(say("desktop.intake.posted"), say("desktop.intake.posted-hint"))
        self.by = line(say("desktop.intake.by"), say("desktop.intake.by-hint"))
        self.files_button = button(say("desktop.command.import-files"), self.ask_files, primary=True)
        self.folder_button = button(say("desktop.command.import-folder"), self.ask_folder)
        self.cancel_button = button(say("desktop.command.cancel-import"), presenter.cancel)
        self.limits_button = button(say("desktop.command.show-limits"), self.show_limits, flat=True)
        self.hostile_source = CheckLine(
            say("desktop.command.hostile-source"), lambda _: isolation.turn_hostile_source()
        )
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
                    self.limits_button,
                ),
                self.hostile_source,
            )
        )
        self.review_button = button(say("desktop.command.go-review"), lambda: go("review"))
        self.progress = card(self.summary, self.bar, row(self.message, None, self.review_button))
        self.outer.addWidget(self.progress)
        self.model = LineModel(lambda: len(presenter.state.lines), self._line)
        self.list = LineList(say("desktop.intake.list"), self.model, LineDelegate(look))
        self.reason = PlainLabel(ink="muted")
        self.limit_value = exact_line(say("desktop.intake.limit-value"))
        self.limit_value.setMaximumWidth(200)
        self.limit_value.returnPressed.connect(self.try_again)
        self.limit_name = PlainLabel(size="small", ink="muted", wrap=False)
        self.again_button = button(say("desktop.command.raise-limit"), self.try_again)
        self.limit_row = row(self.again_button, self.limit_name, self.limit_value, None)
        self.limit_row.hide()
        self.list.chosen = self._show_reason
        self.empty = Guidance(say("desktop.intake.empty"), say("desktop.intake.empty-next"))
        self.body = stacked(self.empty, self.list)
        self.outer.addWidget(self.body, 1)
        self.reason_card = card(self.reason, self.limit_row)
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
            Command(
                "raise-limit", ("Ctrl+R",), self.try_again, "case", task=self.task,
                ready=lambda: self._ready() and self._chosen_limit() is not None,
            ),
            Command("show-limits", ("Ctrl+T",), self.show_limits, "case", task=self.task),
        )  # fmt: skip

    def enter(self) -> None:
        self.refresh()
        (self.list if self._presenter.state.lines else self.files_button).setFocus()

    def ask_files(self) -> None:
        self.bring_in(self._chooser.files(self._speech.say("desktop.command.import-files")))

    def ask_folder(self) -> None:
        if folder := self._chooser.folder(self._speech.say("desktop.command.import-folder")):
            self.bring_in([str(folder)])

    def try_again(self) -> None:
        """The chosen file once more, with the limit that stands in the field."""
        if self._ready() and self._chosen_limit() is not None:
            self._presenter.try_again(self._chosen, self.limit_value.text().strip(), *self._told())

    def show_limits(self) -> None:
        """The limits in force, where reasons stand."""
        self._chosen = -1
        self.limit_row.hide()
        self.reason.setText(self._presenter.limits_in_force())
        self.reason_card.show()

    def _chosen_limit(self) -> tuple[str, str] | None:
        lines = self._presenter.state.lines
        return lines[self._chosen].raised if 0 <= self._chosen < len(lines) else None

    def bring_in(self, locations: Sequence[str]) -> None:
        self._presenter.bring_in(locations, *self._told())
        if self._presenter.state.running:
            self.cancel_button.setFocus()

    def _told(self) -> tuple[str, ...]:
        """How they came, as the form says."""
        return self.kind.currentData(), *(line.text().strip() for line in (self.url, self.by, self.posted))

    def _changed(self) -> None:
        """While files pour in, the view is drawn a few times a second; its beginning and end at once."""
        if self._presenter.state.running and self.cancel_button.isVisible():
            if not self._soon.isActive():
                self._soon.start()
        else:
            self.refresh()

    def refresh(self) -> None:
        state = self._presenter.state
        self.hostile_source.show_state(self._isolation.hostile_source)
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
        self.reason_card.setVisible(bool(self.reason.text()))

    def _ready(self) -> bool:
        return self._presenter.ready and not self._presenter.state.running

    def _line(self, index: int) -> Line:
        lines = self._presenter.state.lines
        shown: IntakeLine = lines[index]
        more = f"{shown.outcome} · {shown.reason or shown.path}"
        return Line(shown.name, more, shown.sign, _INKS.get(shown.sign, "muted"))

    def _show_reason(self, index: int) -> None:
        shown = self._presenter.state.lines[index]
        self._chosen = index
        limit = shown.raised
        self.limit_row.setVisible(limit is not None)
        if limit:
            self.limit_name.setText(limit[0])
            self.limit_value.setText(limit[1])
        self.reason.setText(shown.reason or f"{shown.path}\nSHA-256 {shown.sha256}")
        self.reason_card.show()
