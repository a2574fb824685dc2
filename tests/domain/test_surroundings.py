"""Time, place and sun beside the event: whatever a file says, they are told and never raise."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests import builders as build
from workbench.domain.examinations import Tag
from workbench.domain.gazetteer import Division
from workbench.domain.places import Point, Precision
from workbench.domain.surroundings import SunOf, positions, surroundings

AFGHANISTAN = Division("AF", "Afghanistan")
EXTREMES = st.sampled_from(
    ["0001:01:01 00:00:00", "9999:12:31 23:59:59", "1899:12:31 23:00:00", "2025:10:09 23:00:00", "0000:00:00 00:00:00",
     "2008:10:31 23:30:00", "2008:06:01 00:30:00"]
)  # fmt: skip
OFFSETS = st.sampled_from(["+14:00", "-12:00", "Z", ""])
POINTS = st.sampled_from([build.STRUCK, Point(90, 0), Point(-90, 180), Point(0, -180), Point(0, 0)])


@given(EXTREMES, OFFSETS, EXTREMES, POINTS, st.sampled_from(["0001:01:01", "9999:12:31", "2025:10:09"]), st.booleans())
def test_no_time_or_place_is_too_odd(taken, offset, changed, point, date, with_event):
    tags = (
        *build.exif("pillow", DateTimeOriginal=taken, OffsetTimeOriginal=offset, GPSDateStamp=date,
                    GPSTimeStamp="23/1, 59/1, 59/1"),
        *build.gps_tags(point, "pillow"),
        Tag("xmp", "XMP", "xmp", "ModifyDate", changed),
        Tag("xmp", "XMP", "xmpMM", "HistoryWhen", f"{taken}{offset}"),
    )  # fmt: skip
    event = build.event(point=point) if with_event else None
    dossier = build.dossier(build.examination(*tags), event=event)
    around = tuple(replace(build.locality(AFGHANISTAN), point=one) for one, _ in positions(dossier))
    found = surroundings(replace(dossier, localities=around), None)
    assert len(found.separations) == len(found.localities)
    assert all(seen.sun.lowest <= seen.sun.highest for seen in found.suns)


def around(*tags, **event):
    return surroundings(build.dossier(build.examination(*tags), event=build.event(**event)), None)


def test_the_sun_is_that_of_the_files_place_and_else_of_the_events():
    taken = build.exif("pillow", DateTimeOriginal="2025:10:09 23:00:00", OffsetTimeOriginal="+04:30")
    assert [seen.of for seen in around(*taken, *build.gps_tags(build.STRUCK)).suns] == [SunOf.EVENT, SunOf.CAPTURE]
    assert [seen.of for seen in around(*taken).suns] == [SunOf.EVENT, SunOf.CAPTURE_AT_EVENT]
    assert around(*taken, precision=Precision.UNKNOWN).suns == ()


def test_readers_that_place_it_differently_leave_no_place_for_the_sun():
    taken = build.exif("pillow", DateTimeOriginal="2025:10:09 23:00:00", OffsetTimeOriginal="+04:30")
    tags = (*taken, *build.gps_tags(build.STRUCK, "pillow"), *build.gps_tags(Point(34, 70), "exifread"))
    assert [seen.of for seen in around(*tags).suns] == [SunOf.EVENT]


def test_a_position_keeps_the_larger_of_the_errors_that_its_readers_state():
    tags = (
        *build.gps_tags(build.STRUCK, "pillow", GPSHPositioningError="30/1"),
        *build.gps_tags(build.STRUCK, "exifread"),
    )
    [(_, error_m)] = positions(build.dossier(build.examination(*tags)))
    assert error_m == 100.0
