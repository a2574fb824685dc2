"""Many images, by key: selecting, filtering, deciding on several at once, and taking it back."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.cases import files
from tests.desktop.builders import an_event, open_session, wait_for
from workbench.casework.undoing import Given
from workbench.desktop.review.marks import Marks
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.saved_filters import FilterChoices, SavedFilters, with_term
from workbench.desktop.review.search import Search
from workbench.desktop.review.selection import SelectionPresenter
from workbench.desktop.undoing import Undoing
from workbench.domain.verdicts import Status

KEY = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def names(review: ReviewPresenter) -> list[str]:
    return [row.name for number in range(review.rows.length) if (row := review.rows[number])]


@given(st.lists(st.tuples(st.sampled_from("tea"), st.integers(0, 9)), max_size=12))
def test_a_range_holds_what_stands_between_its_ends(steps: list[tuple[str, int]]) -> None:
    positions = list(range(100, 110))
    marks = Marks(lambda: positions)
    kept: set[int] = set()
    anchor, ranged = None, set[int]()
    for what, row in steps:
        if what == "t":
            marks.toggle(row)
            kept, anchor, ranged = (kept - ranged | ranged) ^ {100 + row}, row, set()
        elif what == "e":
            marks.extend(5, row)
            anchor = 5 if anchor is None else anchor
            now = {100 + one for one in range(min(anchor, row), max(anchor, row) + 1)}
            kept, ranged = (kept - (ranged - now)) | now, now
        else:
            marks.rest()
            anchor, ranged = None, set()
        assert marks.all() == tuple(sorted(kept))


def test_what_is_selected_stays_so_under_another_filter(tmp_path: Path) -> None:
    session = open_session(tmp_path, bridge=b"image 1", garden=b"image 2", bridges=b"image 3")
    review = ReviewPresenter(session)
    marks = Marks(lambda: review.rows.positions)
    review.filter("bridge")
    marks.every()
    review.filter("garden")
    assert names(review) == ["garden"]
    assert marks.count == 2
    assert not marks.has(review.rows.positions[0])


def test_a_filter_that_is_not_understood_hints_and_still_answers(tmp_path: Path) -> None:
    session = open_session(tmp_path, bridge=b"image 1")
    review = ReviewPresenter(session)
    review.filter("nothing:here status:wrong")
    assert [hint.code for hint in review.search.query.hints] == ["search.no-filter", "search.no-choice"]
    review.filter("status:wrong")
    assert names(review) == ["bridge"], "what is left out narrows nothing"


def test_another_case_begins_without_a_filter(tmp_path: Path) -> None:
    session = open_session(tmp_path, bridge=b"image 1")
    review = ReviewPresenter(session)
    review.filter("bridge")
    session.new(tmp_path / "other", "Another")
    assert (review.text, review.rows.length) == ("", 0)


def test_filters_are_saved_in_the_case_and_nowhere_else(tmp_path: Path) -> None:
    session = open_session(tmp_path, bridge=b"image 1")
    saved = SavedFilters(session)
    size = session.case.views.size()
    saved.save("  to   do ", "status:undecided")
    saved.save("", "bridge")
    assert saved.all() == {"bridge": "bridge", "to do": "status:undecided"}
    session.open(tmp_path / "case")
    assert "to do" in saved.all()
    saved.forget("to do")
    assert saved.all() == {"bridge": "bridge"}
    assert session.case.views.size() == size
    session.case.desk.put("review.filters", "[damaged")
    assert saved.all() == {}


def test_every_choice_is_a_filter_that_is_understood(tmp_path: Path) -> None:
    session = open_session(tmp_path, bridge=b"image 1")
    an_event(session)
    choices, search = FilterChoices(session), Search(session)
    for group in choices.GROUPS:
        for choice in choices.of(group):
            search.ask(choice.text if not choice.text.endswith(":") else f"{choice.text}2025")
            assert not [hint for hint in search.query.hints if hint.code != "search.no-hash"], choice
    assert with_term(with_term("a", "status:open"), "status:open") == "a"


def test_one_decision_on_a_selection_needs_reasons_and_can_be_taken_back(tmp_path: Path) -> None:
    session = open_session(tmp_path, a=b"image 1", b=b"image 2", c=b"image 3")
    an_event(session)
    review = ReviewPresenter(session)
    marks = Marks(lambda: review.rows.positions)
    told: list[str] = []
    undoing = Undoing(session, told.append)
    presenter = SelectionPresenter(session, marks)
    presenter.given = undoing.verdicts
    marks.extend(0, 1)
    presenter.begin(Status.LIKELY)
    presenter.save(lambda words, done: told.append(words))
    assert "reasons" in told[-1]
    presenter.draft.reasons = "on two channels"
    presenter.save(lambda words, done: told.append(words))
    assert [row.statuses for row in session.case.views.evidence_page(0, 9)] == [("likely",), ("likely",), ()]
    assert marks.count == 0
    undoing.undo()
    assert "2 images" in told[-1]
    assert [row.statuses for row in session.case.views.evidence_page(0, 9)] == [(), (), ()]
    undoing.redo()
    assert [row.statuses for row in session.case.views.evidence_page(0, 9)] == [("likely",), ("likely",), ()]
    undoing.redo()
    assert told[-1] == session.speech.say("desktop.redo.nothing")


def test_what_was_decided_elsewhere_since_is_said_and_not_undone(tmp_path: Path) -> None:
    session = open_session(tmp_path, a=b"image 1")
    told: list[str] = []
    undoing = Undoing(session, told.append)
    sha256 = session.case.views.evidence_page(0, 1)[0].evidence.sha256
    undoing.verdicts((Given("book/7", {"evidence": sha256, "claim": "c", "status": "likely", "supersedes": []}),))
    undoing.undo()
    assert "stays as it is" in told[-1]


def in_review(desk: Any, *images: str) -> Any:
    session = desk.window.session
    session.new(desk.folder / "case", "A case")
    desk.window.bring_in(files(desk.folder / "in", **{name: b"image " + name.encode() for name in images}))
    desk.settle()
    an_event(session)
    desk.window.go("review")
    desk.settle()
    return desk.view("review")


def press(desk: Any, *keys: Any) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or desk.window, key)


def test_several_images_are_selected_and_decided_by_key(desk: Any) -> None:
    review = in_review(desk, "a1", "b2", "c3", "d4")
    press(desk, KEY.Key_Space, KEY.Key_Down, KEY.Key_Space)
    QTest.keyClick(review.list, KEY.Key_Down, SHIFT)
    assert review.gallery.marks.count == 3
    assert review.gallery.bar.card.isVisible()
    assert "selected" in review.list.lines.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    press(desk, KEY.Key_2)
    bar = review.gallery.bar
    assert bar.reasons.hasFocus()
    QTest.keyClicks(bar.reasons, "seen twice")
    QTest.mouseClick(bar.save_button, Qt.MouseButton.LeftButton)
    desk.settle()
    statuses = [row.statuses for row in desk.window.session.case.views.evidence_page(0, 9)]
    assert statuses == [("likely",), ("likely",), ("likely",), ()]
    review.list.setFocus()
    QTest.keyClick(review.list, KEY.Key_N, SHIFT)
    assert review.list.row == 3, "the next one that is undecided"
    QTest.keyClick(review.list, KEY.Key_Z, CTRL)
    assert "Taken back" in desk.window.notice.text
    assert not any(row.statuses for row in desk.window.session.case.views.evidence_page(0, 9))


def test_the_grid_shares_place_and_selection_with_the_list(desk: Any) -> None:
    review = in_review(desk, *(f"n{number:02}" for number in range(12)))
    press(desk, KEY.Key_Down, KEY.Key_Space, KEY.Key_A)
    assert review.grid.isVisible()
    assert review.grid.hasFocus()
    assert review.grid.row == 1
    press(desk, KEY.Key_Right)
    assert review.list.row == review.grid.row == 2
    press(desk, KEY.Key_End)
    assert review.grid.row == 11
    press(desk, KEY.Key_Home, KEY.Key_PageDown)
    assert review.grid.row > 1
    QTest.mouseClick(review.grid.viewport(), Qt.MouseButton.LeftButton, CTRL, _in(review.grid, 0))
    assert review.gallery.marks.count == 2
    press(desk, KEY.Key_A)
    assert review.list.isVisible()
    press(desk, KEY.Key_Escape)
    assert review.gallery.marks.count == 0


def test_what_is_scrolled_to_is_what_is_drawn_and_clicked(desk: Any) -> None:
    review = in_review(desk, *(f"n{number:02}" for number in range(30)))
    for view in (review.list, review.grid):
        if view is review.grid:
            review.gallery.toggle_grid()
            assert wait_for(lambda: review.grid.verticalScrollBar().maximum() > 0)
        before = view.viewport().grab().toImage()
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        assert wait_for(lambda: view.viewport().grab().toImage() != before)  # noqa: B023
        last = view.visualRect(view.lines.index(29))
        assert view.viewport().rect().contains(last.center())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=last.center())
        assert view.row == 29
        for row in range(30):
            assert view.indexAt(view.visualRect(view.lines.index(row)).center()).row() == row
        review.list.go(0)


def _in(view: Any, row: int) -> QPoint:
    return view.visualRect(view.lines.index(row)).center()


def test_pixel_by_pixel_and_the_magnifier_show_what_was_asked_for_only(desk: Any) -> None:
    review = in_review(desk, "a1", "b2")
    picture = review.picture
    large = QImage(2400, 1800, QImage.Format.Format_RGB888)
    large.fill(Qt.GlobalColor.red)
    picture.sharpen(large)
    press(desk, KEY.Key_Z)
    assert not picture.whole
    assert picture.uncovered
    before = picture._placed()
    picture.pan(300, 0)
    assert picture._placed().left() < before.left()
    assert picture._placed().size() == large.size() / picture.devicePixelRatioF()
    press(desk, KEY.Key_Z)
    assert picture.whole
    QTest.keyClick(review.list, KEY.Key_Z, SHIFT)
    assert picture.magnifying
    assert not picture.grab().isNull()
    press(desk, KEY.Key_N)
    desk.settle()
    assert not picture.uncovered


def test_a_verdict_is_never_given_on_an_image_that_was_only_passed(desk: Any) -> None:
    review = in_review(desk, *(f"n{number}" for number in range(6)))
    press(desk, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_2)
    current = desk.window.session.current
    assert review._verdicts.subject.sha256 == current
    assert review._verdicts.draft.status is Status.LIKELY
