"""Small pictures of evidence, read and decoded away from the window's thread; a bounded number is kept."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Lock

from PySide6.QtGui import QImage

from workbench.desktop.background import Task
from workbench.desktop.care.care import Care
from workbench.desktop.care.manners import as_chosen
from workbench.desktop.pictures import from_own_jpeg, shrunk
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal

KEPT = 400
WAITING = 120
"""Requests that are kept: whoever scrolls past many pictures does not wait for those that are gone again."""
EDGE = 160


class Thumbnails:
    """`picture` answers at once, with None while it is being read; `arrived` is called when there are new ones."""

    def __init__(self, session: Session, care: Care) -> None:
        self._session, self._care = session, care
        self._kept: OrderedDict[str, QImage | None] = OrderedDict()
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()
        self._running = False
        self._round = 0
        self.arrived: Callable[[], None] = lambda: None
        session.listen(Topic.CASE, self.forget)
        care.listen(self._redraw)

    def picture(self, sha256: str) -> QImage | None:
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256]
        with self._lock:
            self._waiting[sha256] = None
            self._waiting.move_to_end(sha256)
            while len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
        self._begin()
        return self._kept.get(sha256)

    def forget(self) -> None:
        """Let go of all of them."""
        self._round += 1
        self._kept.clear()
        with self._lock:
            self._waiting.clear()

    def _redraw(self) -> None:
        """They are to look otherwise."""
        self.forget()
        self.arrived()

    def _begin(self) -> None:
        if self._running or not self._session.is_open:
            return
        self._running = True
        folder, number = self._session.case.folder, self._round
        self._session.background.run(
            lambda task: self._read(task, folder), lambda _: self._ended(), self._failed,
            lambda news: self._heard(number, *news),
        )  # fmt: skip

    def _read(self, task: Task, folder: Path) -> None:
        """In the job's thread, on a connection of its own: what was asked for last comes first."""
        with closing(self._session.room.open_case(folder)) as case:
            while not task.cancelled() and (sha256 := self._next()):
                image = from_own_jpeg(case.views.preview(sha256))
                task.tell((sha256, as_chosen(shrunk(image, EDGE), self._care.manner) if image else None))

    def _next(self) -> str:
        with self._lock:
            return self._waiting.popitem()[0] if self._waiting else ""

    def _heard(self, number: int, sha256: str, image: QImage | None) -> None:
        if number != self._round:
            return
        self._kept[sha256] = image
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived()

    def _ended(self) -> None:
        self._running = False
        with self._lock:
            more = bool(self._waiting)
        if more:
            self._begin()

    def _failed(self, refusal: Refusal) -> None:
        """A case that was closed or locked meanwhile: its pictures stay covered."""
        self._running = False
        with self._lock:
            self._waiting.clear()
