from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import outcome
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import (
    CONTRADICTS_ORIGINAL,
    Light,
    MediaReview,
    Pillar,
    PillarNote,
    Status,
    Verdict,
    check_verdict,
    empty_pillars,
)

ALL_CODES = [
    frozenset(some)
    for some in chain.from_iterable(combinations(MediaReview, count) for count in range(len(MediaReview) + 1))
]


def verdict(**changes):
    plain = {
        "evidence": "ab" * 32,
        "claim": "C1",
        "event": "E1",
        "status": Status.UNLIKELY,
        "reviewer": "N. Karimi",
        "reasons": "Known since 2019.",
    }
    return Verdict(**(plain | changes))


@pytest.mark.parametrize("codes", ALL_CODES, ids=lambda codes: "+".join(sorted(codes)) or "none")
def test_original_stands_with_no_code_that_contradicts_it(codes):
    contradictory = MediaReview.ORIGINAL in codes and codes & CONTRADICTS_ORIGINAL
    if contradictory:
        with pytest.raises(Refusal, match=r"verdict\.contradiction"):
            check_verdict(verdict(categories=codes))
    else:
        check_verdict(verdict(categories=codes))


def test_original_out_of_context_is_legal():
    check_verdict(verdict(categories=frozenset({MediaReview.ORIGINAL, MediaReview.DECONTEXTUALIZED})))


@given(st.lists(st.builds(PillarNote, st.sampled_from(Pillar), st.sampled_from(Light))), st.sampled_from(Status))
def test_only_verified_needs_every_pillar_or_a_reason(notes, status):
    twice = len({note.pillar for note in notes}) < len(notes)
    gap = status is Status.VERIFIED and empty_pillars(notes)
    found = outcome(lambda: check_verdict(verdict(status=status, pillars=tuple(notes))))
    expected = "verdict.pillar-twice" if twice else "verdict.pillars-empty" if gap else None
    assert (found.code if isinstance(found, Refusal) else None) == expected
    if gap and not twice:
        check_verdict(verdict(status=status, pillars=tuple(notes), gap_reason="The source asked to stay unnamed."))


@given(st.lists(st.builds(PillarNote, st.sampled_from(Pillar), st.sampled_from(Light))))
def test_grey_answers_nothing(notes):
    empty = set(empty_pillars(notes))
    assert empty == set(Pillar) - {note.pillar for note in notes if note.light is not Light.GREY}


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"reasons": " \n"}, "verdict.reasons-missing"), ({"reviewer": " "}, "verdict.reviewer-missing")],
)
def test_a_verdict_has_a_reviewer_and_reasons(changes, code):
    with pytest.raises(Refusal, match=code):
        check_verdict(verdict(**changes))
