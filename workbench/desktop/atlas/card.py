"""The map with all that belongs to it: its legend, what is under the pointer, and ways to move it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.atlas.chart import Chart, Spot, SpotKind
from workbench.desktop.atlas.legend import MapLegend
from workbench.desktop.atlas.view import ZOOM, MapView
from workbench.desktop.commands import Command
from workbench.desktop.controls import button, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.theme import XS, Look
from workbench.domain.measures import metres
from workbench.domain.places import Point

_BORDER_M, _MOST_REACH_M = 2_000.0, 10_000.0
"""By how much a border may be off, and how much of a position's uncertainty is asked about."""
_MOST_NAMED = 3

MakeCommand = Callable[..., Command]
"""Makes a command of the page on which the card stands: name, keys, `run`."""


class MapCard(QWidget):
    def __init__(self, atlas: Atlas, speech: Speech, look: Look, bring_up: Callable[[], None]) -> None:
        """`bring_up` shows the card and gives the map the focus."""
        super().__init__()
        self._atlas, self._say, self._bring_up = atlas, speech.say, bring_up
        say = speech.say
        self._chart: Chart | None = None
        self._words = ""
        self.view = MapView(atlas, speech, look)
        self.view.moved = self._tell_middle
        self.view.pointed = self._tell_pointed
        self.readout = PlainLabel(size="small")
        self.borders = PlainLabel(size="small")
        self.refusal = PlainLabel(size="small", ink="undermines")
        self.refusal.hide()
        self.legend = MapLegend(speech, look)
        self._further = button(say("atlas.further"), self.view.look_further, flat=True)
        buttons = row(
            button(say("atlas.closer"), partial(self.view.zoom, ZOOM), flat=True),
            button(say("atlas.wider"), partial(self.view.zoom, 1 / ZOOM), flat=True),
            button(say("atlas.whole"), self.view.whole, flat=True),
            self._further,
            None,
            gap=XS,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.view, 1)
        note = PlainLabel(say("atlas.note"), size="small", ink="muted")
        for part in (self.borders, self.readout, self.refusal, buttons, self.legend, note):
            layout.addWidget(part)
        atlas.listen(self._sheet_came)

    def commands(self, here: MakeCommand, prefix: str = "") -> Sequence[Command]:
        """The ways to move the map; `prefix` tells those of one page from those of another."""
        view = self.view
        runs: dict[str, tuple[str, Callable[[], None]]] = {
            "map-further": ("Shift+M", view.look_further),
            "map-closer": ("Alt+Up", partial(view.zoom, ZOOM)),
            "map-wider": ("Alt+Down", partial(view.zoom, 1 / ZOOM)),
            "map-whole": ("Alt+Home", view.whole),
        }
        return tuple(here(f"{prefix}{name}", key, run=partial(self._do, run)) for name, (key, run) in runs.items())

    def show_chart(self, chart: Chart | None, words: str) -> None:
        """`words` say what is on the map; in which provinces that lies is added as soon as it was read."""
        self._further.setVisible(chart is not None and len(chart.looks) > 1)
        self._chart, self._words = chart, words
        self.view.show_chart(chart, words)
        self._tell_borders()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_borders()
        self._tell_middle()

    def _tell_borders(self) -> None:
        """Where the events and positions lie by the map's borders; only while somebody can see it."""
        if self._chart is None or not self.isVisible():
            return
        own = [spot for spot in self._chart.spots if spot.kind is not SpotKind.PLACE]
        lines = [words for spot in own[:_MOST_NAMED] if (words := self._border_words(spot))]
        self.borders.setText("\n".join(lines))
        self.borders.setVisible(bool(lines))
        self.view.setAccessibleDescription(". ".join((self._words, *lines)))

    def _border_words(self, spot: Spot) -> str:
        names = ", ".join(self._atlas.names_at(spot.point))
        if not names:
            return ""
        reach = min(spot.radius_m or 0.0, _MOST_REACH_M) + _BORDER_M
        others = " / ".join(self._atlas.provinces_around(spot.point, reach))
        code = "atlas.by-borders-near" if others else "atlas.by-borders"
        return self._say(code, spot=spot.name, names=names, others=others, reach=metres(reach))

    def _do(self, run: Callable[[], None]) -> None:
        self._bring_up()
        run()

    def _tell_middle(self) -> None:
        frame = self.view.frame_now
        self._tell("atlas.middle", Point(frame.latitude, frame.longitude))

    def _tell_pointed(self, x: float, y: float) -> None:
        self._tell("atlas.pointed", self.view.frame_now.point_at(x, y))

    def _tell(self, code: str, point: Point) -> None:
        if self.isVisible():
            names = ", ".join(self._atlas.names_at(point)) or self._say("atlas.no-name")
            position = f"{point.latitude:.4f}, {point.longitude:.4f}"
            self.readout.setText(self._say(code, position=position, names=names))

    def _sheet_came(self) -> None:
        self._tell_borders()
        self.refusal.setText(self._atlas.refusal)
        self.refusal.setVisible(bool(self._atlas.refusal))
