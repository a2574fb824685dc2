"""The line of time: everything that is known, each for what it is."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders as build
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Tag
from workbench.domain.gazetteer import Division, Locality
from workbench.domain.intervals import ALL_ZONES, parse_interval
from workbench.domain.tag_times import TimeKind, tag_times
from workbench.domain.timelines import ZoneSource, time_line

KABUL, KARACHI = Division("AF", "Afghanistan"), Division("PK", "Pakistan")
FIX = {"GPSDateStamp": "2025:10:09", "GPSTimeStamp": "18/1, 30/1, 0/1"}


def line(*tags, countries=(), **changes):
    around = tuple(Locality(build.STRUCK, 100.0, countries=(country,)) for country in countries)
    dossier = build.dossier(build.examination(*tags), event=None, localities=around)
    return time_line(replace(dossier, **changes))


def only(kind, marks):
    [mark] = [mark for mark in marks if mark.kind is kind]
    return mark


def test_two_readers_of_one_time_stand_together():
    mark = only(TimeKind.CAPTURE, line(*build.exif(DateTimeOriginal="2025:10:09 23:00:00")))
    assert mark.sources == ("exifread", "pillow")
    assert mark.zone is ZoneSource.NONE
    assert mark.interval.end - mark.interval.start == ALL_ZONES + timedelta(seconds=1)


def test_readers_that_differ_stand_apart():
    tags = (*build.exif("pillow", DateTimeOriginal="2025:10:09 23:00:00"),
            *build.exif("exifread", DateTimeOriginal="2025:10:09 22:00:00"))  # fmt: skip
    assert [mark.sources for mark in line(*tags)] == [("exifread",), ("pillow",)]


def test_a_stated_zone_is_kept():
    mark = only(TimeKind.CAPTURE, line(*build.exif(DateTimeOriginal="2025:10:09 23:00:00", OffsetTimeOriginal="+05:00"),
                                       countries=(KABUL,)))  # fmt: skip
    assert (mark.zone, mark.narrowed) == (ZoneSource.STATED, None)
    assert mark.interval.start.isoformat() == "2025-10-09T23:00:00+05:00"


def test_satellites_narrow_the_cameras_time_and_stand_beside_it():
    marks = line(*build.exif(DateTimeOriginal="2025:10:09 23:00:00", **FIX), countries=(KARACHI,))
    mark = only(TimeKind.CAPTURE, marks)
    assert mark.zone is ZoneSource.SATELLITES
    assert mark.narrowed == parse_interval("2025-10-09T23:00:00+04:30")
    assert only(TimeKind.FIX, marks).zone is ZoneSource.BY_DEFINITION


@pytest.mark.parametrize(
    ("countries", "narrowed"),
    [
        ((KABUL,), "2025-10-09T23:00:00+04:30/2025-10-09T23:00:01+04:30"),
        ((KARACHI,), "2025-10-09T23:00:00+05:00/2025-10-09T23:00:01+05:00"),
        ((KABUL, KARACHI), "2025-10-09T23:00:00+05:00/2025-10-09T23:00:01+04:30"),
        ((KABUL, Division("FR", "France")), None),
        ((), None),
    ],
)
def test_the_place_narrows_to_every_clock_that_comes_into_question(countries, narrowed):
    mark = only(TimeKind.CAPTURE, line(*build.exif(DateTimeOriginal="2025:10:09 23:00:00"), countries=countries))
    expected = parse_interval(narrowed) if narrowed else None
    assert (mark.narrowed and (mark.narrowed.start, mark.narrowed.end)) == (expected and (expected.start, expected.end))
    assert mark.zone is (ZoneSource.PLACE if narrowed else ZoneSource.NONE)


def test_what_the_camera_kept_says_nothing_of_the_computer_that_changed_the_file():
    marks = line(*build.exif(DateTimeOriginal="2025:10:09 23:00:00", DateTime="2025:10:10 09:00:00", **FIX))
    assert only(TimeKind.CHANGED, marks).zone is ZoneSource.NONE


def test_every_kind_of_time_stands_on_the_line():
    tags = (
        *build.exif("pillow", DateTimeOriginal="2025:10:09 23:00:00", DateTimeDigitized="2025:10:09 23:00:01", **FIX),
        Tag("xmp", "XMP", "xmp", "ModifyDate", "2025-10-10T01:00:00+04:30"),
        Tag("xmp", "XMP", "xmpMM", "HistoryWhen", "2025-10-10T01:00:00+04:30, 2025-10-10T02:00:00+04:30"),
        Tag("icc", "ICC", "Header", "ProfileDateTime", "1998:02:09 06:49:00"),
        Tag("iptc", "IPTC", "ApplicationRecord", "DateCreated", "2025:10:09"),
        Tag("iptc", "IPTC", "ApplicationRecord", "TimeCreated", "23:00:00+04:30"),
        Tag("c2pa", "C2PA", "Manifest 1", "signature_info.time", "2025-10-11T00:00:00+00:00"),
    )
    arrivals = (
        Arrival("/in/IMG_20251009_230000.jpg", file_modified="2025-10-10T05:00:00+00:00"),
        Arrival("/in/IMG-20251010-WA0001.jpg", posted="2025-10-10T06:12+05:00"),
        Arrival("/in/Ej8jGM5XYAQjZ2q.jpg"),
    )
    match = build.match(build.known_image(first_known="2019-05"))
    marks = line(
        *tags, event=build.event(), arrivals=arrivals, arrived=("2025-10-11T04:58:11+00:00",), matches=(match,)
    )
    kinds = [mark.kind for mark in marks]
    assert set(kinds) >= set(TimeKind) - {TimeKind.NAMED_UPLOADED}
    assert kinds.count(TimeKind.EDITED) == 2
    assert kinds[0] is TimeKind.PROFILE
    starts = [mark.best.start for mark in marks]
    assert starts == sorted(starts)
    iptc = next(mark for mark in marks if mark.field == "IPTC:DateCreated")
    assert iptc.interval == parse_interval("2025-10-09T23:00:00+04:30")
    assert only(TimeKind.ARRIVED, marks).sources == ("IMG_20251009_230000.jpg",)


NUMBERS = st.integers(0, 99).map(lambda number: f"{number:02}")
TEXTS = st.one_of(
    st.datetimes(datetime(1970, 1, 1), datetime(2040, 1, 1)).map(lambda when: f"{when:%Y:%m:%d %H:%M:%S}"),
    st.builds("2025:{}:{} {}:{}:{}".format, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    st.text(max_size=30),
)
OFFSETS = st.one_of(st.none(), st.sampled_from(["+04:30", "-12:00", "Z", "+99:99", ""]))
COUNTRIES = st.lists(st.sampled_from([KABUL, KARACHI, Division("IR", "Iran"), Division("FR", "France")]), max_size=3)


@given(TEXTS, OFFSETS, TEXTS, TEXTS, st.booleans(), COUNTRIES)
def test_nothing_is_widened_merged_or_lost(taken, offset, changed, edited, fix, countries):
    camera = {"DateTimeOriginal": taken, "DateTime": changed} | ({"OffsetTimeOriginal": offset} if offset else {})
    tags = (*build.exif("pillow", **camera, **(FIX if fix else {})), Tag("xmp", "XMP", "xmp", "ModifyDate", edited))
    arrivals = (Arrival("a.jpg", file_modified="2025-10-10T05:00:00+00:00"),)
    bare = line(*tags, arrivals=arrivals, arrived=("2025-10-10T05:00:00+00:00",))
    marks = line(*tags, arrivals=arrivals, arrived=("2025-10-10T05:00:00+00:00",), countries=countries)
    assert sorted((m.kind, m.field, m.text, m.interval.text()) for m in marks) == sorted(
        (m.kind, m.field, m.text, m.interval.text()) for m in bare
    ), "where the file lies changes no time, but only how it is narrowed"
    for mark in marks:
        assert mark.narrowed is None or mark.narrowed.within(mark.interval)
        assert (mark.narrowed is None) == (mark.zone not in (ZoneSource.SATELLITES, ZoneSource.PLACE))
        if not mark.interval.zone_stated:
            assert mark.interval.end - mark.interval.start > ALL_ZONES
    assert len({mark.kind for mark in marks} & {TimeKind.FILE_MODIFIED, TimeKind.ARRIVED}) == 2, "alike, and still two"


@given(st.lists(st.tuples(st.sampled_from(["XMP", "IPTC", "ICC", "PNG", "C2PA"]),
                          st.sampled_from(["DateCreated", "ModifyDate", "ProfileDateTime", "CreateDate", "HistoryWhen",
                                           "TimeCreated", "Creation Time", "signature_info.time"]),
                          TEXTS), max_size=6))  # fmt: skip
def test_any_tags_are_times_or_left_out(tags):
    found = tag_times([Tag("r", family, "g", name, value) for family, name, value in tags])
    assert all(one.interval.start <= one.interval.end for one in found)


def test_a_widened_time_is_not_read_as_a_moment():
    [date] = tag_times([Tag("xmp", "XMP", "photoshop", "DateCreated", "2004-02-26")])
    assert date.interval.end - date.interval.start == ALL_ZONES + timedelta(days=1)
    [profile] = tag_times([Tag("icc", "ICC", "Header", "ProfileDateTime", "1998:02:09 06:49:00")])
    assert profile.interval.start == datetime(1998, 2, 9, 6, 49, tzinfo=timezone.utc)  # noqa: UP017
    assert profile.utc_by_definition
