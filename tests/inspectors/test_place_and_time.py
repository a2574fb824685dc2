import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders as build
from workbench.domain.findings import Basis, Bearing
from workbench.domain.gazetteer import Division
from workbench.domain.places import EARTH_RADIUS_M, Point, Precision
from workbench.domain.readings import read
from workbench.domain.zones import IN_USE
from workbench.inspectors import (
    capture_time,
    clocks_disagree,
    daylight,
    gps_altitude,
    gps_at_default,
    gps_clock,
    gps_far_from_event,
    gps_place,
)

AFGHANISTAN, PAKISTAN = Division("AF", "Afghanistan"), Division("PK", "Pakistan")


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
    assert [finding.bearing for finding in found] == [Bearing.NEUTRAL] * len(found)
    assert any(finding.code in ("clocks.disagree", "clocks.no-zone-fits") for finding in found) == disagree


@pytest.mark.parametrize(
    ("camera", "country", "code", "zone"),
    [
        ({"DateTimeOriginal": "2025:10:09 23:00:00"}, AFGHANISTAN, "clocks.zone-implied", "UTC+04:30"),
        ({"DateTimeOriginal": "2025:10:09 23:30:40"}, PAKISTAN, "clocks.zone-implied", "UTC+05:00"),
        ({"DateTimeOriginal": "2025:10:09 20:31:00"}, AFGHANISTAN, "clocks.zone-implied-elsewhere", "UTC+02:00"),
        ({"DateTimeOriginal": "2025:10:09 20:31:00"}, None, "clocks.zone-implied", "UTC+02:00"),
        ({"DateTimeOriginal": "2025:10:09 23:11:00"}, AFGHANISTAN, "clocks.no-zone-fits", "–"),
        ({"DateTimeOriginal": "2025:10:12 23:00:00"}, AFGHANISTAN, "clocks.disagree", "–"),
        ({"DateTimeOriginal": "2025:10:09 23:30:00", "OffsetTimeOriginal": "+04:30"}, AFGHANISTAN, "clocks.other-zone",
         "UTC+05:00"),
        ({"DateTimeOriginal": "2025:10:09 23:11:00", "OffsetTimeOriginal": "+04:30"}, AFGHANISTAN, "clocks.disagree",
         "–"),
    ],
)  # fmt: skip
def test_two_clocks_name_the_zone_in_which_both_are_right(camera, country, code, zone):
    tags = build.exif(GPSDateStamp="2025:10:09", GPSTimeStamp="18/1, 30/1, 0/1", **camera)
    around = (build.locality(country),) if country else ()
    [found] = clocks_disagree.inspect(build.dossier(build.examination(*tags), localities=around))
    assert (found.code, dict(found.facts)["zone"], found.bearing) == (code, zone, Bearing.NEUTRAL)


def test_a_clock_that_fits_no_zone_says_by_how_much_at_least():
    tags = build.exif(GPSDateStamp="2025:10:09", GPSTimeStamp="18/1, 30/1, 0/1", DateTimeOriginal="2025:10:09 23:07:00")
    [found] = clocks_disagree.inspect(build.dossier(build.examination(*tags)))
    assert dict(found.facts)["gap"] == "7 min"


def test_two_readers_of_one_time_are_one_witness():
    tags = build.exif(
        "exifread", "pillow", DateTimeOriginal="2019:01:01 10:00:00", DateTimeDigitized="2019:01:01 10:00:00"
    )
    found = list(capture_time.inspect(build.dossier(build.examination(*tags))))
    assert [(finding.code, dict(finding.facts)["field"]) for finding in found] == [
        ("capture.before", "DateTimeOriginal")
    ]


MINUTES = st.integers(-3 * 24 * 60, 3 * 24 * 60)
EVENT_START = datetime(2025, 10, 9, 17, 30, tzinfo=UTC)


