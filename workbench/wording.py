"""Every sentence that a person reads: a code and its facts become words, for screen, report and command line.

The sentences stand in `resources/locale/LANGUAGE/*.toml`, one file a room, as `"code" = "text with {facts}"`.
A language that lacks a sentence falls back to English.
"""

import string
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from workbench.domain.refusals import Refusal

ENGLISH = "en"

MAIN_FLOW = "main_flow.toml"
ITSELF = "language.toml"
"""The file in which a language names itself and its direction."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences a language has, of how many English ones; `main` are those of the main flow."""

    main_done: int
    main: int
    done: int
    all: int


class Wording:
    """Sentences in one language. Facts are put in as plain text and are never read as format strings.

    For whoever translates: with `developer`, what falls back to English stands in ⟦brackets⟧.
    """

    def __init__(self, locale: Path, language: str = ENGLISH, developer: bool = False) -> None:
        self._locale, self._developer = locale, developer
        self.language = language
        """A tag of BCP 47, which is also the name of the language's folder."""

    @cached_property
    def sentences(self) -> Mapping[str, str]:
        """Code -> sentence with `{fact}` placeholders. ValueError where two files claim one code."""
        english = sentences_of(self._locale, ENGLISH)
        if self.language == ENGLISH:
            return english
        fallback = {code: f"⟦{said}⟧" for code, said in english.items()} if self._developer else english
        return {**fallback, **self._own}

    @cached_property
    def _own(self) -> Mapping[str, str]:
        return sentences_of(self._locale, self.language)

    def falls_back(self, code: str) -> bool:
        """Whether the sentence for `code` is English in another language's place."""
        return self.language != ENGLISH and code not in self._own

    @cached_property
    def turned(self) -> bool:
        """Whether the language is written from right to left."""
        return _read(self._locale / self.language / ITSELF)["language.direction"] == "rtl"

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """Every language that there are sentences in, English first, and its own name for itself."""
        others = sorted(folder.name for folder in self._locale.iterdir() if folder.is_dir() and folder.name != ENGLISH)
        return {tag: _read(self._locale / tag / ITSELF)["language.name"] for tag in (ENGLISH, *others)}

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

    def coverage(self, language: str) -> Coverage:
        """How far a language has been translated."""
        english, there = sentences_of(self._locale, ENGLISH), sentences_of(self._locale, language)
        main = main_flow(self._locale, english)
        return Coverage(len(main & there.keys()), len(main), len(english.keys() & there.keys()), len(english))

    def refusal(self, refusal: Refusal) -> str:
        """Why something was not done, and what to do about it."""
        return self.say(refusal.code, refusal.facts)


def sentences_of(locale: Path, language: str) -> Mapping[str, str]:
    """What one language has, without falling back. ValueError where two of its files claim one code."""
    found: dict[str, str] = {}
    for file in sorted((locale / language).glob("*.toml")):
        here = _read(file)
        if found.keys() & here.keys():
            raise ValueError(f"{file.name} repeats {sorted(found.keys() & here.keys())}")
        found |= here
    return found


def _read(file: Path) -> Mapping[str, str]:
    return tomllib.loads(file.read_text("utf-8"))


def main_flow(locale: Path, codes: Collection[str]) -> frozenset[str]:
    """Those of `codes` that a verifier reads between the start view and the written report."""
    patterns = tomllib.loads((locale / MAIN_FLOW).read_text("utf-8"))["main"]
    found: set[str] = set()
    for pattern in patterns:
        named = {code for code in codes if fnmatchcase(code, pattern.removeprefix("!"))}
        found = found - named if pattern.startswith("!") else found | named
    return frozenset(found)
