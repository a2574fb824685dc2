"""Looking at one image after another, with what is known beside it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import Guidance, Notice, button, card, column, line, row
from workbench.desktop.covered_picture import CoveredPicture
from workbench.desktop.labels import ElidedLabel, PlainLabel
from workbench.desktop.pictures import from_own_jpeg, from_preview
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.copies import CopiesPresenter, CopiesSearch
from workbench.desktop.review.copies_view import CopiesPanel
from workbench.desktop.review.evidence_list import EvidenceList
from workbench.desktop.review.inspect_pane import InspectPane
from workbench.desktop.review.presenter import Reviewed, ReviewPresenter
from workbench.desktop.review.verdict_form import VerdictForm
from workbench.desktop.review.verdict_presenter import STATUS_KEYS, VerdictPresenter
from workbench.desktop.session import Session, Topic
from workbench.desktop.task_view import TaskView, split, stacked
from workbench.desktop.theme import Look, S
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Status

_TYPING_MILLISECONDS = 150
_LEFT = 236  # logical pixels that the line above the list needs


class ReviewView(TaskView):
    task = "review"

    def __init__(
        self,
        session: Session,
        presenter: ReviewPresenter,
        verdicts: VerdictPresenter,
        look: Look,
        go: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._session, self._presenter, self._verdicts, self._go = session, presenter, verdicts, go
        self._copies = CopiesSearch(session)
        self._stale = True
        speech: Speech = session.speech
        say = speech.say
        self.filter = line(say("desktop.review.filter"), say("desktop.review.filter-hint"))
        self.filter.setClearButtonEnabled(True)
        self._typing = QTimer(self, interval=_TYPING_MILLISECONDS, singleShot=True)
        self._typing.timeout.connect(self.apply_filter)
        self.filter.textChanged.connect(lambda: self._typing.start())
        self.filter.returnPressed.connect(self.to_list)
        self.count = PlainLabel(size="small", ink="muted", wrap=False)
        self.list = EvidenceList(presenter, speech, look)
        self.list.chosen = self._chosen
        self.small = button(say("desktop.command.small-pictures"), self.toggle_small, flat=True)
        self.none_found = Guidance(
            say("desktop.review.none-found"),
            say("desktop.review.none-found-next"),
            button(say("desktop.review.clear-filter"), self.filter.clear),
        )
        self.listing = stacked(self.list, self.none_found)
        left = column(self.filter, row(self.count, None, self.small), self.listing)
        left.setMinimumWidth(_LEFT)
        self.name = ElidedLabel(size="heading")
        self.facts = ElidedLabel(size="small", ink="muted")
        self.picture = CoveredPicture(look, speech, say("desktop.review.picture"))
        self.notice = Notice(say("desktop.dismiss"))
        self.group = PlainLabel(size="small", ink="muted")
        self.group.hide()
        middle = column(self.name, self.facts, self.group, self.notice, self.picture)
        middle.layout().setStretchFactor(self.picture, 1)  # type: ignore[union-attr]
        to_events = button(say("desktop.command.go-events"), lambda: go("events"), primary=True)
        self.form = VerdictForm(verdicts, speech, to_events)
        self.copies = CopiesPanel(
            CopiesPresenter(session), speech, look, self.group_copies, self.select_group,
            lambda: self.show_tab("copies"),
        )  # fmt: skip
        self.pane = InspectPane(session, look, self.form, self.copies, go)
        self.pane.shown = self._keep_focus
        right = card(self.pane, edges=S)
        self.splitter = split(left, middle, right, sizes=(262, 520, 480), stretch=1)
        to_intake = button(say("desktop.command.go-intake"), lambda: go("intake"), primary=True)
        self.empty = Guidance(say("desktop.review.empty"), say("desktop.review.empty-next"), to_intake)
        self.body = stacked(self.empty, self.splitter)
        self.outer.addWidget(self.body)
        self._copies.told = self.notice.tell
        presenter.refresh_on(self._changed)
        session.listen(Topic.EVIDENCE, self._grew)
        session.listen(Topic.CASE, verdicts.forget)
        session.listen(Topic.EVENTS, self._changed)
        session.listen(Topic.CURRENT, self.show_current)

    def commands(self) -> Sequence[Command]:
        def here(name: str, *keys: str, run: Callable[[], None], narrow: bool = False) -> Command:
            return Command(name, keys, run, "review", self.task, ready=self._has_image, narrow=narrow)

        statuses = [
            here(f"status-{status.value}", key, run=partial(self.decide, status)) for key, status in STATUS_KEYS.items()
        ]
        return (
            here("show-picture", "Space", run=self.picture.toggle, narrow=True),
            here("next-image", "N", run=lambda: self.list.go(self.list.row + 1)),
            here("previous-image", "P", run=lambda: self.list.go(self.list.row - 1)),
            here("filter", "Ctrl+F", "/", run=self.to_filter),
            here("list", "L", run=self.to_list),
            here("small-pictures", "T", run=self.toggle_small),
            here("compare", "C", run=lambda: self._go("compare")),
            here("forensic", "E", run=lambda: self._go("forensic")),
            *statuses,
            here("verdict", "V", run=lambda: self.show_tab("verdict")),
            here("save-verdict", "Ctrl+Return", run=self.save),
            here("save-for-group", "Ctrl+Shift+Return", run=self.save_for_group),
            here("select-group", "Ctrl+G", run=self.select_group),
            here("group-copies", "Ctrl+Shift+G", run=self.group_copies),
            *self.copies.commands(here),
            *self.pane.commands(here),
            here("copy-hash", "Ctrl+Shift+C", run=self.copy_hash),
        )

    def narrow_widgets(self) -> Sequence[QWidget]:
        return (self.list,)

    def enter(self) -> None:
        if self._stale:
            self.reload()
        self.list.setFocus()

    def hide_pictures(self) -> None:
        self.picture.cover()
        self.list.uncover(False)
        self.pane.cover()

    def reload(self) -> None:
        """Read list and image again, and stay at the image at hand."""
        self._stale = False
        total = self._read_list()
        if self._session.current is None and total:
            self.list.go(0)
        self.show_current()

    def _read_list(self) -> int:
        self._presenter.rows.refresh()
        self.list.lines.refresh()
        total = self._presenter.rows.length
        self.count.setText(self._session.speech.say("desktop.review.count", count=total))
        self.body.setCurrentWidget(self.splitter if total or self._presenter.text else self.empty)
        self.listing.setCurrentWidget(self.list if total else self.none_found)
        return total

    def apply_filter(self) -> None:
        self._presenter.filter(self.filter.text())
        self.list.lines.reset()
        self.reload()

    def show_current(self) -> None:
        """Show what is known of the image at hand."""
        if not self.isVisible():
            self._stale = True
            return
        known = self._reviewed()
        self._verdicts.begin(known)
        if known is None:
            self.name.setText("")
            self.facts.setText("")
            self.group.hide()
            self.picture.show_subject(None)
            return
        self.pane.show_image(known)
        self.copies.show_image()
        if self.picture.property("subject") != known.sha256:
            self._show_picture(known)
        self.name.setText(known.name)
        self.facts.setText(known.facts)
        self.group.setText(known.group)
        self.group.setVisible(bool(known.group))

    def decide(self, status: Status) -> None:
        self.show_tab("verdict")
        self._verdicts.set_status(status)
        self.form.begin_writing()

    def save(self) -> None:
        self.show_tab("verdict")
        self.form.save()

    def save_for_group(self) -> None:
        self.show_tab("verdict")
        self.form.save_for_group()

    def select_group(self) -> None:
        """Narrow the list to the near-copies of the image at hand."""
        if self._session.current and self._verdicts.group_size() > 1:
            self.filter.setText(f"copies:{self._session.current[:16]}")
            self.to_list()

    def group_copies(self) -> None:
        self._copies.search()

    def show_tab(self, tab: str) -> None:
        self.pane.show_tab(tab)

    def _keep_focus(self) -> None:
        """A part that was asked for comes into view, also where the page is wider than the window."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        page = parent.widget() if parent is not None else None
        if parent is not None and page is not None:
            bar, at = parent.horizontalScrollBar(), self.pane.mapTo(page, QPoint(0, 0)).x()
            bar.setValue(max(bar.value(), at + self.pane.width() + S - parent.viewport().width()))
        if not self.isAncestorOf(QGuiApplication.focusObject()):  # type: ignore[arg-type]
            self.list.setFocus()

    def to_filter(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    def to_list(self) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self.apply_filter()
        self.list.setFocus()

    def toggle_small(self) -> None:
        self.list.uncover(not self.list.uncovered)

    def copy_hash(self) -> None:
        if self._session.current:
            QGuiApplication.clipboard().setText(self._session.current)
            self.notice.tell(self._session.speech.say("desktop.review.copied"))

    def _reviewed(self) -> Reviewed | None:
        try:
            return self._presenter.reviewed()
        except Refusal as refusal:
            self.notice.tell(self._presenter.refusal(refusal), "undermines")
            return None

    def _show_picture(self, known: Reviewed) -> None:
        self.notice.hide()
        self.copies.forget()
        self.picture.setProperty("subject", known.sha256)
        sha256 = known.sha256
        preview = from_own_jpeg(self._presenter.preview(sha256))
        self.picture.show_subject(preview)

        def here() -> bool:
            return self._session.current == sha256

        self._presenter.enlarge(
            sha256,
            lambda large: self.picture.sharpen(from_preview(large)) if here() else None,
            lambda words: self.notice.tell(words, "undermines") if here() else None,
        )

    def _chosen(self, row_number: int) -> None:
        self._presenter.select(self.list.evidence(row_number))

    def _changed(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _grew(self) -> None:
        """More images came: the list grows, and what is being read stays as it is."""
        if self.isVisible() and self._session.current is not None:
            self._read_list()
        else:
            self._changed()

    def _has_image(self) -> bool:
        return self._session.is_open and bool(self._session.case.views.evidence_page(0, 1))
