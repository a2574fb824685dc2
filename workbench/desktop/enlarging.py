"""The large picture, rendered in the locked child and away from the window's thread."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from workbench.casework.cases import Case
from workbench.casework.examining import embedded_picture, enlarge, forensic_view
from workbench.desktop.background import Task
from workbench.desktop.session import Session
from workbench.domain.examinations import Preview
from workbench.domain.forensic_views import View
from workbench.domain.refusals import Refusal

LONGEST_EDGE = 1600
FORENSIC_EDGE = 4096
"""A picture of 12 megapixels is seen pixel by pixel."""


_Made = TypeVar("_Made")


class Enlarger:
    """Renders one picture at a time for one place; an answer that nobody waits for any more is dropped."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._task: Task | None = None

    def evidence(
        self, sha256: str, done: Callable[[Preview], None], failed: Callable[[str], None], edge: int = LONGEST_EDGE
    ) -> None:
        """An original of the open case, no edge longer than `edge`."""
        room = self._session.room
        self._of_case(lambda case: enlarge(case, sha256, room.examiner(), edge, room.limits), done, failed)

    def forensic(
        self,
        sha256: str,
        view: View,
        parameters: Mapping[str, int],
        done: Callable[[Preview], None],
        failed: Callable[[str], None],
    ) -> None:
        """A forensic view of an original of the open case."""
        room, chosen = self._session.room, dict(parameters)
        self._of_case(
            lambda case: forensic_view(case, sha256, room.examiner(), view, chosen, FORENSIC_EDGE, room.limits),
            done,
            failed,
        )

    def embedded(
        self,
        sha256: str,
        done: Callable[[tuple[Preview | None, Preview | None]], None],
        failed: Callable[[str], None],
    ) -> None:
        """The picture inside an original of the open case, and the picture, both small."""
        room = self._session.room
        self._of_case(lambda case: embedded_picture(case, sha256, room.examiner(), room.limits), done, failed)

    def known(self, library: str, sha256: str, done: Callable[[Preview], None], failed: Callable[[str], None]) -> None:
        """An original of one of the case's libraries."""
        room, original = self._session.room, self._session.known[library].vault.path(sha256)

        def work(task: Task) -> Preview | None:
            if task.cancelled():
                return None
            if not original.is_file():
                raise Refusal("desktop.known.original-missing", id=sha256[:16])
            return room.examiner().render(original, LONGEST_EDGE, room.limits)

        self._start(work, done, failed)

    def _of_case(
        self, make: Callable[[Case], _Made], done: Callable[[_Made], None], failed: Callable[[str], None]
    ) -> None:
        room, folder = self._session.room, self._session.case.folder

        def work(task: Task) -> _Made | None:
            if task.cancelled():
                return None
            case = room.open_case(folder)
            try:
                return make(case)
            finally:
                case.close()

        self._start(work, done, failed)

    def stop(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None

    def _start(
        self,
        work: Callable[[Task], _Made | None],
        done: Callable[[_Made], None],
        failed: Callable[[str], None],
    ) -> None:
        self.stop()
        task: Task | None = None

        def ended(made: _Made | None) -> None:
            if made is not None and (task is None or not task.cancelled()):
                done(made)

        def refused(refusal: Refusal) -> None:
            if task is None or not task.cancelled():
                failed(self._session.speech.refusal(refusal))

        task = self._session.background.run(work, ended, refused)
        self._task = task
