"""A window is found as it was left: for a case in the case itself, the borders with the window."""

import json
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.cases import files
from tests.desktop.builders import an_event
from workbench.desktop.application import open_window
from workbench.desktop.restoring import KEY
from workbench.desktop.window_state import WindowState, keep_state, read_state


def with_images(desk: Any) -> Any:
    session = desk.window.session
    session.new(desk.folder / "case", "A case")
    desk.window.bring_in(files(desk.folder / "in", a=b"image a", b=b"image b", c=b"image c"))
    desk.settle()
    an_event(session)
    desk.window.go("review")
    desk.settle()
    return desk.view("review")


def test_a_case_is_found_as_it_was_left(desk: Any) -> None:
    review = with_images(desk)
    review.gallery.filter.put("name:b")
    desk.settle()
    review.list.go(0)
    desk.settle()
    at_hand = desk.window.session.current
    review.gallery.toggle_grid()
    review.show_tab("history")
    desk.window.go("forensic")
    desk.window.close()
    QApplication.processEvents()
    kept = "".join(file.read_text("utf-8", "replace") for file in (desk.room.home).glob("*.json"))
    assert at_hand not in kept
    assert "name:b" not in kept
    again = open_window(desk.room, desk.chooser)
    again.resize(1366, 740)
    again.show()
    again.open_folder(desk.folder / "case")
    assert again.session.current == at_hand
    assert again.task == "forensic"
    again.go("review")
    views: Any = again.views
    assert views["review"].gallery.view is views["review"].grid
    assert views["review"].pane.tab == "history"
    assert views["review"].filter.text() == "name:b"
    assert not views["review"].picture.uncovered
    again.close()


def test_another_case_is_not_touched_by_how_one_was_left(desk: Any) -> None:
    review = with_images(desk)
    review.gallery.toggle_grid()
    desk.window.go("library")
    desk.window.session.new(desk.folder / "other", "Another case")
    desk.settle()
    assert desk.window.task == "intake"
    assert desk.window.session.current is None
    assert review.gallery.view is review.list
    desk.window.session.open(desk.folder / "case")
    assert desk.window.task == "library"
    assert review.gallery.view is review.grid


def test_what_was_left_and_is_damaged_or_gone_is_passed_over(desk: Any) -> None:
    with_images(desk)
    session = desk.window.session
    wrong = {"task": "../etc", "current": "f" * 64, "review.tab": "nothing", "review.filter": 7, "review.grid": []}
    for left in ("[", "[1]", json.dumps(wrong), "[" * 5000):
        session.case.desk.put(KEY, left)
        desk.window.restoring.keep = lambda task="": None
        case = session.room.open_case(desk.folder / "case")
        session.take(case)
        desk.settle()
        assert desk.window.task == "review"
        assert session.current is not None


def test_a_case_that_cannot_be_written_is_opened_and_left_without_a_word(desk: Any) -> None:
    with_images(desk)
    session = desk.window.session
    before = session.case.desk.get(KEY)
    session._case = replace(session.case, read_only=True)
    desk.window.go("events")
    desk.window.close_case()
    session.open(desk.folder / "case")
    assert session.case.desk.get(KEY) == before


def test_nothing_of_how_a_case_was_left_is_in_its_journal_or_its_tables(desk: Any) -> None:
    with_images(desk)
    entries = desk.window.session.case.views.size()
    desk.window.close_case()
    desk.window.session.open(desk.folder / "case")
    case = desk.window.session.case
    assert case.desk.get(KEY)
    assert case.views.size() == entries
    assert case.journal.stale_projections() == ()


def test_borders_that_were_moved_are_found_again_and_what_is_none_is_left_out(desk: Any) -> None:
    review = with_images(desk)
    review.splitter.moveSplitter(400, 1)
    moved = tuple(review.splitter.sizes())
    review.splitter.splitterMoved.emit(400, 1)
    desk.window.close()
    assert read_state(desk.room.home).borders == {"review.0": moved}
    state = WindowState(borders={"review.0": (300, 500, 400), "compare.0": (1, 2)})
    keep_state(desk.room.home, state, desk.room.keep)
    again = open_window(desk.room, desk.chooser)
    again.close()
    raw = json.loads((desk.room.home / "window.json").read_text("utf-8"))
    for wrong in ([1], {"review.0": ["x"]}, {"review.0": [-1, 2, 3]}, {"review.0": [0, 0, 0]}, None):
        raw["borders"] = wrong
        desk.room.keep(desk.room.home / "window.json", json.dumps(raw).encode())
        assert read_state(desk.room.home).borders == {}
