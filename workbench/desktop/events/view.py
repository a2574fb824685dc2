"""Events with time and place, the claims about them, and what is offered for each."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.commands import Command
from workbench.desktop.controls import (
    Guidance,
    Notice,
    button,
    card,
    choice,
    column,
    empty,
    exact_line,
    field,
    line,
    row,
    scrolled,
    text_box,
)
from workbench.desktop.events.chronicle_view import CaseMap, CaseTimes
from workbench.desktop.events.presenter import ClaimForm, EventForm, EventsPresenter
from workbench.desktop.labels import PlainLabel
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.task_view import TaskView, holder, split, stacked
from workbench.desktop.theme import Look, M, S
from workbench.domain.claims import InformationGrade, SourceGrade
from workbench.domain.places import Precision


class EventsView(TaskView):
    task = "events"

    def __init__(
        self, presenter: EventsPresenter, atlas: Atlas, speech: Speech, look: Look, go: Callable[[str], None]
    ) -> None:
        """`go` leads to another task."""
        super().__init__()
        self._presenter, self._say, self._go = presenter, speech.say, go
        say = speech.say
        self.events = LineList(
            say("desktop.event.list"), LineModel(lambda: len(presenter.events()), self._event_line), LineDelegate(look)
        )
        self.events.chosen = self._event_chosen
        self.new_event = button(say("desktop.command.new-event"), self.show_event_form)
        left = column(self.events, row(self.new_event, None))
        details, self._details = holder()
        self.claims = LineList(
            say("desktop.claim.list"), LineModel(lambda: len(presenter.claims()), self._claim_line), LineDelegate(look)
        )
        self.claims.chosen = self._claim_chosen
        self.no_claims = Guidance(say("desktop.claim.none"), say("desktop.claim.none-next"))
        self.claims_stack = stacked(self.no_claims, self.claims)
        self.claim_text = PlainLabel()
        self.new_claim = button(say("desktop.command.new-claim"), self.show_claim_form)
        self.offer_button = button(say("desktop.command.offer"), self.offer)
        self.offer_words = PlainLabel(size="small", ink="muted")
        self.notice = Notice(say("desktop.dismiss"))
        self.about_claims = column(
            PlainLabel(say("desktop.claim.list"), size="heading"),
            self.claims_stack,
            self.claim_text,
            row(self.new_claim, self.offer_button, None),
            self.offer_words,
            gap=M,
        )
        middle = column(
            details,
            self.about_claims,
            None,
            gap=M,
        )
        self.forms = stacked(self._event_form(), self._claim_form())
        self.form_card = card(scrolled(self.forms, say("desktop.event.forms")))
        self.map = CaseMap(presenter.chronicle, atlas, speech, look, self.show_map, self._lead)
        self.times = CaseTimes(presenter.chronicle, speech, look, self._lead)
        self.tabs = self._tabs(scrolled(middle, say("desktop.event.details")))
        self.splitter = split(left, card(self.tabs, edges=S), self.form_card, sizes=(300, 480, 400), stretch=1)
        self.outer.addWidget(self.notice)
        self.outer.addWidget(self.splitter, 1)
        presenter.changed = lambda: self.refresh() if self.isVisible() else None
        presenter.chronicle.changed = self._show_chronicle

    def commands(self) -> Sequence[Command]:
        ready: Callable[[], bool] = lambda: self._presenter.is_open  # noqa: E731
        has_event: Callable[[], bool] = lambda: self._presenter.event is not None  # noqa: E731
        return (
            Command("new-event", ("E",), self.show_event_form, "events", self.task, ready=ready),
            Command("new-claim", ("L",), self.show_claim_form, "events", self.task, ready=has_event),
            Command("save-form", ("Ctrl+Return",), self.save, "events", self.task, ready=ready),
            Command("case-claims", ("C",), lambda: self.tabs.setCurrentIndex(0), "events", self.task, ready=ready),
            Command("case-map", ("M",), self.show_map, "events", self.task, ready=ready),
            Command("case-times", ("W",), self.show_times, "events", self.task, ready=ready),
            Command("case-to-image", ("Return", "Enter"), self._open_line, "events", self.task, ready, narrow=True),
            *self.map.commands(lambda name, key, run: Command(name, (key,), run, "events", self.task, ready=ready)),
            Command("offer", ("O",), self.offer, "events", self.task, ready=lambda: bool(self._presenter.claims())),
        )

    def narrow_widgets(self) -> Sequence[QWidget]:
        return (self.map.list, self.times.list)

    def show_map(self) -> None:
        self.tabs.setCurrentIndex(1)
        self.map.focus()

    def show_times(self) -> None:
        self.tabs.setCurrentIndex(2)
        self.times.focus()

    def enter(self) -> None:
        self.refresh()
        if self._presenter.event is None:
            self.show_event_form()
        else:
            self.events.setFocus()

    def show_event_form(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.forms.setCurrentIndex(0)
        self.title.setFocus()

    def show_claim_form(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.forms.setCurrentIndex(1)
        self.claim.setFocus()

    def save(self) -> None:
        """Save the form that is shown."""
        (self.save_claim if self.forms.currentIndex() else self.save_event)()

    def save_event(self) -> None:
        form = EventForm(
            self.title.text(), self.start.text(), self.end.text(), self.place.text(), self.point.text(),
            Precision(self.precision.currentData()),
        )  # fmt: skip
        if self._report(self._presenter.record_event(form), "desktop.event.saved"):
            for each in (self.title, self.start, self.end, self.place, self.point):
                each.clear()
            self.show_claim_form()

    def save_claim(self) -> None:
        form = ClaimForm(
            self.claim.toPlainText(), self.by.text(), SourceGrade(self.source_grade.currentData()),
            InformationGrade(self.information_grade.currentData()), self.claim_url.text(),
        )  # fmt: skip
        if self._report(self._presenter.record_claim(form), "desktop.claim.saved"):
            self.claim.clear()
            self.by.clear()
            self.claim_url.clear()

    def offer(self) -> None:
        claims = self._presenter.claims()
        index = max(self.claims.row, 0)
        if index < len(claims):
            self.notice.tell(self._presenter.offer(claims[index].id))

    def _tabs(self, claims: QWidget) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        for part in (tabs, tabs.tabBar()):
            part.setAccessibleName(self._say("chronicle.tabs"))
        for name, page in (("claims", claims), ("map", self.map), ("times", self.times)):
            tabs.addTab(page, self._say(f"chronicle.tab.{name}"))
        tabs.currentChanged.connect(self._turned)
        return tabs

    def _turned(self, tab: int) -> None:
        """The forms belong to the claims; map and line of time take their room."""
        self.form_card.setVisible(tab == 0)
        if tab:
            self._presenter.chronicle.refresh()
            self._show_chronicle()

    def _show_chronicle(self) -> None:
        self.map.refresh()
        self.times.refresh()

    def _open_line(self) -> None:
        (self.map if self.tabs.currentIndex() == 1 else self.times).open()

    def _lead(self, evidence: str, event: str) -> None:
        if evidence:
            self._presenter.select(evidence)
            self._go("review")
        elif event:
            self._presenter.choose(event)

    def refresh(self) -> None:
        presenter = self._presenter
        if self.tabs.currentIndex():
            presenter.chronicle.refresh()
        events, event = presenter.events(), presenter.event
        row_before = self.claims.row
        self.events.lines.reset()
        empty(self._details)
        if event is None:
            self._details.addWidget(PlainLabel(self._say("desktop.event.empty"), size="heading"))
            self._details.addWidget(PlainLabel(self._say("desktop.event.empty-next"), ink="muted"))
        else:
            blocked = self.events.selectionModel().blockSignals(True)
            self.events.go([one.id for one in events].index(event.id))
            self.events.selectionModel().blockSignals(blocked)
            self._details.addWidget(PlainLabel(presenter.event_words(event)[0], size="title"))
            for label, text in presenter.event_details(event):
                self._details.addWidget(fact(label, text))
        self.claims.lines.reset()
        claims = presenter.claims()
        self.claims_stack.setCurrentWidget(self.claims if claims else self.no_claims)
        self.about_claims.setVisible(event is not None)
        self.claim_text.setVisible(bool(claims))
        if claims:
            self.claims.go(max(row_before, 0))
        name = presenter.at_hand()
        self.offer_button.setEnabled(bool(claims) and bool(name))
        self.offer_words.setText(
            self._say("desktop.claim.at-hand", name=name) if name else self._say("desktop.claim.no-image")
        )

    def _report(self, refusal: str, done: str) -> bool:
        self.notice.tell(refusal or self._say(done), "undermines" if refusal else "supports")
        return not refusal

    def _event_line(self, index: int) -> Line:
        return Line(*self._presenter.event_words(self._presenter.events()[index]))

    def _claim_line(self, index: int) -> Line:
        return Line(*self._presenter.claim_words(self._presenter.claims()[index]))

    def _event_chosen(self, index: int) -> None:
        event = self._presenter.events()[index]
        if self._presenter.event is None or event.id != self._presenter.event.id:
            self._presenter.choose(event.id)

    def _claim_chosen(self, index: int) -> None:
        self.claim_text.setText("\n".join(self._presenter.claim_words(self._presenter.claims()[index])))

    def _event_form(self) -> QWidget:
        say = self._say
        self.title = line(say("desktop.event.title"), say("desktop.event.title-hint"))
        self.start = exact_line(say("desktop.event.from"), "2025-11-24T22:00+04:30")
        self.end = exact_line(say("desktop.event.to"))
        self.place, self.point = line(say("desktop.event.where")), exact_line(say("desktop.event.point"), "33.34,69.92")
        self.precision = choice(
            say("desktop.event.precision"), [(p.value, say(f"precision.{p.value}")) for p in reversed(Precision)]
        )
        return column(
            PlainLabel(say("desktop.command.new-event"), size="heading"),
            field(say("desktop.event.title"), self.title),
            row(field(say("desktop.event.from"), self.start), field(say("desktop.event.to"), self.end)),
            PlainLabel(say("desktop.event.time-hint"), size="small", ink="muted"),
            field(say("desktop.event.where"), self.place),
            field(say("desktop.event.point"), self.point),
            field(say("desktop.event.precision"), self.precision),
            row(button(say("desktop.event.save"), self.save_event, primary=True), None),
            None,
        )

    def _claim_form(self) -> QWidget:
        say = self._say
        self.claim = text_box(say("desktop.claim.text"), say("desktop.claim.text-hint"), 4)
        self.by = line(say("desktop.claim.by"), say("desktop.claim.by-hint"))
        self.source_grade = choice(
            say("desktop.claim.source-grade"),
            [(g.value, say(f"source-grade.{g.value}")) for g in reversed(SourceGrade)],
        )
        self.information_grade = choice(
            say("desktop.claim.information-grade"),
            [(g.value, say(f"information-grade.{g.value}")) for g in reversed(InformationGrade)],
        )
        self.claim_url = exact_line(say("desktop.claim.url"), "https://")
        return column(
            PlainLabel(say("desktop.command.new-claim"), size="heading"),
            field(say("desktop.claim.text"), self.claim),
            field(say("desktop.claim.by"), self.by),
            field(say("desktop.claim.source-grade"), self.source_grade),
            field(say("desktop.claim.information-grade"), self.information_grade, say("desktop.claim.grades-hint")),
            field(say("desktop.claim.url"), self.claim_url),
            row(button(say("desktop.claim.save"), self.save_claim, primary=True), None),
            None,
        )
