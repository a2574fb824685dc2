"""What the lock page does to the window around it: while something is asked, nothing else is to be seen or done."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from workbench.desktop.lock.idle import IdleWatch
from workbench.desktop.lock.presenter import LockPresenter
from workbench.desktop.session import Session

_STILL = ("quit", "leave-lock", "light-or-dark")


class Window(Protocol):
    """As much of the window as is hidden and shown."""

    @property
    def task(self) -> str: ...

    def go(self, task: str) -> None: ...

    def show_title(self) -> None: ...


class Curtain:
    """Drawn while the lock page asks for something."""

    def __init__(
        self, window: Window, session: Session, presenter: LockPresenter, watch: IdleWatch, *hidden: QWidget
    ) -> None:
        """`hidden` are shown only where no case is locked."""
        self._window, self._session, self._presenter = window, session, presenter
        self._watch, self._hidden, self._before = watch, hidden, ""

    @property
    def drawn(self) -> bool:
        return bool(self._presenter.asking)

    def lets(self, command: str) -> bool:
        return not self.drawn or command in _STILL

    def follow(self) -> None:
        """Called when what is asked for has changed, and when a case was opened or closed."""
        session = self._session
        self._watch.turn(session.is_open and session.room.locks.is_encrypted(session.case.folder))
        for each in self._hidden:
            each.setVisible(not self._presenter.covers)
        self._window.show_title()

    def turn(self) -> None:
        """Go to the lock page, or back to where the person was."""
        self.follow()
        task = self._window.task
        if self.drawn:
            self._before = task if task not in ("lock", "start") else self._before
            self._window.go("lock")
        else:
            open_at = "review" if self._session.is_open and self._session.case.views.evidence_count() else "intake"
            self._window.go(self._before or open_at)
            self._before = ""
