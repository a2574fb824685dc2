"""Near-copies in the window: shown, narrowed to, and decided together."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.cases import files
from tests.desktop.builders import an_event, session, workroom
from tests.desktop.conftest import Desk
from tests.desktop.test_journeys import KEY, key
from tests.near_copies import EarlierEvidence, LookingExaminer
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.review.copies import CopiesPresenter, CopiesSearch
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.verdict_presenter import VerdictPresenter
from workbench.desktop.review.view import ReviewView
from workbench.desktop.session import Session
from workbench.domain.verdicts import Status

PICTURES = {"a": b"image bridge town", "b": b"image bridge town cropped", "c": b"image market town"}


def grouped_session(folder: Path, **more: bytes) -> Session:
    """Three pictures, of which the first two are one photograph, and one event with a claim; `more` come later."""
    room = replace(workroom(folder, LookingExaminer()), evidence_search=lambda case: EarlierEvidence())
    made = session(room)
    made.new(folder / "case", "A case")
    IntakePresenter(made, lambda admitted: None).bring_in(files(folder / "in", **PICTURES, **more))
    an_event(made)
    told: list[str] = []
    search = CopiesSearch(made)
    search.told = told.append
    search.search()
    assert more or told == ["Near-copies: 3 images compared; new links: 1."]
    return made


def reviewing(made: Session, row: int) -> tuple[ReviewPresenter, VerdictPresenter]:
    review = ReviewPresenter(made)
    at_hand = review.rows[row]
    assert at_hand
    review.select(at_hand.evidence.sha256)
    verdicts = VerdictPresenter(made, review)
    verdicts.begin(review.reviewed())
    return review, verdicts


def test_an_image_says_that_it_has_near_copies_and_which_is_best(tmp_path: Path) -> None:
    made = grouped_session(tmp_path)
    review, _ = reviewing(made, 1)
    lines = [review.line(row)[1] for row in (review.rows[number] for number in range(3)) if row]
    assert ["one of 2 near-copies" in line for line in lines] == [True, True, False]
    shown = review.reviewed()
    assert shown
    assert "Look first at a: of these 2 it is the least cropped" in shown.group
    review.filter(f"copies:{shown.sha256[:16]}")
    assert review.rows.length == 2


def test_a_verdict_for_the_group_stands_on_every_member_and_no_other(tmp_path: Path) -> None:
    made = grouped_session(tmp_path)
    review, verdicts = reviewing(made, 0)
    assert verdicts.group_size() == 2
    assert verdicts.save(whole_group=True), "a verdict without status and reasons is not saved"
    assert made.case.views.counts().verdicts == 0
    verdicts.set_status(Status.REFUTED)
    verdicts.draft.reasons = "Known since 2018"
    assert not verdicts.save(whole_group=True)
    review.rows.refresh()
    assert [row.statuses for row in (review.rows[number] for number in range(3)) if row] == [("refuted",)] * 2 + [()]


def test_a_link_is_cut_with_a_reason_and_stays_cut(tmp_path: Path) -> None:
    made = grouped_session(tmp_path)
    reviewing(made, 0)
    copies = CopiesPresenter(made)
    copies.refresh()
    [line] = copies.lines
    assert (line.name, line.sign, line.linked) == ("b", "=", True)
    assert "From this image to it: cropped" in line.words
    words, done = copies.cut(line, " ")
    assert "Say why" in words
    assert "--reason" not in words
    assert not done
    assert copies.cut(None, "another bridge")[1] is False
    words, done = copies.cut(line, "another bridge")
    assert done
    copies.refresh()
    [line] = copies.lines
    assert (line.sign, line.linked, copies.grouped) == ("✕", False, False)
    assert "another bridge" in line.words
    assert made.case.views.groups() == ()
    CopiesSearch(made).search()
    assert made.case.views.groups() == (), "a search does not bring together what a person parted"
    assert "no group" in copies.leave("once more")[0]


def test_two_that_are_parted_and_still_held_together_by_others_are_said_to_be_so(tmp_path: Path) -> None:
    made = grouped_session(tmp_path, d=b"image bridge town resaved")
    reviewing(made, 0)
    copies = CopiesPresenter(made)
    copies.refresh()
    linked = {line.name: line for line in copies.lines if line.linked}
    assert set(linked) == {"b", "d"}
    words, done = copies.cut(linked["b"], "not this one")
    assert done
    assert "still in one group" in words
    copies.refresh()
    assert [(line.name, line.sign) for line in copies.lines] == [("d", "="), ("b", "✕")]
    assert "by way of other images" in copies.lines[1].words
    words, done = copies.leave("nor that one")
    assert done
    assert "Taken out" in words
    assert [len(group) for group in made.case.views.groups()] == [2], "the other two stay together"


def test_a_verdict_for_a_group_is_said_to_be_one_decision(tmp_path: Path) -> None:
    made = grouped_session(tmp_path)
    review, verdicts = reviewing(made, 0)
    verdicts.set_status(Status.REFUTED)
    verdicts.draft.reasons = "Known since 2018"
    assert not verdicts.save(whole_group=True)
    known = review.reviewed()
    assert known
    assert "One decision for a group" in known.verdicts[0]


def a_group_at_hand(desk: Desk) -> ReviewView:
    """The review page in the window, at the first of two near-copies."""
    window = desk.window
    window.session.room = replace(
        window.session.room, examiner=LookingExaminer, evidence_search=lambda _: EarlierEvidence()
    )
    window.session.new(desk.folder / "case", "A case")
    IntakePresenter(window.session, lambda admitted: None).bring_in(files(desk.folder / "in", **PICTURES))
    desk.settle()
    window.go("review")
    view = window.views["review"]
    assert isinstance(view, ReviewView)
    view.group_copies()
    desk.settle()
    view.list.go(0)
    return view


def test_a_link_is_cut_by_key(desk: Desk) -> None:
    view = a_group_at_hand(desk)
    key(desk, KEY.Key_K)
    assert view.copies.list.hasFocus()
    key(desk, KEY.Key_X)
    assert view.copies.reason.hasFocus()
    key(desk, KEY.Key_Return)
    assert "Say why" in view.copies.notice.text
    QTest.keyClicks(view.copies.reason, "another bridge")
    key(desk, KEY.Key_Return)
    assert desk.window.session.case.views.groups() == ()
    assert "stays cut" in view.copies.notice.text
    assert not view.group.isVisible()
    assert not view.copies.apart.isVisible()


def test_an_image_is_taken_out_of_its_group_by_mouse(desk: Desk) -> None:
    view = a_group_at_hand(desk)
    view.show_tab("copies")
    view.copies.reason.setText("another bridge")
    QTest.mouseClick(view.copies.leave_button, Qt.MouseButton.LeftButton)
    assert desk.window.session.case.views.groups() == ()
    view.list.go(1)
    assert view.copies.reason.text() == ""
    assert "another bridge" in view.copies.words.text(), "the other one says it too"


def test_cutting_stands_in_the_palette(desk: Desk) -> None:
    a_group_at_hand(desk)
    key(desk, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(desk.window.palette_list.field, "cut the link")
    assert desk.window.palette_list.shown()[0] == "cut-copy"


def test_the_window_offers_the_group_only_where_there_is_one(desk: Desk) -> None:
    view = a_group_at_hand(desk)
    an_event(desk.window.session)
    assert view.group.isVisible()
    assert not view.form.group_button.isHidden()
    assert "(2)" in view.form.group_button.text()
    view.select_group()
    desk.settle()
    assert view.list.lines.rowCount() == 2
    view.gallery.filter.put("")
    view.list.go(2)
    desk.settle()
    assert not view.group.isVisible()
    assert view.form.group_button.isHidden()
