"""Backing the open case up, and bringing a backup back: one at a time, in the background."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from workbench.casework.backup_ports import BackedUp
from workbench.casework.verifying import Audit, verify
from workbench.desktop.background import Task
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session
from workbench.domain.refusals import Refusal

T = TypeVar("T")


class KeepingPresenter:
    """`message` and `tone` say how far it is and how it ended; `restored` is called with a case that came back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._task: Task | None = None
        self.running = False
        self.message, self.tone = "", "accent"
        self.changed: Callable[[], None] = lambda: None
        self.restored: Callable[[Path], None] = lambda folder: None

    def suggested_name(self) -> str:
        return f"{self._session.case.folder.name}-{datetime.now(UTC):%Y%m%d}.zip"

    def back_up(self, to: Path) -> None:
        """Copy the open case into one file; it can be worked on meanwhile."""
        folder, room = self._session.case.folder, self._session.room
        self._begin(lambda task: room.keeper.back_up(folder, to, _told(task)), self._backed_up, "backup.progress")

    def restore(self, backup: Path, folder: Path) -> None:
        """Bring a backup back into a new folder, verify it and open it."""
        self._begin(lambda task: self._restore(task, backup, folder), self._came_back, "backup.restoring")

    def stop(self) -> None:
        """Leave nothing behind of what is under way."""
        if self._task and self.running:
            self._task.cancel()

    def _restore(self, task: Task, backup: Path, folder: Path) -> tuple[Path, int, Audit | None]:
        room = self._session.room
        files = room.keeper.restore(backup, folder, _told(task))
        if room.locks.is_locked(folder):
            return folder, files, None
        with closing(room.open_case(folder)) as case:
            return folder, files, verify(case, room.read_checkpoint)

    def _begin(self, work: Callable[[Task], T], done: Callable[[T], None], progress: str) -> None:
        if self.running:
            return
        self.running = True
        self._heard(progress, 0)
        task = self._session.background.run(work, done, self._failed, lambda percent: self._heard(progress, percent))
        self._task = task if self.running else None

    def _heard(self, code: str, percent: int) -> None:
        self._tell(self._session.speech.say(code, percent=percent))

    def _backed_up(self, done: BackedUp) -> None:
        self.running = False
        facts = {"files": done.files, "size": done.size >> 20, "path": visible(str(done.path))}
        self._tell(self._session.speech.say("backup.written", **facts), "supports")

    def _came_back(self, outcome: tuple[Path, int, Audit | None]) -> None:
        folder, files, audit = outcome
        self.running, say = False, self._session.speech.say
        self.restored(folder)
        words = [say("backup.restored", files=files, path=visible(str(folder)))]
        if audit is None:
            words.append(say("backup.locked", path=visible(str(folder))))
        else:
            code = "command.verified" if audit.ok else "command.not-verified"
            words.append(say(code, entries=audit.entries, problems=len(audit.problems)))
            words += [say("command.checkpoint", size=size, root=root) for _, size, root in audit.checkpoints]
        self._tell(" ".join(words), "supports" if audit is None or audit.ok else "undermines")

    def _failed(self, refusal: Refusal) -> None:
        self.running = False
        self._tell(self._session.speech.refusal(refusal), "undermines")

    def _tell(self, words: str, tone: str = "accent") -> None:
        self.message, self.tone = words, tone
        self.changed()


def _told(task: Task) -> Callable[[int, int], bool]:
    """Percent, each told once; False once the task was cancelled."""
    last = -1

    def told(done: int, of: int) -> bool:
        nonlocal last
        percent = 100 * done // max(of, 1)
        if percent != last:
            last = percent
            task.tell(percent)
        return not task.cancelled()

    return told
