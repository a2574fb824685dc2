"""Text from a file or a person on its way into a page.

A reader may copy a table into a spreadsheet, and there a cell that begins with = + - or @ is a formula. Such a
text is therefore preceded by an apostrophe of its own look, which the page explains: it is no part of the text.
A tab, which would start a new cell, is made visible like every control character.
"""

import re

from workbench.reports.markup import Element, Node, element

FORMULA_SIGNS = r"=+\-@＝＋－＠﹢﹣﹦﹫"
"""With one of these, or its form of another width, a spreadsheet begins a formula: inside the brackets of a pattern."""

_FORMULA = re.compile(rf"[\s\u200c\u200d]*[{FORMULA_SIGNS}]")
_NUMBER = re.compile(r"[+-]\d+(\.\d+)?", re.ASCII)
_WORD = 18
"""A plain text of so few characters fits into the narrowest column: its words are not broken."""
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def exact(text: str) -> Element:
    """One line, every hidden character in it visible, line ends too; its direction touches nothing around it."""
    kept_whole = len(text) <= _WORD and text.isascii() and text.isprintable()
    return element("bdi", {"class": "word"} if kept_whole else {}, _guarded(text))


def prose(text: str) -> Element:
    """What a person wrote, paragraph by paragraph."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    paragraphs = [element("p", {"dir": "auto"}, exact(line)) for line in lines]
    return element("div", {"class": "prose"}, paragraphs)


def verbatim(note: str) -> Element:
    """A signed note, line by line, to be copied and checked: lines of Base64 alone stay without an apostrophe."""
    lines = note.split("\n")
    kept: list[Node] = []
    for number, line in enumerate(lines):
        kept.append(line if _BASE64.fullmatch(line) else _guarded(line))
        kept.append(element("br") if number < len(lines) - 1 else "")
    return element("pre", {"dir": "ltr"}, kept)


def _guarded(text: str) -> Node:
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return (element("span", {"class": "guard"}, "'"), text)
    return text
