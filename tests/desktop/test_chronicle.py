"""The whole case on one line of time and one map, and the way from there to an image."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tests.cases import files
from tests.desktop.builders import an_event, session, workroom
from tests.desktop.inspected import CONTROLS, Tagged
from tests.desktop.test_inspect import press, reviewing
from workbench.casework.claiming import record_event
from workbench.desktop.events.chronicle import ChroniclePresenter
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.session import Session
from workbench.domain.intervals import parse_interval
from workbench.domain.places import Place, Point, Precision
from workbench.domain.tag_times import TimeKind

KEY = Qt.Key


def opened(folder: Path, **pictures: bytes) -> Session:
    made = session(workroom(folder, Tagged()))
    made.new(folder / "case", "A case")
    IntakePresenter(made, lambda admitted: None).bring_in(files(folder / "in", **pictures))
    return made


def test_events_and_images_stand_on_one_line_in_order_with_zones_and_how_they_lie_to_the_event(tmp_path: Path) -> None:
    made = opened(tmp_path, one=b"image one", two=b"image two", bare=b"image bare")
    an_event(made)
    place = Place("Herat", Point(34.34, 62.2), Precision.LOCALITY)
    record_event(made.case, "Later", parse_interval("2025-12-01T10:00+04:30"), place)
    presenter = ChroniclePresenter(made)
    presenter.refresh()
    shown = presenter.shown
    bars = shown.times.bars
    assert [bar.kind for bar in bars].count(TimeKind.EVENT) == 2
    starts = [(bar.narrowed or bar.whole)[0] for bar in bars]
    assert starts == sorted(starts)
    taken = [bar for bar in bars if bar.kind is TimeKind.CAPTURE]
    assert {bar.title for bar in taken} == {"Taken · one", "Taken · two"}
    assert all("within" in bar.relation for bar in taken)
    assert all("zone" in bar.zone for bar in taken)
    assert bars[-1].title == "Event · Later"
    assert shown.owners[-1][0] == ""
    assert len(shown.owners) == len(bars)
    assert shown.read == 3
    assert "3 images" in presenter.state


def test_all_events_and_all_positions_are_on_one_map_with_words_for_each(tmp_path: Path) -> None:
    made = opened(tmp_path, one=b"image one", two=b"image two", bare=b"image bare")
    an_event(made)
    presenter = ChroniclePresenter(made)
    presenter.refresh()
    placed = presenter.shown.placed
    assert [one.name for one in placed] == ["◆ Strikes", "● one", "● two"]
    assert placed[0].event
    assert all(one.evidence for one in placed[1:])
    assert "of the event's place" not in placed[0].more
    assert "Khost" in placed[1].more
    assert "Strikes" in presenter.map_words
    assert presenter.shown.map


def test_it_is_made_again_only_when_something_was_written(tmp_path: Path) -> None:
    made = opened(tmp_path, one=b"image one")
    presenter, told = ChroniclePresenter(made), list[int]()
    presenter.changed = lambda: told.append(presenter.shown.read)
    presenter.refresh()
    presenter.refresh()
    assert told == [1]
    IntakePresenter(made, lambda admitted: None).bring_in(files(tmp_path / "more", two=b"image two"))
    presenter.refresh()
    assert told == [1, 2]
    made.close()
    assert presenter.shown.read == 0, "nothing of a closed case stays"


def test_hostile_names_are_shown_literally(tmp_path: Path) -> None:
    made = opened(tmp_path, **{"photo\u202egpj.exe.jpg": b"image one", "<b>bold.jpg": b"image hostile"})
    presenter = ChroniclePresenter(made)
    presenter.refresh()
    texts = [bar.spoken for bar in presenter.shown.times.bars]
    texts += [text for one in presenter.shown.placed for text in (one.name, one.more)]
    assert any("⟨U+202E⟩" in text for text in texts)
    assert not [text for text in texts if CONTROLS & set(text)]


def test_the_line_of_time_is_walked_by_keys_and_enter_goes_to_the_image(desk: Any) -> None:
    page, _ = reviewing(desk)
    desk.window.go("events")
    desk.settle()
    events = desk.view("events")
    press(desk, KEY.Key_W)
    desk.settle()
    assert events.times.list.hasFocus()
    rows = [bar.title for bar in events.times.list.chart.bars]
    for _ in range(rows.index("Taken · one")):
        press(desk, KEY.Key_Down)
    assert "Taken · one" in events.times.words.text()
    assert "within the event's time" in events.times.words.text()
    desk.window.session.select(None)
    press(desk, KEY.Key_Return)
    desk.settle()
    assert desk.window.task == "review"
    assert page.name.text() == "one"


def test_the_map_of_the_case_leads_to_the_image_too_and_keeps_its_place(desk: Any) -> None:
    reviewing(desk)
    desk.window.go("events")
    events = desk.view("events")
    press(desk, KEY.Key_M)
    desk.settle()
    view = events.map.card.view
    assert view.hasFocus()
    assert not events.form_card.isVisible()
    press(desk, KEY.Key_Plus)
    before = view.frame_now
    events.refresh()
    assert view.frame_now == before
    events.map.list.setFocus()
    press(desk, KEY.Key_Down)
    assert view.chosen == 1
    assert "one" in events.map.words.text()
    press(desk, KEY.Key_Return)
    assert desk.window.task == "review"


def test_the_forms_come_back_with_the_claims(desk: Any) -> None:
    reviewing(desk)
    desk.window.go("events")
    events = desk.view("events")
    press(desk, KEY.Key_W)
    desk.settle()
    events.times.list.setFocus()
    press(desk, KEY.Key_E)
    assert events.tabs.currentIndex() == 0
    assert events.form_card.isVisible()
    assert events.title.hasFocus()
