"""A window for the tests that need one: on the display that is there, else drawn in memory."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent

from tests.cases import ReadingExaminer
from tests.desktop.builders import Told, wait_for, workroom
from workbench.desktop.application import application, open_window

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class Desk:
    """A shown window over real parts, the chooser that answers for the file dialogs, and a folder to work in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = application(["test"])
        self.chooser = Told()
        self.watch: Callable[[Path], object] = lambda original: None
        self.room = workroom(folder, ReadingExaminer(lambda original: self.watch(original)))
        self.window = open_window(self.room, self.chooser)
        self.window.resize(1366, 740)
        self.window.show()
        self.window.activateWindow()
        wait_for(lambda: self.window.isVisible(), 5)

    def view(self, task: str) -> object:
        return self.window.views[task]

    def settle(self) -> None:
        """Until no background work is under way, and the review shows the image at hand."""
        busy, review = self.window.session.background.busy, self.window.views["review"]
        assert wait_for(lambda: not busy() and not review.waiting), "background work did not end"

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()
