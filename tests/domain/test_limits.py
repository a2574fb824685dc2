"""Limits as settings: by name, within bounds, and what a broken one says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.examinations import Limits
from workbench.domain.limits import BROKEN, CUT, SETTINGS, agreed, assignment, broken, raised, unusual, with_settings
from workbench.domain.refusals import Refusal


@pytest.mark.parametrize("name", SETTINGS)
def test_every_limit_can_be_set_from_its_least_to_its_most(name: str) -> None:
    setting = SETTINGS[name]
    assert setting.least <= setting.of(Limits()) <= setting.most
    for value in (setting.least, setting.most):
        assert setting.of(with_settings(Limits(), [(name, str(value))], "here")) == value
    for value in (setting.least - 1, setting.most + 1, "many", "nan", "inf", "", True, None, [3]):
        with pytest.raises(Refusal) as caught:
            with_settings(Limits(), [(name, value)], "limits.toml")
        assert caught.value.code == "limits.unfit"
        assert caught.value.facts["where"] == "limits.toml"
        assert caught.value.facts["setting"] == name


@pytest.mark.parametrize("text", ["pixels", "", "pixels:3"])
def test_what_is_no_assignment_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        assignment(text)
    assert caught.value.code == "limits.unreadable"


def test_a_name_that_is_no_limit_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refusal) as caught:
        with_settings(Limits(), [assignment("pixel=3")], "--limit")
    assert caught.value.code == "limits.unknown"
    assert "pixels" in str(caught.value.facts["known"])


@given(st.sampled_from([*BROKEN, *(f"examine.cut-{name}" for name in CUT)]), st.none() | st.floats(0, 1e12))
def test_what_a_broken_limit_suggests_can_be_set_and_is_higher(code: str, needed: float | None) -> None:
    limits = Limits()
    facts = broken(code, limits, needed)
    suggested = raised(limits, facts)
    assert suggested is not None
    higher = with_settings(limits, [suggested], "here")
    assert SETTINGS[facts["setting"]].of(higher) > SETTINGS[facts["setting"]].of(limits)
    assert unusual(higher) == {suggested[0]: suggested[1]}
    assert agreed(limits, unusual(higher)) == higher
    assert raised(higher, facts) is None


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"setting": "pixels"},
        {"setting": "pixels", "needed": "-1"},
        {"setting": "pixels", "needed": "1e300"},
        {"setting": "pixels", "needed": "nan"},
        {"setting": "trust_anchors", "needed": "9"},
    ],
)
def test_facts_that_raise_nothing_suggest_nothing(facts: dict[str, str]) -> None:
    assert raised(Limits(), facts) is None


def test_a_lower_record_does_not_lower_the_limits() -> None:
    assert agreed(Limits(), {"pixels": "1000000", "nonsense": "9", "tags": "many"}) == Limits()
