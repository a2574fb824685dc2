import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.entries import NO_ENTRY, Entry, canonical_json, leaf_hash

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.none() | st.booleans() | st.integers() | TEXT
FACTS = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


@given(FACTS)
def test_canonical_json_reads_back_and_is_its_own_canonical_form(value):
    written = canonical_json(value)
    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


@given(st.dictionaries(TEXT, PLAIN))
def test_the_order_of_keys_does_not_matter(facts):
    assert canonical_json(dict(reversed(facts.items()))) == canonical_json(facts)


@pytest.mark.parametrize("value", [1.0, {"a": [1, {"b": 0.5}]}, (2.0,), float("nan")])
def test_no_floating_point_number_is_signed_for(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_keys_are_text():
    with pytest.raises(TypeError):
        canonical_json({1: "a"})


def test_a_lone_surrogate_is_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical_json("\ud800")


@given(st.dictionaries(TEXT, PLAIN), st.dictionaries(TEXT, PLAIN))
def test_entries_differ_in_their_hash_where_their_facts_differ(one, other):
    hashes = {leaf_hash(Entry("b", 0, "k", "a", "t", facts, NO_ENTRY).canonical()) for facts in (one, other)}
    # canonical JSON tells True from 1, which Python's == does not
    assert len(hashes) == (1 if canonical_json(one) == canonical_json(other) else 2)


def test_the_leaf_hash_is_rfc_6962s():
    empty_leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"") == empty_leaf
