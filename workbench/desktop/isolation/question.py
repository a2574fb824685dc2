"""Asked above every page, and in nobody's way, where the process that reads files is not locked fully."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from workbench.desktop.controls import button
from workbench.desktop.isolation.presenter import IsolationPresenter
from workbench.desktop.labels import PlainLabel, repolish
from workbench.desktop.session import Session, Topic
from workbench.desktop.theme import XS, M


class IsolationQuestion(QFrame):
    """Shown until it is answered; without an answer no file is read, and all else works."""

    def __init__(self, presenter: IsolationPresenter, session: Session) -> None:
        super().__init__()
        self._presenter = presenter
        self.setObjectName("notice")
        self.setProperty("top", True)
        self.setProperty("tone", "undermines")
        self.words = PlainLabel()
        self.accept_button = button(session.speech.say("desktop.command.accept-isolation"), presenter.accept)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(M, XS, XS, XS)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.accept_button)
        session.listen(Topic.ISOLATION, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        question = self._presenter.question
        self.words.setText(question)
        self.setAccessibleName(question)
        repolish(self)
        self.setVisible(bool(question))
