"""The short form in which a person says what is to be seen on an image."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.desktop.controls import CheckLine, button, card, line, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.content_note import NotePresenter
from workbench.desktop.theme import XS, S
from workbench.domain.content_notes import LONGEST, ContentKind

_ABREAST = 3


class NoteBar(QWidget):
    """Hidden until somebody notes something. `told` is called with what became of it."""

    def __init__(self, presenter: NotePresenter, speech: Speech, told: Callable[[str, str], None]) -> None:
        super().__init__()
        self._presenter, self._told = presenter, told
        say = speech.say
        self.kinds = {
            kind: CheckLine(say(f"content-kind.{kind.value}"), partial(presenter.turn, kind)) for kind in ContentKind
        }
        self.text = line(say("desktop.note.text"), say("desktop.note.text-hint"))
        self.text.setMaxLength(LONGEST)
        self.text.textChanged.connect(self._typed)
        self.text.returnPressed.connect(self.save)
        boxes, places = QWidget(), QGridLayout()
        boxes.setLayout(places)
        places.setContentsMargins(0, 0, 0, 0)
        for number, box in enumerate(self.kinds.values()):
            places.addWidget(box, number // _ABREAST, number % _ABREAST)
            places.setColumnStretch(number % _ABREAST, 1)
            box.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.save_button = button(say("desktop.note.save"), self.save, primary=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(
            PlainLabel(say("desktop.note.title"), size="heading"),
            boxes,
            self.text,
            PlainLabel(say("desktop.note.what"), size="small", ink="muted"),
            row(self.save_button, button(say("desktop.note.cancel"), self.hide, flat=True), None, gap=XS),
            kind="inset", edges=S,
        ))  # fmt: skip
        self.hide()

    def begin(self) -> None:
        """Show the form for the image at hand, with the focus in it; asked for again it goes away."""
        if self.isVisible():
            self.hide()
            return
        self._presenter.begin()
        if not self._presenter.evidence:
            return
        for kind, box in self.kinds.items():
            box.show_state(kind in self._presenter.kinds)
        self.text.setText(self._presenter.text)
        self.show()
        next(iter(self.kinds.values())).box.setFocus()

    def save(self) -> None:
        words, done = self._presenter.save()
        if done:
            self.hide()
        self._told(words, "supports" if done else "undermines")

    def _typed(self) -> None:
        self._presenter.text = self.text.text()
