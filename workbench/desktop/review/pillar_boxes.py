"""The five pillars, each with its light, its why, and the findings and matches that bear on it laid beside."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from workbench.desktop.controls import CheckLine, choice, empty, line, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.verdict_presenter import LIGHT_SIGNS, VerdictPresenter
from workbench.desktop.task_view import holder
from workbench.desktop.theme import XS
from workbench.domain.verdicts import Light, Pillar


class PillarBoxes(QWidget):
    """Writes every change into the presenter's draft and calls `touched`."""

    def __init__(self, presenter: VerdictPresenter, speech: Speech, touched: Callable[[], None]) -> None:
        super().__init__()
        self._presenter, self._say, self._touched = presenter, speech.say, touched
        self.lights = {pillar: self._light_box(pillar) for pillar in Pillar}
        self.notes = {pillar: self._note_line(pillar) for pillar in Pillar}
        self.cite_boxes: dict[str, CheckLine] = {}
        self._beside: dict[Pillar, QVBoxLayout] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        for pillar in Pillar:
            cites, self._beside[pillar] = holder()
            self._beside[pillar].setContentsMargins(XS, 0, 0, XS)
            self._beside[pillar].setSpacing(0)
            layout.addWidget(PlainLabel(self._say(f"pillar.{pillar.value}")))
            layout.addWidget(cites)
            layout.addWidget(row(self.lights[pillar], self.notes[pillar], gap=XS))

    def refresh(self) -> None:
        """Show the draft as it is, and what may be cited now."""
        draft, citable = self._presenter.draft, self._presenter.citable()
        if list(self.cite_boxes) != [one.id for one in citable]:
            self._lay_cites()
        for name, box in self.cite_boxes.items():
            box.show_state(name in draft.cites)
        for pillar in Pillar:
            light = self.lights[pillar]
            light.setCurrentIndex(light.findData(draft.lights[pillar].value))
            if self.notes[pillar].text() != draft.notes[pillar]:
                self.notes[pillar].setText(draft.notes[pillar])

    def _lay_cites(self) -> None:
        self.cite_boxes = {}
        citable = self._presenter.citable()
        for pillar, layout in self._beside.items():
            empty(layout)
            for one in citable:
                if one.pillar is pillar:
                    self.cite_boxes[one.id] = CheckLine(one.words, partial(self._cite, one.id))
                    layout.addWidget(self.cite_boxes[one.id])
        self.cite_boxes = {one.id: self.cite_boxes[one.id] for one in citable}

    def _cite(self, name: str, on: bool) -> None:
        cites = self._presenter.draft.cites
        cites.add(name) if on else cites.discard(name)
        self._touched()

    def _light_box(self, pillar: Pillar) -> QComboBox:
        name = self._say(f"desktop.pillar.{pillar.value}")
        box = choice(self._say("desktop.verdict.light", pillar=name), [
            (light.value, f"{LIGHT_SIGNS[light]} {self._say(f'light.{light.value}')}") for light in Light])  # fmt: skip
        box.setMinimumContentsLength(16)

        def chosen() -> None:
            self._presenter.draft.lights[pillar] = Light(box.currentData())
            self._touched()

        box.activated.connect(lambda: chosen())
        return box

    def _note_line(self, pillar: Pillar) -> QLineEdit:
        made = line(self._say("desktop.verdict.note", pillar=self._say(f"desktop.pillar.{pillar.value}")),
                    self._say("desktop.verdict.note-hint"))  # fmt: skip

        def typed(text: str) -> None:
            self._presenter.draft.notes[pillar] = text

        made.textEdited.connect(typed)
        return made
