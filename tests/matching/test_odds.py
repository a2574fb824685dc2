"""The odds of a match that two pictures were looked at for."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.matching.odds import LOOKED_AT, look_odds


@given(st.floats(0.65, 1.0), st.floats(0.65, 1.0), st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_better_look_in_a_smaller_library_is_less_of_an_accident(
    one: float, other: float, few: int, many: int
) -> None:
    low, high = sorted((one, other))
    few, many = sorted((few, many))
    better, worse = look_odds(high, few), look_odds(low, many)
    assert better is not None
    assert worse is not None
    assert 0 <= better <= worse <= 1


def test_what_is_never_called_the_same_has_no_odds() -> None:
    assert look_odds(0.5, 1_000) is None


def test_the_odds_in_one_image_are_those_that_were_measured() -> None:
    for score, limit in LOOKED_AT:
        odds = look_odds(score, 1)
        assert odds is not None
        assert abs(odds - limit) < 1e-9
