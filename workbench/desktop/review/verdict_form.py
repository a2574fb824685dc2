"""The form of a verdict. Nothing is modal: what contradicts or lacks is said beside the field."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import (
    CheckLine,
    Guidance,
    Notice,
    button,
    card,
    choice,
    column,
    field,
    fill,
    line,
    row,
    scrolled,
    text_box,
)
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.counsel import templates
from workbench.desktop.review.pillar_boxes import PillarBoxes
from workbench.desktop.review.verdict_presenter import STATUS_KEYS, VerdictPresenter
from workbench.desktop.task_view import holder, stacked
from workbench.desktop.theme import XS, S
from workbench.domain.verdicts import Confidence, MediaReview, Status


class VerdictForm(QWidget):
    """Shows the presenter's draft and writes every change back into it at once."""

    def __init__(self, presenter: VerdictPresenter, speech: Speech, to_events: QPushButton) -> None:
        super().__init__()
        self._presenter, self._speech = presenter, speech
        say = speech.say
        self.claim = choice(say("desktop.verdict.claim-field"))
        self.claim.activated.connect(lambda: presenter.set_claim(self.claim.currentData()))
        self.statuses = self._status_buttons()
        self.categories = {
            category: CheckLine(say(f"mediareview.{category.value}"), partial(presenter.toggle_category, category))
            for category in MediaReview
        }
        self.blocked = PlainLabel(size="small", ink="caution")
        self.pillars = PillarBoxes(presenter, speech, self._refresh_open)
        self.confidence = choice(
            say("desktop.verdict.confidence"), [(c.value, say(f"confidence.{c.value}")) for c in Confidence]
        )
        self.confidence.activated.connect(self._confidence_chosen)
        self.reasons = text_box(say("desktop.verdict.reasons"), say("desktop.verdict.reasons-hint"), 4)
        self.reasons.textChanged.connect(self._reasons_typed)
        self.reviewer = line(say("desktop.verdict.reviewer"))
        self.reviewer.textEdited.connect(self._reviewer_typed)
        self.gap = PlainLabel(size="small", ink="caution")
        self.gap_reason = text_box(say("desktop.verdict.gap-field"), say("desktop.verdict.gap-hint"), 2)
        self.gap_reason.textChanged.connect(self._gap_typed)
        self.gap_box = column(self.gap, self.gap_reason, gap=XS)
        self.template = choice(say("desktop.verdict.template"), [("", say("desktop.verdict.template")),
                               *templates(speech)])  # fmt: skip
        self.template.activated.connect(self._template_chosen)
        self.cited_button = button(say("desktop.command.insert-cited"), presenter.put_cited)
        self.pointed_out = PlainLabel(size="small", ink="caution")
        self.open_points = PlainLabel(size="small", ink="muted")
        self.save_button = button(say("desktop.command.save-verdict"), self.save, primary=True)
        self.group_button = button(say("desktop.command.save-for-group"), self.save_for_group)
        self.notice = Notice(say("desktop.dismiss"))
        inner, layout = holder()
        layout.setSpacing(S)
        for part in (
            field(say("desktop.verdict.claim-field"), self.claim),
            column(PlainLabel(say("desktop.verdict.status"), size="small", ink="muted"), self.statuses, gap=XS),
            card(PlainLabel(say("desktop.verdict.pillars"), size="small", ink="muted"), self.pillars, gap=XS),
            column(PlainLabel(say("desktop.verdict.categories"), size="small", ink="muted"),
                   *self.categories.values(), self.blocked, gap=0),
            field(say("desktop.verdict.reasons"), self.reasons),
            row(self.template, self.cited_button, None, gap=XS),
            self.gap_box,
            row(field(say("desktop.verdict.confidence"), self.confidence),
                field(say("desktop.verdict.reviewer"), self.reviewer)),
        ):  # fmt: skip
            layout.addWidget(part)
        layout.addStretch(1)
        saving = card(
            self.notice,
            self.pointed_out,
            self.open_points,
            row(self.save_button, self.group_button, None),
            kind="inset",
            edges=S,
        )
        filled = column(scrolled(inner, say("desktop.tab.verdict")), saving)
        self.no_claim = Guidance(say("desktop.verdict.no-claim"), say("desktop.verdict.no-claim-next"), to_events)
        self._stack = stacked(self.no_claim, filled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._filled = filled
        presenter.changed = self.refresh

    def commands(self, here: Callable[..., Command], show: Callable[[], None]) -> Sequence[Command]:
        """`show` brings the form into view."""

        def choose() -> None:
            show()
            self.template.setFocus()
            self.template.showPopup()

        def put_cited() -> None:
            show()
            self._presenter.put_cited()

        return (here("choose-template", "Alt+T", run=choose), here("insert-cited", "Alt+C", run=put_cited))

    def begin_writing(self) -> None:
        """Put the focus where the next thing is to be said."""
        (self.reasons if self._presenter.draft.status else self.claim).setFocus()

    def save(self) -> bool:
        """Record the verdict; False where it was refused, and the reason stands in the notice."""
        refusal = self._presenter.save()
        if refusal:
            self.notice.tell(refusal, "undermines")
        else:
            self.notice.tell(self._speech.say("desktop.verdict.saved"), "supports")
        return not refusal

    def save_for_group(self) -> None:
        count = self._presenter.group_size()
        refusal = self._presenter.save(whole_group=True)
        if refusal:
            self.notice.tell(refusal, "undermines")
        else:
            self.notice.tell(self._speech.say("desktop.group.saved", count=count), "supports")

    def refresh(self) -> None:
        """Show the draft as it is."""
        presenter, draft = self._presenter, self._presenter.draft
        claims = presenter.claims()
        self._stack.setCurrentWidget(self._filled if claims else self.no_claim)
        fill(self.claim, claims, draft.claim)
        for status, made in self._status_by.items():
            made.setChecked(draft.status is status)
        reasons = []
        for category, box in self.categories.items():
            blocked = presenter.blocked(category)
            box.show_state(category in draft.categories, not blocked)
            reasons += [blocked] if blocked else []
        self.blocked.setText("\n".join(reasons))
        self.blocked.setVisible(bool(reasons))
        self.pillars.refresh()
        self.confidence.setCurrentIndex(self.confidence.findData(draft.confidence.value))
        for written, text in ((self.reasons, draft.reasons), (self.gap_reason, draft.gap_reason)):
            if written.toPlainText() != text:
                blocked_before = written.blockSignals(True)
                written.setPlainText(text)
                written.blockSignals(blocked_before)
        if self.reviewer.text() != draft.reviewer:
            self.reviewer.setText(draft.reviewer)
        count = presenter.group_size()
        self.group_button.setVisible(count > 1)
        self.group_button.setText(self._speech.say("desktop.group.save", count=count))
        self._refresh_open()

    def _refresh_open(self) -> None:
        gap, lacking = self._presenter.gap(), self._presenter.still_open()
        self.gap.setText(gap)
        self.gap_box.setVisible(bool(gap))
        against = self._presenter.pointed_out()
        self.pointed_out.setText("\n".join((f"▼ {self._speech.say('desktop.verdict.pointed-out')}", *against)))
        self.pointed_out.setVisible(bool(against))
        self.open_points.setText(lacking or self._speech.say("desktop.verdict.ready"))

    def _status_buttons(self) -> QWidget:
        self._group = QButtonGroup(self)
        self._status_by: dict[Status, QPushButton] = {}
        keys = {status: key for key, status in STATUS_KEYS.items()}
        rows: list[list[QWidget | int | None]] = [[], []]
        for index, status in enumerate(Status):
            words = self._speech.say(f"status.{status.value}")
            made = button(f"{keys[status]}  {words}", partial(self._presenter.set_status, status))
            made.setAccessibleName(words)
            made.setCheckable(True)
            made.setProperty("tight", True)
            self._group.addButton(made)
            self._status_by[status] = made
            rows[index // 3].append(made)
        return column(*(row(*parts, gap=XS) for parts in rows), gap=XS)

    def _template_chosen(self) -> None:
        if name := self.template.currentData():
            self._presenter.put_template(name)
        self.template.setCurrentIndex(0)
        self.reasons.setFocus()

    def _reasons_typed(self) -> None:
        self._presenter.draft.reasons = self.reasons.toPlainText()
        self._refresh_open()

    def _gap_typed(self) -> None:
        self._presenter.draft.gap_reason = self.gap_reason.toPlainText()
        self._refresh_open()

    def _reviewer_typed(self, text: str) -> None:
        self._presenter.draft.reviewer = text
        self._refresh_open()

    def _confidence_chosen(self) -> None:
        self._presenter.draft.confidence = Confidence(self.confidence.currentData())
