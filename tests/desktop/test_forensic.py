"""The forensic page: covered until asked for, every view by key, its words beside it, and nothing written."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QSlider

from tests.cases import ReadingExaminer, files
from tests.desktop.builders import open_session, session, wait_for, workroom
from workbench.desktop.compare.light_table import Mode
from workbench.desktop.forensic.magnifier import TIMES
from workbench.desktop.forensic.presenter import VIEWS, ForensicPresenter
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.domain.examinations import Examination, Limits, Preview
from workbench.domain.forensic_views import CHANNELS, PARAMETERS, View, bounded
from workbench.domain.refusals import Refusal

RED, BLUE = b"\xff\0\0", b"\0\0\xff"
SIDE = 64


class Viewing(ReadingExaminer):
    """The picture is red, every other view of it blue but for its middle pixel; what was asked is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[View, dict[str, int]]] = []
        self.refused = False

    def forensic(
        self, original: Path, view: View, parameters: Mapping[str, int], longest_edge: int, limits: Limits
    ) -> Preview:
        self.asked.append((view, dict(parameters)))
        if self.refused and view is not View.CHANNELS:
            raise Refusal("examine.took-too-long", name="a", limit="20", setting="seconds", needed="60")
        if view is View.CHANNELS and parameters == bounded(view, {}):
            return Preview(SIDE, SIDE, RED * SIDE**2)
        middle = SIDE * SIDE // 2 + SIDE // 2
        return Preview(SIDE, SIDE, BLUE * middle + RED + BLUE * (SIDE**2 - middle - 1))


def looking(desk: Any) -> tuple[Any, Viewing]:
    """The forensic page, reached from the review by its key."""
    made, examiner = desk.window.session, Viewing()
    made.room = replace(made.room, examiner=lambda: examiner)
    made.new(desk.folder / "case", "A case")
    desk.window.bring_in(files(desk.folder / "in", a=b"image a", b=b"image b"))
    desk.settle()
    desk.window.go("review")
    desk.settle()
    press(desk, "e")
    desk.settle()
    assert desk.window.task == "forensic"
    return desk.view("forensic"), examiner


def press(desk: Any, key: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or desk.window, key)


def settled(desk: Any, page: Any) -> None:
    assert wait_for(lambda: not page.pause.isActive(), 10)
    desk.settle()


def colour(canvas: Any, x: float, y: float) -> str:
    image = canvas.grab().toImage()
    return str(image.pixelColor(round(x * (image.width() - 1)), round(y * (image.height() - 1))).name())


def of_the_pictures(canvas: Any) -> bool:
    """No ground and no ink of the window is without green."""
    image = canvas.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
    return any(QColor(one).green() < 10 and QColor(one).red() + QColor(one).blue() > 200 for one in seen)


def words(page: Any) -> str:
    """All that can be read on the page."""
    wait_for(lambda: True)
    return " ".join(label.text() for label in page.splitter.findChildren(QLabel) if label.isVisibleTo(page))


def test_no_pixel_of_picture_or_view_is_drawn_while_they_are_covered(desk: Any) -> None:
    page, _ = looking(desk)
    for key in "12345ms":
        press(desk, key)
        desk.settle()
        assert not of_the_pictures(page.canvas)
    press(desk, " ")
    assert of_the_pictures(page.canvas)
    assert "shown" in page.canvas.accessibleName()
    press(desk, "h")
    assert not of_the_pictures(page.canvas)


def test_another_image_is_covered_again_and_another_view_is_not(desk: Any) -> None:
    page, _ = looking(desk)
    press(desk, " 2")
    desk.settle()
    assert page.canvas.table.uncovered
    press(desk, "r")
    desk.view("review").list.go(1)
    press(desk, "e")
    desk.settle()
    assert not page.canvas.table.uncovered


def test_the_view_stands_beside_the_picture_and_is_named_with_how_it_was_set(desk: Any) -> None:
    page, examiner = looking(desk)
    press(desk, " ")
    assert (colour(page.canvas, 0.25, 0.5), colour(page.canvas, 0.75, 0.4)) == ("#ff0000", "#0000ff")
    assert page.canvas.tags() == ["The picture", "Error level · Quality 90 · Amplified ×12"]
    assert (View.ERROR_LEVEL, {"quality": 90, "gain": 12}) in examiner.asked


def test_every_view_is_reached_by_key_and_says_when_it_misleads(desk: Any) -> None:
    page, examiner = looking(desk)
    for number, view in enumerate(VIEWS, 1):
        press(desk, str(number))
        desk.settle()
        assert (view, bounded(view, {})) in examiner.asked
        assert page.canvas.tags()[1].startswith(page._presenter.title(view)[0])
        presented = page._presenter.words()
        assert presented.shows in words(page)
        assert presented.misleads in words(page)
        assert "sets no verdict" in words(page)
    press(desk, "p")
    assert page.list.row == len(VIEWS) - 2
    press(desk, "n")
    assert page.list.row == len(VIEWS) - 1


def test_settings_are_changed_by_key_and_slider_and_set_back(desk: Any) -> None:
    page, examiner = looking(desk)
    press(desk, ",,,")
    settled(desk, page)
    assert examiner.asked[-1] == (View.ERROR_LEVEL, {"quality": 87, "gain": 12})
    asked = len(examiner.asked)
    slider = page.settings.fields["gain"]
    assert isinstance(slider, QSlider)
    slider.setValue(30)
    slider.setValue(31)
    settled(desk, page)
    assert examiner.asked[asked:] == [(View.ERROR_LEVEL, {"quality": 87, "gain": 31})]
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Backspace)
    settled(desk, page)
    assert examiner.asked[-1] == (View.ERROR_LEVEL, bounded(View.ERROR_LEVEL, {}))
    assert slider.value() == 12
    press(desk, "5.")
    settled(desk, page)
    assert examiner.asked[-1][1]["channel"] == CHANNELS.index("red")


