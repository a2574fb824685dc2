from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import STRUCK, examination, exif, gps_tags
from workbench.domain.examinations import Tag
from workbench.domain.intervals import parse_interval
from workbench.domain.places import Point, distance_m
from workbench.domain.readings import GPS_TIME, read

NAMES = [
    "DateTimeOriginal",
    "OffsetTimeOriginal",
    "DateTime",
    "OffsetTime",
    "GPSLatitude",
    "GPSLatitudeRef",
    "GPSLongitude",
    "GPSLongitudeRef",
    "GPSDateStamp",
    "GPSTimeStamp",
    "GPSAltitude",
    "GPSAltitudeRef",
    "GPSHPositioningError",
    "GPSImgDirection",
    "Make",
    "Software",
]
NUMBERLIKE = st.text("0123456789/,-. :+ZNSEW[]\0", max_size=30)
HOSTILE = st.builds(
    Tag,
    st.sampled_from(["exifread", "pillow", "x"]),
    st.sampled_from(["EXIF", "XMP"]),
    st.sampled_from(["Image", "EXIF", "GPS", "Thumbnail", "MakerNote"]),
    st.sampled_from(NAMES),
    st.text(max_size=40) | NUMBERLIKE,
)


def times(*tags):
    return {(time.field, time.reader): time for time in read(examination(*tags)).times}


def position(*tags):
    (found,) = read(examination(*tags)).positions
    return found


@given(st.lists(HOSTILE, max_size=30))
def test_no_tag_whatever_raises(tags):
    reading = read(examination(*tags))
    for found in reading.positions:
        assert (found.point is None) == bool(found.reason)
    for time in reading.times:
        assert (time.interval is None) == bool(time.reason)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_position_is_read_to_a_foot(latitude, longitude):
    point = Point(latitude, longitude)
    found = position(*gps_tags(point, "pillow"))
    assert found.point
    assert distance_m(found.point, point) < 0.31


def test_a_time_with_its_own_zone_is_a_second_in_that_zone():
    found = times(*exif("pillow", DateTimeOriginal="2025:10:09 23:40:05", OffsetTimeOriginal="+04:30"))
    interval = found["DateTimeOriginal", "pillow"].interval
    assert interval == parse_interval("2025-10-09T23:40:05+04:30")
    assert interval.zone_stated


@pytest.mark.parametrize(
    "zone", [{}, {"OffsetTime": "+04:30"}, {"OffsetTimeOriginal": "   :  "}, {"OffsetTimeOriginal": "+25:00"}]
)
def test_a_time_without_a_zone_of_its_own_borrows_none(zone):
    found = times(*exif("pillow", DateTimeOriginal="2025:10:09 23:40:05", **zone))
    interval = found["DateTimeOriginal", "pillow"].interval
    assert interval == parse_interval("2025-10-09T23:40:05")
    assert not interval.zone_stated


def test_satellite_time_is_utc():
    found = times(*exif("pillow", GPSDateStamp="2025:10:09", GPSTimeStamp="19/1, 10/1, 599/100"))
    assert found[GPS_TIME, "pillow"].interval.start == datetime(2025, 10, 9, 19, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0000:00:00 00:00:00", "not-set"),
        ("    :  :     :  :  ", None),
        ("2025:02:30 10:00:00", "unreadable"),
        ("0001:01:01 00:00:00", "unreadable"),
        ("9999:12:31 23:59:59", "unreadable"),
        ("yesterday", "unreadable"),
        ("٢٠٢٥:10:09 10:00:00", "unreadable"),
    ],
)
def test_a_time_that_means_nothing_says_why(text, reason):
    found = times(*exif("pillow", DateTimeOriginal=text))
    if reason is None:
        assert found["DateTimeOriginal", "pillow"].reason == "not-set"
    else:
        assert (found["DateTimeOriginal", "pillow"].interval, found["DateTimeOriginal", "pillow"].reason) == (
            None,
            reason,
        )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"GPSLatitude": "33/1, 19/1, 0/0"}, "unreadable"),
        ({"GPSLatitude": "33/1, 61/1, 0/1"}, "unreadable"),
        ({"GPSLatitude": "-33/1, 1/1, 0/1"}, "unreadable"),
        ({"GPSLatitude": "1/1, " * 500}, "unreadable"),
        ({"GPSLatitude": "91/1, 0/1, 0/1"}, "impossible"),
        ({"GPSLongitude": "999999999999/1"}, "impossible"),
        ({"GPSLatitudeRef": ""}, "no-hemisphere"),
        ({"GPSLongitudeRef": "?"}, "no-hemisphere"),
        ({"GPSLongitude": ""}, "incomplete"),
    ],
)
def test_a_position_that_is_no_place_says_why(changes, reason):
    plain = {tag.name: tag.value for tag in gps_tags(STRUCK, "pillow")}
    found = position(*exif("pillow", **(plain | changes)))
    assert (found.point, found.reason) == (None, reason)


def test_zero_zero_is_flagged():
    assert position(*gps_tags(Point(0, 0), "pillow")).zero
    assert not position(*gps_tags(Point(0, 0.01), "pillow")).zero


def test_what_stands_beside_a_position():
    more = {
        "GPSAltitude": "1420/1",
        "GPSAltitudeRef": "1",
        "GPSHPositioningError": "129/10",
        "GPSImgDirection": "2701/10",
        "GPSImgDirectionRef": "T",
        "GPSTrack": "45/1",
        "GPSTrackRef": "M",
        "GPSSpeed": "10/1",
        "GPSSpeedRef": "N",
        "GPSMapDatum": "TOKYO",
    }
    found = position(*gps_tags(STRUCK, "pillow", **more))
    assert (found.altitude_m, found.error_m) == (-1420, 12.9)
    assert (found.direction_degrees, found.direction_from) == (270.1, "T")
    assert (found.track_degrees, found.track_from) == (45, "M")
    assert (found.speed_kmh, found.datum) == (18.52, "TOKYO")


def test_damaged_values_beside_a_position_leave_the_position():
    more = {"GPSAltitude": "1/0", "GPSHPositioningError": "-5/1", "GPSImgDirection": "400/1"}
    more |= {"GPSSpeed": "10/1", "GPSSpeedRef": "X", "GPSTrack": "0/0"}
    found = position(*gps_tags(STRUCK, "pillow", **more))
    assert found.point
    assert (found.altitude_m, found.error_m, found.direction_degrees) == (None, None, None)
    assert (found.speed_kmh, found.track_degrees) == (None, None)


def test_camera_and_software_are_read_without_the_thumbnails():
    thumbnails = Tag("pillow", "EXIF", "Thumbnail", "Software", "ThumbMaker")
    reading = read(
        examination(thumbnails, *exif(Make="Canon", Model="EOS R5", LensModel="RF 50", Software="GIMP 2.10"))
    )
    assert (reading.make, reading.model, reading.lens, reading.software) == ("Canon", "EOS R5", "RF 50", ("GIMP 2.10",))
