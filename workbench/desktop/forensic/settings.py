"""How a view is set: one slider or drop-down for each of its parameters."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QWidget

from workbench.desktop.controls import choice, empty, row
from workbench.desktop.directions import unturned
from workbench.desktop.forensic.presenter import ForensicPresenter
from workbench.desktop.labels import PlainLabel
from workbench.desktop.theme import XS, M
from workbench.domain.forensic_views import Parameter


class Settings(QWidget):
    """`changed` is called after each change that a person makes."""

    def __init__(self, presenter: ForensicPresenter, changed: Callable[[], None]) -> None:
        super().__init__()
        self._presenter, self._changed = presenter, changed
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(M)
        self.fields: dict[str, QSlider | QComboBox] = {}
        self._values: dict[str, PlainLabel] = {}

    def show_view(self) -> None:
        """The parameters of the view that is chosen."""
        empty(self._layout)
        self.fields, self._values = {}, {}
        for parameter in self._presenter.parameters:
            self._layout.addWidget(self._made(parameter))
        self._layout.addStretch(1)
        self.show_values()

    def show_values(self) -> None:
        values = self._presenter.values
        for parameter in self._presenter.parameters:
            made, value = self.fields[parameter.name], values[parameter.name]
            blocked = made.blockSignals(True)
            if isinstance(made, QSlider):
                made.setValue(value)
                self._values[parameter.name].setText(self._presenter.value_words(parameter, value))
            else:
                made.setCurrentIndex(value)
            made.blockSignals(blocked)

    def _made(self, parameter: Parameter) -> QWidget:
        words = self._presenter.label(parameter)
        label = PlainLabel(words, size="small", ink="muted", wrap=False)
        if parameter.choices:
            names = ((one, self._presenter.value_words(parameter, at)) for at, one in enumerate(parameter.choices))
            box = choice(words, names)
            box.setMinimumContentsLength(14)
            box.currentIndexChanged.connect(partial(self._set, parameter.name))
            label.setBuddy(box)
            self.fields[parameter.name] = box
            return row(label, box, gap=XS)
        slider = unturned(QSlider(Qt.Orientation.Horizontal))
        slider.setAccessibleName(words)
        slider.setRange(parameter.least, parameter.most)
        slider.setPageStep(max(1, (parameter.most - parameter.least) // 10))
        slider.setSingleStep(max(1, (parameter.most - parameter.least) // 60))
        slider.setFixedWidth(88)
        slider.valueChanged.connect(partial(self._set, parameter.name))
        label.setBuddy(slider)
        value = PlainLabel(size="small", wrap=False)
        value.setFixedWidth(30)
        self.fields[parameter.name], self._values[parameter.name] = slider, value
        return row(label, slider, value, gap=XS)

    def _set(self, name: str, value: int) -> None:
        self._presenter.set(name, value)
        self.show_values()
        self._changed()
