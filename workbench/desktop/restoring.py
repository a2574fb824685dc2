"""How a window was left: for a case in the case itself, the borders between parts with the window."""

import contextlib
import json
from collections.abc import Mapping

from PySide6.QtWidgets import QSplitter

from workbench.desktop.session import Session, Topic
from workbench.desktop.task_view import TaskView
from workbench.domain.refusals import Refusal

KEY = "window.left"
LONGEST = 8_000
"""Characters; what would be longer is not kept."""


class Restoring:
    """Made before the views: on opening a case the image at hand is there before they ask for it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._views: Mapping[str, TaskView] = {}
        self._left: Mapping[str, object] = {}
        self.sizes: dict[str, tuple[int, ...]] = {}
        """The sizes of parts between which somebody moved the border."""
        session.listen(Topic.CASE, self._read)
        session.listen(Topic.LEAVING, self.keep)
        self.task = ""
        """The task in which the case was left, or nothing."""

    def follow(self, views: Mapping[str, TaskView], sizes: Mapping[str, tuple[int, ...]]) -> None:
        """Lay the views out as they were left, and take note of every border that is moved."""
        self._views, self.sizes = views, dict(sizes)
        for view in views.values():
            for number, splitter in enumerate(view.findChildren(QSplitter)):
                self._follow(view, number, splitter)

    def _follow(self, view: TaskView, number: int, splitter: QSplitter) -> None:
        def moved() -> None:
            self.sizes[f"{view.layout_name}.{number}"] = tuple(splitter.sizes())

        splitter.splitterMoved.connect(moved)
        for name in view.layout_names:
            if len(kept := self.sizes.get(f"{name}.{number}", ())) == splitter.count():
                view.lay_out(name, splitter, kept)

    def _read(self) -> None:
        """A case was opened, or closed."""
        self._left, self.task = {}, ""
        if not self._session.is_open:
            return
        case = self._session.case
        with contextlib.suppress(Refusal, ValueError, RecursionError):
            read = json.loads(case.desk.get(KEY) or "{}")
            self._left = read if isinstance(read, dict) else {}
        self.task = self._text("task")
        current = self._text("current")
        if self._session.current is None and current and case.views.evidence(current):
            self._session.current = current

    def take_up(self) -> None:
        """Have the views as they were, once all of them know of the case."""
        if self._session.is_open:
            for name, view in self._views.items():
                view.take_up({key: self._text(f"{name}.{key}") for key in view.as_left()})

    def keep(self, task: str = "") -> None:
        """Write how the case is left; where it cannot be written, it is found as any other."""
        if not self._session.is_open or self._session.case.read_only:
            return
        left = {"task": task or self.task, "current": self._session.current or ""}
        for name, view in self._views.items():
            left |= {f"{name}.{key}": value for key, value in view.as_left().items() if value}
        body = json.dumps(left, sort_keys=True)
        with contextlib.suppress(Refusal):
            if len(body) <= LONGEST:
                self._session.case.desk.put(KEY, body)

    def _text(self, key: str) -> str:
        value = self._left.get(key, "")
        return value if isinstance(value, str) else ""
