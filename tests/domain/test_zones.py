"""The table of clocks against the system's time zone database, and what it makes of intervals."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.intervals import Interval, zoned
from workbench.domain.zones import CLOCKS, IN_USE, clocks, implied_zone, in_zones

NAMES = {"AF": "Asia/Kabul", "PK": "Asia/Karachi", "IN": "Asia/Kolkata", "TM": "Asia/Ashgabat",
         "TJ": "Asia/Dushanbe", "UZ": "Asia/Tashkent", "IR": "Asia/Tehran"}  # fmt: skip
LOCALS = st.datetimes(datetime(1970, 1, 2), datetime(2035, 1, 1)).map(lambda local: local.replace(microsecond=0))
TABLES = st.lists(st.sampled_from(IN_USE), min_size=1, max_size=4).map(tuple)


def zone_of(country):
    try:
        return ZoneInfo(NAMES[country])
    except ZoneInfoNotFoundError:
        pytest.skip("this system has no time zone database")


@given(st.sampled_from(sorted(CLOCKS)), LOCALS)
def test_the_clocks_are_those_of_the_database(country, local):
    zone = zone_of(country)
    offsets = {local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    true = {offset for offset in offsets if (local - offset).replace(tzinfo=UTC).astimezone(zone).utcoffset() == offset}
    found = {clock.utcoffset(None) for clock in clocks(country, local)}
    first = CLOCKS[country][0][0].replace(tzinfo=None) + timedelta(hours=14)
    assert found == true if local > first else found <= true


def test_an_hour_that_came_twice_has_two_clocks_and_one_left_out_none():
    assert len(clocks("PK", datetime(2008, 10, 31, 23, 30))) == 2
    assert clocks("PK", datetime(2008, 6, 1, 0, 30)) == ()
    assert clocks("PK", datetime(2009, 7, 1)) == (timezone(timedelta(hours=6)),)
    assert clocks("AF", datetime(2025, 10, 9)) == (timezone(timedelta(hours=4, minutes=30)),)
    assert clocks("FR", datetime(2025, 10, 9)) == ()


def test_every_offset_of_today_is_in_use():
    if not available_timezones():
        pytest.skip("this system has no time zone database")
    winter, summer = datetime(2025, 1, 15, tzinfo=UTC), datetime(2025, 7, 15, tzinfo=UTC)
    kept = {day.astimezone(ZoneInfo(name)).utcoffset() for name in available_timezones() for day in (winter, summer)}
    assert kept == {zone.utcoffset(None) for zone in IN_USE}


@given(LOCALS, st.integers(1, 90_000), TABLES)
def test_narrowing_never_widens_and_keeps_the_moment_in_each_zone(local, seconds, zones):
    end = local + timedelta(seconds=seconds)
    wide = zoned(local, end, None)
    narrow = in_zones(wide, zones)
    assert narrow.within(wide)
    assert all(zoned(local, end, zone).within(narrow) for zone in zones)
    assert len(zones) > 1 or narrow == zoned(local, end, zones[0])


@given(LOCALS, TABLES)
def test_a_stated_zone_is_not_put_aside(local, zones):
    stated = Interval(local.replace(tzinfo=UTC), local.replace(tzinfo=UTC) + timedelta(seconds=1))
    assert in_zones(stated, zones) == stated


@given(LOCALS, st.sampled_from(IN_USE), st.integers(-299, 299))
def test_a_clock_that_is_right_in_a_zone_implies_it(local, zone, drift):
    utc = local.replace(tzinfo=zone).astimezone(UTC) + timedelta(seconds=drift)
    assert implied_zone(local, utc, timedelta(minutes=5)) == zone


@pytest.mark.parametrize("minutes", [7, 22, -37, 15 * 60])
def test_a_clock_that_is_right_in_no_zone_implies_none(minutes):
    local = datetime(2025, 10, 9, 12)
    assert implied_zone(local, local.replace(tzinfo=UTC) - timedelta(minutes=minutes), timedelta(minutes=5)) is None
