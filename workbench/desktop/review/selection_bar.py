"""What is selected, and the short form in which one decision is made for all of it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.controls import Notice, button, card, choice, column, field, fill, line, row, text_box
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.marks import Marks
from workbench.desktop.review.selection import SelectionPresenter
from workbench.desktop.theme import XS, S
from workbench.domain.verdicts import Status


class SelectionBar(QWidget):
    """Hidden while nothing is selected; the form is hidden until somebody decides."""

    def __init__(self, presenter: SelectionPresenter, marks: Marks, speech: Speech) -> None:
        super().__init__()
        self._presenter, self._marks, self._say = presenter, marks, speech.say
        say = speech.say
        self.count = PlainLabel(size="small")
        self.clear_button = button(say("desktop.command.clear-selection"), marks.clear, flat=True)
        self.status = PlainLabel(size="heading")
        self.claim = choice(say("desktop.verdict.claim-field"))
        self.claim.activated.connect(self._claim_chosen)
        self.reasons = text_box(say("desktop.verdict.reasons"), say("desktop.selection.reasons-hint"), 3)
        self.reasons.textChanged.connect(self._typed)
        self.gap = text_box(say("desktop.verdict.gap-field"), say("desktop.verdict.gap-hint"), 2)
        self.gap.textChanged.connect(self._typed)
        self.reviewer = line(say("desktop.verdict.reviewer"))
        self.reviewer.textEdited.connect(lambda _: self._typed())
        self.open_points = PlainLabel(size="small", ink="muted")
        self.save_button = button(say("desktop.selection.save"), self.save, primary=True)
        self.form = column(
            self.status,
            self.claim,
            self.reasons,
            self.gap,
            field(say("desktop.verdict.reviewer"), self.reviewer),
            self.open_points,
            row(self.save_button, button(say("desktop.selection.cancel"), self.cancel, flat=True), None, gap=XS),
            gap=XS,
        )
        self.notice = Notice(say("desktop.dismiss"))
        self.card = card(row(self.count, self.clear_button), self.form, kind="inset", edges=S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.notice)
        layout.addWidget(self.card)
        self.form.hide()
        self.card.hide()

    def refresh(self) -> None:
        """Say how many are selected."""
        count = self._marks.count
        self.card.setVisible(bool(count))
        if not count:
            self.form.hide()
        self.count.setText(self._say("desktop.selection.count", count=count))

    def begin(self, status: Status) -> None:
        """Ask for the reasons of one decision on all that is selected."""
        self._presenter.begin(status)
        draft = self._presenter.draft
        self.notice.hide()
        self.status.setText(
            self._say("desktop.selection.status", status=self._say(f"status.{status.value}"), count=self._marks.count)
        )
        fill(self.claim, self._presenter.claims(), draft.claim)
        self.reviewer.setText(draft.reviewer)
        for box, text in ((self.reasons, draft.reasons), (self.gap, draft.gap_reason)):
            if box.toPlainText() != text:
                box.setPlainText(text)
        self.gap.setVisible(self._presenter.needs_gap)
        self.form.show()
        self._typed()
        self.reasons.setFocus()

    def save(self) -> None:
        self._presenter.save(self._told)

    def cancel(self) -> None:
        self.form.hide()

    def _told(self, words: str, done: bool) -> None:
        self.notice.tell(words, "supports" if done else "undermines")
        if done:
            self.form.hide()

    def _claim_chosen(self) -> None:
        self._presenter.draft.claim = self.claim.currentData()

    def _typed(self) -> None:
        draft = self._presenter.draft
        draft.reasons, draft.gap_reason = self.reasons.toPlainText(), self.gap.toPlainText()
        draft.reviewer = self.reviewer.text()
        self.open_points.setText(self._presenter.still_open() or self._say("desktop.verdict.ready"))
