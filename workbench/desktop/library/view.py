"""Libraries of known images: open, make, fill and look through."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

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
    line,
    row,
    scrolled,
)
from workbench.desktop.covered_picture import CoveredPicture
from workbench.desktop.labels import PlainLabel
from workbench.desktop.library.presenter import LibraryPresenter, ProvenanceForm
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.pictures import from_own_jpeg
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.dossier_view import fact
from workbench.desktop.task_view import TaskView, holder, split, stacked
from workbench.desktop.theme import Look


class LibraryView(TaskView):
    task = "library"

    def __init__(self, presenter: LibraryPresenter, speech: Speech, look: Look, chooser: Chooser,
                 ready: Callable[[], bool]) -> None:  # fmt: skip
        super().__init__()
        self._presenter, self._speech, self._chooser, self._ready = presenter, speech, chooser, ready
        say = speech.say
        self.which = choice(say("desktop.library.which"))
        self.which.setMinimumContentsLength(24)
        self.which.activated.connect(lambda: presenter.choose(self.which.currentData()))
        self.open_button = button(say("desktop.command.open-library"), self.ask_open)
        self.new_button = button(say("desktop.command.new-library"), self.ask_new)
        self.notice = Notice(say("desktop.dismiss"))
        self.absent = PlainLabel(ink="caution")
        model = LineModel(lambda: presenter.rows.length, self._line)
        self.list = LineList(say("desktop.library.list"), model, LineDelegate(look))
        self.list.chosen = self._chosen
        self.nothing = Guidance(say("desktop.library.no-images"), say("desktop.library.no-images-next"))
        self.listing = stacked(self.nothing, self.list)
        self.picture = CoveredPicture(look, speech, say("desktop.compare.known"))
        self.picture.setMinimumHeight(160)
        details, self._details = holder()
        self.first, self.place = line(say("desktop.match.first-known"), "2019-05-04"), line(say("desktop.match.place"))
        self.source, self.note = line(say("desktop.match.source"), "https://"), line(say("desktop.match.note"))
        self.files_button = button(say("desktop.command.known-files"), self.ask_files, primary=True)
        self.folder_button = button(say("desktop.command.known-folder"), self.ask_folder)
        self.cancel_button = button(say("desktop.command.cancel-known"), presenter.cancel)
        self.outcomes = PlainLabel(size="small", ink="muted")
        form = column(
            PlainLabel(say("desktop.library.add"), size="heading"),
            PlainLabel(say("desktop.library.add-hint"), size="small", ink="muted"),
            field(say("desktop.match.first-known"), self.first, say("desktop.library.first-hint")),
            field(say("desktop.match.place"), self.place),
            field(say("desktop.match.source"), self.source),
            field(say("desktop.match.note"), self.note),
            self.files_button,
            self.folder_button,
            self.cancel_button,
            self.outcomes,
            None,
        )
        middle = column(self.picture, scrolled(details, say("desktop.library.details")))
        self.splitter = split(
            self.listing,
            card(middle),
            card(scrolled(form, say("desktop.library.add"))),
            sizes=(380, 400, 400),
            stretch=0,
        )
        open_here = button(say("desktop.command.open-library"), self.ask_open)
        new_here = button(say("desktop.command.new-library"), self.ask_new, primary=True)
        self.empty = Guidance(say("desktop.library.empty"), say("desktop.library.empty-next"), open_here, new_here)
        self._new_here = new_here
        self.body = stacked(self.empty, self.splitter)
        self.top = row(self.which, self.open_button, self.new_button, None)
        for part in (self.top, self.absent, self.notice):
            self.outer.addWidget(part)
        self.outer.addWidget(self.body, 1)
        presenter.changed = self.refresh
        self.refresh()

    def commands(self) -> Sequence[Command]:
        chosen = lambda: self._presenter.library is not None and not self._presenter.running  # noqa: E731
        return (
            Command("new-library", ("Ctrl+Alt+N",), self.ask_new, "library", ready=self._ready),
            Command("open-library", ("Ctrl+Alt+O",), self.ask_open, "library", ready=self._ready),
            Command("known-files", ("A",), self.ask_files, "library", self.task, ready=chosen),
            Command("known-folder", ("Shift+A",), self.ask_folder, "library", self.task, ready=chosen),
            Command("cancel-known", ("Esc",), self._presenter.cancel, "library", self.task,
                    ready=lambda: self._presenter.running),
            Command("show-known", ("Space",), self.picture.toggle, "library", self.task, ready=chosen, narrow=True),
        )  # fmt: skip

    def narrow_widgets(self) -> Sequence[QWidget]:
        return (self.list,)

    def enter(self) -> None:
        self.refresh()
        if self._presenter.library is None:
            self._new_here.setFocus()
        else:
            (self.list if self._presenter.rows.length else self.first).setFocus()

    def hide_pictures(self) -> None:
        self.picture.cover()

    def ask_open(self) -> None:
        if folder := self._chooser.folder(self._speech.say("desktop.library.open-title")):
            self._presenter.open(folder)

    def ask_new(self) -> None:
        if folder := self._chooser.save(self._speech.say("desktop.library.new-title"), "library", ""):
            self._presenter.open(folder, new=True)

    def ask_files(self) -> None:
        self._add(self._chooser.files(self._speech.say("desktop.command.known-files")))

    def ask_folder(self) -> None:
        if folder := self._chooser.folder(self._speech.say("desktop.command.known-folder")):
            self._add([str(folder)])

    def refresh(self) -> None:
        presenter = self._presenter
        libraries, absent = presenter.libraries(), presenter.absent()
        fill(self.which, libraries, presenter.chosen)
        self.top.setVisible(bool(libraries))
        self.absent.setText("\n".join(absent))
        self.absent.setVisible(bool(absent))
        self.notice.tell(presenter.message, presenter.tone)
        self.body.setCurrentWidget(self.splitter if libraries else self.empty)
        self.listing.setCurrentWidget(self.list if presenter.rows.length else self.nothing)
        self.list.lines.reset()
        if presenter.rows.length:
            self.list.go(max(self.list.row, 0))
        for each in (self.files_button, self.folder_button):
            each.setEnabled(not presenter.running)
        self.cancel_button.setVisible(presenter.running)
        self.outcomes.setText("\n".join(presenter.outcomes[-200:]))

    def _add(self, locations: Sequence[str]) -> None:
        form = ProvenanceForm(self.first.text(), self.place.text(), self.source.text(), self.note.text())
        self._presenter.add(locations, form)

    def _line(self, index: int) -> Line:
        known = self._presenter.rows[index]
        return Line(*self._presenter.row_words(known)) if known else Line("")

    def _chosen(self, index: int) -> None:
        known = self._presenter.rows[index]
        if known is None or self.picture.property("subject") == known.known.id:
            return
        self.picture.setProperty("subject", known.known.id)
        self.picture.show_subject(from_own_jpeg(self._presenter.preview(known.known.id)))
        empty(self._details)
        for label, text in self._presenter.details(known):
            self._details.addWidget(fact(label, text))
        self._details.addStretch(1)
