"""Looking for near-copies within the case, in the background."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from workbench.casework.grouping import group_copies
from workbench.desktop.background import Task
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal


class CopiesSearch:
    """One search at a time, over all of the case; what was linked when it is stopped stays linked."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._task: Task | None = None
        self.running = False
        self.told: Callable[[str], None] = lambda words: None
        session.listen(Topic.CASE, self.cancel)

    def search(self) -> None:
        if self.running or not self._session.is_open:
            return
        self.running = True
        folder = self._session.case.folder
        background = self._session.background
        self._task = background.run(lambda task: self._search(task, folder), self._ended, self._failed, self._heard)

    def cancel(self) -> None:
        if self._task and self.running:
            self._task.cancel()

    def _search(self, task: Task, folder: Path) -> tuple[int, int]:
        """In the job's thread: images compared and links written."""
        room, compared, linked = self._session.room, 0, 0
        with closing(room.open_case(folder)) as case:
            found = group_copies(case, room.evidence_search(case), room.examiner(), room.limits, task.cancelled)
            for done in found:
                compared, linked = compared + done.searched, linked + len(done.linked)
                if compared % 20 == 0:
                    task.tell(compared)
        return compared, linked

    def _heard(self, compared: int) -> None:
        self.told(self._session.speech.say("desktop.group.running", done=compared))

    def _ended(self, result: tuple[int, int]) -> None:
        self._end(self._session.speech.say("desktop.group.done", searched=result[0], linked=result[1]))

    def _failed(self, refusal: Refusal) -> None:
        self._end(self._session.speech.refusal(refusal))

    def _end(self, words: str) -> None:
        self.running = False
        self._session.announce(Topic.MATCHES)
        self.told(words)
