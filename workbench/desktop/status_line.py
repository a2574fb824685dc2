"""What holds all the time: which case, how well the reading of files is locked in, and how long the journal is."""

from collections.abc import Callable

from PySide6.QtWidgets import QStatusBar

from workbench.desktop.background import Task
from workbench.desktop.controls import button
from workbench.desktop.labels import ElidedLabel, PlainLabel
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.examinations import Isolation
from workbench.domain.refusals import Refusal


class StatusLine(QStatusBar):
    def __init__(self, session: Session, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._session, self._tell = session, tell
        self._isolation: Isolation | None = None
        self._say = session.speech.say
        self.setSizeGripEnabled(False)
        self.case = ElidedLabel(size="small", ink="muted")
        self.isolation = button(self._say("desktop.status.probing"), self.explain_isolation, flat=True)
        self.journal = PlainLabel(size="small", ink="muted", wrap=False)
        self.addWidget(self.case, 1)
        self.addPermanentWidget(self.isolation)
        self.addPermanentWidget(self.journal)
        for topic in Topic:
            if topic not in (Topic.CURRENT, Topic.COVER):
                session.listen(topic, self.refresh)
        self.refresh()
        self._failure = ""
        session.background.run(lambda task: self._probe(task), self._probed, self._failed)

    def refresh(self) -> None:
        if self._session.is_open:
            case = self._session.case
            self.case.setText(f"{visible(case.title)} — {visible(str(case.folder))}")
            self.journal.setText(self._say("desktop.status.journal", size=case.views.counts().entries))
        else:
            self.case.setText(self._say("desktop.status.no-case"))
            self.journal.setText("")

    def explain_isolation(self) -> None:
        """Say what locks the process that reads hostile files, layer by layer."""
        if self._isolation is None:
            self._tell(self._failure or self._say("desktop.status.probing"))
            return
        layers = "; ".join(f"{layer}: {state}" for layer, state in self._isolation.layers)
        level = self._isolation.level.value
        self._tell(self._say(f"desktop.isolation.{level}", layers=layers))

    def _probe(self, task: Task) -> Isolation:
        return self._session.room.examiner().isolation

    def _probed(self, isolation: Isolation) -> None:
        self._isolation = isolation
        sign = {"full": "✓", "reduced": "◐", "none": "✕"}[isolation.level.value]
        words = f"{sign} {self._say(f'isolation.{isolation.level.value}')}"
        self.isolation.setText(words)
        self.isolation.setAccessibleName(words)

    def _failed(self, refusal: Refusal) -> None:
        self._failure = self._session.speech.refusal(refusal)
        self.isolation.setText(self._say("desktop.status.no-examiner"))
