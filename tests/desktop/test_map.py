"""The map: where things stand on it, what is said of it, and what is drawn."""

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from tests.builders import STRUCK, dossier, event, examination, exif, gps_tags, locality
from tests.desktop.builders import session, wait_for, workroom
from tests.desktop.inspected import NEAR_KHOST
from tests.desktop.test_inspect import press, reviewing
from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.atlas.chart import Spot, SpotKind, chart, event_spot
from workbench.desktop.atlas.geography import (
    LEAST_SCALE,
    MOST_SCALE,
    Frame,
    circle,
    destination,
    framed,
    reach_of,
    scale_bar,
    way,
)
from workbench.desktop.review.surroundings import surroundings_shown
from workbench.desktop.theme import DARK, LIGHT
from workbench.domain.gazetteer import Division
from workbench.domain.places import Place, Point, Precision, bearing_degrees, distance_m
from workbench.domain.refusals import Refusal

KEY, SHIFT, ALT = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
latitudes, longitudes = st.floats(-80, 80), st.floats(-170, 170)


@given(latitudes, longitudes, st.floats(100, 60_000), st.floats(0, 360))
def test_near_the_middle_lengths_and_directions_are_true(lat: float, lon: float, length: float, bearing: float) -> None:
    frame = Frame(lat, lon, 500.0, 800, 600)
    x, y = frame.place(destination(Point(lat, lon), length, bearing))
    east, north = x - 400, 300 - y
    assert math.hypot(east, north) == pytest.approx(length * frame.pixels_per_metre, rel=0.06)
    off = abs(math.degrees(math.atan2(east, north)) - bearing) % 360
    assert min(off, 360 - off) < 3.5


@given(latitudes, longitudes, st.floats(1, 20_000_000), st.floats(0, 359.9))
def test_a_destination_is_as_far_and_in_the_direction_that_was_asked_for(
    lat: float, lon: float, length: float, bearing: float
) -> None:
    there = destination(Point(lat, lon), length, bearing)
    assert distance_m(Point(lat, lon), there) == pytest.approx(length, rel=1e-6, abs=0.05)
    if 10 < length < 19_000_000:
        off = abs(bearing_degrees(Point(lat, lon), there) - bearing) % 360
        assert min(off, 360 - off) < 0.1


@given(latitudes, longitudes, st.floats(LEAST_SCALE, MOST_SCALE), st.floats(0, 800), st.floats(0, 600))
def test_a_pixel_and_its_position_belong_together(lat: float, lon: float, scale: float, x: float, y: float) -> None:
    frame = Frame(lat, lon, scale, 800, 600)
    point = frame.point_at(x, y)
    if abs(point.latitude) < 90 and abs(point.longitude) < 180:
        assert frame.place(point) == pytest.approx((x, y), abs=1e-3)


@given(st.floats(-60, 60), st.floats(-100, 100), st.floats(20, 5_000), st.floats(0.3, 4))
def test_what_is_under_the_pointer_stays_under_it_when_the_map_is_zoomed(
    lat: float, lon: float, scale: float, factor: float
) -> None:
    frame = Frame(lat, lon, scale, 800, 600)
    held = frame.point_at(520, 250)
    x, y = frame.zoomed(factor, 520, 250).place(held)
    # The parallels are drawn to the middle's scale, which moves a little.
    assert (x, y) == pytest.approx((520, 250), abs=40 if scale < 60 else 12)


@given(st.lists(st.sampled_from(["push", "in", "out"]), max_size=30), st.floats(-500, 500), st.floats(-500, 500))
def test_nobody_gets_out_of_the_world(moves: list[str], across: float, down: float) -> None:
    frame = Frame(20, 20, 10, 800, 600)
    for move in moves:
        frame = frame.pushed(across, down) if move == "push" else frame.zoomed(3 if move == "in" else 1 / 3)
        assert LEAST_SCALE <= frame.scale <= MOST_SCALE
        assert -90 <= frame.latitude <= 90
        assert -180 <= frame.longitude <= 180


@given(latitudes, st.floats(-150, 150), st.floats(10, 700_000))
def test_a_look_takes_in_the_whole_circle(lat: float, lon: float, radius: float) -> None:
    middle = Point(lat, lon)
    frame = framed(reach_of([(middle, radius)], 1.25, 250.0), 800, 600)
    if frame.scale < MOST_SCALE and abs(lat) + radius / 111_000 < 80:
        for x, y in circle(frame, middle, radius):
            assert 0 <= x <= 800
            assert 0 <= y <= 600


