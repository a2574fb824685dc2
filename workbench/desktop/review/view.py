"""Looking at one image after another, with what is known beside it."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea, QSplitter, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.commands import Command
from workbench.desktop.controls import Guidance, button, card
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.content_note import NotePresenter
from workbench.desktop.review.copies import CopiesPresenter, CopiesSearch
from workbench.desktop.review.copies_view import CopiesPanel
from workbench.desktop.review.gallery import Gallery
from workbench.desktop.review.inspect_pane import InspectPane
from workbench.desktop.review.picture_pane import PicturePane
from workbench.desktop.review.presenter import Reviewed, ReviewPresenter
from workbench.desktop.review.verdict_form import VerdictForm
from workbench.desktop.review.verdict_presenter import STATUS_KEYS, VerdictPresenter
from workbench.desktop.session import Session, Topic
from workbench.desktop.task_view import TaskView, split, stacked
from workbench.desktop.theme import Look, S
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Status

_PASSING, _PAUSE_MILLISECONDS = 0.12, 90
"""Images at which somebody stays for less than this many seconds are shown by their names alone, until they pause."""
_SIZES: Mapping[bool, Sequence[int]] = MappingProxyType({False: (262, 520, 480), True: (520, 300, 440)})
"""How list, picture and what is known share the width: with the list, and with the grid."""


class ReviewView(TaskView):
    task = "review"

    def __init__(
        self,
        session: Session,
        presenter: ReviewPresenter,
        verdicts: VerdictPresenter,
        look: Look,
        atlas: Atlas,
        go: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._session, self._presenter, self._verdicts, self._go = session, presenter, verdicts, go
        self._copies = CopiesSearch(session)
        self._stale, self._stepped, self._whole = True, 0.0, ""
        self._later = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self._later.timeout.connect(self.show_whole)
        speech: Speech = session.speech
        say = speech.say
        self.gallery = Gallery(session, presenter, look)
        self.filter, self.list, self.grid = self.gallery.filter.line, self.gallery.list, self.gallery.grid
        self.gallery.selection.given = verdicts.told
        self.gallery.chosen, self.gallery.filled = presenter.select, self._filled
        self.pictured = PicturePane(presenter, NotePresenter(session), speech, look, lambda: session.current)
        self.name, self.facts, self.group = self.pictured.name, self.pictured.facts, self.pictured.group
        self.picture, self.notice = self.pictured.picture, self.pictured.notice
        to_events = button(say("desktop.command.go-events"), lambda: go("events"), primary=True)
        self.form = VerdictForm(verdicts, speech, to_events)
        self.copies = CopiesPanel(
            CopiesPresenter(session), speech, look, self.group_copies, self.select_group,
            lambda: self.show_tab("copies"),
        )  # fmt: skip
        self.pane = InspectPane(session, look, atlas, self.form, self.copies, go)
        self.pane.shown = self._keep_focus
        right = card(self.pane, edges=S)
        self.splitter = split(self.gallery, self.pictured, right, sizes=_SIZES[False], stretch=1)
        to_intake = button(say("desktop.command.go-intake"), lambda: go("intake"), primary=True)
        self.empty = Guidance(say("desktop.review.empty"), say("desktop.review.empty-next"), to_intake)
        self.body = stacked(self.empty, self.splitter)
        self.outer.addWidget(self.body)
        self._kept_sizes = dict(_SIZES)
        self.gallery.gridded = self._share_width
        self._copies.told = self.notice.tell
        presenter.refresh_on(self._changed)
        session.listen(Topic.EVIDENCE, self._grew)
        session.listen(Topic.CASE, verdicts.forget)
        session.listen(Topic.CASE, self._left)
        session.listen(Topic.EVENTS, self._changed)
        session.listen(Topic.CURRENT, self.show_current)

    def commands(self) -> Sequence[Command]:
        def here(name: str, *keys: str, run: Callable[[], None], narrow: bool = False) -> Command:
            return Command(name, keys, run, "review", self.task, ready=self._has_image, narrow=narrow)

        statuses = [
            here(f"status-{status.value}", key, run=partial(self.decide, status)) for key, status in STATUS_KEYS.items()
        ]
        return (
            *self.gallery.commands(here),
            *self.pictured.commands(here),
            here("compare", "C", run=lambda: self._go("compare")),
            here("forensic", "E", run=lambda: self._go("forensic")),
            *statuses,
            here("verdict", "V", run=lambda: self.show_tab("verdict")),
            here("save-verdict", "Ctrl+Return", run=self.save),
            *self.form.commands(here, lambda: self.show_tab("verdict")),
            here("save-for-group", "Ctrl+Shift+Return", run=self.save_for_group),
            here("select-group", "Ctrl+G", run=self.select_group),
            here("group-copies", "Ctrl+Shift+G", run=self.group_copies),
            *self.copies.commands(here),
            *self.pane.commands(here),
            here("copy-hash", "Ctrl+Shift+C", run=self.copy_hash),
        )

    def narrow_widgets(self) -> Sequence[QWidget]:
        return (self.list, self.grid)

    def enter(self) -> None:
        if self._stale:
            self.reload()
        self.gallery.view.setFocus()

    def hide_pictures(self) -> None:
        self.picture.cover()
        self.gallery.hide_pictures()
        self.pane.cover()

    def show_picture(self) -> None:
        self.picture.uncover()

    def as_left(self) -> Mapping[str, str]:
        return {**self.gallery.as_left(), "tab": self.pane.tab}

    def take_up(self, left: Mapping[str, str]) -> None:
        self.gallery.take_up(left)
        self.pane.take_up(left["tab"])

    @property
    def layout_names(self) -> Sequence[str]:
        return ("review", "review-grid")

    @property
    def layout_name(self) -> str:
        return self.layout_names[self.gallery.view is self.grid]

    def lay_out(self, name: str, splitter: QSplitter, sizes: Sequence[int]) -> None:
        self._kept_sizes[name == "review-grid"] = tuple(sizes)
        if name == self.layout_name:
            splitter.setSizes(list(sizes))

    def reload(self) -> None:
        """Read list and image again, and stay at the image at hand."""
        self._stale = False
        self.gallery.refresh()
        self._filled()
        self.show_current()

    def _share_width(self, gridded: bool) -> None:
        """The grid has a width of its own; whoever moves the borders finds both again as they were left."""
        if self.splitter.isVisible():
            self._kept_sizes[not gridded] = tuple(self.splitter.sizes())
        self.splitter.setSizes(list(self._kept_sizes[gridded]))

    def _filled(self) -> None:
        """There is another list, or more in it."""
        total = self._presenter.rows.length
        self.body.setCurrentWidget(self.splitter if total or self._presenter.text else self.empty)
        if self._session.current is None and total:
            self.list.go(0)

    def show_current(self) -> None:
        """Show what is known of the image at hand: at once, but where somebody is only passing by."""
        if not self.isVisible():
            self._stale = True
            return
        now = time.monotonic()
        passing, self._stepped = now - self._stepped < _PASSING, now
        row = self._presenter.row()
        if row and (passing or not self._presenter.ready) and row.evidence.sha256 != self._whole:
            self._verdicts.begin(None)
            self.pictured.show_other(row.evidence.sha256, *self._presenter.head(row))
            if self._presenter.ready:
                self._later.start()
            else:
                self._presenter.prepare(self.show_whole)
            return
        self.show_whole()

    def show_whole(self) -> None:
        """Show all that is known of the image at hand, now."""
        self._later.stop()
        known = self._reviewed()
        self._whole = known.sha256 if known else ""
        self._verdicts.begin(known)
        if known is None:
            self.pictured.forget()
            return
        self.pane.show_image(known)
        self.copies.show_image()
        if self.pictured.show_image(known):
            self.copies.forget()

    @property
    def waiting(self) -> bool:
        """Whether the image at hand is shown by its name alone, as yet."""
        return self._later.isActive()

    def _settle(self) -> None:
        """Before anything is decided: what is shown is the image at hand."""
        if self._whole != (self._session.current or ""):
            self.show_whole()

    def decide(self, status: Status) -> None:
        """Begin a verdict: on all that is selected, or on the image at hand."""
        if self.gallery.marks.count:
            self.gallery.bar.begin(status)
            return
        self._settle()
        self.show_tab("verdict")
        self._verdicts.set_status(status)
        self.form.begin_writing()

    def save(self) -> None:
        self._settle()
        self.show_tab("verdict")
        if self.form.save():
            self.gallery.to_list()  # the next image is one key away

    def save_for_group(self) -> None:
        self._settle()
        self.show_tab("verdict")
        self.form.save_for_group()

    def select_group(self) -> None:
        """Narrow the list to the near-copies of the image at hand."""
        if self._session.current and self._verdicts.group_size() > 1:
            self.gallery.filter.put(f"copies:{self._session.current[:16]}")
            self.gallery.to_list()

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
            self.gallery.view.setFocus()

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

    def _changed(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _left(self) -> None:
        """Keep nothing of a case that was closed."""
        if not self._session.is_open:
            self.gallery.refresh()
            self._whole = ""
            self.pictured.forget()
            self.pane.forget()

    def _grew(self) -> None:
        """More images came: the list grows, and what is being read stays as it is."""
        if self.isVisible() and self._session.current is not None:
            self.gallery.refresh()
            self._filled()
        else:
            self._changed()

    def _has_image(self) -> bool:
        return self._session.is_open and bool(self._session.case.views.evidence_page(0, 1))
