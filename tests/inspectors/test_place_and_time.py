import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders as build
from workbench.domain.findings import Bearing
from workbench.domain.places import EARTH_RADIUS_M, Point, Precision
from workbench.inspectors import capture_time, clocks_disagree, gps_far_from_event


def north_of_the_strike(metres: float) -> Point:
    return Point(build.STRUCK.latitude + math.degrees(metres / EARTH_RADIUS_M), build.STRUCK.longitude)


def place_finding(*tags, **event):
    found = list(gps_far_from_event.inspect(build.dossier(build.examination(*tags), event=build.event(**event))))
    assert len(found) <= 1
    return found[0] if found else None


@given(st.floats(0, 1_090))
def test_within_the_places_radius_and_the_positions_error_supports(metres):
    found = place_finding(*build.gps_tags(north_of_the_strike(metres), "pillow"))
    assert (found.code, found.bearing) == ("gps.within", Bearing.SUPPORTS)


@given(st.floats(1_200, 6_000))
def test_within_sight_of_the_place_says_neither(metres):
    found = place_finding(*build.gps_tags(north_of_the_strike(metres), "pillow"))
    assert (found.code, found.bearing) == ("gps.near", Bearing.NEUTRAL)


@given(st.floats(6_300, 5_000_000))
def test_far_from_the_place_undermines(metres):
    found = place_finding(*build.gps_tags(north_of_the_strike(metres), "pillow"))
    assert (found.code, found.bearing) == ("gps.far", Bearing.UNDERMINES)
    assert dict(found.facts)["direction"] == "N"


def test_a_position_that_states_a_large_error_is_not_far():
    where = north_of_the_strike(30_000)
    assert place_finding(*build.gps_tags(where, "pillow")).code == "gps.far"
    assert place_finding(*build.gps_tags(where, "pillow", GPSHPositioningError="40000/1")).code == "gps.within"


@pytest.mark.parametrize("precision", [Precision.PROVINCE, Precision.COUNTRY])
def test_within_a_province_supports_nothing(precision):
    found = place_finding(*build.gps_tags(north_of_the_strike(50_000)), precision=precision)
    assert (found.code, found.bearing) == ("gps.event-place-coarse", Bearing.NEUTRAL)


@pytest.mark.parametrize("event", [{"point": None}, {"precision": Precision.UNKNOWN}])
def test_an_event_without_a_place_is_not_compared(event):
    assert place_finding(*build.gps_tags(build.STRUCK), **event) is None


def test_a_picture_without_a_position_or_an_event_says_nothing():
    assert place_finding() is None
    measured = build.examination(*build.gps_tags(build.STRUCK))
    assert not list(gps_far_from_event.inspect(build.dossier(measured, event=None)))


def test_readers_that_differ_must_both_agree_to_a_conclusion():
    far, here = north_of_the_strike(90_000), build.STRUCK
    found = place_finding(*build.gps_tags(far, "exifread"), *build.gps_tags(here, "pillow"))
    assert (found.code, found.bearing) == ("gps.near", Bearing.NEUTRAL)


def test_zero_zero_is_no_place_even_for_an_event_far_away():
    found = place_finding(*build.gps_tags(Point(0, 0)))
    assert (found.code, found.bearing) == ("gps.zero", Bearing.NEUTRAL)


def test_a_malformed_position_is_neutral_and_names_its_fault():
    found = place_finding(
        *build.exif("pillow", GPSLatitude="33/0", GPSLatitudeRef="N", GPSLongitude="1/1", GPSLongitudeRef="E")
    )
    assert (found.code, found.bearing) == ("gps.unreadable", Bearing.NEUTRAL)


def time_findings(event="2025-10-09T22:00:00+04:30/2025-10-10T02:00:00+04:30", **values):
    dossier = build.dossier(build.examination(*build.exif(**values)), event=build.event(event))
    return {finding.code: finding for finding in capture_time.inspect(dossier)}


@pytest.mark.parametrize(
    ("time", "code", "bearing"),
    [
        ("2025:10:09 21:59:58", "capture.before", Bearing.UNDERMINES),
        ("2025:10:09 21:59:59", "capture.before", Bearing.UNDERMINES),
        ("2025:10:09 22:00:00", "capture.within", Bearing.SUPPORTS),
        ("2025:10:10 01:59:59", "capture.within", Bearing.SUPPORTS),
        ("2025:10:10 02:00:00", "capture.after", Bearing.NEUTRAL),
        ("2025:10:12 09:00:00", "capture.after", Bearing.NEUTRAL),
    ],
)
def test_a_zoned_time_at_the_events_edges(time, code, bearing):
    found = time_findings(DateTimeOriginal=time, OffsetTimeOriginal="+04:30")
    assert {finding.code: finding.bearing for finding in found.values()} == {code: bearing}


def test_afterwards_says_how_long():
    found = time_findings(DateTimeOriginal="2025:10:12 09:30:00", OffsetTimeOriginal="+04:30")
    assert dict(found["capture.after"].facts)["gap"] == "2 d 7 h"


@given(st.integers(0, 13), st.integers(0, 59))
def test_without_a_zone_a_day_on_either_side_is_left_open(hour, minute):
    found = time_findings(DateTimeOriginal=f"2025:10:09 {10 + hour % 14}:{minute:02}:00")
    assert list(found) == ["capture.zone-lacking"]
    assert found["capture.zone-lacking"].bearing is Bearing.NEUTRAL


def test_without_a_zone_a_week_before_is_before_in_every_zone():
    found = time_findings(DateTimeOriginal="2025:10:02 23:00:00")
    assert found["capture.before"].bearing is Bearing.UNDERMINES


def test_satellite_time_settles_what_a_camera_without_a_zone_leaves_open():
    found = time_findings(
        DateTimeOriginal="2025:10:09 23:00:00", GPSDateStamp="2025:10:09", GPSTimeStamp="18/1, 30/1, 0/1"
    )
    assert set(found) == {"capture.zone-lacking", "capture.within"}


def test_when_a_file_was_last_changed_is_not_when_it_was_taken():
    assert not time_findings(DateTime="2019:01:01 10:00:00")


@pytest.mark.parametrize(
    ("camera", "disagree"),
    [
        ({"DateTimeOriginal": "2025:10:09 23:00:00"}, False),
        ({"DateTimeOriginal": "2025:10:11 23:00:00"}, True),
        ({"DateTimeOriginal": "2025:10:09 23:00:00", "OffsetTimeOriginal": "+04:30"}, False),
        ({"DateTimeOriginal": "2025:10:09 23:04:59", "OffsetTimeOriginal": "+04:30"}, False),
        ({"DateTimeOriginal": "2025:10:09 23:06:00", "OffsetTimeOriginal": "+04:30"}, True),
    ],
)
def test_only_a_gap_that_no_zone_explains_is_a_contradiction(camera, disagree):
    tags = build.exif(GPSDateStamp="2025:10:09", GPSTimeStamp="18/1, 30/1, 0/1", **camera)
    found = list(clocks_disagree.inspect(build.dossier(build.examination(*tags))))
    assert [finding.bearing for finding in found] == [Bearing.NEUTRAL] * disagree


def test_two_readers_of_one_time_are_one_witness():
    tags = build.exif(
        "exifread", "pillow", DateTimeOriginal="2019:01:01 10:00:00", DateTimeDigitized="2019:01:01 10:00:00"
    )
    found = list(capture_time.inspect(build.dossier(build.examination(*tags))))
    assert [(finding.code, dict(finding.facts)["field"]) for finding in found] == [
        ("capture.before", "DateTimeOriginal")
    ]
