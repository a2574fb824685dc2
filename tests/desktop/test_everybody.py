"""For everybody, and for nobody who wishes harm: names, keys, contrast, and hostile text that stays text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QErrorMessage, QLabel, QMessageBox, QTextBrowser, QTextEdit, QWidget, QWizard

from tests.cases import files
from tests.desktop.builders import HOSTILE_NAMES, an_event, wait_for
from workbench.desktop.commands import Command, Commands, ranked
from workbench.desktop.navigation import TASKS
from workbench.desktop.plain_text import visible
from workbench.desktop.theme import PALETTES, READ_TOGETHER, Palette, contrast


def full(desk: Any) -> None:
    """A case with images, an event, a claim, a library and a match: every view has something to show."""
    session = desk.window.session
    session.new(desk.folder / "case", "A <b>case</b>")
    names = {
        name: b"image %d" % number for number, name in enumerate(name for name in HOSTILE_NAMES if "/" not in name)
    }
    desk.window.bring_in([*files(desk.folder / "in", **names), *files(desk.folder / "in", **{"<i>no.jpg": b"text"})])
    desk.settle()
    an_event(session)
    session.open_library(desk.folder / "known", new=True)
    library = desk.view("library")
    desk.chooser.next_files = files(desk.folder / "older", **{"<u>old.jpg": b"image 0"})
    library.deliveries.ask_files()
    desk.settle()


def focusable(view: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in view.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in ("QComboBoxPrivateContainer", "QComboBoxListView", "QScrollBar")
    ]


def test_every_focusable_widget_of_every_view_has_a_name(desk: Any) -> None:
    full(desk)
    for task in (*TASKS, "start"):
        if task != "start":
            desk.window.go(task)
        nameless = [
            f"{task}: {type(widget).__name__} {widget.objectName()}"
            for widget in focusable(desk.view(task))
            if not widget.accessibleName()
        ]
        assert not nameless
    assert not [widget for widget in focusable(desk.window.palette_list) if not widget.accessibleName()]
    assert not [widget for widget in focusable(desk.window.rail) if not widget.accessibleName()]


def test_every_action_has_a_key_and_stands_in_the_palette(desk: Any) -> None:
    desk.window.palette_list.open()
    shown = set(desk.window.palette_list.shown())
    for command in desk.window.commands:
        action = desk.window.actions_by[command.id]
        assert action.shortcut().toString(), command.id
        assert action.text() != f"desktop.command.{command.id}", "every command is worded"
        assert command.id in shown


def test_every_menu_line_is_a_command(desk: Any) -> None:
    lines = [action for menu in desk.window.menuBar().actions() for action in menu.menu().actions()]
    assert len(lines) == len(list(desk.window.commands))


def test_lines_of_lists_are_spoken_whole(desk: Any) -> None:
    full(desk)
    desk.window.go("review")
    index = desk.view("review").list.lines.index(0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "undecided" in spoken


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_words_stand_out_from_their_ground(palette: Palette) -> None:
    low = [pair for pair in READ_TOGETHER if contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) < 4.5]
    assert not low


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_names_from_files_are_shown_as_they_are_and_never_as_markup(desk: Any) -> None:
    full(desk)
    review = desk.view("review")
    for task in TASKS:
        desk.window.go(task)
        wait_for(lambda: True)
        for label in desk.window.findChildren(QLabel):
            if label.text():
                assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
                assert not label.openExternalLinks()
    desk.window.go("review")
    names = set()
    for row in range(review.list.lines.rowCount()):
        review.list.go(row)
        names.add(review.name.accessibleName())
    assert "photo⟨U+202E⟩gpj.exe.jpg" in names
    assert "{sha256} %s {0}.jpg" in names
    assert not desk.window.findChildren(QTextBrowser)
    for kind in (QMessageBox, QErrorMessage, QWizard, QTextEdit):
        assert not desk.window.findChildren(kind), kind


def test_nothing_has_a_tooltip(desk: Any) -> None:
    full(desk)
    assert not [widget for widget in desk.window.findChildren(QWidget) if widget.toolTip()]


@given(st.text())
def test_visible_text_holds_no_control_and_no_bidi_override(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200b\u200e\u200f\u061c\n\r\t\0")
    assert shown.count("\u2068") == shown.count("\u2069") <= 1


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_itself(text: str) -> None:
    assert visible(text) == text


def test_right_to_left_names_stand_in_an_isolate() -> None:
    assert visible("خوست.jpg") == "\u2068خوست.jpg\u2069"


def test_a_joiner_inside_a_word_is_left_alone() -> None:
    assert "⟨" not in visible("می\u200cخواهم")


def test_two_commands_never_share_a_key_in_one_place() -> None:
    commands = Commands()
    commands.add(Command("a", ("N",), print, "go", task="review"))
    commands.add(Command("b", ("N",), print, "go", task="compare"))
    with pytest.raises(ValueError, match="N belongs to a"):
        commands.add(Command("c", ("N",), print, "go"))
    commands.add(Command("d", ("M",), print, "go"))
    with pytest.raises(ValueError, match="M belongs to d"):
        commands.add(Command("e", ("M",), print, "go", task="review"))


def test_the_palette_ranks_beginnings_of_words_first() -> None:
    choices = [("a", "Cover the report"), ("b", "Verdict: verified"), ("c", "Overview")]
    assert ranked("ver", choices) == ["b", "a", "c"]


def test_the_window_fits_a_small_screen_and_scrolls_on_a_smaller_one(desk: Any) -> None:
    full(desk)
    for width, height in ((1366, 720), (683, 350)):
        desk.window.resize(width, height)
        wait_for(lambda: True)
        assert desk.window.width() == width, "no view forces the window wider"
        assert desk.window.height() == height
    desk.window.resize(1366, 720)
    for task in TASKS:
        desk.window.go(task)
        wait_for(lambda: True)
        assert desk.window.stack.height() <= 720


def test_covered_means_that_no_pixel_of_the_picture_is_drawn(desk: Any) -> None:
    full(desk)
    desk.window.go("review")
    desk.settle()
    picture = desk.view("review").picture
    red = QImage(400, 300, QImage.Format.Format_RGB888)
    red.fill(Qt.GlobalColor.red)
    picture.show_subject(red)
    assert not _has_red(picture.grab().toImage())
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Space)
    assert _has_red(picture.grab().toImage())


def _has_red(image: QImage) -> bool:
    points = ((x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7))
    return any(image.pixelColor(x, y).name() == "#ff0000" for x, y in points)
