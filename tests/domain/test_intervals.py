from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import outcome
from workbench.domain.intervals import Interval, between, parse_interval, zoned
from workbench.domain.refusals import Refusal

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda naive: naive.replace(microsecond=0))


@st.composite
def intervals(draw):
    zone = draw(ZONES)
    start = draw(MOMENTS).replace(tzinfo=zone)
    return Interval(start, start + timedelta(seconds=draw(st.integers(0, 10**8))))


@given(intervals())
def test_text_reads_back_as_the_same_stretch(interval):
    assert parse_interval(interval.text()) == interval


@given(intervals(), intervals())
def test_before_after_and_within_exclude_each_other(one, other):
    assert one.certainly_before(other) == other.certainly_after(one)
    if one.certainly_before(other) and other.certainly_before(one):
        assert one.start == one.end == other.start == other.end
    if one.certainly_before(other) and one.start < one.end:
        assert not one.within(other)


@given(MOMENTS, ZONES)
def test_without_a_zone_the_interval_holds_the_moment_of_every_zone(naive, zone):
    unzoned = zoned(naive, naive + timedelta(seconds=1), None)
    assert zoned(naive, naive + timedelta(seconds=1), zone).within(unzoned)
    assert not unzoned.zone_stated
    assert unzoned.end - unzoned.start == timedelta(hours=26, seconds=1)


@given(st.text(max_size=60))
def test_any_text_is_an_interval_or_a_refusal(text):
    found = outcome(lambda: parse_interval(text))
    if isinstance(found, Refusal):
        assert found.code in {"interval.unreadable", "interval.reversed"}
    else:
        assert found.start <= found.end


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-02Z", "2024-02-01T00:00:00+00:00", "2024-03-01T00:00:00+00:00"),
        ("2025Z", "2025-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00"),
        ("2025-12-31Z", "2025-12-31T00:00:00+00:00", "2026-01-01T00:00:00+00:00"),
        ("2025-10-09T23:40+04:30", "2025-10-09T19:10:00+00:00", "2025-10-09T19:11:00+00:00"),
        ("2025-10-09Z/2025-10-10Z", "2025-10-09T00:00:00+00:00", "2025-10-11T00:00:00+00:00"),
    ],
)
def test_reduced_precision_covers_all_that_it_may_mean(text, start, end):
    found = parse_interval(text)
    assert (found.start.astimezone(UTC).isoformat(), found.end.astimezone(UTC).isoformat()) == (start, end)


@pytest.mark.parametrize("text", ["2025-13", "2025-02-30", "0000", "2025-10-09T25:00", "9999-12-31", "2025+99:00", "/"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(Refusal, match=r"interval\.unreadable"):
        parse_interval(text)


def test_an_interval_that_ends_before_it_starts_is_refused():
    with pytest.raises(Refusal, match=r"interval\.reversed"):
        between("2025-10-09Z", "2025-10-01Z")
    with pytest.raises(ValueError, match="zone"):
        Interval(datetime(2025, 1, 1), datetime(2025, 1, 2))
