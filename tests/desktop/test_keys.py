"""The sheet of keys, and the keys that a person gives to commands."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from workbench.desktop.keys.choices import FILE, keep_choices, read_choices
from workbench.storage.whole_file import keep


def chosen(desk: Any, words: str) -> None:
    desk.window.go("keys")
    view = desk.window.keys
    view.search.setText(words)


def test_a_command_gets_another_key_and_keeps_it(desk: Any) -> None:
    window = desk.window
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.task == "keys"
    chosen(desk, "light and dark")
    window.keys.key.setKeySequence(QKeySequence("F9"))
    window.keys.give()
    dark = window.look.palette
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.look.palette is not dark
    assert json.loads((window.session.room.home / FILE).read_text()) == {"light-or-dark": ["F9"]}
    window.keys.restore()
    assert [key.toString() for key in window.actions_by["light-or-dark"].shortcuts()] == ["Ctrl+Shift+L"]


def test_a_key_of_another_command_is_refused_and_its_owner_named(desk: Any) -> None:
    window = desk.window
    chosen(desk, "light and dark")
    window.keys.key.setKeySequence(QKeySequence("Ctrl+K"))
    window.keys.give()
    assert desk.window.session.speech.say("desktop.command.palette") in window.keys.notice.text
    assert [key.toString() for key in window.actions_by["light-or-dark"].shortcuts()] == ["Ctrl+Shift+L"]
    assert not (window.session.room.home / FILE).exists()


def test_escape_goes_back_to_where_one_was(desk: Any) -> None:
    before = desk.window.task
    desk.window.go("keys")
    desk.window.commands["leave-keys"].run()
    assert desk.window.task == before


def test_what_is_damaged_is_left_out(tmp_path: Path) -> None:
    assert read_choices(tmp_path) == {}
    for body in ("", "[]", "{", '{"a": 3, "b": [""], "c": ["X", 4]}', '{"a": "Ctrl+K"}'):
        (tmp_path / FILE).write_text(body)
        assert read_choices(tmp_path) in ({}, {"c": ("X",)})
    keep_choices(tmp_path, {"back": ("F4", "F5")}, keep)
    assert read_choices(tmp_path) == {"back": ("F4", "F5")}
