"""Care for whoever looks: pictures covered until asked for, everywhere; and how they look when they are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from tests.cases import ReadingExaminer, files
from tests.desktop.builders import an_event, open_session, session, wait_for, workroom
from workbench.bootstrap import build
from workbench.casework.noting import note_content
from workbench.desktop.care.care import Care
from workbench.desktop.care.choices import Choices, Manner, keep_choices, read_choices
from workbench.desktop.care.manners import SMALL, as_chosen, room_for
from workbench.desktop.care.presenter import CarePresenter
from workbench.desktop.review.content_note import NotePresenter
from workbench.domain.content_notes import ContentKind, ContentNote
from workbench.domain.examinations import Examination, Limits, Preview
from workbench.domain.forensic_views import View

RED = Preview(64, 48, b"\xff\0\0" * 64 * 48)

LARGE = Preview(640, 480, b"\xff\0\0" * 640 * 480)


class Red(ReadingExaminer):
    """Whatever is looked at is red."""

    def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
        return replace(super().examine(original, sha256, limits), preview=RED)

    def render(self, original: Path, longest_edge: int, limits: Limits) -> Preview:
        return LARGE

    def forensic(self, original: Path, view: View, parameters: Any, longest_edge: int, limits: Limits) -> Preview:
        return RED


def jpeg(preview: Preview) -> bytes:
    image = QImage(preview.rgb, preview.width, preview.height, preview.width * 3, QImage.Format.Format_RGB888)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 95)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def red_case(desk: Any) -> Any:
    """Two images of a case, one of which is known: every picture of it is red."""
    made, red = desk.window.session, Red()
    made.room = replace(made.room, examiner=lambda: red, encode=jpeg)
    made.new(desk.folder / "case", "A case")
    made.open_library(desk.folder / "known", new=True)
    desk.chooser.next_files = files(desk.folder / "older", old=b"image a")
    desk.view("library").deliveries.ask_files()
    desk.settle()
    desk.window.bring_in(files(desk.folder / "in", a=b"image a", b=b"image b"))
    desk.settle()
    an_event(made)
    desk.window.go("review")
    desk.view("review").list.go(0)
    desk.settle()
    return desk.view("review")


def reds(widget: QWidget) -> int:
    """How many points of the widget are as red as the pictures: no ground and no ink of the window is."""
    image = widget.grab().toImage()
    found = 0
    for y in range(0, image.height(), 6):
        for x in range(0, image.width(), 6):
            seen = image.pixelColor(x, y)
            found += seen.red() > 200 and seen.green() < 60 and seen.blue() < 60
    return found


def places(desk: Any) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
    """Every place in which there are pictures: how to come to it, and how to ask for them there."""
    review, compare = desk.view("review"), desk.view("compare")
    forensic, library = desk.view("forensic"), desk.view("library")

    def to(task: str) -> Callable[[], None]:
        return lambda: desk.window.go(task)

    def embedded() -> None:
        desk.window.go("review")
        review.show_tab("origin")
        review.pane.origin.embedded._pair.show()
        for picture in review.pane.origin.embedded.pictures:
            picture.show_subject(QImage(RED.rgb, 64, 48, 192, QImage.Format.Format_RGB888).copy())

    def grid() -> None:
        desk.window.go("review")
        review.gallery.toggle_grid()

    return {
        "large": (to("review"), review.picture.uncover),
        "list": (to("review"), review.gallery.toggle_small),
        "grid": (grid, review.gallery.toggle_small),
        "embedded": (embedded, review.pane.origin.embedded.toggle),
        "compare": (to("compare"), compare.canvas.toggle),
        "forensic": (to("forensic"), forensic.canvas.toggle),
        "library": (to("library"), library.picture.toggle),
    }


def test_no_pixel_of_any_picture_is_drawn_anywhere_before_it_is_asked_for_and_after_all_were_hidden(desk: Any) -> None:
    red_case(desk)
    for name, (come, ask) in places(desk).items():
        come()
        desk.settle()
        assert not reds(desk.window), f"{name}: covered"
        ask()
        desk.settle()
        assert wait_for(lambda: reds(desk.window) > 0, 10), f"{name}: shown"
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        assert not reds(desk.window), f"{name}: hidden"


def test_no_picture_leaves_its_cover_in_a_tooltip_a_drag_or_a_copied_cell(desk: Any) -> None:
    review = red_case(desk)
    for come, _ in places(desk).values():
        come()
        for view in desk.window.findChildren(QAbstractItemView):
            assert not view.dragEnabled(), view.accessibleName()
        assert not [widget for widget in desk.window.findChildren(QWidget) if widget.toolTip()]
    index = review.list.lines.index(0)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None


def test_all_is_hidden_at_once_while_a_job_runs_and_while_pictures_blink(desk: Any) -> None:
    red_case(desk)
    desk.window.go("compare")
    canvas = desk.view("compare").canvas
    QTest.keyClicks(desk.view("compare").list, " 3")
    assert canvas.timer.isActive()
    going = desk.window.session.background.run(lambda task: wait(task), lambda _: None, lambda _: None)
    QTest.keyClick(desk.view("compare").list, Qt.Key.Key_H)
    assert desk.window.session.background.busy()
    assert not reds(desk.window)
    assert not canvas.timer.isActive()
    going.cancel()
    desk.settle()


def wait(task: Any) -> None:
    while not task.cancelled():
        QTest.qSleep(5)


def test_the_next_picture_and_another_case_are_covered_again(desk: Any) -> None:
    review = red_case(desk)
    review.picture.uncover()
    review.gallery.toggle_small()
    review.list.go(1)
    desk.settle()
    assert not review.picture.uncovered
    desk.window.close_case()
    desk.window.session.open(desk.folder / "case")
    desk.settle()
    assert not review.list.uncovered
    assert not reds(desk.window)


def test_a_picture_is_shown_while_a_key_is_held_and_no_longer(desk: Any) -> None:
    review = red_case(desk)
    QTest.keyPress(review.list, Qt.Key.Key_F2)
    assert review.picture.uncovered
    QTest.keyRelease(review.list, Qt.Key.Key_F2)
    assert not review.picture.uncovered
    assert not reds(desk.window)
    QTest.keyPress(review.list, Qt.Key.Key_F2)
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.WindowDeactivate))
    assert not review.picture.uncovered, "whoever leaves the window lets go"


def test_a_picture_is_grey_blurred_or_small_for_whoever_chose_that_and_says_so(desk: Any) -> None:
    review = red_case(desk)
    review.picture.uncover()
    assert reds(review.picture)
    whole = reds(review.picture)
    QTest.keyClick(review.list, Qt.Key.Key_F3)
    assert desk.window.look.care.manner is Manner.GREY
    assert "grey" in desk.window.notice.text
    assert not reds(review.picture)
    QTest.keyClick(review.list, Qt.Key.Key_F3)
    assert desk.window.look.care.manner is Manner.BLURRED
    QTest.keyClick(review.list, Qt.Key.Key_F3)
    assert desk.window.look.care.manner is Manner.SMALL
    assert 0 < reds(review.picture) < whole
    assert read_choices(desk.room.home).manner is Manner.SMALL


def test_shown_at_once_is_so_everywhere_but_for_what_was_noted_and_until_all_is_hidden(desk: Any) -> None:
    review = red_case(desk)
    made = desk.window.session
    note_content(made.case, review.list.evidence(1), ContentNote((ContentKind.BODIES,), "in the yard"))
    desk.window.look.care.choose(at_once=True)
    desk.window.close_case()
    made.open(desk.folder / "case")
    desk.window.go("review")
    review.list.go(0)
    desk.settle()
    assert review.picture.uncovered
    assert review.list.uncovered
    review.list.go(1)
    desk.settle()
    assert not review.picture.uncovered
    assert "bodies: in the yard" in review.picture.accessibleName()
    desk.window.go("forensic")
    desk.settle()
    assert not desk.view("forensic").canvas.table.uncovered
    assert "bodies" in desk.view("forensic").canvas.accessibleName()
    desk.window.go("review")
    QTest.keyClick(review.list, Qt.Key.Key_H)
    review.list.go(0)
    desk.settle()
    assert not review.picture.uncovered, "after all was hidden one has to be asked for"


def test_a_note_stands_on_the_cover_and_in_the_list_before_anything_is_shown(desk: Any) -> None:
    review = red_case(desk)
    QTest.keyClick(review.list, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    bar = review.pictured.noting
    assert bar.isVisible()
    bar.kinds[ContentKind.CHILDREN].box.click()
    QTest.keyClicks(bar.text, "faces are to be seen")
    QTest.keyClick(bar.text, Qt.Key.Key_Return)
    desk.settle()
    assert not bar.isVisible()
    assert "children: faces are to be seen" in review.picture.accessibleName()
    assert "children" in review.list.lines.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    review.gallery.toggle_small()
    desk.settle()
    assert review.list.lines.index(0).data(Qt.ItemDataRole.DecorationRole) is None, "a small picture stays covered"
    assert wait_for(lambda: review.list.lines.index(1).data(Qt.ItemDataRole.DecorationRole) is not None, 10)


def test_a_note_is_said_again_taken_back_and_refused_where_it_is_too_long(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    made.current = made.case.views.evidence_page(0, 1)[0].evidence.sha256
    presenter = NotePresenter(made)
    presenter.begin()
    presenter.turn(ContentKind.VIOLENCE, True)
    assert presenter.save()[1]
    presenter.begin()
    assert presenter.kinds == {ContentKind.VIOLENCE}
    presenter.text = "x" * 500
    words, done = presenter.save()
    assert not done
    assert "500" in words
    presenter.turn(ContentKind.VIOLENCE, False)
    presenter.text = ""
    assert "taken back" in presenter.save()[0]
    row = made.case.views.evidence(made.current)
    assert row is not None
    assert not row.note
    made.close()


def test_nothing_is_counted_unless_somebody_wants_to_be_reminded() -> None:
    care = Care(today=lambda: "2025-11-25", now=lambda: 1.0)
    for _ in range(500):
        care.shown()
    assert care.today == 0


def test_a_pause_is_proposed_after_so_many_pictures_and_after_so_long_and_not_to_whoever_paused() -> None:
    said: list[tuple[int, int]] = []
    clock, day = [0.0], ["2025-11-25"]
    care = Care(Choices(after_pictures=20, after_minutes=15), today=lambda: day[0], now=lambda: clock[0])
    care.remind = lambda pictures, minutes: said.append((pictures, minutes))
    for _ in range(20):
        clock[0] += 1
        care.shown()
    assert said == [(20, 0)]
    care.next_manner()
    assert care.today == 20
    for _ in range(8):
        clock[0] += 120
        care.shown()
    assert said[1:] == [(8, 16)]
    clock[0] += 3600
    for _ in range(12):
        care.shown()
    assert len(said) == 2
    day[0] = "2025-11-26"
    assert care.today == 0


def test_choices_are_found_again_and_a_damaged_file_covers(tmp_path: Path) -> None:
    room = workroom(tmp_path)
    chosen = Choices(Manner.BLURRED, True, 50, 30, "2025-11-25", 7)
    keep_choices(room.home, chosen, room.keep)
    assert read_choices(room.home) == chosen
    for damaged in ("", "[]", '{"manner": "naked"}', '{"manner": "plain", "at_once": "yes"}'):
        room.keep(room.home / "care.json", damaged.encode())
        assert read_choices(room.home) == Choices()


def test_a_count_is_forgotten_with_the_wish_for_it(tmp_path: Path) -> None:
    kept: list[Choices] = []
    care = Care(Choices(after_pictures=20), kept.append)
    presenter = CarePresenter(care, session(build({"WORKBENCH_HOME": str(tmp_path)})).speech)
    care.shown()
    assert "1" in presenter.today()
    presenter.choose("plain", "covered", "0", "0")
    assert (kept[-1].day, kept[-1].count) == ("", 0)
    assert "not counted" in presenter.today()


@pytest.mark.parametrize("size", [(1, 1), (1600, 1200), (3, 4000), (20, 15)])
def test_grey_has_no_colour_and_blurred_no_detail(size: tuple[int, int]) -> None:
    image = QImage(*size, QImage.Format.Format_RGB888)
    image.fill(QColor("#c01020"))
    grey = as_chosen(image, Manner.GREY)
    assert grey.size() == image.size()
    seen = grey.pixelColor(0, 0)
    assert seen.red() == seen.green() == seen.blue()
    assert not as_chosen(image, Manner.BLURRED).isNull()
    assert as_chosen(image, Manner.PLAIN) == image


def test_a_blurred_face_is_no_face() -> None:
    """Of fine black and white stripes only an even grey is left."""
    image = QImage(800, 600, QImage.Format.Format_RGB888)
    image.fill(QColor("white"))
    for x in range(0, 800, 8):
        for y in range(600):
            for across in range(4):
                image.setPixelColor(x + across, y, QColor("black"))
    made = as_chosen(image, Manner.BLURRED)
    levels = [made.pixelColor(x, made.height() // 2).lightness() for x in range(20, made.width() - 20)]
    assert max(levels) - min(levels) < 40


def test_a_small_picture_has_a_small_room() -> None:
    room = room_for(QRect(0, 0, 900, 700), Manner.SMALL)
    assert room.size() == SMALL
    assert room_for(QRect(0, 0, 90, 70), Manner.SMALL) == QRect(0, 0, 90, 70)
