"""The part of the review with time and place: the line of time, the map, and both in words."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.atlas.card import MapCard
from workbench.desktop.commands import Command
from workbench.desktop.controls import card, column, empty, scrolled
from workbench.desktop.labels import PlainLabel
from workbench.desktop.review.copies_view import Here
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.review.surroundings import SurroundingsShown
from workbench.desktop.review.times_view import TimeList
from workbench.desktop.session import Session
from workbench.desktop.task_view import holder
from workbench.desktop.theme import Look, S

_MAP_HIGH = 290


class SurroundingsPanel(QWidget):
    def __init__(self, session: Session, look: Look, atlas: Atlas, bring_up: Callable[[], None]) -> None:
        """`bring_up` shows this panel."""
        super().__init__()
        say = self._say = session.speech.say
        self._bring_up = bring_up
        self.times = TimeList(session.speech, look)
        self.times.chosen = self._show_time
        self.time_words = PlainLabel(size="small")
        self.map_card = MapCard(atlas, session.speech, look, self.to_map)
        self.map = self.map_card.view
        self.map.setFixedHeight(_MAP_HIGH)
        self._no_map = PlainLabel(say("desktop.map.none"), ink="muted")
        self._no_times = PlainLabel(say("desktop.times.none"), ink="muted")
        words, self._words = holder()
        self._time_card = card(self.time_words, kind="inset", edges=S)
        inner = column(
            PlainLabel(say("desktop.times.title"), size="heading"), self._no_times,
            self.times, PlainLabel(say("desktop.times.legend"), size="small", ink="muted"), self._time_card,
            PlainLabel(say("desktop.map"), size="heading"), self._no_map, self.map_card,
            words, None,
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
            *self.map_card.commands(here),
        )

    def show_image(self, shown: SurroundingsShown) -> None:
        self.times.show_chart(shown.chart)
        for part in (self.times, self._time_card):
            part.setVisible(bool(shown.chart.bars))
        self._no_times.setVisible(not shown.chart.bars)
        self.map_card.show_chart(shown.map, shown.map_words)
        self.map_card.setVisible(shown.map is not None)
        self._no_map.setVisible(shown.map is None)
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
        self.area.verticalScrollBar().setValue(max(0, self.map_card.y() - 34))
        self.map.setFocus()

    def _show_time(self, index: int) -> None:
        bar = self.times.chart.bars[index]
        said = (bar.title, bar.when, bar.relation, bar.zone, bar.source)
        self.time_words.setText("\n".join(part for part in said if part))
