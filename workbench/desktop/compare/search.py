"""Looking for known images in the case's evidence, in the background."""

from collections.abc import Callable, Sequence
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.comparing import compare, not_compared
from workbench.desktop.background import Task
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal

_PAGE = 500
_ASKED = 3


class LibrarySearch:
    """One search at a time; a wish that comes meanwhile is done afterwards."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._task: Task | None = None
        self.running = False
        self._waiting: list[tuple[str, ...]] = []
        self.not_compared = (0, 0)
        """Known images with which the last search could not compare: by fingerprints, by local features."""
        self.told: Callable[[str], None] = lambda words: None
        session.listen(Topic.CASE, self._case_changed)

    def search(self, evidence: tuple[str, ...] = ()) -> None:
        """Search every library that is switched on for `evidence`, or for all of it."""
        session = self._session
        if not session.searched:
            return
        if self.running:
            self._waiting.append(evidence)
            return
        self.running = True
        folder = session.case.folder
        libraries = [library.folder for library in session.searched]
        self._task = session.background.run(
            lambda task: self._search(task, folder, libraries, evidence), self._ended, self._failed, self._heard
        )

    def cancel(self) -> None:
        self._waiting.clear()
        if self._task and self.running:
            self._task.cancel()

    def _search(
        self, task: Task, folder: Path, libraries: Sequence[Path], evidence: tuple[str, ...]
    ) -> tuple[int, int, tuple[int, int]]:
        """In the job's thread: images searched, images in which something was found, and what was not compared."""
        room, case = self._session.room, self._session.room.open_case(folder)
        opened: list[KnownLibrary] = []
        try:
            opened += (room.open_library(library) for library in libraries)
            finder = room.finder(opened)
            wanted = evidence
            if not wanted:
                found: list[str] = []
                while page := case.views.evidence_page(len(found), _PAGE):
                    found += (row.evidence.sha256 for row in page)
                wanted = tuple(found)
            # The least of a few: an image of the case that is flat is no want of the libraries.
            least = min((not_compared(case, sha256, finder) for sha256 in wanted[:_ASKED]), default=0)
            wanting, hits = (least, finder.not_compared_features() if wanted else 0), 0
            for done, sha256 in enumerate(wanted):
                if task.cancelled():
                    return done, hits, wanting
                hits += bool(compare(case, sha256, finder))
                if done % 20 == 19:
                    task.tell((done + 1, len(wanted)))
            return len(wanted), hits, wanting
        finally:
            for library in opened:
                library.close()
            case.close()

    def _heard(self, news: tuple[int, int]) -> None:
        self.told(self._session.speech.say("desktop.search.running", done=news[0], all=news[1]))

    def _ended(self, result: tuple[int, int, tuple[int, int]]) -> None:
        self.not_compared = result[2]
        self._end(self._session.speech.say("desktop.search.done", searched=result[0], found=result[1]))

    def _failed(self, refusal: Refusal) -> None:
        self._end(self._session.speech.refusal(refusal))

    def _end(self, words: str) -> None:
        self.running = False
        self.told(words)
        self._session.announce(Topic.MATCHES)
        if self._waiting:
            self.search(self._waiting.pop(0))

    def _case_changed(self) -> None:
        self.not_compared = (0, 0)
        self.cancel()
