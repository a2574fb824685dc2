"""A mistake of the program is said in the window, and its details can be copied by key."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from tests.desktop.builders import wait_for
from workbench.desktop.choosing import replacing_question
from workbench.desktop.plain_text import Shown, visible

CAPTION = "Gulnara of Spinwam"


def fail(*arguments: object) -> None:
    raise ValueError(CAPTION)


def test_a_job_that_fails_is_said_logged_and_copied_without_its_message(desk: Any) -> None:
    told: list[str] = []
    speech = desk.window.session.speech
    desk.window.session.background.run(fail, lambda made: None, lambda refusal: told.append(speech.refusal(refusal)))
    assert wait_for(lambda: bool(told) and desk.window.fault_notice.isVisible())
    assert "ValueError" in told[0]
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    notice = QApplication.clipboard().text()
    assert "ValueError" in notice
    assert "workbench/desktop/jobs.py:" in notice
    log = (desk.folder / "home" / "logs" / "workbench.log").read_text()
    assert '"event": "fault"' in log
    assert '"how": "fault"' in log
    assert CAPTION not in notice + log + told[0] + desk.window.fault_notice.text


def test_without_a_fault_there_is_nothing_to_copy_and_that_is_said(desk: Any) -> None:
    desk.window.commands["copy-fault"].run()
    assert "nothing to copy" in desk.window.notice.text


def test_the_question_before_a_file_is_replaced_reads_no_markup(desk: Any) -> None:
    box = replacing_question(desk.window, desk.window.session.speech, Path("<img src='x.png'>\u202egpj.html"))
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert "<img src='x.png'>⟨U+202E⟩gpj.html" in box.text()
    assert not any(label.openExternalLinks() for label in box.findChildren(QLabel))
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    box.deleteLater()


def test_a_title_keeps_what_qt_would_take_for_its_own_mark(desk: Any) -> None:
    desk.window.session.new(desk.folder / "case", "Strikes [*] night")
    assert "[*][*]" in desk.window.windowTitle(), "which Qt shows as one"


def test_what_is_visible_is_not_made_visible_again() -> None:
    once = visible("خوست\u202e.jpg")
    assert isinstance(once, Shown)
    assert visible(once) == once == "\u2068خوست⟨U+202E⟩.jpg\u2069"
