"""Reading the case's images for the search, in the background; what it does not have yet is said with the answer."""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from workbench.casework.indexing import index_evidence
from workbench.desktop.background import Task
from workbench.desktop.session import Session, Topic
from workbench.domain.claims import Event

_REST = 0.008
"""Seconds after each image in which everything else comes first."""


class Indexing:
    """Begins by itself when a case is opened and whenever something has come; one at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._task: Task | None = None
        self._round = 0
        self._running = self._again = False
        self.done: Callable[[], None] = lambda: None
        """Called when something was read that was not there before."""
        session.listen(Topic.CASE, self._turn)
        for topic in (Topic.EVIDENCE, Topic.MATCHES, Topic.EVENTS):
            session.listen(topic, self.begin)

    def begin(self) -> None:
        """Make what is wanting for the event in view; while that is under way it is asked once more afterwards."""
        session = self._session
        if not session.is_open or session.case.read_only:
            return
        if self._running:
            self._again = True
            return
        self._running, self._again = True, False
        folder, event, number = session.case.folder, session.event, self._round
        self._task = session.background.run(
            lambda task: self._work(task, folder, event),
            lambda count: self._end(number, count),
            lambda refusal: self._failed(number),
        )

    def _turn(self) -> None:
        """Another case, or none: what is under way ends."""
        if self._task is not None:
            self._task.cancel()
        self._round += 1
        self._running = self._again = False
        self.begin()

    def _work(self, task: Task, folder: Path, event: Event | None) -> int:
        """In the job's thread."""
        room, count = self._session.room, 0
        with closing(room.open_case(folder)) as case:
            made = index_evidence(
                case, event, room.inspection, room.gazetteer(), room.inspectors, task.cancelled,
                lambda: time.sleep(_REST),
            )  # fmt: skip
            for done in made:
                count = done
        return count

    def _end(self, number: int, count: int) -> None:
        if number != self._round:
            return
        self._running = False
        if count:
            self.done()
        if self._again:
            self.begin()

    def _failed(self, number: int) -> None:
        """A case that was closed, locked or full: the search says what it does not have."""
        if number == self._round:
            self._running = self._again = False
