"""The forensic page: views of the image at hand beside the image, and when each of them misleads."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.desktop.care.words import noted_on
from workbench.desktop.commands import Command
from workbench.desktop.compare.canvas import PUSH, ZOOM
from workbench.desktop.compare.light_table import Mode
from workbench.desktop.controls import Guidance, Notice, button, card, column, empty, row, scrolled
from workbench.desktop.forensic.canvas import ForensicCanvas
from workbench.desktop.forensic.presenter import VIEWS, ForensicPresenter
from workbench.desktop.forensic.settings import Settings
from workbench.desktop.labels import ElidedLabel, PlainLabel
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.pictures import from_own_jpeg, from_preview
from workbench.desktop.session import Session, Topic
from workbench.desktop.task_view import TaskView, holder, split, stacked
from workbench.desktop.theme import TYPE, XS, Look, S
from workbench.domain.examinations import Preview

PAUSE_MILLISECONDS = 150
"""A slider that moves on within this time is waited for, before the child is asked."""
_LINE = 46


class ForensicView(TaskView):
    task = "forensic"

    def __init__(self, session: Session, presenter: ForensicPresenter, look: Look, go: Callable[[str], None]) -> None:
        super().__init__()
        self._session, self._presenter, self._go = session, presenter, go
        speech = session.speech
        say = self._say = speech.say
        self._shown: str | None = None
        self.pause = QTimer(self, interval=PAUSE_MILLISECONDS, singleShot=True)
        self.pause.timeout.connect(self._make)
        model = LineModel(lambda: len(VIEWS), lambda index: Line(*presenter.title(VIEWS[index])))
        self.list = LineList(say("forensic.list"), model, LineDelegate(look))
        self.list.setFixedHeight(len(VIEWS) * _LINE + 6)
        words, self._words = holder()
        self._words.setSpacing(S)
        self.name = ElidedLabel(size="heading")
        self.state = PlainLabel(size="small", ink="muted", wrap=False)
        self.notice = Notice(say("desktop.dismiss"))
        self.settings = Settings(presenter, self.pause.start)
        self.canvas = ForensicCanvas(presenter.table, look, speech)
        self.canvas.setAccessibleDescription(say("forensic.canvas"))
        self.glass = self._check("forensic-magnifier", self.toggle_magnifier, say("forensic.magnifier"))
        self.slider = self._check("forensic-slider", self.toggle_slider, say("forensic.slider"))
        zooming = (
            self._small("forensic-zoom-out", partial(self.canvas.zoom, 1 / ZOOM), "−"),
            self._small("forensic-zoom-in", partial(self.canvas.zoom, ZOOM), "+"),
            self._small("forensic-zoom-whole", self.see_whole, say("desktop.compare.whole")),
        )
        reset = self._small("forensic-reset", self.reset, say("forensic.reset"))
        top = row(self.name, self.state, self.slider, self.glass, *zooming, gap=XS)
        top.layout().setStretch(0, 1)  # type: ignore[union-attr]
        middle = column(self.notice, top, row(self.settings, reset, gap=XS), self.canvas)
        layout = middle.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretch(3, 1)
        beside = column(self.list, card(scrolled(column(words, None), say("forensic.words")), edges=S))
        self.splitter = split(beside, middle, sizes=(350, 860), stretch=1)
        to_review = button(say("desktop.command.go-review"), lambda: go("review"), primary=True)
        self.empty = Guidance(say("forensic.no-image"), say("forensic.no-image-next"), to_review)
        self.body = stacked(self.empty, self.splitter)
        self.outer.addWidget(self.body, 1)
        self.list.go(0)
        self.list.chosen = self._chosen
        self.settings.show_view()
        session.listen(Topic.CASE, self._forget)
        for topic in (Topic.CASE, Topic.CURRENT):
            session.listen(topic, lambda: self.refresh() if self.isVisible() else None)

    def commands(self) -> Sequence[Command]:
        def here(name: str, *keys: str, run: Callable[[], object], narrow: bool = False) -> Command:
            return Command(f"forensic-{name}", keys, run, "forensic", self.task, narrow=narrow,
                           ready=lambda: self._presenter.subject is not None)  # fmt: skip

        pushes = {"left": (PUSH, 0), "right": (-PUSH, 0), "up": (0, PUSH), "down": (0, -PUSH)}
        return (
            here("show", "Space", run=self.canvas.toggle, narrow=True),
            here("next", "N", run=lambda: self.list.go(self.list.row + 1)),
            here("previous", "P", run=lambda: self.list.go(self.list.row - 1)),
            *(here(view.value, str(number), run=partial(self.list.go, number - 1))
              for number, view in enumerate(VIEWS, 1)),
            here("more", ".", run=partial(self.step, 1)),
            here("less", ",", run=partial(self.step, -1)),
            here("reset", "Backspace", run=self.reset),
            here("magnifier", "M", run=self.toggle_magnifier),
            here("slider", "S", run=self.toggle_slider),
            here("slide-right", "]", run=partial(self.slide, -1)),
            here("slide-left", "[", run=partial(self.slide, 1)),
            here("zoom-in", "+", "=", run=partial(self.canvas.zoom, ZOOM)),
            here("zoom-out", "-", run=partial(self.canvas.zoom, 1 / ZOOM)),
            here("zoom-whole", "0", run=self.see_whole),
            *(here(f"pan-{way}", f"Shift+{way.title()}", run=partial(self.canvas.pan, *by))
              for way, by in pushes.items()),
            here("back", "R", run=lambda: self._go("review")),
        )  # fmt: skip

    def narrow_widgets(self) -> Sequence[QWidget]:
        return (self.list,)

    def enter(self) -> None:
        self.refresh()
        self.list.setFocus()

    def hide_pictures(self) -> None:
        self.canvas.cover()

    def show_picture(self) -> None:
        self.canvas.uncover()

    def refresh(self) -> None:
        """Take up the image at hand; the one that is shown already stays as it is looked at."""
        subject = self._presenter.subject
        self.body.setCurrentWidget(self.splitter if subject else self.empty)
        if subject == self._shown:
            return
        self._shown = subject
        self.notice.hide()
        trouble = self._presenter.begin()
        self.name.setText(self._presenter.name())
        self.canvas.view_words = ""
        self.canvas.show_known(None)
        self.canvas.show_query(from_own_jpeg(self._presenter.preview()))
        self.canvas.begin(noted_on(self._session, subject))
        self.canvas.pixels_of_file = self._presenter.pixels_of_file
        self._show_words()
        if trouble:
            self.notice.tell(trouble, "undermines")
        if subject:
            self._presenter.show_original(partial(self._show_original, subject), partial(self._complain, subject))
            self._make()

    def step(self, steps: int) -> None:
        self._presenter.step(steps)
        self.settings.show_values()
        self.pause.start()

    def reset(self) -> None:
        """The view as it was set at first."""
        self._presenter.reset()
        self.settings.show_values()
        self._make()

    def toggle_magnifier(self) -> None:
        self.canvas.magnify(not self.canvas.magnifying)
        self.glass.setChecked(self.canvas.magnifying)
        self._show_words()

    def toggle_slider(self) -> None:
        """The view over the picture, with a border that can be moved, or beside it again."""
        table = self._presenter.table
        table.choose(Mode.SIDE if table.wanted is Mode.SLIDER else Mode.SLIDER)
        self.slider.setChecked(table.wanted is Mode.SLIDER)
        self.canvas.refresh()

    def slide(self, steps: int) -> None:
        self._presenter.table.adjust(steps)
        self.canvas.refresh()

    def see_whole(self) -> None:
        self._presenter.table.see_whole()
        self.canvas.refresh()

    def _chosen(self, index: int) -> None:
        self._presenter.choose(VIEWS[index])
        self.settings.show_view()
        self._show_words()
        self._make()

    def _make(self) -> None:
        """Ask for the view as it is set now."""
        self.pause.stop()
        subject = self._presenter.subject
        if subject is None or subject != self._shown:
            return
        self.state.setText(self._say("forensic.working"))
        words = self._presenter.set_words()
        self._presenter.show_view(partial(self._show_view, subject, words), partial(self._complain, subject))

    def _show_original(self, subject: str, preview: Preview) -> None:
        if subject == self._shown:
            self.canvas.show_query(from_preview(preview))

    def _show_view(self, subject: str, words: str, preview: Preview) -> None:
        if subject == self._shown:
            self.state.setText("")
            self.canvas.view_words = words
            self.canvas.setAccessibleDescription(words)
            self.canvas.show_known(from_preview(preview))

    def _complain(self, subject: str, words: str) -> None:
        """No picture of another view may stand under the name of the one that failed."""
        if subject == self._shown:
            self.state.setText("")
            self.canvas.view_words = words
            self.canvas.show_known(None)
            self.notice.tell(words, "undermines")

    def _show_words(self) -> None:
        """First what must be read on the smallest screen: the list has said in short what the view shows."""
        words, say = self._presenter.words(), self._say
        empty(self._words)
        parts = [(say("forensic.misleads"), words.misleads, "text")]
        if words.of_this_file:
            known = "\n".join(f"△ {one}" for one in words.of_this_file)
            parts.append((say("forensic.of-this-file"), known, "caution"))
        if self.canvas.magnifying:
            parts.append((say("forensic.magnifier"), say("forensic.magnifier.misleads"), "text"))
        parts.append((say("forensic.shows"), words.shows, "text"))
        for label, text, ink in parts:
            heading = PlainLabel(label, size="small", ink="muted")
            self._words.addWidget(column(heading, PlainLabel(text, ink=ink), gap=XS))
        self._words.addWidget(PlainLabel(say("forensic.no-verdict"), size="small", ink="muted"))

    def _forget(self) -> None:
        """Nothing that was uncovered in one case is uncovered in the next."""
        self._shown = None
        self._presenter.stop()
        self.canvas.cover()
        self.canvas.show_query(None)
        self.canvas.show_known(None)

    def _check(self, command: str, run: Callable[[], object], words: str) -> QPushButton:
        """A button that says whether it is on; on, its words are bold, and have the room for it from the start."""
        made = self._small(command, run, words)
        made.setCheckable(True)
        bold = QFont(made.font())
        bold.setPixelSize(TYPE["body"])
        bold.setBold(True)
        made.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(words) + 14)
        return made

    def _small(self, command: str, run: Callable[[], object], words: str) -> QPushButton:
        made = button(words, run)
        made.setProperty("tight", True)
        made.setAccessibleName(self._say(f"desktop.command.{command}"))
        return made
