"""What holds all the time: which case, how well the reading of files is locked in, and how long the journal is."""

from PySide6.QtWidgets import QStatusBar

from workbench.desktop.controls import button
from workbench.desktop.isolation.presenter import IsolationPresenter
from workbench.desktop.labels import ElidedLabel, PlainLabel
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic


class StatusLine(QStatusBar):
    def __init__(self, session: Session, isolation: IsolationPresenter) -> None:
        super().__init__()
        self._session, self._isolation = session, isolation
        self._say = session.speech.say
        self.setSizeGripEnabled(False)
        self.case = ElidedLabel(size="small", ink="muted")
        self.isolation = button("", lambda: isolation.tell(isolation.in_full), flat=True)
        self.journal = PlainLabel(size="small", ink="muted", wrap=False)
        self.addWidget(self.case, 1)
        self.addPermanentWidget(self.isolation)
        self.addPermanentWidget(self.journal)
        for topic in Topic:
            if topic not in (Topic.CURRENT, Topic.COVER):
                session.listen(topic, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.isolation.setText(self._isolation.in_short)
        self.isolation.setAccessibleName(self._isolation.in_short)
        if self._session.is_open:
            case = self._session.case
            self.case.setText(f"{visible(case.title)} — {visible(str(case.folder))}")
            self.journal.setText(self._say("desktop.status.journal", size=case.views.size()))
        else:
            self.case.setText(self._say("desktop.status.no-case"))
            self.journal.setText("")