@given(MINUTES, st.integers(1, 24 * 60), st.one_of(st.none(), st.sampled_from(IN_USE)), st.sampled_from(IN_USE))
def test_nothing_is_said_before_or_after_that_some_zone_would_contradict(shift, length, zone, kept):
    """The moment is taken in a zone, written with or without it, and compared with an event of any length."""
    end = EVENT_START + timedelta(minutes=length)
    moment = EVENT_START + timedelta(minutes=shift)
    values = {"DateTimeOriginal": f"{moment.astimezone(zone or kept):%Y:%m:%d %H:%M:%S}"}
    if zone:
        offset = f"{moment.astimezone(zone):%z}"
        values["OffsetTimeOriginal"] = f"{offset[:3]}:{offset[3:]}"
    [finding] = time_findings(f"{EVENT_START.isoformat()}/{end.isoformat()}", **values).values()
    last = moment + timedelta(seconds=1)
    truth = "before" if last <= EVENT_START else "after" if moment >= end else "within"
    if zone:
        assert finding.code == f"capture.{truth}", "a length in minutes leaves no second across an edge"
    else:
        assert finding.code in ("capture.zone-lacking", f"capture.{truth}")
        assert finding.code != "capture.within" or length > 26 * 60


def by_place(time, country, **values):
    tags = build.exif(DateTimeOriginal=time, **values)
    around = (build.locality(country),) if country else ()
    found = capture_time.inspect(build.dossier(build.examination(*tags), localities=around))
    return {finding.code: finding for finding in found}


@pytest.mark.parametrize(
    ("time", "country", "codes"),
    [
        ("2025:10:09 23:00:00", AFGHANISTAN, {"capture.zone-lacking", "capture.by-place-within"}),
        ("2025:10:09 12:00:00", AFGHANISTAN, {"capture.zone-lacking", "capture.by-place-before"}),
        ("2025:10:10 09:00:00", PAKISTAN, {"capture.zone-lacking", "capture.by-place-after"}),
        ("2025:10:09 23:00:00", None, {"capture.zone-lacking"}),
        ("2025:10:09 23:00:00", Division("FR", "France"), {"capture.zone-lacking"}),
        ("2025:10:02 23:00:00", AFGHANISTAN, {"capture.before"}),
    ],
)
def test_the_clock_of_the_place_is_a_lead_and_bears_on_nothing(time, country, codes):
    found = by_place(time, country)
    assert set(found) == codes
    for code in codes:
        if code.startswith("capture.by-place"):
            assert (found[code].bearing, found[code].basis) == (Bearing.NEUTRAL, Basis.INFERRED)


def test_a_position_that_nobody_measured_is_not_far():
    for point in (Point(36, 37), Point(30.375321, 69.345116)):
        assert place_finding(*build.gps_tags(point)) is None
        measured = build.dossier(build.examination(*build.gps_tags(point)))
        assert {finding.bearing for finding in gps_at_default.inspect(measured)} == {Bearing.NEUTRAL}


def test_far_counts_both_uncertainties():
    facts = dict(
        place_finding(*build.gps_tags(north_of_the_strike(20_000), "pillow", GPSHPositioningError="500/1")).facts
    )
    assert (facts["distance"], facts["least"], facts["most"]) == ("20 km", "18 km", "22 km")
    assert facts["spread"] == "±5°"  # the arc sine of 1.5 in 20


def test_far_names_what_lies_around_the_position():
    there = north_of_the_strike(20_000)
    around = build.locality(AFGHANISTAN, there)
    dossier = build.dossier(build.examination(*build.gps_tags(there, "pillow")), localities=(around,))
    point = read(dossier.examination).positions[0].point
    dossier = replace(dossier, localities=(replace(around, point=point),))
    [found] = gps_far_from_event.inspect(dossier)
    assert dict(found.facts)["where"] == "Barmal (برمل) N 1.0 km; Paktika (پکتیکا)"


def place_names(**changes):
    [found] = gps_place.inspect(build.dossier(localities=(replace(build.locality(AFGHANISTAN), **changes),)))
    return found.code, dict(found.facts)


