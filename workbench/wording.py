"""Every sentence that a person reads: a code and its facts become words, for screen, report and command line.

The sentences stand in `resources/locale/LANGUAGE/*.toml`, one file a room, as `"code" = "text with {facts}"`.
A language that lacks a sentence falls back to English.
"""

import string
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from workbench.domain.refusals import Refusal


class Wording:
    """Sentences in one language. Facts are put in as plain text and are never read as format strings."""

    def __init__(self, locale: Path, language: str = "en") -> None:
        self._locale = locale
        self._language = language

    @cached_property
    def sentences(self) -> Mapping[str, str]:
        """Code -> sentence with `{fact}` placeholders. ValueError where two files claim one code."""
        found: dict[str, str] = {}
        for language in dict.fromkeys(("en", self._language)):
            seen: set[str] = set()
            for file in sorted((self._locale / language).glob("*.toml")):
                here = tomllib.loads(file.read_text("utf-8"))
                if seen & here.keys():
                    raise ValueError(f"{file.name} repeats {sorted(seen & here.keys())}")
                seen |= here.keys()
                found |= here
        return found

    def say(self, code: str, facts: Mapping[str, object] | None = None) -> str:
        """The sentence for `code`; a fact that is not given shows as `?`, an unknown code as itself."""
        sentence = self.sentences.get(code)
        if sentence is None:
            return code
        texts = {key: str(value) for key, value in (facts or {}).items()}
        parts = []
        for literal, name, _, _ in string.Formatter().parse(sentence):
            parts.append(literal)
            if name is not None:
                parts.append(texts.get(name, "?"))
        return "".join(parts)

    def refusal(self, refusal: Refusal) -> str:
        """Why something was not done, and what to do about it."""
        return self.say(refusal.code, refusal.facts)
