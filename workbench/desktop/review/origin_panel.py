"""The part of the review with what the file says of its own making."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import card, column, empty, scrolled
from workbench.desktop.labels import PlainLabel
from workbench.desktop.review.copies_view import Here
from workbench.desktop.review.embedded import EmbeddedPresenter
from workbench.desktop.review.embedded_view import EmbeddedView
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.review.origins import OriginShown
from workbench.desktop.session import Session
from workbench.desktop.task_view import holder
from workbench.desktop.theme import Look, S


class OriginPanel(QWidget):
    def __init__(self, session: Session, look: Look, bring_up: Callable[[], None]) -> None:
        """`bring_up` shows this panel."""
        super().__init__()
        self._bring_up = bring_up
        say = self._say = session.speech.say
        self._subject: str | None = None
        self._session = session
        self.embedded = EmbeddedView(EmbeddedPresenter(session), session.speech, look)
        words, self._words = holder()
        inner = column(PlainLabel(say("desktop.embedded"), size="heading"), self.embedded, words, None)
        layout = inner.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(0, S, S, 0)
        self.area = scrolled(inner, say("desktop.tab.origin"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def commands(self, here: Here) -> Sequence[Command]:
        return (
            here("origin", "O", run=self.begin),
            here("show-embedded", "U", run=self._show_embedded),
        )

    def begin(self) -> None:
        """Bring the panel up, with the focus where it can be scrolled."""
        self._bring_up()
        self.area.setFocus()

    def show_image(self, shown: OriginShown) -> None:
        """What was uncovered stays so only while the image at hand is the same."""
        if self._subject != self._session.current:
            self._subject = self._session.current
            self.embedded.show_image(shown.embedded)
        empty(self._words)
        for name, pairs in (("desktop.c2pa", shown.credentials), ("desktop.editing", shown.editing)):
            self._words.addWidget(PlainLabel(self._say(name), size="heading"))
            if pairs:
                self._words.addWidget(card(*(fact(label, text) for label, text in pairs)))
            self._words.addWidget(PlainLabel(self._say(f"{name}.what-it-shows"), size="small", ink="muted"))
        if self.isVisible():
            self.embedded.make()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._subject == self._session.current:  # else `show_image` is still to come
            self.embedded.make()

    def _show_embedded(self) -> None:
        self._bring_up()
        self.area.verticalScrollBar().setValue(0)
        self.embedded.toggle()
        self.embedded.pictures[0].setFocus()
