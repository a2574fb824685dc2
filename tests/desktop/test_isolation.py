"""Where files cannot be read fully locked in, the window asks, and reads none before the answer."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.cases import files
from tests.desktop.builders import AtOnce, Told, wait_for
from tests.sandbox.fake_child import command
from workbench.bootstrap import build
from workbench.casework.workroom import Workroom
from workbench.desktop.application import application, open_window
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.isolation.presenter import IsolationPresenter
from workbench.desktop.session import Session
from workbench.domain.refusals import Refusal


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Workroom]:
    """With a child that reaches reduced isolation, and reads the word `good`."""
    made = build({**os.environ, "WORKBENCH_HOME": str(tmp_path / "home")}, child=command())
    yield made
    made.close()


def test_what_was_brought_in_waits_for_the_answer(room: Workroom, tmp_path: Path) -> None:
    session = Session(room, AtOnce())
    isolation, intake = IsolationPresenter(session), IntakePresenter(session, lambda admitted: None)
    session.new(tmp_path / "case", "A case")
    isolation.probe()
    assert "landlock" in isolation.question
    entries = session.case.views.counts().entries
    intake.bring_in(files(tmp_path / "in", **{"a.jpg": b"good"}))
    assert (intake.state.waiting, intake.state.lines) == (True, [])
    assert session.case.views.counts().entries == entries
    with pytest.raises(Refusal):
        room.examiner()
    isolation.accept()
    assert isolation.question == ""
    assert [line.sign for line in intake.state.lines] == ["✓"]
    (row,) = session.case.views.evidence_page(0, 9)
    document = session.case.journal.document(row.document or "")
    assert document
    assert b"reduced" in document


def test_the_answer_is_not_remembered(room: Workroom, tmp_path: Path) -> None:
    first = IsolationPresenter(Session(room, AtOnce()))
    first.probe()
    first.accept()
    again = build({**os.environ, "WORKBENCH_HOME": str(tmp_path / "home")}, child=command())
    try:
        second = IsolationPresenter(Session(again, AtOnce()))
        second.probe()
        assert second.question
    finally:
        again.close()


def test_hostile_source_is_a_switch_of_the_session(room: Workroom, tmp_path: Path) -> None:
    session = Session(room, AtOnce())
    isolation, intake = IsolationPresenter(session), IntakePresenter(session, lambda admitted: None)
    said: list[str] = []
    isolation.tell = said.append
    session.new(tmp_path / "case", "A case")
    isolation.probe()
    isolation.accept()
    isolation.turn_hostile_source()
    assert "fresh process" in isolation.in_short
    intake.bring_in(files(tmp_path / "in", **{"a.jpg": b"good"}))
    (row,) = session.case.views.evidence_page(0, 9)
    document = session.case.journal.document(row.document or "")
    assert document
    assert b"fresh" in document
    isolation.turn_hostile_source()
    assert "fresh process" not in isolation.in_short
    assert len(said) == 3


def test_the_window_asks_above_every_page_and_by_key(room: Workroom, tmp_path: Path) -> None:
    application(["test"])
    window = open_window(room, Told())
    try:
        window.resize(1366, 740)
        window.show()
        assert wait_for(lambda: bool(window.isolation.question))
        assert "◐" in window.status.isolation.text()
        window.session.new(tmp_path / "case", "A case")
        window.bring_in(files(tmp_path / "in", **{"a.jpg": b"good"}))
        assert wait_for(lambda: window.intake.state.waiting)
        assert window.question.isVisible()
        assert window.question.accessibleName()
        _press(window, "Ctrl+Shift+H")
        assert window.views["intake"].hostile_source.box.isChecked()  # type: ignore[attr-defined]
        _press(window, "Ctrl+Shift+A")
        assert wait_for(lambda: len(window.intake.state.lines) == 1)
        assert not window.question.isVisible()
    finally:
        window.close()
        window.deleteLater()


def _press(window: Any, keys: str) -> None:
    window.activateWindow()
    assert wait_for(window.isActiveWindow), "no window manager gave it the keyboard"
    letter = getattr(Qt.Key, f"Key_{keys[-1]}")
    QTest.keyClick(window, letter, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
