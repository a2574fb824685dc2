"""Whatever is typed is a query; what is not understood is said."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.assets import resources
from workbench.domain.search_query import FIELDS, LONGEST, MOST_TERMS, Term, quoted, read_query
from workbench.wording import Wording

SAID = Wording(resources() / "locale").sentences

typed = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.one_of(
            st.sampled_from(
                ['"', "-", ":", "status:open", 'tag:"Make=a b"', "taken:2025", "nothing:x", "a'b", "%", "\\"]
            ),
            st.text(max_size=8),
            st.sampled_from(sorted(FIELDS)).map(lambda field: f"{field}:"),
        )
    ).map(" ".join),
)


@given(typed)
def test_any_text_is_a_query_and_every_hint_is_worded(text: str) -> None:
    query = read_query(text)
    assert len(query.terms) <= MOST_TERMS
    assert all(term.values and (term.field in FIELDS or term.field == "") for term in query.terms)
    for hint in query.hints:
        assert SAID[hint.code].format(**hint.facts)


@given(st.text(min_size=1, max_size=40).filter(lambda text: any(one.isalnum() for one in text)))
def test_a_quoted_value_is_read_as_it_is(value: str) -> None:
    plain = value.replace('"', " ").strip()
    [term, *more] = read_query(f"place:{quoted(value)}").terms
    assert not more
    assert term.values[0].split() == read_query(f'place:"{plain}"').terms[0].values[0].split()


def test_the_parts_of_a_query() -> None:
    query = read_query('status:verified,likely -tag:"Make=Canon EOS" tag:Model="M 1" "two words" -word Khost')
    assert query.hints == ()
    assert query.terms == (
        Term("status", ("verified", "likely")),
        Term("tag", ("Make=Canon EOS",), negated=True),
        Term("tag", ("Model=M 1",)),
        Term("", ("two words",), whole=True),
        Term("", ("word",), negated=True),
        Term("", ("Khost",)),
    )


def test_what_is_not_understood_is_left_out_or_looked_for_as_words() -> None:
    query = read_query("nothing:there status:wrong taken:never hash:xyz place: …")
    assert query.terms == (Term("", ("nothing:there",)),)
    assert [hint.code for hint in query.hints] == [
        "search.no-filter", "search.no-choice", "search.no-time", "search.no-hash", "search.expects.place",
        "search.no-letters",
    ]  # fmt: skip


def test_every_filter_says_what_it_expects() -> None:
    assert {f"search.expects.{field}" for field in FIELDS} <= set(SAID)


def test_a_query_has_an_end() -> None:
    assert read_query("x" * 2 * LONGEST).hints[-1].code == "search.too-long"
    assert len(read_query("word " * 100).terms) == MOST_TERMS
