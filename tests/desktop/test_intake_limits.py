"""A file that a limit kept out comes in when it is tried again with a higher one, and no other file does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.cases import ReadingExaminer, files
from tests.desktop.builders import session, workroom
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.domain.evidence import ImportStatus
from workbench.domain.examinations import Examination, Limits
from workbench.domain.limits import broken
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal

PIXELS = 300_000_000


class LimitedExaminer(ReadingExaminer):
    """Sees 300 million pixels in every image whose bytes say `large`."""

    def examine(self, original: Original, sha256: str, limits: Limits) -> Examination:
        with original.open("rb") as file:
            large = b"large" in file.read()
        if large and limits.pixels < PIXELS:
            facts = broken("examine.too-many-pixels", limits, PIXELS)
            raise Refusal("examine.too-many-pixels", name=original.name, width=20_000, height=15_000, **facts)
        return super().examine(original, sha256, limits)


def intake(folder: Path) -> IntakePresenter:
    made = session(workroom(folder, LimitedExaminer()))
    made.new(folder / "case", "A case")
    return IntakePresenter(made, lambda admitted: None)


def test_the_value_that_is_needed_is_suggested_and_lets_that_file_in(tmp_path: Path) -> None:
    presenter = intake(tmp_path)
    presenter.bring_in(files(tmp_path / "in", a=b"image large a", b=b"image large b", c=b"text"))
    assert [line.raised for line in presenter.state.lines] == [("pixels", str(PIXELS))] * 2 + [None]
    presenter.try_again(0, str(PIXELS))
    assert presenter.state.counts[ImportStatus.ADMITTED] == 1
    presenter.bring_in([str(tmp_path / "in" / "b")])
    assert presenter.state.counts[ImportStatus.REFUSED] == 1


def test_a_value_that_is_no_limit_is_said(tmp_path: Path) -> None:
    presenter = intake(tmp_path)
    presenter.bring_in(files(tmp_path / "in", a=b"image large a"))
    presenter.try_again(0, "very many")
    assert "pixels" in presenter.state.message
    assert "very many" in presenter.state.message
    assert len(presenter.state.lines) == 1


def test_a_refusal_of_an_earlier_day_can_be_tried_again(tmp_path: Path) -> None:
    presenter = intake(tmp_path)
    presenter.bring_in(files(tmp_path / "in", a=b"image large a"))
    again = session(workroom(tmp_path, LimitedExaminer()))
    later = IntakePresenter(again, lambda admitted: None)
    again.open(tmp_path / "case")
    later.try_again(0, str(PIXELS))
    assert later.state.counts[ImportStatus.ADMITTED] == 1


def test_the_window_offers_it_by_key_and_button(desk: Any) -> None:
    chosen = LimitedExaminer()
    desk.window.session.room = replace(desk.room, examiner=lambda: chosen)
    desk.window.session.new(desk.folder / "case", "A case")
    desk.window.bring_in(files(desk.folder / "in", a=b"image large a", b=b"text"))
    desk.settle()
    view = desk.view("intake")
    view.list.setCurrentIndex(view.model.index(1, 0))
    assert not view.limit_row.isVisible()
    view.list.setCurrentIndex(view.model.index(0, 0))
    assert view.limit_row.isVisible()
    assert view.limit_value.text() == str(PIXELS)
    assert view.limit_value.accessibleName()
    QTest.keyClick(desk.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert "1 admitted" in view.summary.text()


def test_the_limits_in_force_are_shown(desk: Any) -> None:
    desk.window.session.new(desk.folder / "case", "A case")
    view = desk.view("intake")
    desk.window.go("intake")
    QTest.keyClick(desk.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert view.reason_card.isVisible()
    assert "pixels 200000000" in view.reason.text()
    assert "limits.toml" in view.reason.text()
