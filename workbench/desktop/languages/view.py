"""The choice of a language."""

from collections.abc import Callable, Sequence

from workbench.desktop.commands import Command
from workbench.desktop.controls import button, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.languages.presenter import LanguagesPresenter
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.task_view import TaskView
from workbench.desktop.theme import Look


class LanguagesView(TaskView):
    task = "language"

    def __init__(self, presenter: LanguagesPresenter, speech: Speech, look: Look, back: Callable[[], None]) -> None:
        super().__init__()
        self._presenter, self._back = presenter, back
        say = speech.say
        self.list = LineList(say("desktop.language.list"), LineModel(lambda: len(presenter.tags), self._line),
                             LineDelegate(look))  # fmt: skip
        self.list.activated.connect(lambda _: self.use())
        self.use_button = button(say("desktop.language.choose"), self.use, primary=True)
        self.outer.addWidget(PlainLabel(say("desktop.language.title"), size="title"))
        self.outer.addWidget(PlainLabel(say("desktop.language.what"), ink="muted"))
        self.outer.addWidget(self.list, 1)
        self.outer.addWidget(PlainLabel(say("desktop.language.draft"), ink="muted"))
        self.outer.addWidget(PlainLabel(say("desktop.language.again"), ink="muted"))
        self.outer.addWidget(row(self.use_button, None))

    def commands(self) -> Sequence[Command]:
        return (
            Command("use-language", ("Ctrl+Return",), self.use, "view", self.task),
            Command("leave-language", ("Esc",), self._back, "view", self.task),
        )

    def enter(self) -> None:
        self.list.go(self._presenter.tags.index(self._presenter.now))
        self.list.setFocus()

    def use(self) -> None:
        if 0 <= self.list.row < len(self._presenter.tags):
            self._presenter.choose(self._presenter.tags[self.list.row])

    def _line(self, index: int) -> Line:
        tag = self._presenter.tags[index]
        return Line(self._presenter.name(tag), self._presenter.more(tag))