@given(latitudes, longitudes, latitudes, longitudes)
def test_a_way_is_as_long_as_the_distance(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    here, there = Point(lat, lon), Point(other_lat, other_lon)
    points = way(here, there)
    assert (points[0], points[-1]) == (here, there)
    if distance_m(here, there) < 19_900_000:
        along = sum(distance_m(one, other) for one, other in pairwise(points))
        assert along == pytest.approx(distance_m(here, there), rel=1e-3, abs=1)


@given(st.floats(1e-3, 5e7))
def test_the_scale_is_a_round_length_that_fits(room: float) -> None:
    length = scale_bar(room)
    assert room / 2.5 * (1 - 1e-6) <= length <= room * (1 + 1e-6)
    assert round(length / 10 ** math.floor(math.log10(length) + 1e-9), 6) in (1, 2, 5)


def test_the_first_look_takes_in_everything_and_the_next_ones_look_closer() -> None:
    own = (*event_spot(Place("Barmal", STRUCK, Precision.LOCALITY), "event"),
           Spot(SpotKind.FILE, "file", NEAR_KHOST, 100.0))  # fmt: skip
    made = chart(own, [locality(Division("AF", "Afghanistan"), NEAR_KHOST)])
    assert made
    assert [spot.kind for spot in made.spots] == [SpotKind.EVENT, SpotKind.FILE, SpotKind.PLACE]
    whole, of_file, of_event = made.looks
    assert whole.half_m > of_event.half_m > of_file.half_m
    frame = framed(whole, 400, 300)
    assert all(0 < x < 400 and 0 < y < 300 for x, y in (frame.place(spot.point) for spot in own))


def test_without_any_position_there_is_no_map() -> None:
    assert chart(event_spot(Place("somewhere"), "event")) is None


def test_distance_and_camera_direction_are_on_the_map_and_in_words(tmp_path: Path) -> None:
    tags = (*gps_tags(NEAR_KHOST, GPSImgDirection="135/1", GPSImgDirectionRef="M"), *exif(FocalLengthIn35mmFilm="26"))
    found = surroundings_shown(session(workroom(tmp_path)), dossier(examination(*tags), event=event()))
    assert found.map
    [tie], [facing] = found.map.ties, found.map.facings
    assert "km" in tie.words
    assert facing.degrees == 135.0
    assert "135° from magnetic" in found.map_words
    assert "took in 69°" in found.map_words
    assert "of the event's place" in found.map_words


def test_a_damaged_sheet_is_said_and_the_rest_is_drawn(tmp_path: Path) -> None:
    room = workroom(tmp_path)

    def without_world(name: str) -> Any:
        if name == "world":
            raise Refusal("map.damaged", sheet=name)
        return room.map_sheet(name)

    atlas = Atlas(session(replace(room, map_sheet=without_world)))
    told: list[str] = []
    atlas.listen(lambda: told.append(atlas.refusal))
    assert atlas.ground(20.0), "the finer sheet is there"
    assert "world" in told[0]
    assert "damaged" in told[0]


def test_sheets_are_read_when_they_are_first_needed_and_once(tmp_path: Path) -> None:
    room, read = workroom(tmp_path), list[str]()

    def noted(name: str) -> Any:
        read.append(name)
        return room.map_sheet(name)

    atlas = Atlas(session(replace(room, map_sheet=noted)))
    assert read == []
    for _ in range(2):
        assert atlas.ground(2.0)
        assert atlas.over(2.0)
    assert read == ["world", "claims"]
    assert atlas.names_at(Point(33.3395, 69.9204)) == ("Khost", "Afghanistan")
    assert "Paktika" in atlas.provinces_around(Point(33.2, 69.42), 30_000)


def mapped(desk: Any) -> Any:
    page, _ = reviewing(desk)
    press(desk, KEY.Key_M)
    desk.settle()
    return page.pane.surroundings.map_card


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_land_borders_marks_and_legend_are_drawn(desk: Any, palette: Any) -> None:
    desk.window.look.palette = palette
    desk.window.look.apply()
    card = mapped(desk)
    seen = colours(card.view.grab().toImage())
    assert {palette.panel, palette.text, palette.accent} <= seen, "land, borders, and the event"
    legend = colours(card.legend.grab().toImage())
    assert {palette.caution, palette.accent} <= legend, "the sample of a disputed border is drawn as one"
    assert "disputed" in card.legend.accessibleDescription()
    assert card.legend.height() >= card.legend.heightForWidth(card.legend.width())


def test_the_disputed_line_is_dashed(desk: Any) -> None:
    card = mapped(desk)
    view = card.view
    view.show_chart(chart([Spot(SpotKind.FILE, "file", Point(34.0, 74.0), 80_000.0)]), "")
    desk.settle()
    wait_for(lambda: True)
    image = view.grab().toImage()
    ink = QColor(desk.window.look.palette.caution)
    found = sum(image.pixelColor(x, y) == ink for x in range(image.width()) for y in range(image.height()))
    assert found > 50, "the Line of Control and the claims around it"


def test_the_map_is_moved_by_keys_and_mouse_and_says_where_it_is(desk: Any) -> None:
    card = mapped(desk)
    view = card.view
    assert view.hasFocus()
    first = view.frame_now
    press(desk, KEY.Key_Right)
    assert view.frame_now.longitude > first.longitude
    press(desk, KEY.Key_Up)
    assert view.frame_now.latitude > first.latitude
    press(desk, KEY.Key_Plus)
    assert view.frame_now.scale > first.scale
    press(desk, KEY.Key_Down, ALT)
    assert view.frame_now.scale == pytest.approx(first.scale)
    press(desk, KEY.Key_Home)
    assert view.frame_now == first
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(view, QPoint(140, 100))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(140, 100))
    assert view.frame_now.longitude < first.longitude
    view.zoom(2.0, QPointF(10, 10))
    assert view.frame_now.scale == pytest.approx(2 * first.scale)
    assert "In the middle" in card.readout.text()
    assert "Afghanistan" in card.borders.text()
    assert "By the map's borders" in view.accessibleDescription()
    for at in (1, 2, 0):
        press(desk, KEY.Key_M, SHIFT)
        assert view.at == at


def test_the_map_does_not_mirror(desk: Any) -> None:
    card = mapped(desk)
    card.view.setFixedSize(420, 290)  # as large as it is in the other direction
    card.view.whole()
    before = card.view.grab().toImage()
    desk.app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert card.view.grab().toImage() == before
        assert card.view.layoutDirection() == Qt.LayoutDirection.LeftToRight
        times = desk.view("review").pane.surroundings.times
        assert times.layoutDirection() == Qt.LayoutDirection.LeftToRight
    finally:
        desk.app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