def test_a_single_province_is_named_and_several_stay_in_question():
    code, facts = place_names()
    assert (code, facts["provinces"], facts["districts"]) == ("gps.place", "Paktika (پکتیکا)", "–")
    both = (Division("AF.29", "Paktika"), Division("AF.37", "Khost", ("خوست",)))
    assert place_names(provinces=both)[1]["provinces"] == "Paktika / Khost (خوست)"
    assert place_names(provinces=both)[0] == "gps.place-between"
    assert place_names(countries=(AFGHANISTAN, PAKISTAN))[0] == "gps.place-between"
    assert place_names(nearby=())[0] == "gps.place-unnamed"


@pytest.mark.parametrize(
    ("date", "camera", "codes"),
    [
        ("1970:01:01", "2025:10:09 23:00:00", ["gps.clock-unset"]),
        ("1980:01:06", "2025:10:09 23:00:00", ["gps.clock-unset"]),
        ("2006:02:23", "2025:10:09 23:00:00", ["gps.week-rollover"]),
        ("2006:03:23", "2025:10:09 23:00:00", []),
        ("2025:10:09", "2025:10:09 23:00:00", []),
        ("2025:10:09", "2006:02:23 23:00:00", []),
    ],
)
def test_a_receivers_clock_that_no_satellite_set(date, camera, codes):
    tags = build.exif("pillow", GPSDateStamp=date, GPSTimeStamp="18/1, 30/1, 0/1", DateTimeOriginal=camera)
    found = list(gps_clock.inspect(build.dossier(build.examination(*tags))))
    assert [finding.code for finding in found] == codes
    if codes == ["gps.week-rollover"]:
        assert dict(found[0].facts)["meant"] == "2025-10-09"


@pytest.mark.parametrize(("height", "below", "said"), [("8848/1", "0", False), ("430/1", "1", False),
                                                       ("12000/1", "0", True), ("5000/1", "1", True)])  # fmt: skip
def test_heights_at_which_nobody_stands(height, below, said):
    tags = build.gps_tags(build.STRUCK, "pillow", GPSAltitude=height, GPSAltitudeRef=below)
    assert len(list(gps_altitude.inspect(build.dossier(build.examination(*tags))))) == said


def light(time, **event):
    tags = (*build.exif("pillow", DateTimeOriginal=time, OffsetTimeOriginal="+04:30"), *event.pop("tags", ()))
    found = list(
        daylight.inspect(build.dossier(build.examination(*tags), event=build.event(**event) if event else None))
    )
    assert all(finding.bearing is Bearing.NEUTRAL for finding in found)
    return [(finding.code, dict(finding.facts)) for finding in found]


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("2025:10:09 12:00:00", "daylight.day"),
        ("2025:10:09 23:00:00", "daylight.night"),
        ("2025:10:09 18:00:00", "daylight.twilight"),
    ],
)
def test_the_light_at_the_files_own_place_and_time(time, code):
    [(found, facts)] = light(time, tags=build.gps_tags(build.STRUCK, "pillow"))
    assert (found, facts["event_elevation"]) == (code, "–")


def test_the_light_at_the_events_place_stands_beside_the_events_own():
    [(code, facts)] = light("2025:10:09 12:00:00", precision=Precision.LOCALITY)
    assert (code, facts["spot"]) == ("daylight.day", "Bermal")
    assert facts["event_elevation"].startswith("−")


def test_without_a_place_or_a_zone_the_sun_is_not_reckoned():
    assert light("2025:10:09 12:00:00") == []
    tags = (*build.exif("pillow", DateTimeOriginal="2025:10:09 12:00:00"), *build.gps_tags(build.STRUCK, "pillow"))
    assert not list(daylight.inspect(build.dossier(build.examination(*tags), event=None)))


def test_a_gazetteers_own_point_is_told():
    around = build.locality(AFGHANISTAN)
    on_it = replace(around, nearby=(replace(around.nearby[0], distance_m=1.0),))
    measured = build.examination(*build.gps_tags(build.STRUCK, "pillow"))
    assert [f.code for f in gps_at_default.inspect(build.dossier(measured, localities=(on_it,)))] == ["gps.named-point"]
    assert not list(gps_at_default.inspect(build.dossier(measured, localities=(around,))))
