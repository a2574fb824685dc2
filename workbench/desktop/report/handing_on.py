"""A case goes out as a bundle, and what another laptop wrote of it comes in."""

from collections.abc import Callable
from pathlib import Path

from workbench.casework.bundling import Bundled, bundle
from workbench.casework.joining import Joined, join
from workbench.desktop.background import Task
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal


class HandingOnPresenter:
    """One bundle or one joining at a time, in the background."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.running = False
        self._task: Task | None = None
        self.message, self.tone = "", "accent"
        self.lines: tuple[tuple[str, str], ...] = ()
        """What is to be known of what was done: a name and its value."""
        self.changed: Callable[[], None] = lambda: None
        session.listen(Topic.CASE, self._case_changed)

    @property
    def ready(self) -> bool:
        return self._session.is_open and not self.running

    def suggested_name(self) -> str:
        return f"{self._session.case.folder.name}-bundle.zip"

    def bundle(self, target: Path, with_originals: bool) -> None:
        """Write the whole case to one file that others can check; what is wrong with it is said instead."""
        room, folder = self._session.room, self._session.case.folder

        def work(task: Task) -> Bundled:
            case = room.open_case(folder)
            try:
                return bundle(case, target, with_originals, False, room.program, room.read_checkpoint, room.notary,
                              room.exchange.write)  # fmt: skip
            finally:
                case.close()

        self._begin("desktop.handing-on.bundling", work, lambda done: self._bundled(target, done))

    def join(self, file: Path) -> None:
        """Take in what another laptop wrote of this case."""
        room, folder, say = self._session.room, self._session.case.folder, self._session.speech.say

        def work(task: Task) -> Joined:
            case = room.open_case(folder)
            try:
                return join(
                    case, file, room.check_bundle, room.exchange, room.read_checkpoint, room.examiner(), room.encode,
                    room.limits, lambda number, of: task.tell((number, of)), task.cancelled,
                )  # fmt: skip
            finally:
                case.close()

        def done(joined: Joined) -> None:
            self.lines = (
                (say("desktop.handing-on.signer"), joined.signer),
                *((say("desktop.handing-on.conflict"), f"{evidence[:12]} · {visible(claim)}")
                  for evidence, claim in joined.conflicts),
            )  # fmt: skip
            code = "join.done" if joined.entries else "join.nothing-new"
            self._ended(say(code, entries=joined.entries, originals=joined.originals), "supports")
            self._session.announce(Topic.EVIDENCE, Topic.EVENTS, Topic.LIBRARIES, Topic.MATCHES, Topic.VERDICTS)

        self._begin("desktop.handing-on.joining", work, done)

    def _begin(self, code: str, work: Callable[[Task], object], done: Callable[..., None]) -> None:
        if not self.ready:
            return
        self.running, self.lines = True, ()
        self.message, self.tone = self._session.speech.say(code), "accent"
        self.changed()
        self._task = self._session.background.run(work, done, self._failed, self._heard)

    def cancel(self) -> None:
        """Stop a joining: nothing is taken in then."""
        if self.running and self._task:
            self._task.cancel()

    def _heard(self, news: tuple[int, int]) -> None:
        self.message = self._session.speech.say("join.progress", done=news[0], of=news[1])
        self.changed()

    def _bundled(self, target: Path, done: Bundled) -> None:
        say = self._session.speech.say
        self.lines = ((say("desktop.report.lies"), visible(str(target))), ("SHA-256", done.sha256))
        self._ended(say("desktop.handing-on.bundled", entries=done.entries, originals=done.originals), "supports")

    def _failed(self, refusal: Refusal) -> None:
        self._ended(self._session.speech.refusal(refusal), "undermines")

    def _ended(self, message: str, tone: str) -> None:
        self.running, self.message, self.tone = False, message, tone
        self.changed()

    def _case_changed(self) -> None:
        self.message, self.lines = "", ()
        self.changed()
