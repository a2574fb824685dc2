"""What does not go together in a verdict is pointed out; what goes together is left alone."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.tensions import AGAINST, FOR, tensions
from workbench.domain.verdicts import Light, Pillar, Status


def finding(bearing: Bearing, pillar: Pillar = Pillar.DATE) -> Finding:
    return Finding(f"a.{bearing.value}", Basis.OBSERVED, bearing, (), "a.caveat", pillar.value)


def lights(**named: Light) -> dict[Pillar, Light]:
    return {pillar: named.get(pillar.value, Light.GREY) for pillar in Pillar}


def codes(
    status: Status | None = None,
    *findings: Finding,
    of: dict[Pillar, Light] | None = None,
    cites: tuple[str, ...] = ("x",),
    citable: tuple[str, ...] = ("x",),
    standing: tuple[Status, ...] = (),
) -> set[str]:
    found = tensions(status, of or lights(), cites, citable, findings, standing)
    return {one.code.removeprefix("tension.") for one in found}


@pytest.mark.parametrize("status", sorted(FOR))
def test_a_verdict_for_the_claim_is_shown_what_undermines_it(status: Status) -> None:
    assert codes(status, finding(Bearing.UNDERMINES)) == {"undermined"}
    assert codes(status, finding(Bearing.SUPPORTS), finding(Bearing.NEUTRAL)) == set()


@pytest.mark.parametrize("status", sorted(AGAINST))
def test_a_verdict_against_it_needs_something_that_speaks_against_it(status: Status) -> None:
    assert codes(status, finding(Bearing.SUPPORTS)) == {"nothing-against"}
    assert codes(status, finding(Bearing.UNDERMINES)) == set()
    assert codes(status, of=lights(date=Light.RED)) == set()


def test_lights_are_held_against_the_findings_on_their_pillar() -> None:
    undermined, supported = finding(Bearing.UNDERMINES), finding(Bearing.SUPPORTS)
    assert codes(None, undermined, of=lights(date=Light.GREEN)) == {"green-undermined"}
    assert codes(None, undermined, of=lights(source=Light.GREEN)) == set(), "another pillar"
    assert codes(None, supported, of=lights(date=Light.RED)) == {"red-supported"}
    assert codes(None, supported, undermined, of=lights(date=Light.RED)) == set(), "both were found"


def test_status_and_lights_agree() -> None:
    assert codes(Status.VERIFIED, of=lights(date=Light.RED)) == {"verified-with-red"}
    green = dict.fromkeys(Pillar, Light.GREEN)
    assert codes(Status.REFUTED, finding(Bearing.UNDERMINES, Pillar.DATE), of=green) == {
        "green-undermined",
        "refuted-all-green",
    }


def test_nothing_cited_is_pointed_out_only_where_there_is_something_to_cite() -> None:
    assert codes(Status.LIKELY, cites=()) == {"nothing-cited"}
    assert codes(Status.LIKELY, cites=(), citable=()) == set()
    assert codes(Status.UNDETERMINED, cites=()) == set()


def test_other_verdicts_on_the_exhibit_count_where_they_differ() -> None:
    assert codes(Status.LIKELY, standing=(Status.LIKELY, Status.OPEN)) == set()
    assert codes(Status.LIKELY, standing=(Status.VERIFIED,)) == {"others-differ"}
    assert codes(Status.OPEN, standing=(Status.VERIFIED,)) == set()


@given(
    st.sampled_from([None, *Status]),
    st.lists(st.sampled_from([finding(b, p) for b, p in product(Bearing, Pillar)]), max_size=6),
    st.dictionaries(st.sampled_from(list(Pillar)), st.sampled_from(list(Light))),
)
def test_no_draft_is_beyond_it_and_each_thing_is_said_once(
    status: Status | None, findings: list[Finding], of: dict[Pillar, Light]
) -> None:
    found = [one.code for one in tensions(status, of, (), (), findings, ())]
    assert len(found) == len(set(found))
