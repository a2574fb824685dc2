"""The light table in the window: what is drawn in each mode, by key, pointer and wheel; and nothing while covered."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.cases import files
from tests.desktop.builders import wait_for
from workbench.desktop.compare.geometry import IDENTITY, Homography
from workbench.desktop.compare.light_table import Mode
from workbench.desktop.theme import DARK

KEYS = {Mode.SIDE: "1", Mode.SLIDER: "2", Mode.BLINK: "3", Mode.OVERLAY: "4", Mode.DIFFERENCE: "5"}
MIRRORED: Homography = ((-1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
RED, BLUE = "#ff0000", "#0000ff"


def picture(left: str, right: str) -> QImage:
    """Two colours, half and half."""
    made = QImage(400, 300, QImage.Format.Format_RGB888)
    made.fill(QColor(left))
    painter = QPainter(made)
    painter.fillRect(200, 0, 200, 300, QColor(right))
    painter.end()
    return made


def comparing(desk: Any, query: QImage, known: QImage, transform: Homography = IDENTITY, *boxes: Any) -> Any:
    """The compare view on a match of equal bytes, with these pictures in their place."""
    session = desk.window.session
    session.new(desk.folder / "case", "A case")
    session.open_library(desk.folder / "known", new=True)
    library = desk.view("library")
    desk.chooser.next_files = files(desk.folder / "older", old=b"image a")
    library.deliveries.ask_files()
    desk.settle()
    desk.window.bring_in(files(desk.folder / "in", a=b"image a"))
    desk.settle()
    desk.window.go("review")
    desk.window.go("compare")
    desk.settle()
    compare = desk.view("compare")
    assert compare.list.lines.rowCount() == 1
    compare.canvas.table.show(transform, boxes)
    compare.canvas.show_query(query)
    compare.canvas.show_known(known)
    compare.list.setFocus()
    return compare


def press(desk: Any, key: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or desk.window, key)


def colour(canvas: Any, x: float, y: float) -> str:
    """The colour at a share of the canvas' width and height."""
    image = canvas.grab().toImage()
    return str(image.pixelColor(round(x * (image.width() - 1)), round(y * (image.height() - 1))).name())


def colours(canvas: Any) -> set[str]:
    image = canvas.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}


def test_no_pixel_of_either_picture_is_drawn_while_they_are_covered_in_whatever_mode(desk: Any) -> None:
    compare = comparing(desk, picture(RED, RED), picture(BLUE, BLUE))
    canvas = compare.canvas
    for mode, key in KEYS.items():
        press(desk, key)
        assert canvas.table.mode is mode
        before = colours(canvas)
        assert not any(_of_the_pictures(one) for one in before)
        assert "covered" in canvas.accessibleName()
        assert not canvas.timer.isActive()
        press(desk, " ")
        assert any(_of_the_pictures(one) for one in colours(canvas))
        assert "shown" in canvas.accessibleName()
        press(desk, "h")
        assert not canvas.table.uncovered
        assert colours(canvas) == before


def _of_the_pictures(colour: str) -> bool:
    """Red, blue, or a mixture of them: no ground and no ink of the window is without green."""
    seen = QColor(colour)
    return seen.green() < 10 and seen.red() + seen.blue() > 200


def test_each_mode_draws_both_pictures_in_its_own_way(desk: Any) -> None:
    compare = comparing(desk, picture(RED, RED), picture(BLUE, BLUE))
    canvas = compare.canvas
    press(desk, " ")
    assert (colour(canvas, 0.25, 0.5), colour(canvas, 0.75, 0.5)) == (RED, BLUE)
    press(desk, "2")
    assert (colour(canvas, 0.4, 0.5), colour(canvas, 0.6, 0.5)) == (RED, BLUE)
    press(desk, "..")
    assert colour(canvas, 0.4, 0.5) == BLUE
    press(desk, "3")
    assert colour(canvas, 0.5, 0.5) == RED
    canvas.timer.timeout.emit()
    assert colour(canvas, 0.5, 0.5) == BLUE
    press(desk, "4")
    assert QColor(colour(canvas, 0.5, 0.5)).red() == pytest.approx(128, abs=3)
    press(desk, ",,,,,")
    assert colour(canvas, 0.5, 0.5) == RED
    press(desk, "5")
    assert colour(canvas, 0.5, 0.5) == "#ff00ff"


