"""Near-copies in the window: shown, narrowed to, and decided together."""

from dataclasses import replace
from pathlib import Path

from tests.cases import files
from tests.desktop.builders import an_event, session, workroom
from tests.desktop.conftest import Desk
from tests.near_copies import EarlierEvidence, LookingExaminer
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.review.copies import CopiesSearch
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.verdict_presenter import VerdictPresenter
from workbench.desktop.session import Session
from workbench.domain.verdicts import Status

PICTURES = {"a": b"image bridge town", "b": b"image bridge town cropped", "c": b"image market town"}


def grouped_session(folder: Path) -> Session:
    """Three pictures, of which the first two are one photograph, and one event with a claim."""
    room = replace(workroom(folder, LookingExaminer()), evidence_search=lambda case: EarlierEvidence())
    made = session(room)
    made.new(folder / "case", "A case")
    IntakePresenter(made, lambda admitted: None).bring_in(files(folder / "in", **PICTURES))
    an_event(made)
    told: list[str] = []
    search = CopiesSearch(made)
    search.told = told.append
    search.search()
    assert told == ["Near-copies: 3 images compared; new links: 1."]
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


def test_the_window_offers_the_group_only_where_there_is_one(desk: Desk) -> None:
    window = desk.window
    window.session.room = replace(
        window.session.room, examiner=LookingExaminer, evidence_search=lambda _: EarlierEvidence()
    )
    window.session.new(desk.folder / "case", "A case")
    IntakePresenter(window.session, lambda admitted: None).bring_in(files(desk.folder / "in", **PICTURES))
    desk.settle()
    an_event(window.session)
    window.go("review")
    view = window.views["review"]
    view.group_copies()
    desk.settle()
    view.list.go(0)
    assert view.group.isVisible()
    assert not view.form.group_button.isHidden()
    assert "(2)" in view.form.group_button.text()
    view.select_group()
    assert view.list.lines.rowCount() == 2
    view.filter.clear()
    view.to_list()
    view.list.go(2)
    assert not view.group.isVisible()
    assert view.form.group_button.isHidden()
