"""The near-copies of the image at hand: what each has to do with it, and the way to take them apart."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import Guidance, Notice, button, card, column, field, line, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.copies import CopiesPresenter, CopyLine
from workbench.desktop.task_view import stacked
from workbench.desktop.theme import Look, S

_INKS = {"=": "accent", "✕": "muted", "~": "muted"}


class Here(Protocol):
    """Makes a command of the page on which the panel stands."""

    def __call__(self, name: str, *keys: str, run: Callable[[], None]) -> Command: ...


class CopiesPanel(QWidget):
    def __init__(self, presenter: CopiesPresenter, speech: Speech, look: Look, group: Callable[[], None],
                 select: Callable[[], None], bring_up: Callable[[], None]) -> None:  # fmt: skip
        """`group` looks for near-copies, `select` narrows the list to them, `bring_up` shows this panel."""
        super().__init__()
        self._presenter, self._say, self._bring_up = presenter, speech.say, bring_up
        say = speech.say
        model = LineModel(lambda: len(presenter.lines), self._line)
        self.list = LineList(say("desktop.copies.list"), model, LineDelegate(look))
        self.list.chosen = self._chosen
        self.words = PlainLabel(size="small")
        self.words_card = card(self.words, kind="inset", edges=S)
        self.reason = line(say("desktop.copies.reason"), say("desktop.copies.reason-hint"))
        self.reason.returnPressed.connect(self.cut)
        self.cut_button = button(say("desktop.command.cut-copy"), self.cut)
        self.leave_button = button(say("desktop.command.leave-group"), self.leave)
        self.notice = Notice(say("desktop.dismiss"))
        self.apart = column(
            PlainLabel(say("desktop.copies.apart"), size="small", ink="muted"),
            field(say("desktop.copies.reason"), self.reason),
            self.cut_button,
            self.leave_button,
        )
        self.only_button = button(say("desktop.command.select-group"), select, flat=True)
        full = column(self.list, self.words_card, row(self.only_button, None), self.apart)
        layout = full.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretchFactor(self.list, 1)
        search = button(say("desktop.command.group-copies"), group)
        self._full = full
        self._none = Guidance(say("desktop.copies.none"), say("desktop.copies.none-next"), search)
        self._stack = stacked(self._none, full)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, S, 0, 0)
        outer.setSpacing(S)
        outer.addWidget(self.notice)
        outer.addWidget(self._stack, 1)

    def commands(self, here: Here) -> Sequence[Command]:
        return (
            here("copies", "K", run=self.begin),
            here("cut-copy", "X", run=self._begin_cutting),
            here("leave-group", "Shift+X", run=self._begin_leaving),
        )

    def begin(self) -> None:
        """Bring the panel up, with the focus in its list."""
        self._bring_up()
        if self._presenter.lines:
            self.list.setFocus()

    def show_image(self) -> None:
        """Read the group of the image at hand again."""
        presenter, at = self._presenter, self.list.row
        presenter.refresh()
        self.list.lines.reset()
        self.words_card.hide()
        self._stack.setCurrentWidget(self._full if presenter.lines else self._none)
        self.list.go(max(at, 0))
        self.apart.setVisible(presenter.grouped)
        self.only_button.setVisible(presenter.grouped)

    def forget(self) -> None:
        """Another image: what was said and typed for the last one goes."""
        self.notice.hide()
        self.reason.clear()

    def cut(self) -> None:
        """Cut the link to the line at hand, for the reason that was typed."""
        self._answer(*self._presenter.cut(self._at_hand(), self.reason.text()))

    def leave(self) -> None:
        """Take the image at hand out of its group, for the reason that was typed."""
        self._answer(*self._presenter.leave(self.reason.text()))

    def _begin_cutting(self) -> None:
        self.begin()
        if self._presenter.grouped:
            self.reason.setFocus()

    def _begin_leaving(self) -> None:
        """The reason first; where one is there already it is done."""
        self.begin()
        if self._presenter.grouped and not self.reason.text().strip():
            self.reason.setFocus()
        else:
            self.leave()

    def _answer(self, words: str, done: bool) -> None:
        if done:
            self.reason.clear()
            self.show_image()
        else:
            self.reason.setFocus()
        self.notice.tell(words, "supports" if done else "undermines")

    def _at_hand(self) -> CopyLine | None:
        lines = self._presenter.lines
        return lines[self.list.row] if 0 <= self.list.row < len(lines) else None

    def _line(self, index: int) -> Line:
        shown = self._presenter.lines[index]
        return Line(shown.name, shown.words, shown.sign, _INKS[shown.sign])

    def _chosen(self, index: int) -> None:
        shown = self._presenter.lines[index]
        self.words.setText(f"{shown.name}: {shown.words}")
        self.words_card.show()
        self.cut_button.setEnabled(shown.linked)
