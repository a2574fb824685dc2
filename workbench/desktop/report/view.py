"""Writing the report, and checking the case."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import (
    Guidance,
    Notice,
    button,
    card,
    choice,
    column,
    empty,
    field,
    fill,
    row,
    scrolled,
    text_box,
)
from workbench.desktop.directions import unturned
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.report.handing_on import HandingOnPresenter
from workbench.desktop.report.handing_on_view import HandingOnCard, busy_bar
from workbench.desktop.report.presenter import AuditPresenter, ReportPresenter
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.task_view import TaskView, holder, stacked
from workbench.desktop.theme import L, M


class ReportView(TaskView):
    task = "report"

    def __init__(self, reports: ReportPresenter, audits: AuditPresenter, handing_on: HandingOnPresenter,
                 speech: Speech, chooser: Chooser, go: Callable[[str], None]) -> None:  # fmt: skip
        super().__init__()
        self._reports, self._audits, self._say, self._chooser = reports, audits, speech.say, chooser
        say = speech.say
        self.which_event = choice(say("desktop.report.event"))
        self.format = choice(say("desktop.report.format"), reports.formats())
        self.write_button = button(say("desktop.command.write-report"), self.ask_write, primary=True)
        summary, self._summary = holder()
        self._summary.setSpacing(4)
        self.report_notice = Notice(say("desktop.dismiss"))
        self.report_bar = busy_bar(say("desktop.report.writing"))
        result, self._result = holder()
        to_events = button(say("desktop.command.go-events"), lambda: go("events"), primary=True)
        self.no_event = Guidance(say("desktop.report.no-event"), say("desktop.report.no-event-next"), to_events)
        form = column(
            field(say("desktop.report.event"), self.which_event),
            summary,
            field(say("desktop.report.format"), self.format),
            row(self.write_button, None),
            self.report_bar,
            self.report_notice,
            result,
            None,
            gap=M,
        )
        self.form = stacked(self.no_event, form)
        self._form = form
        writing = card(PlainLabel(say("desktop.report.title"), size="title"),
                       PlainLabel(say("desktop.report.what"), ink="muted"), self.form, edges=L, gap=M)  # fmt: skip
        self.kept = unturned(text_box(say("desktop.audit.kept"), say("desktop.audit.kept-hint"), 4))
        self.verify_button = button(say("desktop.command.verify"), self.verify)
        self.audit_bar = busy_bar(say("desktop.audit.running"))
        self.audit_words = PlainLabel(size="heading")
        problems, self._problems = holder()
        checking = card(
            PlainLabel(say("desktop.audit.title"), size="title"),
            PlainLabel(say("desktop.audit.what"), ink="muted"),
            field(say("desktop.audit.kept"), self.kept),
            row(self.verify_button, None),
            self.audit_bar,
            self.audit_words,
            problems,
            None,
            edges=L,
            gap=M,
        )
        self.handing_on = HandingOnCard(handing_on, speech, chooser)
        both = QWidget()
        layout = QHBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        for part in (writing, checking, self.handing_on):
            part.setMinimumWidth(250)
            layout.addWidget(part, 1)
        area = scrolled(both, say("desktop.report.title"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.outer.addWidget(area)
        reports.changed = self._show_report
        audits.changed = self._show_audit
        self._show_report()
        self._show_audit()

    def commands(self) -> Sequence[Command]:
        return (
            Command("write-report", ("Ctrl+Shift+R",), self.ask_write, "report",
                    ready=lambda: bool(self._reports.events()) and not self._reports.running),
            Command("verify", ("Ctrl+Shift+V",), self.verify, "report",
                    ready=lambda: self._audits.ready and not self._audits.running),
            *self.handing_on.commands(),
        )  # fmt: skip

    def enter(self) -> None:
        self._show_report()
        (self.write_button if self._reports.events() else self.verify_button).setFocus()

    def ask_write(self) -> None:
        suffix = self.format.currentData()
        event = self.which_event.currentData() or self._reports.chosen_event()
        title = self._say("desktop.command.write-report")
        if event and (target := self._chooser.save(title, self._reports.suggested_name(suffix), suffix)):
            self._reports.write(event, target)

    def verify(self) -> None:
        self._audits.verify(self.kept.toPlainText())

    def _show_report(self) -> None:
        reports = self._reports
        events = reports.events()
        self.form.setCurrentWidget(self._form if events else self.no_event)
        fill(self.which_event, events, reports.chosen_event())
        empty(self._summary)
        for words in reports.summary():
            self._summary.addWidget(PlainLabel(words, ink="muted"))
        self.write_button.setEnabled(not reports.running)
        self.report_bar.setVisible(reports.running)
        self.report_notice.tell(reports.message, "undermines")
        empty(self._result)
        if reports.written:
            done = PlainLabel(f"✓ {self._say('desktop.report.written')}", size="heading", ink="supports")
            self._result.addWidget(done)
            self._result.addWidget(fact(self._say("desktop.report.lies"), reports.written.path))
            self._result.addWidget(fact("SHA-256", reports.written.sha256))
            for point in reports.written.checkpoints:
                self._result.addWidget(fact(self._say("desktop.report.checkpoint"), point))

    def _show_audit(self) -> None:
        audits = self._audits
        self.verify_button.setEnabled(not audits.running)
        self.audit_bar.setVisible(audits.running)
        sign = {"supports": "✓ ", "undermines": "✕ "}.get(audits.tone, "")
        self.audit_words.setText(f"{sign}{audits.verdict}" if audits.verdict else "")
        self.audit_words.set_ink(audits.tone if sign else "text")
        empty(self._problems)
        for words in audits.problems[:500]:
            self._problems.addWidget(PlainLabel(words))
        if len(audits.problems) > 500:
            self._problems.addWidget(PlainLabel(self._say("desktop.audit.more", count=len(audits.problems) - 500)))
        for point in audits.checkpoints:
            self._problems.addWidget(fact(self._say("desktop.report.checkpoint"), point))
