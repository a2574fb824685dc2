"""Characters that show nothing or turn the text around them: made visible, so that nobody reads past them."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby

JOINERS = frozenset("\u200c\u200d")
"""Persian, Pashto and Urdu spelling needs them between letters: they stay as they are between two letters."""

_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Of category Cf, and yet signs that a reader sees (ARABIC NUMBER SIGN and its like)."""


def marked(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a mark such as `⟨U+202E⟩` that stands for such a character."""
    if text.isascii() and text.isprintable():
        yield text, False
        return
    position = 0
    for hidden, run in groupby(range(len(text)), lambda index: _hidden(text, index)):
        end = position + sum(1 for _ in run)
        piece = text[position:end]
        yield ("".join(f"⟨U+{ord(character):04X}⟩" for character in piece) if hidden else piece), hidden
        position = end


def _hidden(text: str, index: int) -> bool:
    character = text[index]
    if character in JOINERS:
        return not (_letter(text[index - 1 : index]) and _letter(text[index + 1 : index + 2]))
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:  # noncharacters
        return True
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in _SEEN_FORMATS


def _letter(character: str) -> bool:
    """True for a letter or a sign written over or under one."""
    return bool(character) and unicodedata.category(character)[0] in "LM"
