"""Characters that show nothing, turn the text around them, or pile up over it: made visible, in every place alike."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby

JOINERS = frozenset("\u200c\u200d")
"""Persian, Pashto and Urdu spelling needs them between letters: they stay as they are between two letters."""

_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Of category Cf, and yet signs that a reader sees (ARABIC NUMBER SIGN and its like)."""

_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Letters and marks by category that show nothing."""

PILE = 5
"""So many marks may stand over one letter, more than any living spelling needs; the next ones are written out."""


def marked(text: str, kept: str = "") -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a mark such as `⟨U+202E⟩` that stands for such a character.

    Characters in `kept`, such as a line break, stay as they are.
    """
    if text.isascii() and text.isprintable():
        yield text, False
        return
    position = 0
    for hidden, run in groupby(_hidden(text, kept)):
        end = position + sum(1 for _ in run)
        piece = text[position:end]
        yield ("".join(f"⟨U+{ord(character):04X}⟩" for character in piece) if hidden else piece), hidden
        position = end


def shown(text: str, kept: str = "") -> str:
    """The text with every such character as its mark."""
    return "".join(piece for piece, _ in marked(text, kept))


def _hidden(text: str, kept: str) -> Iterator[bool]:
    pile = 0
    for index, character in enumerate(text):
        category = unicodedata.category(character)
        pile = pile + 1 if category in ("Mn", "Me") else 0
        before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
        yield character not in kept and (pile > PILE or _shows_nothing(character, category, before, after))


def _shows_nothing(character: str, category: str, before: str, after: str) -> bool:
    if character in JOINERS:
        return not (_letter(before) and _letter(after))
    if character in "\ufe0e\ufe0f":  # text or emoji: a choice of form after a sign, and hidden data elsewhere
        return not before or _letter(before) or before.isspace()
    code = ord(character)
    return (
        (category in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") and character not in _SEEN_FORMATS)
        or character in _BLANKS
        or 0xFE00 <= code <= 0xFE0D
        or 0xE0100 <= code <= 0xE01EF
        or code & 0xFFFE == 0xFFFE  # noncharacters
        or 0xFDD0 <= code <= 0xFDEF
    )


def _letter(character: str) -> bool:
    """True for a letter or a sign written over or under one."""
    return bool(character) and unicodedata.category(character)[0] in "LM"


def writable(text: str) -> str:
    """`text` with bytes of a file name that are no UTF-8, and halves of characters, as their marks: neither JSON nor
    a database can hold them."""
    return "".join(f"⟨U+{ord(one):04X}⟩" if "\ud800" <= one <= "\udfff" else one for one in text)
