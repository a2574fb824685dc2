"""What shows nothing, turns or piles up is written out; all else stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.unseen import PILE, marked, shown, writable


@given(st.text())
def test_what_is_shown_turns_hides_and_controls_nothing(text: str) -> None:
    for character in shown(text):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp", "Co")
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\ufeff"


@given(st.text(st.characters(exclude_characters="⟨")))
def test_every_mark_leads_back_to_its_character(text: str) -> None:
    back = "".join(
        "".join(chr(int(one, 16)) for one in piece[3:-1].split("⟩⟨U+")) if hidden else piece
        for piece, hidden in marked(text)
    )
    assert back == text


@given(st.text())
def test_nothing_stands_in_a_taller_pile_than_spelling_needs(text: str) -> None:
    pile = 0
    for character in shown(text):
        pile = pile + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert pile <= PILE


@pytest.mark.parametrize(
    "text", ["خوست", "می\u200cروم", "नमस्ते", "ภาษาไทย", "é e\u0301", "❤\ufe0f", "a b\u00a0c", "𝔊", "؀12", "שָׁלוֹם"]
)
def test_living_spelling_stays(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\nb", "a⟨U+000A⟩b"),
        ("a\ufe0fb", "a⟨U+FE0F⟩b"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\u2800", "⟨U+2800⟩"),
        ("\udcff", "⟨U+DCFF⟩"),
        ("\ufdd0", "⟨U+FDD0⟩"),
    ],
)
def test_what_hides_is_written_out(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_what_is_kept_stays() -> None:
    assert shown("a\nb\r", "\n") == "a\nb⟨U+000D⟩"


@given(st.text(st.characters()))
def test_what_is_writable_can_be_written(text: str) -> None:
    writable(text).encode()


def test_bytes_of_a_name_and_halves_of_characters_are_marks() -> None:
    assert writable("a\udcff\ud800é") == "a⟨U+DCFF⟩⟨U+D800⟩é"