def test_both_are_zoomed_and_pushed_together_and_the_border_moves(desk: Any) -> None:
    page, _ = looking(desk)
    press(desk, " ++")
    table = page.canvas.table
    before = table.spot(page.canvas.pane)
    QTest.keyClick(page.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert table.spot(page.canvas.pane).x > before.x
    press(desk, "0s")
    assert table.mode is Mode.SLIDER
    assert (colour(page.canvas, 0.4, 0.6), colour(page.canvas, 0.6, 0.6)) == ("#ff0000", "#0000ff")
    press(desk, "]]")
    assert colour(page.canvas, 0.6, 0.6) == "#ff0000"
    press(desk, "s")
    assert table.mode is Mode.SIDE


def test_the_magnifier_shows_single_pixels_unmixed_and_says_how_it_misleads(desk: Any) -> None:
    page, _ = looking(desk)
    press(desk, " ")
    QTest.mouseMove(desk.window.rail, QPoint(2, 2))
    wait_for(lambda: True)
    page.canvas.pan(0, 0)
    assert not page.glass.isChecked()
    press(desk, "m")
    assert page.glass.isChecked()
    assert "Single pixels as squares" in words(page)
    pane, image = page.canvas.panes()[1], page.canvas.grab().toImage()
    reds = [
        x for x in range(pane.left(), pane.right())
        if image.pixelColor(x, pane.center().y() - 3).name() == "#ff0000"
    ]  # fmt: skip
    assert TIMES - 4 <= len(reds) <= TIMES
    blues = image.pixelColor(reds[0] - TIMES, pane.center().y() - 3).name()
    assert blues == "#0000ff"
    press(desk, "m")
    assert "Single pixels as squares" not in words(page)


def test_a_view_that_fails_says_why_and_leaves_no_other_under_its_name(desk: Any) -> None:
    page, examiner = looking(desk)
    press(desk, " ")
    examiner.refused = True
    press(desk, "3")
    desk.settle()
    assert page.canvas.known is None
    assert page.canvas.query is not None
    assert "given up after 20 seconds" in page.notice.text


def test_looking_writes_nothing(desk: Any) -> None:
    page, _ = looking(desk)
    before = desk.window.session.case.journal.stored_entries()
    press(desk, " 12345m.")
    settled(desk, page)
    assert desk.window.session.case.journal.stored_entries() == before


def test_without_an_image_the_page_says_what_comes_next(desk: Any) -> None:
    desk.window.session.new(desk.folder / "case", "A case")
    desk.window.go("forensic")
    page = desk.view("forensic")
    assert page.body.currentWidget() is page.empty
    desk.window._run(desk.window.commands["forensic-next"])
    assert desk.window.notice.text


def test_another_case_covers_and_forgets(desk: Any) -> None:
    page, _ = looking(desk)
    press(desk, " ")
    desk.window.session.close()
    assert not page.canvas.table.uncovered
    assert page.canvas.query is None


@pytest.fixture
def presenter(tmp_path: Path) -> ForensicPresenter:
    opened = open_session(tmp_path, a=b"image a")
    opened.select(opened.case.views.evidence_page(0, 1)[0].evidence.sha256)
    made = ForensicPresenter(opened)
    assert made.begin() == ""
    return made


def test_every_view_keeps_how_it_was_set(presenter: ForensicPresenter) -> None:
    presenter.choose(View.JPEG_GHOST)
    presenter.set("quality", 1000)
    presenter.choose(View.CHANNELS)
    presenter.step(-1)
    assert presenter.values["channel"] == len(CHANNELS) - 1
    presenter.choose(View.JPEG_GHOST)
    assert presenter.values["quality"] == PARAMETERS[View.JPEG_GHOST][0].most
    presenter.reset()
    assert presenter.values == bounded(View.JPEG_GHOST, {})


def test_words_are_adapted_to_the_file(tmp_path: Path, presenter: ForensicPresenter) -> None:
    class Small(ReadingExaminer):
        def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
            return replace(super().examine(original, sha256, limits), format="PNG", width=400, height=300)

    assert presenter.words().of_this_file == ()
    made = session(workroom(tmp_path, Small()))
    made.new(tmp_path / "other", "A case")
    IntakePresenter(made, lambda admitted: None).bring_in(files(tmp_path / "in", c=b"image c"))
    made.select(made.case.views.evidence_page(0, 1)[0].evidence.sha256)
    small = ForensicPresenter(made)
    small.begin()
    said = " ".join(small.words().of_this_file)
    assert "no JPEG history" in said
    assert "400 × 300" in said
    small.choose(View.CHANNELS)
    assert small.words().of_this_file == ()


def test_an_answer_that_nobody_waits_for_is_dropped(presenter: ForensicPresenter) -> None:
    class Later:
        """Work that is done when the test says so."""

        def __init__(self) -> None:
            self.ends: list[Callable[[], None]] = []

        def run(self, work: Any, done: Any, failed: Any, progress: Any = None) -> Any:
            class Task:
                gone = False

                def cancel(self) -> None:
                    self.gone = True

                def cancelled(self) -> bool:
                    return self.gone

            task = Task()
            self.ends.append(lambda: done(work(task)))
            return task

    later = Later()
    presenter._session.background = later
    seen: list[str] = []
    presenter.show_view(lambda _: seen.append("first"), seen.append)
    presenter.show_view(lambda _: seen.append("second"), seen.append)
    for end in later.ends:
        end()
    assert seen == ["second"]
    presenter.show_view(lambda _: seen.append("third"), seen.append)
    presenter.stop()
    later.ends[-1]()
    assert seen == ["second"]
