"""The page on which a person chooses how pictures look, before and when they are asked for."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox

from workbench.desktop.care.holding import Holding
from workbench.desktop.care.presenter import CarePresenter
from workbench.desktop.commands import Command
from workbench.desktop.controls import button, card, choice, column, field, fill, row, scrolled
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.task_view import TaskView
from workbench.desktop.theme import L, Look, M


class Window:
    """What the page needs of the window around it."""

    def __init__(
        self, go: Callable[[str], None], back: Callable[[], None], tell: Callable[[str], None],
        look: Callable[[], None], cover: Callable[[], None],
    ) -> None:  # fmt: skip
        self.go, self.back, self.tell, self.look, self.cover = go, back, tell, look, cover


class CareView(TaskView):
    task = "care"

    def __init__(self, look: Look, speech: Speech, window: Window) -> None:
        super().__init__()
        self._window, self._presenter = window, CarePresenter(look.care, speech)
        presenter, say = self._presenter, speech.say
        self.manner = self._choice(say("desktop.care.manner"), presenter.manners())
        self.before = self._choice(say("desktop.care.before"), presenter.befores())
        self.pictures = self._choice(say("desktop.care.after-pictures"), presenter.pictures())
        self.minutes = self._choice(say("desktop.care.after-minutes"), presenter.minutes())
        self.today = PlainLabel(ink="muted")
        self._holding = Holding(self, window.look, window.cover)
        look.care.remind = lambda pictures, minutes: window.tell(presenter.reminder(pictures, minutes))
        parts = column(
            PlainLabel(say("desktop.care.title"), size="title"),
            PlainLabel(say("desktop.care.what"), ink="muted"),
            card(
                PlainLabel(say("desktop.care.looks"), size="heading"),
                field(say("desktop.care.manner"), self.manner),
                field(say("desktop.care.before"), self.before, say("desktop.care.before-hint")),
                gap=M, edges=L,
            ),
            card(
                PlainLabel(say("desktop.care.pauses"), size="heading"),
                PlainLabel(say("desktop.care.pauses-what"), ink="muted"),
                field(say("desktop.care.after-pictures"), self.pictures),
                field(say("desktop.care.after-minutes"), self.minutes),
                self.today,
                gap=M, edges=L,
            ),
            row(button(say("desktop.command.leave-care"), window.back), None),
            None,
            gap=M,
        )  # fmt: skip
        self.outer.addWidget(scrolled(parts, say("desktop.care.title")), 1)

    def commands(self) -> Sequence[Command]:
        return (
            Command("look-while-held", ("F2",), self._holding.begin, "view"),
            Command("next-manner", ("F3",), self._next_manner, "view"),
            Command("care", ("F4",), lambda: self._window.go("care"), "view"),
            Command("leave-care", ("Esc",), self._window.back, "view", self.task),
        )

    def enter(self) -> None:
        self._show()
        self.manner.setFocus()

    def _choice(self, words: str, choices: list[tuple[str, str]]) -> QComboBox:
        made = choice(words, choices)
        made.activated.connect(lambda _: self._chosen())
        return made

    def _chosen(self) -> None:
        before = self._presenter.chosen()
        boxes = (self.manner, self.before, self.pictures, self.minutes)
        manner, shown, pictures, minutes = (str(box.currentData()) for box in boxes)
        self._presenter.choose(manner, shown, pictures, minutes)
        if shown == "covered" != before[1]:
            self._window.cover()
        self._show()

    def _next_manner(self) -> None:
        self._window.tell(self._presenter.next_manner())
        self._show()

    def _show(self) -> None:
        presenter = self._presenter
        lists = (presenter.manners(), presenter.befores(), presenter.pictures(), presenter.minutes())
        boxes = (self.manner, self.before, self.pictures, self.minutes)
        for box, choices, chosen in zip(boxes, lists, presenter.chosen(), strict=True):
            fill(box, choices, chosen)
        self.today.setText(presenter.today())
