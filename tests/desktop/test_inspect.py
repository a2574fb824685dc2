"""The parts of the review beside the picture, by key: tags, time and place, origin; and hostile text in all of them."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from tests.cases import files
from tests.desktop.builders import an_event, wait_for
from tests.desktop.inspected import CONTROLS, HOSTILE, Tagged
from workbench.desktop.review.embedded_view import beside, difference
from workbench.desktop.review.grounds import TABS

KEY, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def reviewing(desk: Any, **pictures: bytes) -> tuple[Any, Tagged]:
    """The review page on a case with an event and these images, the first one at hand."""
    made, examiner = desk.window.session, Tagged()
    made.room = replace(made.room, examiner=lambda: examiner)
    made.new(desk.folder / "case", "A case")
    an_event(made)
    desk.window.bring_in(files(desk.folder / "in", **(pictures or {"one": b"image one", "two": b"image bare"})))
    desk.settle()
    desk.window.go("review")
    desk.settle()
    page = desk.view("review")
    page.list.go(0)
    page.list.setFocus()
    return page, examiner


def press(desk: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or desk.window, key, modifier)


def tab(page: Any) -> str:
    return TABS[page.pane.currentIndex()]


def names(page: Any) -> list[str]:
    return [line.name for line in page.pane.tags.presenter.lines if not line.heading]


def clipboard() -> str:
    return QApplication.clipboard().text()


def test_tags_are_found_chosen_and_copied_by_key(desk: Any) -> None:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_G)
    assert tab(page) == "tags"
    assert page.pane.tags.table.hasFocus()
    press(desk, KEY.Key_S)
    QTest.keyClicks(QApplication.focusWidget(), "model")
    press(desk, KEY.Key_Return)
    assert names(page) == ["Model", "LensModel"]
    assert page.pane.tags.table.hasFocus()
    press(desk, KEY.Key_B)
    assert clipboard() == "Canon EOS 40D"
    press(desk, KEY.Key_B, SHIFT)
    assert clipboard() == "EXIF · Image\tModel\tCanon EOS 40D\t\texifread, pillow"
    press(desk, KEY.Key_Down)
    press(desk, KEY.Key_Down)
    press(desk, KEY.Key_C, CTRL)
    assert clipboard() == "EF 50mm"
    assert "one reader alone" in page.pane.tags.details.text()


def test_what_readers_read_differently_is_one_choice_away(desk: Any) -> None:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_S, SHIFT)
    family = page.pane.tags.family
    assert family.view().isVisible()
    family.hidePopup()
    family.setCurrentIndex(1)
    assert names(page) == ["Software", "Software"]


def test_two_images_are_compared_by_key_and_the_choice_stays_with_the_next_image(desk: Any) -> None:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_D)
    field = page.pane.tags.others.field
    assert field.hasFocus()
    QTest.keyClicks(field, "two")
    press(desk, KEY.Key_Return)
    tags = page.pane.tags
    assert tags.presenter.compared
    assert tags.table.hasFocus()
    assert "beside two" in tags.count.text()
    everything = len(names(page))
    press(desk, KEY.Key_D, SHIFT)
    assert tags.only.isChecked()
    assert 0 < len(names(page)) < everything
    assert "progressive" not in names(page)
    press(desk, KEY.Key_N)
    assert tags.presenter.other_name == "two"
    press(desk, KEY.Key_D, CTRL)
    assert not tags.presenter.compared


def test_only_differences_needs_another_image_and_says_so(desk: Any) -> None:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_D, SHIFT)
    assert "another image" in page.pane.tags.notice.text


def test_the_line_of_time_and_the_map_are_reached_by_key(desk: Any) -> None:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_W)
    surroundings = page.pane.surroundings
    assert tab(page) == "surroundings"
    assert surroundings.times.hasFocus()
    before = surroundings.time_words.text()
    press(desk, KEY.Key_Down)
    assert surroundings.time_words.text() != before
    press(desk, KEY.Key_M)
    assert surroundings.map.hasFocus()
    assert "precision not known" in surroundings.map.accessibleDescription()
    assert "Position in the file" in surroundings.map.accessibleDescription()
    for at in (1, 2, 0):
        press(desk, KEY.Key_M, SHIFT)
        assert surroundings.map.at == at
    assert not surroundings.map.grab().isNull()


def test_the_embedded_picture_is_made_when_it_is_looked_at_and_covered_until_asked_for(desk: Any) -> None:
    page, examiner = reviewing(desk)
    examined = examiner.examined
    embedded = page.pane.origin.embedded
    press(desk, KEY.Key_O)
    desk.settle()
    assert examiner.examined == examined + 1
    assert not any(red_or_blue(picture) for picture in embedded.pictures)
    press(desk, KEY.Key_U)
    assert all(picture.uncovered for picture in embedded.pictures)
    assert all(red_or_blue(picture) for picture in embedded.pictures)
    press(desk, KEY.Key_H)
    assert not any(red_or_blue(picture) for picture in embedded.pictures)
    press(desk, KEY.Key_F)
    press(desk, KEY.Key_O)
    desk.settle()
    assert examiner.examined == examined + 1, "it is made once for each image"


def test_another_image_covers_the_embedded_picture_and_one_without_says_so(desk: Any) -> None:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_O)
    desk.settle()
    press(desk, KEY.Key_U)
    page.list.go(1)
    desk.settle()
    embedded = page.pane.origin.embedded
    assert not embedded.uncovered
    assert "holds no smaller picture" in embedded.sizes.text()


def test_a_finding_leads_to_what_it_rests_on(desk: Any) -> None:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_F)
    ways = {button.text(): button for button in page.pane.findings.findChildren(QPushButton) if "→" in button.text()}
    assert ways
    for words, where in (("make and model", "tags"), ("positions", "surroundings"), ("differently", "tags")):
        way = next(button for text, button in ways.items() if words in text)
        assert len(way.accessibleName()) > len(way.text()), "the name says of which finding"
        way.click()
        assert tab(page) == where
    assert names(page) == ["Software", "Software"]


def test_every_part_has_a_key_and_stands_in_the_palette(desk: Any) -> None:
    page, _ = reviewing(desk)
    parts = {name: name for name in ("findings", "tags", "origin", "file", "history")}
    parts |= {"find-tag": "tags", "line-of-time": "surroundings", "map": "surroundings"}
    for name, where in parts.items():
        assert desk.window.commands[name].keys
        desk.window._run(desk.window.commands[name])
        assert tab(page) == where


@pytest.mark.parametrize("shown", TABS)
def test_hostile_text_is_shown_literally_in_every_part(desk: Any, shown: str) -> None:
    page, _ = reviewing(desk, one=b"image hostile")
    page.show_tab(shown)
    desk.settle()
    wait_for(lambda: True)
    seen = []
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
        assert not label.openExternalLinks()
        seen.append(label.text())
    seen += [box.toPlainText() for box in page.findChildren(QPlainTextEdit)]
    seen += [widget.accessibleName() + widget.accessibleDescription() for widget in page.findChildren(QWidget)]
    model = page.pane.tags.table.model()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            seen += [str(index.data(role) or "") for role in (0, Qt.ItemDataRole.AccessibleTextRole)]
            assert index.data(Qt.ItemDataRole.ToolTipRole) is None
    together = "\n".join(seen)
    assert not CONTROLS & set(together)
    for text in (HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[3], HOSTILE[4], "photo⟨U+202E⟩gpj.exe"):
        assert text in together, "it is there, and not read as markup"
    assert not page.grab().isNull()


def test_the_difference_is_black_where_both_are_alike_and_where_there_is_only_one() -> None:
    one, other = QImage(40, 30, QImage.Format.Format_RGB32), QImage(40, 20, QImage.Format.Format_RGB32)
    one.fill(0xFF808080)
    other.fill(0xFF808080)
    for x in range(20, 40):
        for y in range(20):
            other.setPixel(x, y, 0xFF908080)
    _, _, apart = beside(one, other)
    assert apart.pixelColor(10, 15).name() == "#000000"
    assert apart.pixelColor(28, 15).name() == "#400000", "sixteen levels, four times as strong"
    assert apart.pixelColor(38, 10).name() == "#000000"
    assert difference(one, one, QRect(0, 0, 40, 30)).pixelColor(1, 1).name() == "#000000"


def red_or_blue(picture: QWidget) -> bool:
    """No ground and no ink of the window is a pure colour."""
    image = picture.grab().toImage()
    points = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return any(image.pixelColor(x, y).name() in ("#ff0000", "#0000ff", "#ff00ff") for x, y in points)
