"""Libraries of known images: attached to the case, switched on and off, looked through, filled and passed on."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import Guidance, Notice, button, card, column, empty, row, scrolled
from workbench.desktop.covered_picture import CoveredPicture
from workbench.desktop.labels import PlainLabel
from workbench.desktop.library.deliveries_view import DeliveriesView
from workbench.desktop.library.presenter import LibraryLine, LibraryPresenter
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.pictures import from_own_jpeg
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.task_view import TaskView, holder, split, stacked
from workbench.desktop.theme import XS, Look, S
from workbench.domain.paths import last_part

_LIBRARIES_SHOWN = 4
_LEFT = 190  # logical pixels in which a library's state can be read


class LibraryView(TaskView):
    task = "library"

    def __init__(self, presenter: LibraryPresenter, speech: Speech, look: Look, chooser: Chooser,
                 ready: Callable[[], bool]) -> None:  # fmt: skip
        super().__init__()
        self._presenter, self._speech, self._chooser, self._ready = presenter, speech, chooser, ready
        say = speech.say
        self.open_button = button(say("desktop.command.open-library"), self.ask_open)
        self.new_button = button(say("desktop.command.new-library"), self.ask_new)
        self.notice = Notice(say("desktop.dismiss"))
        self.absent, self.wanting = PlainLabel(ink="caution"), PlainLabel(size="small", ink="caution")
        self._lines: list[LibraryLine] = []
        which = LineModel(lambda: len(self._lines), self._library_line)
        self.libraries = LineList(say("desktop.library.libraries"), which, LineDelegate(look))
        self.libraries.chosen = self._library_chosen
        self.switch_button = button(say("desktop.library.switch-off"), presenter.switch)
        model = LineModel(lambda: presenter.rows.length, self._line)
        self.list = LineList(say("desktop.library.list"), model, LineDelegate(look))
        self.list.chosen = self._chosen
        self.nothing = Guidance(say("desktop.library.no-images"), say("desktop.library.no-images-next"))
        self.listing = stacked(self.nothing, self.list)
        left = column(
            PlainLabel(say("desktop.library.libraries"), size="small", ink="muted"),
            self.libraries,
            row(self.switch_button, None),
            XS,
            PlainLabel(say("desktop.library.list"), size="small", ink="muted"),
            self.listing,
            gap=XS,
        )
        left.setMinimumWidth(_LEFT)
        layout = left.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretchFactor(self.listing, 1)
        self.picture = CoveredPicture(look, speech, say("desktop.compare.known"))
        self.picture.setMinimumHeight(160)
        details, self._details = holder()
        middle = column(self.picture, scrolled(details, say("desktop.library.details")))
        self.deliveries = DeliveriesView(presenter.deliveries, speech, look, chooser, self._library_name)
        self.splitter = split(left, card(middle), card(self.deliveries, edges=S), sizes=(340, 380, 460), stretch=1)
        open_here = button(say("desktop.command.open-library"), self.ask_open)
        self._new_here = button(say("desktop.command.new-library"), self.ask_new, primary=True)
        words = say("desktop.library.empty"), say("desktop.library.empty-next")
        self.empty = Guidance(*words, open_here, self._new_here)
        self.body = stacked(self.empty, self.splitter)
        self.top = row(self.open_button, self.new_button, None)
        for part in (self.top, self.absent, self.wanting, self.notice):
            self.outer.addWidget(part)
        self.outer.addWidget(self.body, 1)
        self._shown: str | None = None
        presenter.changed = self.refresh
        self.refresh()

    def commands(self) -> Sequence[Command]:
        has_library = lambda: self._presenter.chosen is not None  # noqa: E731
        return (
            Command("new-library", ("Ctrl+Alt+N",), self.ask_new, "library", ready=self._ready),
            Command("open-library", ("Ctrl+Alt+O",), self.ask_open, "library", ready=self._ready),
            Command("switch-library", ("S",), self._presenter.switch, "library", self.task, ready=has_library),
            Command("libraries", ("L",), self.libraries.setFocus, "library", self.task, ready=has_library),
            Command("known-list", ("K",), self.list.setFocus, "library", self.task,
                    ready=lambda: bool(self._presenter.rows.length)),
            Command("show-known", ("Space",), self.picture.toggle, "library", self.task,
                    ready=lambda: bool(self._presenter.rows.length), narrow=True),
            *self.deliveries.commands(self.task),
        )  # fmt: skip

    def narrow_widgets(self) -> Sequence[QWidget]:
        return (self.list,)

    def enter(self) -> None:
        self.refresh()
        if self._presenter.chosen is None:
            self._new_here.setFocus()
        elif self._presenter.rows.length:
            self.list.setFocus()
        else:
            self.libraries.setFocus()

    def hide_pictures(self) -> None:
        self.picture.cover()

    def show_picture(self) -> None:
        self.picture.uncover()

    def ask_open(self) -> None:
        if folder := self._chooser.folder(self._speech.say("desktop.library.open-title")):
            self._presenter.open(folder)

    def ask_new(self) -> None:
        if folder := self._chooser.save(self._speech.say("desktop.library.new-title"), "library", ""):
            self._presenter.open(folder, new=True)

    def refresh(self) -> None:
        """Show the libraries and the known images of the chosen one, and stay where the person is."""
        presenter = self._presenter
        libraries, absent, wanting = presenter.libraries(), presenter.absent(), " ".join(presenter.wanting())
        self._lines = libraries
        self.top.setVisible(bool(libraries))
        self.absent.setText("\n".join(absent))
        self.absent.setVisible(bool(absent))
        self.wanting.setText(wanting)
        self.wanting.setVisible(bool(wanting))
        self.notice.tell(presenter.message, presenter.tone)
        self.body.setCurrentWidget(self.splitter if libraries else self.empty)
        self.libraries.lines.refresh()
        self.libraries.setFixedHeight(46 * min(max(len(libraries), 1), _LIBRARIES_SHOWN) + 6)
        chosen = next((index for index, one in enumerate(libraries) if one.id == presenter.chosen), None)
        if chosen is not None:
            self.libraries.go(chosen)
            words = "desktop.library.switch-off" if libraries[chosen].on else "desktop.library.switch-on"
            self.switch_button.setText(self._speech.say(words))
            self.switch_button.setAccessibleName(self._speech.say(words))
        self._show_images()
        self.deliveries.refresh()

    def _show_images(self) -> None:
        presenter = self._presenter
        at = max(self.list.row, 0) if self._shown == presenter.chosen else 0
        self._shown = presenter.chosen
        self.listing.setCurrentWidget(self.list if presenter.rows.length else self.nothing)
        self.list.lines.reset()
        if presenter.rows.length:
            self.list.go(at)
        else:
            self.picture.setProperty("subject", "")
            self.picture.show_subject(None)
            empty(self._details)

    def _library_name(self) -> str:
        """What a pack is called before anybody gives it another name."""
        library = self._presenter.library
        return (last_part(library.store.name) if library else "") or "library"

    def _library_line(self, index: int) -> Line:
        shown = self._lines[index]
        return Line(shown.name, shown.state, shown.sign, shown.ink)

    def _library_chosen(self, index: int) -> None:
        if self._lines[index].id != self._presenter.chosen:
            self._presenter.choose(self._lines[index].id)

    def _line(self, index: int) -> Line:
        known = self._presenter.rows[index]
        return Line(*self._presenter.row_words(known)) if known else Line("")

    def _chosen(self, index: int) -> None:
        known = self._presenter.rows[index]
        subject = f"{self._presenter.chosen}/{known.known.id}" if known else ""
        if known is None or self.picture.property("subject") == subject:
            return
        self.picture.setProperty("subject", subject)
        self.picture.show_subject(from_own_jpeg(self._presenter.preview(known.known.id)))
        empty(self._details)
        for label, text in self._presenter.details(known):
            self._details.addWidget(fact(label, text))
        self._details.addStretch(1)
