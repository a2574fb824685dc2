"""How well the process that reads files is locked, and what a person decides about it. Knows no widgets."""

from collections.abc import Callable

from workbench.desktop.background import Task
from workbench.desktop.session import Session, Topic
from workbench.domain.examinations import Isolation, IsolationLevel
from workbench.domain.refusals import Refusal

_SIGNS = {IsolationLevel.FULL: "✓", IsolationLevel.REDUCED: "◐", IsolationLevel.NONE: "✕"}


class IsolationPresenter:
    """Probes once, when it is made; listeners to `Topic.ISOLATION` are told of all that changes.

    Where less than full isolation is reached there is a `question`, and no file is read before it is answered. The
    answer holds until the window is closed.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._say = session.speech.say
        self._isolation: Isolation | None = None
        self._failure = ""
        self.tell: Callable[[str], None] = lambda words: None
        """Told a sentence for the person."""

    def probe(self) -> None:
        self._session.background.run(lambda task: self._probe(task), self._probed, self._failed)

    @property
    def in_short(self) -> str:
        """A sign and a few words."""
        if self._isolation is None:
            return self._say("desktop.status.no-examiner" if self._failure else "desktop.status.probing")
        level = self._isolation.level
        words = f"{_SIGNS[level]} {self._say(f'isolation.{level.value}')}"
        return self._say("desktop.status.fresh", level=words) if self.hostile_source else words

    @property
    def in_full(self) -> str:
        """What locks the process that reads hostile files, layer by layer."""
        if self._isolation is None:
            return self._failure or self._say("desktop.status.probing")
        layers = "; ".join(f"{layer}: {state}" for layer, state in self._isolation.layers)
        return self._say(f"desktop.isolation.{self._isolation.level.value}", layers=layers)

    @property
    def question(self) -> str:
        """What is missing; empty where nothing is, or where it was agreed to."""
        found = self._isolation
        if found is None or self._session.room.precautions.admits(found):
            return ""
        missing = ", ".join(found.missing) or "?"
        return self._say(f"desktop.isolation.question-{found.level.value}", missing=missing)

    def accept(self) -> None:
        """Go on with the level that there is."""
        if self._isolation is None or not self.question:
            self.tell(self._say("desktop.isolation.nothing-to-accept"))
            return
        level = self._isolation.level
        self._session.room.precautions.accepted = level
        self._session.announce(Topic.ISOLATION)
        self.tell(self._say("desktop.isolation.accepted", level=self._say(f"isolation.{level.value}")))

    @property
    def hostile_source(self) -> bool:
        """Whether every image has a process of its own."""
        return self._session.room.precautions.fresh_process

    def turn_hostile_source(self) -> None:
        self._session.room.precautions.fresh_process = not self.hostile_source
        self._session.announce(Topic.ISOLATION)
        self.tell(self._say(f"desktop.hostile-source.{'on' if self.hostile_source else 'off'}"))

    def _probe(self, task: Task) -> Isolation:
        return self._session.room.isolation()

    def _probed(self, isolation: Isolation) -> None:
        self._isolation = isolation
        self._session.announce(Topic.ISOLATION)

    def _failed(self, refusal: Refusal) -> None:
        self._failure = self._session.speech.refusal(refusal)
        self._session.announce(Topic.ISOLATION)
