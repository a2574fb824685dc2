"""Text as it is, for the eye: what would reorder, hide or break a line is written out."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from workbench.domain.findings import Finding
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import shown
from workbench.wording import Wording

_LONGEST = 4_000
_VALUE = re.compile(r"[0-9][0-9A-Z]*(?:[-–/:.,+][0-9A-Z]+)+")
"""A time, a range or a position that stands in a sentence of ours as an example."""


class Shown(str):
    """Text that was made visible once, and is not again: what it marks would be marked anew."""

    __slots__ = ()


def visible(text: str, lines: bool = False) -> str:
    """`text` with bidi controls, other controls and unseen characters as `⟨U+202E⟩`, at most 4,000 characters of it.

    `lines` keeps line breaks. Text with right-to-left letters is put in an isolate, so that it cannot
    reorder what stands beside it. What is visible already stays as it is.
    """
    if isinstance(text, Shown):
        return text
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    out = shown(cut, "\n" if lines else "")
    turns = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in out)
    return Shown(f"\u2068{out}\u2069" if turns else out)


def set_apart(text: str) -> str:
    """Visible text in an isolate, so that a sentence from right to left and a fact in it do not reorder each other."""
    return text if not text or (text[0] == "\u2068" and text[-1] == "\u2069") else f"\u2068{text}\u2069"


def joined(separator: str, parts: Iterable[str]) -> str:
    """Several texts as one fact of a sentence, each made visible once."""
    return Shown(separator.join(map(visible, parts)))


class Speech:
    """The window's sentences: words are ours, facts are shown as plain, visible text."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def say(self, code: str, **facts: object) -> str:
        return self.sentence(code, facts)

    def sentence(self, code: str, facts: Mapping[str, object]) -> str:
        seen = {key: visible(value if isinstance(value, str) else str(value)) for key, value in facts.items()}
        if self._wording.turned:
            seen = {key: set_apart(text) for key, text in seen.items()}
        said = self._wording.say(code, seen)
        if self._wording.turned:
            said = set_apart(said) if self._wording.falls_back(code) else _VALUE.sub("\u2066\\g<0>\u2069", said)
        return Shown(said)

    def refusal(self, refusal: Refusal) -> str:
        return self.sentence(refusal.code, refusal.facts)

    def finding(self, finding: Finding) -> str:
        return self.sentence(finding.code, dict(finding.facts))

    def caveat(self, finding: Finding) -> str:
        return self.sentence(finding.caveat, dict(finding.facts))

    def knows(self, code: str) -> bool:
        return code in self._wording.sentences
