"""The verifier's ways through the window, with real keys and clicks."""

import itertools
import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.cases import files
from tests.desktop.builders import an_event, wait_for

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def key(desk: Any, name: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key pressed where the focus is."""
    target = QApplication.focusWidget() or desk.window.focusWidget() or desk.window
    QTest.keyClick(target, name, modifier)


def typed(widget: QWidget, text: str) -> None:
    widget.setFocus()
    QTest.keyClicks(widget, text)


def new_case(desk: Any) -> None:
    """From the first page to an empty case, by keyboard."""
    key(desk, KEY.Key_N, CTRL)
    start = desk.view("start")
    typed(start.title, "Night of strikes")
    QTest.keyClick(start.title, KEY.Key_Return)
    assert desk.window.session.is_open


def with_images(desk: Any, **pictures: bytes) -> None:
    new_case(desk)
    desk.chooser.next_files = files(desk.folder / "in", **pictures)
    key(desk, KEY.Key_I, CTRL)
    desk.settle()


def test_the_first_page_leads_to_a_new_case_and_then_to_intake(desk: Any) -> None:
    assert desk.window.task == "start"
    assert not desk.window.rail.isVisible()
    new_case(desk)
    assert desk.window.task == "intake"
    assert desk.view("intake").empty.isVisible()
    assert desk.window.session.case.folder.parent == desk.folder / "home" / "cases"


def test_files_come_in_and_what_was_refused_is_listed(desk: Any) -> None:
    with_images(desk, a=b"image a", b=b"text")
    intake = desk.view("intake")
    assert "1 admitted" in intake.summary.text()
    lines = desk.window.intake.state.lines
    assert [(line.name, line.sign) for line in lines] == [("a", "✓"), ("b", "✕")]
    assert not intake.cancel_button.isVisible()


def test_escape_cancels_an_import_and_keeps_what_was_finished(desk: Any) -> None:
    new_case(desk)
    desk.chooser.next_files = files(desk.folder / "in", **{f"n{n}": b"image %d" % n for n in range(400)})
    begun, go_on = itertools.count(), threading.Event()
    desk.watch = lambda original: next(begun) < 50 or go_on.wait(60)
    key(desk, KEY.Key_I, CTRL)
    state = desk.window.intake.state
    assert wait_for(lambda: sum(state.counts.values()) > 0)
    key(desk, KEY.Key_Escape)
    go_on.set()
    desk.settle()
    admitted = desk.window.session.case.views.evidence_count()
    assert 0 < admitted < 400
    assert admitted == sum(line.sign == "✓" for line in state.lines)
    assert "kept" in desk.view("intake").message.text()


def test_what_is_dropped_on_the_window_is_imported(desk: Any) -> None:
    new_case(desk)
    desk.window.go("events")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in files(desk.folder / "in", a=b"image a", b=b"image b")])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    desk.window.dropEvent(QDropEvent(QPointF(400, 300), action, data, button, Qt.KeyboardModifier.NoModifier))
    desk.settle()
    assert desk.window.session.case.views.evidence_count() == 2
    assert desk.window.task == "intake"


def test_a_picture_is_covered_until_asked_for_and_covered_again_at_the_next(desk: Any) -> None:
    with_images(desk, a=b"image a", b=b"image b")
    key(desk, KEY.Key_2, CTRL)
    review = desk.view("review")
    desk.settle()
    picture = review.picture
    assert picture.image is not None
    assert not picture.uncovered
    key(desk, KEY.Key_Q)
    assert picture.uncovered
    key(desk, KEY.Key_N)
    assert review.list.row == 1
    assert QApplication.focusWidget() is review.list
    assert not picture.uncovered
    desk.settle()
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton)
    assert picture.uncovered
    review.gallery.filter.begin()
    QTest.keyClick(review.filter, KEY.Key_H, CTRL)
    assert not picture.uncovered


def test_held_down_the_button_shows_the_picture_only_as_long(desk: Any) -> None:
    with_images(desk, a=b"image a")
    desk.window.go("review")
    desk.settle()
    picture = desk.view("review").picture
    picture.HOLD_MILLISECONDS = -1
    QTest.mousePress(picture, Qt.MouseButton.LeftButton)
    assert picture.uncovered
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton)
    assert not picture.uncovered


def test_small_pictures_are_covered_with_the_rest(desk: Any) -> None:
    with_images(desk, a=b"image a")
    desk.window.go("review")
    key(desk, KEY.Key_T)
    assert desk.view("review").list.uncovered
    key(desk, KEY.Key_H)
    assert not desk.view("review").list.uncovered


def test_letters_typed_into_a_field_stay_letters(desk: Any) -> None:
    with_images(desk, a=b"image a", h1=b"image b")
    desk.window.go("review")
    review = desk.view("review")
    review.gallery.filter.begin()
    QTest.keyClicks(review.filter, "h1")
    assert review.filter.text() == "h1"
    key(desk, KEY.Key_Return)
    desk.settle()
    assert review.list.lines.rowCount() == 1
    assert review.list.hasFocus()


def test_a_verdict_is_given_by_keyboard(desk: Any) -> None:
    with_images(desk, a=b"image a")
    an_event(desk.window.session)
    key(desk, KEY.Key_2, CTRL)
    key(desk, KEY.Key_5)
    form = desk.view("review").form
    assert form.isVisible()
    key(desk, KEY.Key_Return, CTRL)
    assert "reasons" in form.notice.text
    typed(form.reasons, "Known for years")
    key(desk, KEY.Key_Return, CTRL)
    session = desk.window.session
    [given] = session.case.views.verdicts(session.current)
    assert (given.verdict.status.value, given.verdict.reasons) == ("refuted", "Known for years")
    assert "Saved" in form.notice.text


def test_codes_that_contradict_cannot_be_ticked_together(desk: Any) -> None:
    from workbench.domain.verdicts import MediaReview

    with_images(desk, a=b"image a")
    an_event(desk.window.session)
    desk.window.go("review")
    desk.view("review").show_tab("verdict")
    form = desk.view("review").form
    form.categories[MediaReview.ORIGINAL].box.click()
    assert not form.categories[MediaReview.STAGED].box.isEnabled()
    assert form.categories[MediaReview.DECONTEXTUALIZED].box.isEnabled()
    assert "Staged" in form.blocked.text()
    form.categories[MediaReview.ORIGINAL].box.click()
    assert form.categories[MediaReview.STAGED].box.isEnabled()


def test_without_a_claim_the_verdict_shows_the_way_to_one(desk: Any) -> None:
    with_images(desk, a=b"image a")
    desk.window.go("review")
    desk.view("review").show_tab("verdict")
    form = desk.view("review").form
    assert form.no_claim.isVisible()
    form.no_claim.findChildren(type(form.save_button))[0].click()
    assert desk.window.task == "events"


def test_an_event_and_a_claim_are_recorded_and_a_refusal_stands_beside_the_form(desk: Any) -> None:
    new_case(desk)
    key(desk, KEY.Key_6, CTRL)
    events = desk.view("events")
    assert events.title.hasFocus()
    typed(events.title, "Strikes in Khost")
    typed(events.start, "last night")
    key(desk, KEY.Key_Return, CTRL)
    assert "not a time" in events.notice.text
    events.start.clear()
    typed(events.start, "2025-11-24T22:00+04:30")
    key(desk, KEY.Key_Return, CTRL)
    typed(events.claim, "It shows them")
    typed(events.by, "a channel")
    key(desk, KEY.Key_Return, CTRL)
    views = desk.window.session.case.views
    assert (len(views.events()), [claim.by for claim in views.claims()]) == (1, ["a channel"])


def test_a_known_image_is_added_found_and_compared(desk: Any) -> None:
    with_images(desk, a=b"image a", b=b"image b")
    an_event(desk.window.session)
    key(desk, KEY.Key_5, CTRL)
    desk.chooser.next_save = desk.folder / "known"
    key(desk, KEY.Key_N, CTRL | Qt.KeyboardModifier.AltModifier)
    library = desk.view("library")
    typed(library.deliveries.first, "2019")
    desk.chooser.next_files = files(desk.folder / "older", old=b"image a")
    library.deliveries.files_button.click()
    desk.settle()
    desk.window.go("review")
    key(desk, KEY.Key_C)
    compare = desk.view("compare")
    assert compare.list.lines.rowCount() == 1
    assert "cannot show the event" in compare.meaning.text()
    key(desk, KEY.Key_D)
    QTest.keyClicks(compare.reason, "another street")
    key(desk, KEY.Key_Return)
    assert "another street" in compare.dismissed.text()


def test_a_report_is_written_and_the_case_is_checked(desk: Any) -> None:
    with_images(desk, a=b"image a")
    an_event(desk.window.session)
    desk.chooser.next_save = desk.folder / "report.html"
    key(desk, KEY.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert (desk.folder / "report.html").is_file()
    assert desk.window.task == "report"
    key(desk, KEY.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert desk.view("report").audit_words.text().startswith("✓")


def test_the_palette_finds_and_does_what_was_meant(desk: Any) -> None:
    with_images(desk, a=b"image a")
    key(desk, KEY.Key_K, CTRL)
    palette = desk.window.palette_list
    assert palette.isVisible()
    QTest.keyClicks(palette.field, "write verd")
    assert palette.shown()[0] == "verdict"
    QTest.keyClick(palette.field, KEY.Key_Return)
    assert not palette.isVisible()
    assert desk.window.task == "review"
    assert desk.view("review").form.isVisible()


def test_back_goes_back(desk: Any) -> None:
    new_case(desk)
    for task in ("library", "events"):
        desk.window.go(task)
    key(desk, KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.window.task == "library"
    key(desk, KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.window.task == "intake"


def test_closing_the_case_leads_to_the_first_page(desk: Any) -> None:
    with_images(desk, a=b"image a")
    desk.window.go("review")
    key(desk, KEY.Key_W, CTRL)
    assert desk.window.task == "start"
    assert desk.view("review").list.lines.rowCount() == 0 or not desk.view("review").isVisible()


def test_a_case_that_is_not_there_is_said_on_the_first_page(desk: Any) -> None:
    desk.window.open_folder(desk.folder / "nowhere")
    assert str(desk.folder / "nowhere") in desk.view("start").notice.text


def test_the_window_opens_in_the_colours_it_was_left_in_and_keeps_nothing_of_the_case(
    desk: Any, tmp_path: Path
) -> None:
    new_case(desk)
    before = desk.window.look.palette
    key(desk, KEY.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.look.palette is not before
    desk.window.close()
    from workbench.desktop.application import open_window

    again = open_window(desk.room, desk.chooser)
    assert again.look.palette is not before
    again.close()
    kept = (tmp_path / "home" / "window.json").read_text("utf-8")
    assert "night" not in kept.casefold()


def test_clicking_the_status_line_explains_the_isolation(desk: Any) -> None:
    desk.settle()
    assert desk.window.status.isolation.text() == "✓ full isolation"
    QTest.mouseClick(desk.window.status.isolation, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert "no child" in desk.window.notice.text
