"""Text from files and persons: quoted, marked and guarded."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.pages import parse
from workbench.reports import figures
from workbench.reports.markup import element, picture, style_sheet
from workbench.reports.quoting import exact, prose, verbatim

MARK = re.compile(r"⟨U\+([0-9A-F]{4,6})⟩")


@given(st.text(st.characters(exclude_characters="⟨"), max_size=80))
def test_a_quoted_text_can_be_had_back(text: str) -> None:
    page = parse(exact(text).html)
    guard = any(attributes.get("class") == "guard" for _, attributes in page.tags)
    assert MARK.sub(lambda mark: chr(int(mark[1], 16)), page.text[guard:]) == text
    assert {tag for tag, _ in page.tags} <= {"bdi", "span"}


@given(st.text())
def test_any_attribute_stays_one_attribute(text: str) -> None:
    page = parse(element("span", {"class": text}, "x").html)
    assert [(tag, set(attributes)) for tag, attributes in page.tags] == [("span", {"class"})]
    assert page.text == "x"


@pytest.mark.parametrize("text", ["کتاب\u200cخانه", "می\u200cروم", "क्\u200dष"])
def test_joiners_that_a_language_spells_with_stay(text: str) -> None:
    assert parse(exact(text).html).text == text


@pytest.mark.parametrize("text", ["IMG\u200c", "\u200d.jpg", "a\u200b", "a\u00adb"])
def test_joiners_and_blanks_that_hide_are_shown(text: str) -> None:
    assert "⟨U+" in parse(exact(text).html).text


@pytest.mark.parametrize("text", ["=1", "+a", "-a", "@a", " =1", "＝1", "+1+1", "-1|x"])
def test_a_formula_is_guarded(text: str) -> None:
    assert parse(exact(text).html).text == f"'{text}"


@pytest.mark.parametrize("text", ["-33.25", "+4", "a=1", "", "32.9,69.4"])
def test_a_number_is_no_formula(text: str) -> None:
    assert parse(exact(text).html).text == text


@given(st.text())
def test_no_paragraph_of_prose_is_a_formula(text: str) -> None:
    for cell in parse(prose(text).html).cells:
        assert not re.match(r"[=+\-@]", cell) or re.fullmatch(r"[+-]\d+(\.\d+)?", cell)


def test_a_note_keeps_its_base64_and_nothing_else_that_begins_like_a_formula() -> None:
    assert parse(verbatim("+abc/d=\n=HYPERLINK(1)").html).text == "+abc/d='=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [("script", {}), ("a", {"href": "x"}), ("p", {"onclick": "x"}), ("p", {"style": "x"}), ("img", {"src": "x"}),
     ("img", {"src": "data:image/svg+xml;base64,QQ=="}), ("style", {}), ("title", {})],
)  # fmt: skip
def test_there_is_no_way_to_build_what_loads_or_runs(tag: str, attributes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a report"):
        element(tag, attributes)


def test_a_style_sheet_cannot_end_early() -> None:
    with pytest.raises(ValueError, match="markup"):
        style_sheet("p {} </style><script>")


def test_a_picture_begins_as_a_jpeg() -> None:
    assert picture(b"\x89PNG", "x") is None
    assert picture(b"\xff\xd8\xff\xe0", "x") is not None


@given(st.integers(0, 2**50))
def test_a_size_begins_with_the_bytes(size: int) -> None:
    assert figures.size(size).split()[0].replace(",", "") == str(size)


@given(st.floats(min_value=1e-15, max_value=1))
def test_odds_are_never_rounded_towards_the_rarer(chance: float) -> None:
    assert int(figures.one_in(chance).replace(",", "")) <= 1 / chance


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 0.0, -1.0])
def test_what_is_no_chance_is_not_made_one(number: float) -> None:
    assert figures.one_in(number) == "?"


def test_no_letter_is_taken_for_a_control() -> None:
    letters = [chr(c) for c in range(0x20, 0x3000) if unicodedata.category(chr(c))[0] in "LNPSZM"]
    blank = {c for c in letters if "⟨U+" in parse(exact("x" + c).html).text}
    assert blank == set("\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800")


def test_marks_beyond_any_spelling_are_written_out() -> None:
    assert parse(exact("x" + "\u0301" * 6).html).text == "x" + "\u0301" * 5 + "⟨U+0301⟩"
