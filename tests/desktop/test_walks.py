"""Whole ways through the window by keyboard alone; what was seen is kept as pictures in `WORKBENCH_SCREENSHOTS`.

Where that names no folder the pictures lie in the test's own.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.cases import ReadingExaminer, files
from tests.desktop.builders import Told, an_event, wait_for, workroom, workroom_with_child
from workbench.casework.workroom import Workroom
from workbench.desktop.application import application, open_window
from workbench.desktop.navigation import TASKS
from workbench.desktop.theme import DARK, LIGHT
from workbench.domain.verdicts import Status

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIVE_MINUTES = 300.0


class Walk:
    """A shown window that is driven by keys, and what it looked like on the way."""

    def __init__(self, room: Workroom, folder: Path, name: str) -> None:
        self.app = application(["walk"])
        self.chooser = Told()
        self.room, self.folder, self._name = room, folder, name
        self.window = open_window(room, self.chooser)
        self.window.resize(1366, 740)
        self.window.show()
        self.window.activateWindow()
        assert wait_for(self.window.isActiveWindow, 10)
        self._seen = Path(os.environ.get("WORKBENCH_SCREENSHOTS") or folder)
        self._seen.mkdir(parents=True, exist_ok=True)

    def press(self, name: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, name, modifier)

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    def settle(self) -> None:
        background = self.window.session.background
        assert wait_for(lambda: not background.busy(), 180)  # type: ignore[attr-defined]

    def keep(self, step: str) -> None:
        self.app.processEvents()
        picture = self._seen / f"{self._name}-{step}.png"
        assert self.window.grab().save(str(picture))
        assert picture.stat().st_size > 5_000, "an empty window"

    def close(self) -> None:
        self.window.close()
        self.app.processEvents()
        self.room.close()


@pytest.fixture
def walk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Walk]:
    made = Walk(workroom(tmp_path, ReadingExaminer()), tmp_path, request.node.name.removeprefix("test_"))
    yield made
    made.close()


def first_case(walk: Walk) -> None:
    walk.press(KEY.Key_N, CTRL)
    walk.write("Night of strikes")
    walk.press(KEY.Key_Return)
    assert walk.window.session.is_open


def test_the_sample_walk_takes_under_five_minutes(tmp_path: Path) -> None:
    """From the first page through a recycled picture to the report, with the real child and no mouse."""
    begun = time.monotonic()
    walk = Walk(workroom_with_child(tmp_path), tmp_path, "sample")
    try:
        walk.keep("1-start")
        walk.press(KEY.Key_N, CTRL | SHIFT)
        assert wait_for(lambda: walk.window.session.is_open, 180)
        walk.settle()
        views: Any = walk.window.views
        walk.press(KEY.Key_F, CTRL)
        walk.write("name:03-41-07")
        assert wait_for(lambda: views["review"].list.lines.rowCount() == 1, 30)
        walk.press(KEY.Key_Return)
        walk.press(KEY.Key_Home)
        assert wait_for(lambda: "03-41-07" in views["review"].name.text(), 30)
        walk.settle()
        walk.keep("2-review")
        walk.press(KEY.Key_C)
        assert wait_for(lambda: "cannot show the event" in views["compare"].meaning.text(), 60)
        walk.keep("3-compare")
        walk.press(KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
        walk.press(KEY.Key_5)
        walk.write("The same photograph was known years before.")
        walk.keep("4-verdict")
        walk.press(KEY.Key_Return, CTRL)
        session = walk.window.session
        standing = [given for given in session.case.views.verdicts(session.current) if not given.superseded]
        assert [given.verdict.status for given in standing] == [Status.REFUTED]
        walk.chooser.next_save = tmp_path / "report.html"
        walk.press(KEY.Key_R, CTRL | SHIFT)
        walk.settle()
        walk.keep("5-report")
        assert "known years before" in (tmp_path / "report.html").read_text("utf-8")
    finally:
        walk.close()
    assert time.monotonic() - begun < FIVE_MINUTES


def test_a_night_of_three_hundred_images(walk: Walk) -> None:
    """Stepping through all of them, with a verdict on each tenth by keys, loses none and none is given elsewhere."""
    first_case(walk)
    pictures = {f"{number:03}.jpg": b"image %d" % number for number in range(300)}
    walk.chooser.next_files = files(walk.folder / "in", **pictures)
    walk.press(KEY.Key_I, CTRL)
    walk.settle()
    an_event(walk.window.session)
    walk.press(KEY.Key_2, CTRL)
    review: Any = walk.window.views["review"]
    decided = set()
    for number in range(300):
        if number % 10 == 0:
            walk.settle()
            walk.press(KEY.Key_3)
            walk.write(f"Nothing decides it ({number}).")
            walk.press(KEY.Key_Return, CTRL)
            decided.add(walk.window.session.current)
            walk.press(KEY.Key_L)
        walk.press(KEY.Key_Down)
    walk.settle()
    walk.keep("end")
    views = walk.window.session.case.views
    assert len(decided) == 30
    given = {sha256: views.verdicts(sha256) for sha256 in views.known_digests()}
    assert {sha256 for sha256, verdicts in given.items() if verdicts} == decided
    assert {len(verdicts) for verdicts in given.values()} == {0, 1}
    assert review.list.lines.rowCount() == 300


def test_a_second_opinion_stands_beside_the_first_until_it_is_settled(walk: Walk) -> None:
    first_case(walk)
    walk.chooser.next_files = files(walk.folder / "in", a=b"image a")
    walk.press(KEY.Key_I, CTRL)
    walk.settle()
    an_event(walk.window.session)
    walk.press(KEY.Key_2, CTRL)
    form: Any = walk.window.views["review"].form  # type: ignore[attr-defined]
    for status, reviewer in ((KEY.Key_2, "first reviewer"), (KEY.Key_4, "second reviewer")):
        walk.press(KEY.Key_L)
        walk.press(status)
        walk.write(f"The reasons of the {reviewer}.")
        form.reviewer.setFocus()
        form.reviewer.selectAll()
        walk.write(reviewer)
        walk.keep(reviewer.split()[0])
        walk.press(KEY.Key_Return, CTRL)
    given = walk.window.session.case.views.verdicts(walk.window.session.current)
    assert [(one.verdict.reviewer, one.superseded) for one in given] == [
        ("first reviewer", True),
        ("second reviewer", False),
    ], "both are kept, and the later one stands"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda one: one.name)
def test_every_task_from_right_to_left(tmp_path: Path, palette: Any) -> None:
    room = replace(workroom(tmp_path).in_language("ps"), examiner=workroom(tmp_path).examiner)
    walk = Walk(room, tmp_path, f"right-to-left-{palette.name}")
    try:
        walk.window.look.use(palette)
        first_case(walk)
        assert walk.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for number, task in enumerate(TASKS):
            walk.press(Qt.Key(KEY.Key_1 + number), CTRL)
            assert walk.window.task == task
            walk.keep(task)
    finally:
        walk.close()
