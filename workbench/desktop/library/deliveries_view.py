"""The side of the library page where things go in and out: what to take in, how to pass on, and what came of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QTabWidget, QVBoxLayout, QWidget

from workbench.casework.packs import CONTENTS
from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import (
    Guidance,
    Notice,
    button,
    card,
    choice,
    column,
    exact_line,
    field,
    line,
    row,
    scrolled,
)
from workbench.desktop.labels import PlainLabel
from workbench.desktop.library.deliveries import CAVEAT, Deliveries, ProvenanceForm
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.task_view import stacked
from workbench.desktop.theme import Look, S

TABS = ("take-in", "pass-on", "outcomes")
MEANINGS = ("", "pdq", "sha256")
_INKS = {"✓": "supports", "✕": "undermines", CAVEAT: "caution"}
_SOON_MILLISECONDS = 60


class DeliveriesView(QWidget):
    """Three pages; the last comes up by itself when something begins."""

    def __init__(self, deliveries: Deliveries, speech: Speech, look: Look, chooser: Chooser,
                 name: Callable[[], str]) -> None:  # fmt: skip
        super().__init__()
        self._deliveries, self._say, self._chooser, self._name = deliveries, speech.say, chooser, name
        say = speech.say
        self.notice = Notice(say("desktop.dismiss"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(say("desktop.library.tabs"))
        self.tabs.tabBar().setAccessibleName(say("desktop.library.tabs"))
        pages = {"take-in": self._take_in_page(), "pass-on": self._pass_on_page(), "outcomes": self._outcome_page(look)}
        for tab in TABS:
            self.tabs.addTab(pages[tab], say(f"desktop.library.tab.{tab}"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(S)
        outer.addWidget(self.notice)
        outer.addWidget(self.tabs, 1)
        self._soon = QTimer(self, interval=_SOON_MILLISECONDS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self._was_running, self._said = False, ""
        deliveries.changed = self._changed
        self.refresh()

    def _take_in_page(self) -> QWidget:
        say = self._say
        self.first, self.place = (
            exact_line(say("desktop.match.first-known"), "2019-05-04"),
            line(say("desktop.match.place")),
        )
        self.source, self.belongs = (
            exact_line(say("desktop.match.source"), "https://"),
            line(say("desktop.match.event")),
        )
        self.note = line(say("desktop.match.note"))
        self.meaning = choice(
            say("desktop.library.meaning"), [(one, say(f"desktop.library.meaning.{one}")) for one in MEANINGS]
        )
        self.meaning.setMinimumContentsLength(22)
        self.files_button = button(say("desktop.command.known-files"), self.ask_files, primary=True)
        self.folder_button = button(say("desktop.command.known-folder"), self.ask_folder)
        self.import_button = button(say("desktop.command.import-known"), self.ask_import)
        page = column(
            PlainLabel(say("desktop.library.add"), size="heading"),
            PlainLabel(say("desktop.library.add-hint"), size="small", ink="muted"),
            field(say("desktop.match.first-known"), self.first, say("desktop.library.first-hint")),
            row(field(say("desktop.match.place"), self.place), field(say("desktop.match.event"), self.belongs)),
            row(field(say("desktop.match.source"), self.source), field(say("desktop.match.note"), self.note)),
            PlainLabel(say("desktop.library.pictures"), size="heading"),
            self.files_button,
            self.folder_button,
            PlainLabel(say("desktop.library.from-others"), size="heading"),
            PlainLabel(say("desktop.library.from-others-hint"), size="small", ink="muted"),
            field(say("desktop.library.meaning"), self.meaning),
            self.import_button,
            None,
            edges=S,
        )
        return scrolled(page, say("desktop.library.tab.take-in"))

    def _pass_on_page(self) -> QWidget:
        say = self._say
        kinds = [(one, say(f"desktop.library.contents.{one}")) for one in reversed(CONTENTS)]
        self.contents = choice(say("desktop.library.contents"), kinds)
        self.contents.setMinimumContentsLength(22)
        self.contents.currentIndexChanged.connect(lambda: self._show_contents())
        self.contents_hint = PlainLabel(size="small", ink="muted")
        self.export_button = button(say("desktop.command.export-library"), self.ask_export, primary=True)
        self._show_contents()
        page = column(
            PlainLabel(say("desktop.library.pass-on"), size="heading"),
            PlainLabel(say("desktop.library.pass-on-hint"), size="small", ink="muted"),
            field(say("desktop.library.contents"), self.contents),
            self.contents_hint,
            self.export_button,
            None,
            edges=S,
        )
        return scrolled(page, say("desktop.library.tab.pass-on"))

    def _outcome_page(self, look: Look) -> QWidget:
        say = self._say
        self.summary = PlainLabel(size="heading")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("desktop.library.progress"))
        self.cancel_button = button(say("desktop.command.cancel-known"), self._deliveries.cancel)
        self.signers = PlainLabel(size="small")
        self.signers_area = card(
            PlainLabel(say("desktop.library.signers"), size="small", ink="muted"), self.signers, kind="inset", edges=S
        )
        model = LineModel(lambda: len(self._deliveries.lines), self._line)
        self.outcomes = LineList(say("desktop.library.outcomes"), model, LineDelegate(look))
        self.outcomes.chosen = self._chosen
        self.reason = PlainLabel(size="small")
        self.reason_card = card(self.reason, kind="inset", edges=S)
        done = QWidget()
        layout = QVBoxLayout(done)
        layout.setContentsMargins(S, S, S, S)
        layout.setSpacing(S)
        for part in (self.summary, self.bar, row(self.cancel_button, None), self.signers_area):
            layout.addWidget(part)
        layout.addWidget(self.outcomes, 1)
        layout.addWidget(self.reason_card)
        layout.addStretch(0)
        self._done = done
        self.nothing = Guidance(say("desktop.library.no-outcome"), say("desktop.library.no-outcome-next"))
        self._outcome_stack = stacked(self.nothing, done)
        return scrolled(self._outcome_stack, say("desktop.library.tab.outcomes"))

    def commands(self, task: str) -> Sequence[Command]:
        def here(name: str, *keys: str, run: Callable[[], None], ready: Callable[[], bool]) -> Command:
            return Command(name, keys, run, "library", task, ready=ready)

        chosen = lambda: self._deliveries.ready  # noqa: E731
        shown = lambda: self.isVisible()  # noqa: E731
        return (
            here("known-files", "A", run=self.ask_files, ready=chosen),
            here("known-folder", "Shift+A", run=self.ask_folder, ready=chosen),
            here("import-known", "I", run=self.ask_import, ready=chosen),
            here("export-library", "E", run=self.ask_export, ready=chosen),
            here("cancel-known", "Esc", run=self._deliveries.cancel, ready=lambda: self._deliveries.running),
            here("take-in", "T", run=lambda: self.show_tab("take-in"), ready=shown),
            here("pass-on", "P", run=lambda: self.show_tab("pass-on"), ready=shown),
            here("outcomes", "O", run=lambda: self.show_tab("outcomes"), ready=shown),
        )

    def show_tab(self, tab: str) -> None:
        """Show a page, and put the focus where its work begins."""
        self.tabs.setCurrentIndex(TABS.index(tab))
        first = {"take-in": self.first, "pass-on": self.contents}.get(tab)
        if first is None:
            first = self.cancel_button if self._deliveries.running else self.outcomes
        (first if first.isVisible() else self.tabs.tabBar()).setFocus()

    def ask_files(self) -> None:
        self._add(self._chooser.files(self._say("desktop.command.known-files")))

    def ask_folder(self) -> None:
        if folder := self._chooser.folder(self._say("desktop.command.known-folder")):
            self._add([str(folder)])

    def ask_import(self) -> None:
        if files := self._chooser.files(self._say("desktop.library.import-title")):
            self._deliveries.bring(files, self.meaning.currentData(), self._form())

    def ask_export(self) -> None:
        contents = self.contents.currentData()
        self.tabs.setCurrentIndex(TABS.index("pass-on"))
        words = self._say(f"desktop.library.contents.{contents}")
        title = self._say("desktop.library.export-title", contents=words)
        if target := self._chooser.save(title, f"{self._name()}.pack", ".pack"):
            self._deliveries.pass_on(target, contents)

    def _add(self, locations: Sequence[str]) -> None:
        if locations:
            self._deliveries.add(locations, self._form())

    def _form(self) -> ProvenanceForm:
        fields = (self.first, self.place, self.source, self.belongs, self.note)
        return ProvenanceForm(*(written.text() for written in fields))

    def _changed(self) -> None:
        """While much comes in, it is drawn a few times a second; its beginning and end at once."""
        if self._deliveries.running and self._was_running:
            if not self._soon.isActive():
                self._soon.start()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Show how far it is."""
        deliveries = self._deliveries
        begins = deliveries.running and not self._was_running
        self._was_running = deliveries.running
        for each in (self.files_button, self.folder_button, self.import_button, self.export_button):
            each.setEnabled(deliveries.ready)
        if begins:
            self.tabs.setCurrentIndex(TABS.index("outcomes"))
        had_focus = self.cancel_button.hasFocus()
        if deliveries.message != self._said:
            self._said = deliveries.message
            self.notice.tell(deliveries.message, deliveries.tone)
        summary = deliveries.summary()
        self._outcome_stack.setCurrentWidget(self._done if summary or deliveries.signers else self.nothing)
        self.summary.setText(summary)
        self.summary.setVisible(bool(summary))
        self.bar.setVisible(deliveries.running)
        self.bar.setMaximum(deliveries.expected)
        self.bar.setValue(deliveries.done)
        self.cancel_button.setVisible(deliveries.running)
        self.signers.setText("\n".join(f"{'✓' if own else '?'} {words}" for words, own in deliveries.signers))
        self.signers.set_ink("text" if all(own for _, own in deliveries.signers) else "caution")
        self.signers_area.setVisible(bool(deliveries.signers))
        self.outcomes.lines.refresh()
        self.outcomes.setVisible(bool(deliveries.lines))
        if not deliveries.lines:
            self.reason_card.hide()
        if begins:
            self.cancel_button.setFocus()
        elif had_focus and not deliveries.running:
            (self.outcomes if deliveries.lines else self.tabs.tabBar()).setFocus()

    def _show_contents(self) -> None:
        self.contents_hint.setText(self._say(f"desktop.library.contents-hint.{self.contents.currentData()}"))

    def _line(self, index: int) -> Line:
        shown = self._deliveries.lines[index]
        more = f"{shown.outcome} · {shown.reason}" if shown.reason else shown.outcome
        return Line(shown.name, more, shown.sign, _INKS.get(shown.sign, "muted"))

    def _chosen(self, index: int) -> None:
        shown = self._deliveries.lines[index]
        self.reason.setText(f"{shown.name}: {shown.reason or shown.outcome}")
        if self.reason_card.isHidden():
            self.reason_card.show()
            # The list is smaller now: what was chosen stays in view.
            QTimer.singleShot(0, self, lambda: self.outcomes.scrollTo(self.outcomes.currentIndex()))
