"""The case's map with a line for everything on it, and its line of time; from each line the way to the image."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.atlas.card import MapCard
from workbench.desktop.commands import Command
from workbench.desktop.controls import Guidance, card
from workbench.desktop.events.chronicle import ChroniclePresenter
from workbench.desktop.labels import PlainLabel
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.times_view import TimeList
from workbench.desktop.task_view import stacked
from workbench.desktop.theme import Look, S

_LIST_WIDE = 220
Lead = Callable[[str, str], None]
"""Leads to an image, or to an event: one of the two is named."""


class CaseMap(QWidget):
    def __init__(
        self, presenter: ChroniclePresenter, atlas: Atlas, speech: Speech, look: Look, bring_up: Callable[[], None],
        lead: Lead,
    ) -> None:  # fmt: skip
        super().__init__()
        self._presenter, self._lead = presenter, lead
        say = speech.say
        self.card = MapCard(atlas, speech, look, bring_up)
        model = LineModel(lambda: len(presenter.shown.placed), self._line)
        self.list = LineList(say("chronicle.map-list"), model, LineDelegate(look))
        self.list.setMinimumWidth(_LIST_WIDE)
        self.list.chosen = self._chosen
        self.words = PlainLabel(size="small")
        self.state = PlainLabel(size="small", ink="muted")
        self._none = Guidance(say("chronicle.no-map"), say("chronicle.no-map-next"))
        self._shown: object = None
        full = QWidget()
        inner = QHBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S)
        beside = QVBoxLayout()
        beside.setSpacing(S)
        beside.addWidget(self.list, 1)
        beside.addWidget(card(self.words, kind="inset", edges=S))
        inner.addWidget(self.card, 5)
        inner.addLayout(beside, 2)
        self._full, self._stack = full, stacked(self._none, full)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.state)

    def commands(self, here: Callable[..., Command]) -> Sequence[Command]:
        return self.card.commands(here, "case-")

    def refresh(self) -> None:
        """Show what the presenter has; where the map is the same, it stays where it was pushed."""
        shown = self._presenter.shown
        self.state.setText(self._presenter.state)
        self._stack.setCurrentWidget(self._full if shown.map else self._none)
        if shown.map != self._shown:
            self._shown = shown.map
            row = max(self.list.row, 0)
            self.card.show_chart(shown.map, self._presenter.map_words)
            self.list.lines.reset()
            blocked = self.list.selectionModel().blockSignals(True)
            self.list.go(row)
            self.list.selectionModel().blockSignals(blocked)
            self._say(row)

    def focus(self) -> None:
        self.card.view.setFocus()

    def open(self) -> None:
        """Lead to what stands in the line at hand."""
        row = self.list.row
        if 0 <= row < len(self._presenter.shown.placed):
            one = self._presenter.shown.placed[row]
            self._lead(one.evidence, one.event)

    def _chosen(self, index: int) -> None:
        self._say(index)
        self.card.view.choose(index)

    def _say(self, index: int) -> None:
        placed = self._presenter.shown.placed
        words = f"{placed[index].name}\n{placed[index].more}" if index < len(placed) else ""
        self.words.setText(words.replace(" · ", "\n"))

    def _line(self, index: int) -> Line:
        one = self._presenter.shown.placed[index]
        return Line(one.name, one.more)


class CaseTimes(QWidget):
    def __init__(self, presenter: ChroniclePresenter, speech: Speech, look: Look, lead: Lead) -> None:
        super().__init__()
        self._presenter, self._lead = presenter, lead
        say = speech.say
        self.list = TimeList(speech, look, whole_case=True)
        self.list.chosen = self._chosen
        self.words = PlainLabel(size="small")
        self.state = PlainLabel(size="small", ink="muted")
        self._none = Guidance(say("chronicle.no-times"), say("chronicle.no-times-next"))
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S)
        inner.addWidget(self.list, 1)
        inner.addWidget(card(self.words, kind="inset", edges=S))
        inner.addWidget(PlainLabel(say("desktop.times.legend"), size="small", ink="muted"))
        self._full, self._stack = full, stacked(self._none, full)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.state)

    def refresh(self) -> None:
        """Show what the presenter has, and stay at the line at hand."""
        chart, row = self._presenter.shown.times, self.list.row
        self.state.setText(self._presenter.state)
        self._stack.setCurrentWidget(self._full if chart.bars else self._none)
        if chart != self.list.chart:
            self.list.show_chart(chart)
            self.list.go(max(row, 0))

    def focus(self) -> None:
        self.list.setFocus()

    def open(self) -> None:
        """Lead to the image of the line at hand, or to the event."""
        shown, row = self._presenter.shown, self.list.row
        if 0 <= row < len(shown.owners):
            self._lead(*shown.owners[row])

    def _chosen(self, index: int) -> None:
        bar = self.list.chart.bars[index]
        self.words.setText(
            "\n".join(part for part in (bar.title, bar.when, bar.relation, bar.zone, bar.source) if part)
        )
