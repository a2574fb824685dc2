"""The left side of the review: the filter, the images as a list or as a grid, and what is selected of them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import Guidance, button, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.line_list import LineDelegate
from workbench.desktop.review.evidence_list import EvidenceGrid, EvidenceList, EvidenceModel
from workbench.desktop.review.filter_bar import FilterBar
from workbench.desktop.review.indexing import Indexing
from workbench.desktop.review.marks import Marks
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.saved_filters import FilterChoices, SavedFilters
from workbench.desktop.review.selection import SelectionPresenter
from workbench.desktop.review.selection_bar import SelectionBar
from workbench.desktop.review.thumbnails import Thumbnails
from workbench.desktop.session import Session, Topic
from workbench.desktop.task_view import stacked
from workbench.desktop.theme import Look, S

_LONGEST_FILTER = 2_000
_LEFT = 236  # logical pixels that the line above the list needs


class Gallery(QWidget):
    """`chosen` is called with the digest of the image that somebody comes to; `filled` when another list is shown."""

    def __init__(self, session: Session, presenter: ReviewPresenter, look: Look) -> None:
        super().__init__()
        self._session, self._presenter, self._search = session, presenter, presenter.search
        speech, say = session.speech, session.speech.say
        self.marks = Marks(lambda: self._search.rows.positions)
        thumbnails = Thumbnails(session, look.care)
        self.model = EvidenceModel(presenter, self.marks, thumbnails, speech)
        self.list = EvidenceList(self.model, self.marks, LineDelegate(look, pictures=True), say("desktop.review.list"))
        self.grid = EvidenceGrid(self.list, self.marks, look, say("desktop.review.grid"))
        self.list.chosen = lambda number: self.chosen(self.model.evidence(number))
        self.grid.chosen = lambda number: None
        self._thumbnails = thumbnails
        thumbnails.arrived = self._repaint
        self.chosen: Callable[[str | None], None] = lambda sha256: None
        self.filled: Callable[[], None] = lambda: None
        self.count = PlainLabel(size="small", ink="muted", wrap=False)
        self.as_grid = button(say("desktop.review.as-grid"), self.toggle_grid, flat=True)
        self.small = button(say("desktop.command.small-pictures"), self.toggle_small, flat=True)
        self._choices = FilterChoices(session)
        self.filter = FilterBar(self._search, self._choices, SavedFilters(session), speech, self.to_list)
        clear = button(say("desktop.review.clear-filter"), lambda: self.filter.put(""))
        self.none_found = Guidance(say("desktop.review.none-found"), say("desktop.review.none-found-next"), clear)
        self.listing = stacked(self.list, self.grid, self.none_found)
        self.selection = SelectionPresenter(session, self.marks)
        self.bar = SelectionBar(self.selection, self.marks, speech)
        self.marks.changed = self._marked
        indexing = Indexing(session)
        indexing.done = self._read_more
        self._search.changed = self._found
        self._gridded = False
        self.gridded: Callable[[bool], None] = lambda on: None
        """Called when the grid takes the list's place, which needs more room, or the list the grid's."""
        self._care = look.care
        session.listen(Topic.CASE, self.filter.forget)
        session.listen(Topic.CASE, self._begin_covered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self.filter)
        layout.addWidget(row(self.count, None, self.as_grid, self.small))
        layout.addWidget(self.listing, 1)
        layout.addWidget(self.bar)
        self.setMinimumWidth(_LEFT)

    def commands(self, here: Callable[..., Command]) -> Sequence[Command]:
        return (
            here("select-image", "Space", run=lambda: self.marks.toggle(self.list.row), narrow=True),
            here("select-up-to", "Shift+Space", run=lambda: self.marks.extend(self.list.row, self.list.row),
                 narrow=True),
            here("select-all", "Ctrl+A", run=self.marks.every, narrow=True),
            here("clear-selection", "Esc", run=self.clear, narrow=True),
            here("next-image", "N", run=lambda: self.step(1)),
            here("previous-image", "P", run=lambda: self.step(-1)),
            here("next-undecided", "Shift+N", run=lambda: self.to_undecided(True)),
            here("previous-undecided", "Shift+P", run=lambda: self.to_undecided(False)),
            *self.filter.commands(here),
            here("list", "L", run=self.to_list),
            here("grid", "A", run=self.toggle_grid),
            here("small-pictures", "T", run=self.toggle_small),
        )  # fmt: skip

    @property
    def view(self) -> EvidenceList:
        """The list or the grid, whichever is shown."""
        return self.grid if self._gridded else self.list

    def refresh(self) -> int:
        """Read the list again, and stay at the image at hand; how many there are."""
        if not self._search.grow():
            self._search.again()
            return self._search.rows.length
        self._search.rows.refresh()
        self.model.refresh()
        return self._tell()

    def hide_pictures(self) -> None:
        self.model.uncovered = False
        self._thumbnails.forget()
        self._repaint()

    def _begin_covered(self) -> None:
        """What was asked for in one case was not asked for in the next."""
        self.model.uncovered = self._care.uncovers()

    def as_left(self) -> Mapping[str, str]:
        """What is asked for, and whether as a grid."""
        return {"filter": self._search.text[:_LONGEST_FILTER], "grid": "grid" if self._gridded else ""}

    def take_up(self, left: Mapping[str, str]) -> None:
        if bool(left["grid"]) != self._gridded:
            self.toggle_grid()
        if left["filter"]:
            self.filter.put(left["filter"])

    def toggle_small(self) -> None:
        if self.model.uncovered:
            self.hide_pictures()
        else:
            self._care.asked()
            self.model.uncovered = True
            self._repaint()

    def toggle_grid(self) -> None:
        """Show the images in rows of pictures, or line by line; place and selection stay."""
        self._gridded = not self._gridded
        say = self._session.speech.say
        words = say("desktop.review.as-list" if self._gridded else "desktop.review.as-grid")
        self.as_grid.setText(words)
        self.as_grid.setAccessibleName(words)
        self._tell()
        self.gridded(self._gridded)
        self.view.setFocus()
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())

    def to_list(self) -> None:
        self.filter.flush()
        self.view.setFocus()

    def clear(self) -> None:
        """Select nothing any more; where a filter is being typed it goes first."""
        if self.marks.count:
            self.marks.clear()

    def step(self, way: int) -> None:
        """To the next image, or to the one before; also from an image that the filter leaves out by now."""
        rows, at = self._search.rows, self.list.row
        if at < 0 and (position := self._position()):
            later = sum(1 for one in rows.positions if one < position)
            at = later - (way > 0)
        self.list.go(at + way)

    def to_undecided(self, forward: bool) -> None:
        found = self._search.undecided(self._position(), forward)
        if found:
            self.list.go(self._search.rows.index(found))
        else:
            self.filter.tell(self._session.speech.say("desktop.review.none-undecided"))

    def _position(self) -> int:
        session = self._session
        row_at_hand = session.case.views.evidence(session.current) if session.is_open and session.current else None
        return row_at_hand.position if row_at_hand else 0

    def _found(self) -> None:
        """Another list: the place in it stays where the image at hand is among them."""
        at, top = self._search.rows.index(self._position()), self.view.verticalScrollBar().value()
        self.model.reset()
        if at >= 0:
            self.list.go(at)
            self.view.verticalScrollBar().setValue(top)
            self.view.scrollTo(self.view.currentIndex())
        self.filter.tell()
        self._tell()
        self.filled()

    def _tell(self) -> int:
        total = self._search.rows.length
        self.count.setText(self._session.speech.say("desktop.review.count", count=total))
        self.listing.setCurrentWidget(self.view if total else self.none_found)
        return total

    def _marked(self) -> None:
        self.bar.refresh()
        self._repaint()

    def _read_more(self) -> None:
        self._choices.refresh()
        if self._search.wanting:
            self._search.again()

    def _repaint(self) -> None:
        self.view.viewport().update()
