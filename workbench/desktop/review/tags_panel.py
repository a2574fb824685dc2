"""The part of the review in which the tags are read: what narrows them, the table, and one line of it in full."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import Notice, button, card, choice, column, fill, line, row, scrolled
from workbench.desktop.labels import PlainLabel
from workbench.desktop.review.copies_view import Here
from workbench.desktop.review.grounds import Ground
from workbench.desktop.review.tags import TagsPresenter
from workbench.desktop.review.tags_view import OtherImage, TagModel, TagTable
from workbench.desktop.session import Session
from workbench.desktop.task_view import stacked
from workbench.desktop.theme import TYPE, XS, Look, S
from workbench.domain.examinations import Examination
from workbench.domain.refusals import Refusal

_TYPING_MILLISECONDS = 120
_DETAILS = 96  # logical pixels; what is longer is scrolled


class TagsPanel(QWidget):
    def __init__(self, session: Session, look: Look, bring_up: Callable[[], None]) -> None:
        """`bring_up` shows this panel."""
        super().__init__()
        self._speech, self._bring_up = session.speech, bring_up
        say = self._say = session.speech.say
        self.presenter = presenter = TagsPresenter(session)
        self.search = line(say("desktop.command.find-tag"), say("desktop.tags.search-hint"))
        self.search.setClearButtonEnabled(True)
        self._typing = QTimer(self, interval=_TYPING_MILLISECONDS, singleShot=True)
        self._typing.timeout.connect(self._searched)
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.returnPressed.connect(self._to_table)
        self.family = choice(say("desktop.command.tag-family"))
        self.family.currentIndexChanged.connect(lambda _: self._chose(str(self.family.currentData() or "")))
        self.table = TagTable(TagModel(presenter, session.speech), presenter, say("desktop.tab.tags"), self.copy_value)
        self.table.chosen = self._show_details
        self.details = PlainLabel(size="small")
        self._details_area = scrolled(column(self.details, None), say("desktop.tags.details"))
        self._details_area.setFixedHeight(_DETAILS)
        self.count = PlainLabel(size="small", ink="muted")
        self.notice = Notice(say("desktop.dismiss"))
        self.only = self._small("only-differences", self.toggle_differences, say("desktop.tags.only"))
        self.only.setCheckable(True)
        bold = QFont(self.only.font())
        bold.setPixelSize(TYPE["body"])
        bold.setBold(True)
        self.only.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(self.only.text()) + 14)
        self.end = self._small("end-tag-comparison", self.end_comparison, say("desktop.tags.end"))
        buttons = row(
            self._small("copy-value", self.copy_value, say("desktop.tags.copy-value")),
            self._small("copy-line", self.copy_line, say("desktop.tags.copy-line")),
            self._small("compare-tags", self.ask_other, say("desktop.tags.compare")), None, gap=XS,
        )  # fmt: skip
        self._comparing = row(self.only, self.end, None, gap=XS)
        self.none = PlainLabel(say("desktop.tags.none"), ink="muted")
        narrowing = row(self.search, self.family)
        narrowing.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self._reading = column(narrowing, buttons, self._comparing, self.notice, self.count, self.table,
                               card(self._details_area, kind="inset", edges=S))  # fmt: skip
        layout = self._reading.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretchFactor(self.table, 1)
        self.others = OtherImage(presenter, session.speech, look, self.compare_with)
        self._asking = column(
            PlainLabel(say("desktop.tags.other-title"), size="heading"),
            self.others.field, self.others, row(button(say("desktop.tags.other-cancel"), self._to_table), None),
        )  # fmt: skip
        self._stack = stacked(self._reading, column(self.none, None), self._asking)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, S, 0, 0)
        outer.addWidget(self._stack)

    def commands(self, here: Here) -> Sequence[Command]:
        return (
            here("tags", "G", run=self.begin),
            here("find-tag", "S", run=self.to_search),
            here("tag-family", "Shift+S", run=self._to_family),
            here("copy-value", "B", run=self.copy_value),
            here("copy-line", "Shift+B", run=self.copy_line),
            here("compare-tags", "D", run=self.ask_other),
            here("only-differences", "Shift+D", run=self.toggle_differences),
            here("end-tag-comparison", "Ctrl+D", run=self.end_comparison),
        )

    def show_image(self, examination: Examination | None) -> None:
        self.presenter.show(examination)
        self.notice.hide()
        self._refresh()

    def forget(self) -> None:
        """Another case."""
        self.presenter.forget()
        self.search.clear()

    def begin(self) -> None:
        """Bring the panel up, with the focus in the table."""
        self._bring_up()
        self._to_table()

    def to_search(self) -> None:
        self._bring_up()
        self._refresh()
        self.search.setFocus()
        self.search.selectAll()

    def narrow(self, ground: Ground) -> None:
        """Show what a finding rests on, of this image alone."""
        self.presenter.compare_with("")
        self.presenter.choose(ground.family)
        self.search.setText(ground.search)
        self._searched()
        self.begin()

    def copy_value(self) -> None:
        self._copy(whole=False)

    def copy_line(self) -> None:
        self._copy(whole=True)

    def ask_other(self) -> None:
        """Ask which image's tags shall stand beside these."""
        self._bring_up()
        self.others.field.clear()
        self.others.refresh()
        self._stack.setCurrentWidget(self._asking)
        self.others.field.setFocus()

    def compare_with(self, sha256: str) -> None:
        try:
            self.presenter.compare_with(sha256)
        except Refusal as refusal:
            self._to_table()
            self.notice.tell(self._speech.refusal(refusal), "undermines")
            return
        self._refresh()
        self._to_table()

    def end_comparison(self) -> None:
        self._bring_up()
        self.compare_with("")

    def toggle_differences(self) -> None:
        self._bring_up()
        if self.presenter.compared:
            self.presenter.show_differences(not self.presenter.only_differences)
            self._refresh()
        else:
            self._refresh()
            self.notice.tell(self._say("desktop.tags.compare-first"))

    def _copy(self, whole: bool) -> None:
        self._bring_up()
        text = self.presenter.copied(self.table.row, whole)
        if text:
            QGuiApplication.clipboard().setText(text)
        self.notice.tell(self._say("desktop.tags.copied" if text else "desktop.tags.nothing-to-copy"))

    def _searched(self) -> None:
        self._typing.stop()
        self.presenter.search(self.search.text())
        self._refresh()

    def _chose(self, family: str) -> None:
        self.presenter.choose(family)
        self._refresh()

    def _refresh(self) -> None:
        presenter = self.presenter
        fill(self.family, presenter.families, presenter.family)
        self._stack.setCurrentIndex(0 if presenter.any else 1)
        self.count.setText(presenter.summary)
        self._comparing.setVisible(presenter.compared)
        self.only.setChecked(presenter.only_differences)
        self.table.fit()
        self._show_details(self.table.row)

    def _show_details(self, index: int) -> None:
        self.details.setText(self.presenter.details(index))

    def _to_table(self) -> None:
        if self._typing.isActive():
            self._searched()
        self._stack.setCurrentIndex(0 if self.presenter.any else 1)
        self.table.setFocus()

    def _to_family(self) -> None:
        self._bring_up()
        self._to_table()
        self.family.setFocus()
        self.family.showPopup()

    def _small(self, command: str, run: Callable[[], object], words: str) -> QPushButton:
        made = button(words, run)
        made.setProperty("tight", True)
        made.setAccessibleName(self._say(f"desktop.command.{command}"))
        return made
