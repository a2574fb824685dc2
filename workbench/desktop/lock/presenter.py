"""Locking a case and opening it again, and what else is asked around its passphrase."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from workbench.casework.cases import Case
from workbench.casework.lock_ports import Encrypted
from workbench.desktop.background import Task
from workbench.desktop.session import Session
from workbench.domain.refusals import Refusal


class Work(Protocol):
    """All background work of the window."""

    def busy(self) -> bool: ...

    def stop(self) -> None:
        """Ask all of it to end where it stands; what it acknowledged is kept."""
        ...


class Asking(StrEnum):
    """What the page asks for."""

    NOTHING = ""
    UNLOCK = "unlock"
    CREATE = "create"
    ENCRYPT = "encrypt"
    PASSPHRASE = "passphrase"  # noqa: S105 - what is asked for
    RECOVERY = "recovery"
    SHOWN = "shown"
    """The recovery key, until the person says that it is written down."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person was when the case was locked."""

    folder: Path
    event: str | None
    evidence: str | None
    drafts: Any


class LockPresenter:
    """What the lock page shows. While `covers` is true nothing else of the window is to be seen or done.

    On a key the jobs under way are asked to end, idle ones are let finish; the keys are forgotten, and the case is
    closed, once no job has it open. `put_by` hands out what is typed and not saved, `take_up` gets it back: it is kept
    in memory.
    """

    def __init__(self, session: Session, work: Work, clock: Callable[[], float] = time.monotonic) -> None:
        self._session, self._work, self._clock = session, work, clock
        self.asking = Asking.NOTHING
        self.busy = False
        self.message, self.tone = "", "accent"
        self.recovery_key, self.left_plain = "", ""
        self._folder, self._title = Path(), ""
        self._place: Place | None = None
        self._active = clock()
        self.changed: Callable[[], None] = lambda: None
        self.said: Callable[[str], None] = lambda words: None
        self.put_by: Callable[[], Any] = lambda: None
        self.take_up: Callable[[Any], None] = lambda drafts: None

    @property
    def covers(self) -> bool:
        """Whether a case is locked, or about to be."""
        return self._place is not None

    @property
    def waiting(self) -> bool:
        """Whether work under way still keeps the case open."""
        return self.covers and self._session.is_open

    @property
    def folder(self) -> Path:
        """The case that is asked for."""
        return self._folder

    @property
    def can_lock(self) -> bool:
        return self._session.is_open and not self.covers and self._encrypted()

    @property
    def can_encrypt(self) -> bool:
        return self._session.is_open and not self.covers and not self._encrypted()

    def touched(self) -> None:
        """The person did something."""
        self._active = self._clock()

    def tick(self) -> None:
        """Called every second: lock on idle, and finish locking once the work has ended."""
        minutes = self._session.room.lock_minutes
        if self.can_lock and minutes and self._clock() - self._active >= minutes * 60:
            self.lock(stop=False)
        elif self.waiting and not self.busy and not self._work.busy():
            self._close()

    def lock(self, stop: bool = True) -> None:
        """Show the lock page now; with `stop` the work under way is asked to end."""
        if not self.can_lock:
            return
        session = self._session
        event = session.event.id if session.event else None
        self._place = Place(session.case.folder, event, session.current, self.put_by())
        self._folder = session.case.folder
        if stop:
            self._work.stop()
        self._ask(Asking.UNLOCK)
        if not self._work.busy():
            self._close()

    def ask(self, folder: Path) -> None:
        """Ask for the passphrase of a case that is to be opened."""
        self._folder, self._place = folder, None
        self._ask(Asking.UNLOCK)

    def unlock(self, entered: str) -> None:
        folder = self._folder
        self._do(lambda task: self._session.room.locks.unlock(folder, entered), lambda _: self._unlocked())

    def leave(self) -> None:
        """Ask no more; a locked case stays closed and locked."""
        if self.busy or self.waiting or self.asking is Asking.SHOWN:
            return
        self._place = None
        self._ask(Asking.NOTHING)

    def create(self, folder: Path, title: str) -> None:
        """Ask for the passphrase of a case that is to be made."""
        self._folder, self._title = folder, title
        self._ask(Asking.CREATE)

    def begin(self, asking: Asking) -> None:
        """Ask for what encrypting, a new passphrase or a new recovery key takes."""
        if not self._session.is_open or self.covers:
            return
        self._folder = self._session.case.folder
        self._ask(asking)

    def finish(self, entered: str, passphrase: str, again: str) -> None:
        """Do what was asked for. `entered` opens the case now, `passphrase` is to open it from now on."""
        if self.busy:
            return
        if self.asking is not Asking.RECOVERY and passphrase != again:
            self._tell(Refusal("keys.passphrases-differ"))
            return
        locks, folder, title = self._session.room.locks, self._folder, self._title
        if self.asking is Asking.CREATE:
            self._do(lambda task: locks.new_case(folder, title, passphrase), self._created)
        elif self.asking is Asking.ENCRYPT:
            self._encrypt(folder, passphrase)
        elif self.asking is Asking.PASSPHRASE:
            self._do(lambda task: locks.change_passphrase(folder, entered, passphrase), lambda _: self._passphrase())
        elif self.asking is Asking.RECOVERY:
            self._do(lambda task: locks.change_recovery_key(folder, entered), self._show)

    def keep(self, target: Path) -> None:
        """Write the recovery key to a file, in the open. Where that fails it is said."""
        try:
            self._session.room.keep(target, f"{self.recovery_key}\n".encode())
            self._say("desktop.lock.kept", name=target.name)
        except Refusal as refusal:
            self._tell(refusal)

    def noted(self) -> None:
        """The person has the recovery key; it is shown no more."""
        self.recovery_key = self.left_plain = ""
        self._ask(Asking.NOTHING)

    def _unlocked(self) -> None:
        place, session = self._place, self._session
        self._place = None  # from here on it is not locked, so that nothing takes the open case for one that is
        self.touched()
        if not session.is_open or session.case.folder != self._folder:
            try:
                session.open(self._folder)
            except Refusal as refusal:
                self._place = place
                self._tell(refusal)
                return
            if place:
                self.take_up(place.drafts)
                if place.event:
                    session.choose_event(place.event)
                session.select(place.evidence)
        self._ask(Asking.NOTHING)

    def _encrypt(self, folder: Path, passphrase: str) -> None:
        if self._work.busy():
            self._say("desktop.lock.work-first")
            return
        room, drafts = self._session.room, self.put_by()

        def work(task: Task) -> Encrypted:
            return room.locks.encrypt(folder, passphrase, lambda done, of: _told(task, done, of))

        def back() -> None:
            with contextlib.suppress(Refusal):  # what keeps it shut is said when it is opened by hand
                self._session.open(folder)
                self.take_up(drafts)

        def done(made: Encrypted) -> None:
            self.left_plain = ", ".join(made.left_plain)
            self._show(made.recovery_key, wiping=True)
            back()

        self._session.close()
        self._do(work, done, back, lambda news: self._say("locks.encrypting", done=news[0], count=news[1]))

    def _created(self, made: tuple[Case, str]) -> None:
        case, recovery_key = made
        self._session.take(case)
        self._show(recovery_key)

    def _passphrase(self) -> None:
        self._ask(Asking.NOTHING)
        self.said(self._session.speech.say("locks.passphrase-changed"))

    def _show(self, recovery_key: str, wiping: bool = False) -> None:
        self.recovery_key = recovery_key
        self._ask(Asking.SHOWN)
        if wiping:
            self._say("locks.wiping")

    def _close(self) -> None:
        self._session.close()
        self._session.room.locks.lock(self._folder)
        self.changed()

    def _encrypted(self) -> bool:
        return self._session.room.locks.is_encrypted(self._session.case.folder)

    def _do(
        self,
        work: Callable[[Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[], None] = lambda: None,
        progress: Callable[[Any], None] = lambda news: None,
    ) -> None:
        if self.busy:
            return

        def ended(made: Any) -> None:
            self.busy = False
            done(made)
            self.changed()

        def refused(refusal: Refusal) -> None:
            self.busy = False
            failed()
            self._tell(refusal)

        self.busy = True
        self._say("desktop.lock.working")
        self._session.background.run(work, ended, refused, progress)

    def _ask(self, asking: Asking) -> None:
        self.asking, self.message = asking, ""
        self.changed()

    def _say(self, code: str, **facts: object) -> None:
        self.message, self.tone = self._session.speech.say(code, **facts), "accent"
        self.changed()

    def _tell(self, refusal: Refusal) -> None:
        self.message, self.tone = self._session.speech.refusal(refusal), "undermines"
        self.changed()


def _told(task: Task, done: int, of: int) -> bool:
    task.tell((done, of))
    return not task.cancelled()
