"""Text as it is, for the eye: what would reorder, hide or break a line is written out."""

import unicodedata
from collections.abc import Mapping

from workbench.domain.findings import Finding
from workbench.domain.refusals import Refusal
from workbench.wording import Wording

_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u061c\u115f\u1160\u3164\uffa0")
_JOINERS = frozenset("\u200c\u200d")
"""Persian, Pashto and Urdu need these two between letters: there they are left alone."""

_LONGEST = 4_000


def visible(text: str, lines: bool = False) -> str:
    """`text` with bidi controls, other controls and unseen characters as `⟨U+202E⟩`, at most 4,000 characters.

    `lines` keeps line breaks. Text with right-to-left letters is put in an isolate, so that it cannot
    reorder what stands beside it.
    """
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    out = "".join(_seen(shown, place, lines) for place in range(len(shown)))
    return f"\u2068{out}\u2069" if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in out) else out


def _seen(text: str, place: int, lines: bool) -> str:
    letter = text[place]
    if lines and letter == "\n":
        return letter
    if letter in _JOINERS and 0 < place < len(text) - 1 and unicodedata.bidirectional(text[place - 1]) == "AL":
        return letter
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or letter in _HIDDEN:
        return f"⟨U+{ord(letter):04X}⟩"
    return letter


class Speech:
    """The window's sentences: words are ours, facts are shown as plain, visible text."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def say(self, code: str, **facts: object) -> str:
        return self.sentence(code, facts)

    def sentence(self, code: str, facts: Mapping[str, object]) -> str:
        return self._wording.say(code, {key: visible(str(value)) for key, value in facts.items()})

    def refusal(self, refusal: Refusal) -> str:
        return self.sentence(refusal.code, refusal.facts)

    def finding(self, finding: Finding) -> str:
        return self.sentence(finding.code, dict(finding.facts))

    def caveat(self, finding: Finding) -> str:
        return self.sentence(finding.caveat, dict(finding.facts))

    def knows(self, code: str) -> bool:
        return code in self._wording.sentences
