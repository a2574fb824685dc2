"""The first step: a new case, one that is there, or the sample."""

import re
from collections.abc import Callable
from pathlib import Path

from workbench.casework.sample import run_sample
from workbench.desktop.background import Task
from workbench.desktop.session import Session
from workbench.domain.refusals import Refusal

SAMPLE_FOLDER = "sample"


class StartPresenter:
    """Opens cases; whatever is refused becomes `message`. No case that was open before is remembered."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.busy = False
        self.message, self.tone = "", "accent"
        self.changed: Callable[[], None] = lambda: None
        self.locked: Callable[[Path], None] = lambda folder: None
        """Asks for the passphrase of a case that is to be opened."""
        self.encrypted: Callable[[Path, str], None] = lambda folder, title: None
        """Asks for the passphrase of a case that is to be made."""

    def default_parent(self) -> Path:
        return self._session.room.home / "cases"

    def folder_for(self, parent: Path, title: str) -> Path:
        """A new folder's name made from a title: letters and digits of any script, joined by hyphens."""
        name = "-".join(re.findall(r"\w+", title.casefold())).strip("_")[:60] or "case"
        folder, number = parent / name, 2
        while folder.exists():
            folder, number = parent / f"{name}-{number}", number + 1
        return folder

    def new(self, parent: Path, title: str, encrypted: bool = False) -> bool:
        """Make a case and open it; its passphrase is asked for first where it is to be encrypted."""
        if not title.strip():
            self._tell(self._session.speech.say("desktop.start.title-missing"), "undermines")
            return False
        if encrypted:
            self.encrypted(self.folder_for(parent, ""), title.strip())  # its name would tell the title
            return True
        return self._try(lambda: self._session.new(self.folder_for(parent, title), title.strip()))

    def open(self, folder: Path) -> bool:
        """False where it was refused, or where its passphrase is asked for first."""
        return self._try(lambda: self._open(folder))

    def _open(self, folder: Path) -> None:
        if self._session.room.locks.is_locked(folder):
            self.locked(folder)
        else:
            self._session.open(folder)

    def sample(self) -> None:
        """Open the sample case; the first time it is made, which takes a few seconds in the background."""
        folder = self._session.room.home / SAMPLE_FOLDER
        if (folder / "case").is_dir() and self.open(folder / "case"):
            return
        if self.busy:
            return
        room = self._session.room
        target = self.folder_for(folder.parent, SAMPLE_FOLDER)

        def work(task: Task) -> Path:
            return run_sample(room, target, lambda step: task.tell(step)).case

        self.busy = True
        self._tell(self._session.speech.say("desktop.start.sample-running"))
        self._session.background.run(work, self._made, self._failed, self._step)

    def _step(self, code: str) -> None:
        self._tell(self._session.speech.say(code))

    def _made(self, case: Path) -> None:
        self.busy = False
        self._tell("")
        self.open(case)

    def _failed(self, refusal: Refusal) -> None:
        self.busy = False
        self._tell(self._session.speech.refusal(refusal), "undermines")

    def _try(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except Refusal as refusal:
            self._tell(self._session.speech.refusal(refusal), "undermines")
            return False
        self._tell("")
        return True

    def _tell(self, words: str, tone: str = "accent") -> None:
        self.message, self.tone = words, tone
        self.changed()
