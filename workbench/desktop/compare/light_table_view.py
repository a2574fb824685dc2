"""The light table on the window: the canvas, the ways of looking, and what is to be known before one looks."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QSlider, QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.compare.canvas import PUSH, ZOOM, Canvas
from workbench.desktop.compare.light_table import ADJUSTABLE, LightTable, Mode
from workbench.desktop.controls import button, row
from workbench.desktop.directions import unturned
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import TYPE, XS, Look, S

MODE_KEYS = {Mode.SIDE: "1", Mode.SLIDER: "2", Mode.BLINK: "3", Mode.OVERLAY: "4", Mode.DIFFERENCE: "5"}


class LightTableView(QWidget):
    """Every button here is a command with a key as well."""

    def __init__(self, table: LightTable, look: Look, speech: Speech) -> None:
        super().__init__()
        self._table, self._say = table, speech.say
        say = speech.say
        self.canvas = Canvas(table, look, speech)
        self.note = PlainLabel(ink="caution")
        self.note.hide()
        self.mode_buttons = {mode: self._mode_button(mode) for mode in Mode}
        self.amount = unturned(QSlider(Qt.Orientation.Horizontal))
        self.amount.setAccessibleName(say("desktop.compare.amount.slider"))
        self.amount.setRange(0, 100)
        self.amount.setMinimumWidth(110)
        self.amount.valueChanged.connect(self._slid)
        self.amount_words = PlainLabel(size="small", ink="muted", wrap=False)
        self.pause = self._small(say("desktop.compare.pause"), partial(self.choose, Mode.BLINK))
        self.marks = self._check(say("desktop.compare.marks"), self.toggle_marks)
        self.difference_words = PlainLabel(size="small", ink="muted", wrap=False)
        self._steps = [
            self._small("‹", partial(self.go_to_difference, -1), say("desktop.command.difference-previous")),
            self._small("›", partial(self.go_to_difference, 1), say("desktop.command.difference-next")),
        ]
        zooming = (
            self._small("−", partial(self.canvas.zoom, 1 / ZOOM), say("desktop.command.zoom-out")),
            self._small("+", partial(self.canvas.zoom, ZOOM), say("desktop.command.zoom-in")),
            self._small(say("desktop.compare.whole"), self.see_whole, say("desktop.command.zoom-whole")),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(row(*self.mode_buttons.values(), None, unturned(row(*zooming, gap=XS)), gap=XS))
        layout.addWidget(self.canvas, 1)
        layout.addWidget(row(self.amount_words, self.amount, self.pause, None, self.difference_words,
                             unturned(row(*self._steps, gap=XS)), self.marks, gap=XS))  # fmt: skip
        layout.addWidget(self.note)
        self.canvas.changed = self._show
        self._show()

    def commands(self, here: Callable[..., Command]) -> Sequence[Command]:
        """What can be done, made by `here(name, *keys, run=...)`."""
        pushes = {"left": (PUSH, 0), "right": (-PUSH, 0), "up": (0, PUSH), "down": (0, -PUSH)}
        return (
            *(here(f"mode-{mode.value}", key, run=partial(self.choose, mode)) for mode, key in MODE_KEYS.items()),
            here("mix-more", ".", run=partial(self.adjust, 1)),
            here("mix-less", ",", run=partial(self.adjust, -1)),
            here("zoom-in", "+", "=", run=partial(self.canvas.zoom, ZOOM)),
            here("zoom-out", "-", run=partial(self.canvas.zoom, 1 / ZOOM)),
            here("zoom-whole", "0", run=self.see_whole),
            *(here(f"pan-{way}", f"Shift+{way.title()}", run=partial(self.canvas.pan, *by))
              for way, by in pushes.items()),
            here("difference-next", "J", run=partial(self.go_to_difference, 1)),
            here("difference-previous", "K", run=partial(self.go_to_difference, -1)),
            here("marks", "M", run=self.toggle_marks),
        )  # fmt: skip

    def say_before_looking(self, words: str) -> None:
        """What holds for this pair in every mode; nothing takes no room."""
        self.note.setText(f"△ {words}" if words else "")
        self.note.setVisible(bool(words))

    def choose(self, mode: Mode) -> None:
        self._table.choose(mode)
        self.canvas.refresh()

    def adjust(self, steps: int) -> None:
        self._table.adjust(steps)
        self.canvas.refresh()

    def see_whole(self) -> None:
        self._table.see_whole()
        self.canvas.refresh()

    def go_to_difference(self, steps: int) -> None:
        self._table.go_to_difference(steps)
        self.canvas.refresh()

    def toggle_marks(self) -> None:
        self._table.marks = not self._table.marks
        self.canvas.refresh()

    def _slid(self, value: int) -> None:
        self._table.set_amount(value / 100)
        self.canvas.refresh()

    def _show(self) -> None:
        """Have every button say how the table is looked at."""
        table, say = self._table, self._say
        for mode, each in self.mode_buttons.items():
            each.setChecked(mode is table.mode)
            each.setEnabled(mode is Mode.SIDE or table.can_be_laid)
        adjustable = table.mode in ADJUSTABLE
        self.amount.setVisible(adjustable)
        self.amount_words.setVisible(adjustable)
        self.pause.setVisible(table.mode is Mode.BLINK)
        self.pause.setText(say("desktop.compare.go-on" if table.paused else "desktop.compare.pause"))
        self.pause.setAccessibleName(self.pause.text())
        if adjustable:
            words = say(f"desktop.compare.amount.{table.mode.value}")
            self.amount_words.setText(words)
            self.amount.setAccessibleName(words)
            blocked = self.amount.blockSignals(True)
            self.amount.setValue(round(table.amount * 100))
            self.amount.blockSignals(blocked)
        self._show_differences()

    def _show_differences(self) -> None:
        table, say = self._table, self._say
        count = len(table.differences)
        code = "none" if not count else "count" if table.difference is None else "at-hand"
        at_hand = (table.difference or 0) + 1
        self.difference_words.setText(say(f"desktop.compare.differences.{code}", count=count, number=at_hand))
        for each in self._steps:
            each.setVisible(count > 0)
        self.marks.setEnabled(table.can_be_laid)
        self.marks.setChecked(table.marks)

    def _mode_button(self, mode: Mode) -> QPushButton:
        words = self._say(f"desktop.compare.mode.{mode.value}")
        return self._check(f"{MODE_KEYS[mode]} {words}", partial(self.choose, mode), words)

    def _check(self, words: str, run: Callable[[], object], name: str = "") -> QPushButton:
        """A button that says whether it is on; on, its words are bold, and have the room for it from the start."""
        made = self._small(words, run, name)
        made.setCheckable(True)
        bold = QFont(made.font())
        bold.setPixelSize(TYPE["body"])
        bold.setBold(True)
        made.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(words) + 14)
        return made

    def _small(self, words: str, run: Callable[[], object], name: str = "") -> QPushButton:
        made = button(words, run)
        made.setProperty("tight", True)
        made.setAccessibleName(name or words)
        return made
