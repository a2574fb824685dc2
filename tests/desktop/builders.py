"""What the desktop's tests build: a real workroom in a temporary folder, and doubles of the ports beside it."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.cases import ReadingExaminer, files
from workbench.bootstrap import build
from workbench.casework.workroom import Workroom
from workbench.desktop.events.presenter import ClaimForm, EventForm, EventsPresenter
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.session import Session
from workbench.domain.refusals import Refusal

SMALL_JPEG = b"not decoded where no picture is asked for"

HOSTILE_NAMES = (
    "<b>bold.jpg",
    "<img src='x.png'>.jpg",
    "photo\u202egpj.exe.jpg",
    "&amp;<a href='x'>link.jpg",
    "{sha256} %s {0}.jpg",
)


class AtOnce:
    """Background work that is done before `run` returns, in the same thread."""

    latest: "AtOnce.Task"

    class Task:
        def __init__(self, progress: Callable[[Any], None]) -> None:
            self.tell = progress
            self._cancelled = False

        def cancel(self) -> None:
            self._cancelled = True

        def cancelled(self) -> bool:
            return self._cancelled

    def run(
        self,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[Refusal], None],
        progress: Callable[[Any], None] = lambda news: None,
    ) -> Any:
        task = self.latest = self.Task(progress)
        try:
            result = work(task)
        except Refusal as refusal:
            failed(refusal)
        else:
            done(result)
        return task


class Told:
    """A chooser that answers what the test told it."""

    def __init__(self) -> None:
        self.next_folder: Path | None = None
        self.next_files: list[str] = []
        self.next_save: Path | None = None

    def folder(self, title: str) -> Path | None:
        return self.next_folder

    def files(self, title: str) -> list[str]:
        return self.next_files

    def save(self, title: str, name: str, suffix: str) -> Path | None:
        return self.next_save


def workroom(folder: Path, examiner: ReadingExaminer | None = None) -> Workroom:
    """The real parts, at home in `folder`; with an examiner that reads no pictures, unless the child is asked for."""
    room = build({**os.environ, "WORKBENCH_HOME": str(folder / "home"), "WORKBENCH_AUTHOR": "Tester"})
    chosen = examiner or ReadingExaminer()
    return replace(room, examiner=lambda: chosen, isolation=lambda: chosen.isolation, encode=lambda preview: SMALL_JPEG)


def workroom_with_child(folder: Path) -> Workroom:
    """The real parts with the real child; close it."""
    return build({**os.environ, "WORKBENCH_HOME": str(folder / "home"), "WORKBENCH_AUTHOR": "Tester"})


def session(room: Workroom) -> Session:
    return Session(room, AtOnce())


def open_session(folder: Path, **pictures: bytes) -> Session:
    """A session on a new case with these files imported."""
    room = workroom(folder)
    made = session(room)
    made.new(folder / "case", "A case")
    if pictures:
        IntakePresenter(made, lambda admitted: None).bring_in(files(folder / "in", **pictures))
    return made


def an_event(made: Session) -> None:
    """An event with one claim, recorded through the presenter."""
    events = EventsPresenter(made)
    form = EventForm("Strikes", "2025-11-24T22:00+04:30", "2025-11-25T06:00+04:30", "Khost", "33.33,69.92")
    assert not events.record_event(form)
    assert not events.record_claim(ClaimForm("It shows them", "a channel"))


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Let the event loop run until `condition` holds, at most `seconds`."""
    from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop

    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    return True
