"""The part of the review with time and place: the line of time, the map, and both in words."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import button, card, column, empty, row, scrolled
from workbench.desktop.labels import PlainLabel
from workbench.desktop.review.copies_view import Here
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.review.map_view import MapView
from workbench.desktop.review.surroundings import SurroundingsShown
from workbench.desktop.review.times_view import TimeList
from workbench.desktop.session import Session
from workbench.desktop.task_view import holder
from workbench.desktop.theme import Look, S


class SurroundingsPanel(QWidget):
    def __init__(self, session: Session, look: Look, bring_up: Callable[[], None]) -> None:
        """`bring_up` shows this panel."""
        super().__init__()
        say = self._say = session.speech.say
        self._bring_up = bring_up
        self.times = TimeList(session.speech, look)
        self.times.chosen = self._show_time
        self.time_words = PlainLabel(size="small")
        self.map = MapView(session.speech, look)
        self._no_map = PlainLabel(say("desktop.map.none"), ink="muted")
        self._no_times = PlainLabel(say("desktop.times.none"), ink="muted")
        self._further = row(button(say("desktop.command.map-further"), self.map.look_further, flat=True), None)
        words, self._words = holder()
        self._time_card = card(self.time_words, kind="inset", edges=S)
        inner = column(
            PlainLabel(say("desktop.times.title"), size="heading"), self._no_times,
            self.times, PlainLabel(say("desktop.times.legend"), size="small", ink="muted"), self._time_card,
            PlainLabel(say("desktop.map"), size="heading"), self._no_map, self.map, self._further,
            PlainLabel(say("desktop.map.legend"), size="small", ink="muted"), words, None,
        )  # fmt: skip
        layout = inner.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(0, S, S, 0)
        self.area = scrolled(inner, say("desktop.tab.surroundings"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def commands(self, here: Here) -> Sequence[Command]:
        return (
            here("line-of-time", "W", run=self.to_times),
            here("map", "M", run=self.to_map),
            here("map-further", "Z", run=self._look_further),
        )

    def show_image(self, shown: SurroundingsShown) -> None:
        self.times.show_chart(shown.chart)
        for part in (self.times, self._time_card):
            part.setVisible(bool(shown.chart.bars))
        self._no_times.setVisible(not shown.chart.bars)
        self.map.show_plan(shown.plan, shown.map_words)
        self._no_map.setVisible(shown.plan is None)
        self._further.setVisible(shown.plan is not None and len(shown.plan.windows) > 1)
        empty(self._words)
        for pairs in (shown.places, shown.suns):
            if pairs:
                self._words.addWidget(card(*(fact(label, text) for label, text in pairs)))
        if shown.suns:
            self._words.addWidget(PlainLabel(self._say("desktop.sun.caveat"), size="small", ink="muted"))
        self.times.go(0)

    def to_times(self) -> None:
        """Bring the panel up at the line of time."""
        self._bring_up()
        self.area.ensureWidgetVisible(self.times)
        self.times.setFocus()

    def to_map(self) -> None:
        """Bring the panel up at the map."""
        self._bring_up()
        self.area.verticalScrollBar().setValue(max(0, self.map.y() - 34))
        self.map.setFocus()

    def _look_further(self) -> None:
        self.to_map()
        self.map.look_further()

    def _show_time(self, index: int) -> None:
        bar = self.times.chart.bars[index]
        said = (bar.title, bar.when, bar.relation, bar.zone, bar.source)
        self.time_words.setText("\n".join(part for part in said if part))
