"""The window in other languages: chosen there, turned where the language is, and nothing turned that means the same
to everybody."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from tests.desktop.builders import Told, wait_for
from tests.desktop.conftest import Desk
from tests.desktop.test_everybody import full
from workbench.assets import resources
from workbench.bootstrap import build
from workbench.desktop.application import application, open_window, speak
from workbench.desktop.compare.canvas import Canvas
from workbench.desktop.covered_picture import CoveredPicture
from workbench.desktop.directions import directed
from workbench.desktop.fonts import FAMILIES
from workbench.desktop.labels import FittedText, PlainLabel
from workbench.desktop.line_list import LineList
from workbench.desktop.navigation import TASKS
from workbench.desktop.plain_text import Speech
from workbench.wording import Wording, sentences_of

LOCALE = resources() / "locale"
TAGS = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """A desk in the language that it is asked for; afterwards windows are English again."""
    made: list[Desk] = []

    def desk(tag: str) -> Desk:
        monkeypatch.setitem(os.environ, "WORKBENCH_LANGUAGE", tag)
        made.append(Desk(tmp_path))
        return made[-1]

    yield desk
    for each in made:
        each.close()
    speak(QApplication.instance(), Wording(LOCALE))


@pytest.mark.parametrize(("tag", "turned"), [("en", False), ("uk", False), ("ps", True), ("ar", True)])
def test_the_window_is_turned_as_the_language_is(speaking: Any, tag: str, turned: bool) -> None:
    desk = speaking(tag)
    window = desk.window
    assert (window.layoutDirection() == Qt.LayoutDirection.RightToLeft) == turned
    full(desk)
    rail, page = window.rail.mapTo(window, window.rail.rect().center()), window.rect().center()
    assert (rail.x() > page.x()) == turned


def test_pictures_canvases_sliders_and_exact_text_are_never_turned(speaking: Any) -> None:
    desk = speaking("ps")
    full(desk)
    window = desk.window
    kept: list[QWidget] = []
    for kind in (CoveredPicture, Canvas, FittedText):
        kept += window.findChildren(kind)
    kept += [window.views["compare"].table.amount, window.views["intake"].url, window.views["events"].point]
    assert len(kept) > 6
    assert [widget for widget in kept if widget.layoutDirection() != Qt.LayoutDirection.LeftToRight] == []


def test_a_language_is_chosen_in_the_window_and_kept(speaking: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = speaking("en")
    full(desk)
    window, folder = desk.window, desk.window.session.case.folder
    window.commands["language"].run()
    page = window.views["language"]
    page.list.go(window.languages.tags.index("ps"))
    window.commands["use-language"].run()
    assert (window.next_language, window.next_folder) == ("ps", folder)
    assert not window.isVisible()
    again = open_window(desk.room.in_language(window.next_language), Told())
    again.open_folder(window.next_folder)
    assert again.session.is_open
    assert again.session.speech.say("desktop.task.review") == "کتنه"
    assert again.layoutDirection() == Qt.LayoutDirection.RightToLeft
    again.close()
    monkeypatch.delitem(os.environ, "WORKBENCH_LANGUAGE")
    later = build({**os.environ, "WORKBENCH_HOME": str(desk.folder / "home")})
    assert later.wording.language == "ps", "the next start speaks it too, and so does the command line"


def test_the_language_in_use_is_not_chosen_again(speaking: Any) -> None:
    window = speaking("en").window
    window.languages.choose("en")
    assert window.isVisible()
    assert not window.next_language


def test_facts_in_a_turned_sentence_stand_in_isolates() -> None:
    speech = Speech(Wording(LOCALE, "ps"))
    assert speech.say("desktop.compare.no-match", name="IMG (1).jpg").count("\u2068IMG (1).jpg\u2069") == 1
    assert Speech(Wording(LOCALE)).say("desktop.compare.no-match", name="a.jpg") == "Nothing was found for a.jpg"


def test_an_example_in_a_turned_sentence_stands_in_an_isolate() -> None:
    assert "\u20662025-11-24T22:00+04:30\u2069" in Speech(Wording(LOCALE, "ps")).say("desktop.event.time-hint")


def test_an_english_sentence_keeps_its_own_direction_in_a_turned_window() -> None:
    wording = Wording(LOCALE, "ps")
    code = next(code for code in wording.sentences if wording.falls_back(code) and "{" not in wording.sentences[code])
    assert Speech(wording).say(code) == f"\u2068{wording.sentences[code]}\u2069"


def test_our_own_words_decide_for_the_direction_of_their_line(speaking: Any) -> None:
    assert directed("C: fairly reliable") == "C: fairly reliable"
    speaking("ps")
    assert directed("C: تر") == "\u200f\u2067C: تر\u2069"
    assert directed("photo.jpg") == "\u200f\u2068photo.jpg\u2069"
    assert PlainLabel("photo.jpg").text() == "photo.jpg"


@pytest.mark.parametrize("tag", TAGS)
def test_the_fonts_that_come_along_have_every_character_of_every_sentence(tag: str) -> None:
    application(["test"])
    fonts = [QRawFont(str(file), 13.0) for file in sorted((resources() / "fonts").glob("*.ttf"))]
    assert all(font.isValid() for font in fonts)
    for weight in ("Regular", "Bold"):
        ours = [font for font in fonts if font.styleName() in (weight, "Regular")]
        bare = {
            character
            for sentence in sentences_of(LOCALE, tag).values()
            for character in sentence
            if character not in "\n\u200c" and not any(font.supportsCharacter(ord(character)) for font in ours)
        }
        assert bare == set()


def test_letters_of_pashto_and_urdu_are_in_the_arabic_font() -> None:
    application(["test"])
    for weight in ("Regular", "Bold"):
        font = QRawFont(str(resources() / "fonts" / f"NotoSansArabic-{weight}.ttf"), 13.0)
        assert [c for c in "ځڅډړږښګڼېۍئٹڈڑںےہھگکچپژی" if not font.supportsCharacter(ord(c))] == []


def test_the_window_is_written_in_the_fonts_that_come_along(desk: Any) -> None:
    assert desk.app.font().families()[: len(FAMILIES)] == list(FAMILIES)
    assert QFontInfo(desk.window.rail.font()).family() == "Noto Sans"


@pytest.mark.parametrize("tag", ["ps", "ar", "uk"])
def test_no_words_are_cut_off_on_a_small_screen(speaking: Any, tag: str) -> None:
    desk = speaking(tag)
    full(desk)
    desk.window.resize(1366, 720)
    short: list[str] = []
    for task in (*TASKS, "keys", "language"):
        desk.window.go(task)
        wait_for(lambda: True)
        desk.settle()
        short += [f"{task}: {words}" for words in cut_off(desk.window)]
    assert desk.window.width() == 1366
    assert short == []


def test_isolates_of_ours_are_never_taken_for_a_files(speaking: Any) -> None:
    desk = speaking("ps")
    full(desk)
    window = desk.window
    for task in TASKS:
        window.go(task)
        wait_for(lambda: True)
        desk.settle()
    review = window.views["review"]
    for row in range(review.list.lines.rowCount()):
        review.list.go(row)
        desk.settle()
    said = [label.text() for label in window.findChildren(PlainLabel)]
    said += [text.toPlainText() for text in window.findChildren(FittedText)]
    for lines in window.findChildren(LineList):
        indices = map(lines.lines.index, range(lines.lines.rowCount()))
        said += [str(index.data(Qt.ItemDataRole.AccessibleTextRole)) for index in indices]
    assert [words for words in said if "⟨U+206" in words] == []
    assert any("⟨U+202E⟩" in words for words in said), "what a file's name holds is still written out"


def cut_off(window: QWidget) -> list[str]:
    """Words of labels and buttons in view that have less room than they need."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, PlainLabel) and type(widget) is PlainLabel and widget.text():
            wraps, hint = widget.wordWrap(), widget.sizeHint()
            high, wide = (widget.heightForWidth(widget.width()), 0) if wraps else (hint.height(), hint.width())
        elif isinstance(widget, QPushButton | QToolButton) and widget.text():
            high, wide = 0, widget.fontMetrics().horizontalAdvance(widget.text())
        else:
            continue
        if widget.height() + 1 < high or widget.width() + 1 < wide:
            found.append(widget.text())
    return found