def test_equal_pictures_have_no_difference_once_one_is_mirrored_back(desk: Any) -> None:
    compare = comparing(desk, picture(RED, BLUE), picture(BLUE, RED), MIRRORED)
    canvas = compare.canvas
    press(desk, " 5")
    assert (colour(canvas, 0.4, 0.5), colour(canvas, 0.6, 0.5)) == ("#000000", "#000000")
    canvas.table.show(IDENTITY, ())
    canvas.show_query(canvas.query)
    press(desk, " ")
    assert colour(canvas, 0.4, 0.5) == "#ff00ff"


def test_the_same_spot_stays_in_the_middle_of_both_when_one_is_pushed(desk: Any) -> None:
    compare = comparing(desk, picture(RED, BLUE), picture(BLUE, RED), MIRRORED)
    canvas = compare.canvas
    press(desk, " 0++++")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert (colour(canvas, 0.25, 0.5), colour(canvas, 0.75, 0.5)) == (BLUE, BLUE)
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert (colour(canvas, 0.25, 0.5), colour(canvas, 0.75, 0.5)) == (RED, RED)


def test_the_pointer_pushes_the_wheel_zooms_and_a_click_uncovers_only(desk: Any) -> None:
    compare = comparing(desk, picture(RED, BLUE), picture(RED, BLUE))
    canvas = compare.canvas
    middle = QPoint(canvas.width() // 4, canvas.height() // 2)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert canvas.table.uncovered
    before = canvas.table.spot(canvas.pane)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(40, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    assert canvas.table.uncovered
    pushed = canvas.table.spot(canvas.pane)
    assert pushed.x < before.x
    wheel = QWheelEvent(QPointF(middle), QPointF(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.table.spot(canvas.pane).zoom > pushed.zoom


def test_the_border_of_the_slider_is_pulled_by_the_pointer(desk: Any) -> None:
    compare = comparing(desk, picture(RED, RED), picture(BLUE, BLUE))
    canvas = compare.canvas
    press(desk, " 2")
    middle = QPoint(canvas.width() // 2, canvas.height() // 2)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, QPoint(canvas.width() * 3 // 10, middle.y()))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert colour(canvas, 0.4, 0.5) == BLUE


def test_blinking_stops_when_covered_hidden_or_asked_to(desk: Any) -> None:
    compare = comparing(desk, picture(RED, RED), picture(BLUE, BLUE))
    canvas = compare.canvas
    press(desk, " 3")
    assert canvas.timer.isActive()
    assert canvas.timer.interval() >= 500
    press(desk, "3")
    assert not canvas.timer.isActive()
    press(desk, "3")
    desk.window.go("review")
    assert not canvas.timer.isActive()
    desk.window.go("compare")
    assert canvas.timer.isActive()
    canvas.cover()
    assert not canvas.timer.isActive()


def test_what_differs_is_outlined_numbered_and_gone_to(desk: Any) -> None:
    grey = picture("#808080", "#808080")
    compare = comparing(desk, grey, grey, IDENTITY, (0.2, 0.2, 0.3, 0.3), (0.6, 0.6, 0.8, 0.8))
    canvas, view = compare.canvas, compare.table
    press(desk, " 4")
    marked = canvas.grab().toImage()
    press(desk, "m")
    assert canvas.grab().toImage() != marked
    assert not view.marks.isChecked()
    press(desk, "m")
    assert canvas.grab().toImage() == marked
    assert "2" in view.difference_words.text()
    press(desk, "j")
    assert "Place 1 of 2" in view.difference_words.text()
    assert (canvas.table.spot(canvas.pane).x, canvas.table.spot(canvas.pane).y) == pytest.approx((0.25, 0.25))
    assert canvas.grab().toImage() != marked


def test_modes_that_cannot_be_are_greyed_and_the_reason_is_said(desk: Any) -> None:
    compare = comparing(desk, picture(RED, RED), picture(BLUE, BLUE))
    buttons = compare.table.mode_buttons
    assert all(each.isEnabled() for each in buttons.values())
    compare._complain(compare._pair_shown, "The original is gone.")
    assert "gone" in compare.table.note.text()
    compare.canvas.show_known(None, "The original is gone.")
    assert [mode for mode, each in buttons.items() if each.isEnabled()] == [Mode.SIDE]


def test_in_the_dark_palette_covered_is_dark_and_shown_is_the_picture(desk: Any) -> None:
    compare = comparing(desk, picture(RED, RED), picture(BLUE, BLUE))
    if desk.window.look.palette is not DARK:
        desk.window.look.toggle()
    wait_for(lambda: True)
    assert colour(compare.canvas, 0.1, 0.9) == DARK.veil
    press(desk, " ")
    assert colour(compare.canvas, 0.25, 0.5) == RED
