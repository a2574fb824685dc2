"""A fault is told by the code alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.domain.faults import code_name, fault_of, own_name
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal

CAPTION = "Gulnara of Spinwam"


def caught(call: Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as raised:  # noqa: PT011 - any
        call()
    return raised.value


def test_it_names_types_and_our_own_lines_and_no_message() -> None:
    fault = fault_of(caught(lambda: parse_interval(CAPTION)))
    assert fault.kinds[0] == "Refusal"
    last = fault.frames[-1]
    assert last.startswith("workbench/domain/intervals.py:"), last
    assert CAPTION not in "\n".join(fault.lines())
    assert str(Path(__file__).parents[2]) not in "\n".join(fault.lines())


def test_it_follows_causes_to_the_first() -> None:
    def fail() -> None:
        try:
            raise KeyError(CAPTION)
        except KeyError as error:
            raise ValueError(CAPTION) from error

    assert fault_of(caught(fail)).kinds == ("ValueError", "KeyError")


def test_the_systems_error_has_its_number() -> None:
    def fail() -> None:
        raise OSError(28, CAPTION, CAPTION)

    assert fault_of(caught(fail)).kinds == ("OSError ENOSPC",)


def test_a_type_that_was_named_by_a_hostile_hand_is_not_told() -> None:
    def fail() -> None:
        raise type(f"{CAPTION}\n\x1b", (Exception,), {})()

    assert fault_of(caught(fail)).kinds == ("?",)


def test_a_code_that_is_none_of_ours_is_not_told() -> None:
    assert code_name("case.unknown", {"case.unknown"}) == "case.unknown"
    assert code_name(CAPTION, {"case.unknown"}) == "?"
    assert own_name(Refusal.about) == "Refusal.about"
