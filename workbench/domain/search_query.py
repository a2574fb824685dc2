"""What a person types to find images, read as terms: `status:open tag:Make=Canon taken:2025-11 "two words" -not`.

Any text is a query. What cannot be read as it was meant is said in a hint, and never an error.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from workbench.domain.evidence import is_digest
from workbench.domain.intervals import Interval, parse_interval
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable
from workbench.domain.verdicts import Status

LONGEST = 1_000
"""Characters of a query that are read."""
MOST_TERMS = 40

ANY, NONE = "any", "none"
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; all of a query's hold together. `field` is empty for words, which are found by their beginning,
    or as a whole where they stood in quotes. `values` are alternatives; `interval` is what a time was read as."""

    field: str
    values: tuple[str, ...]
    negated: bool = False
    whole: bool = False
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What was not understood, or is still to be typed: a code and its facts."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """`terms` in the order in which they were typed; `hints` on the parts that are not among them."""

    terms: tuple[Term, ...] = ()
    hints: tuple[Hint, ...] = ()

    def asks(self, *fields: str) -> bool:
        return any(term.field in fields for term in self.terms)


def read_query(text: str) -> Query:
    """Read a query; at most `LONGEST` characters and `MOST_TERMS` terms of it. Never raises."""
    terms: list[Term] = []
    hints: list[Hint] = []
    for found in _PIECE.finditer(writable(text[:LONGEST]).replace("\0", " ")):
        negated, name = bool(found["not"]), found["field"] or ""
        quoted = found["quoted"] is not None
        value = (found["begun"] or "") + ((found["quoted"] if quoted else found["plain"]) or "")
        if name and name.casefold() not in FIELDS:
            hints.append(Hint("search.no-filter", {"field": name}))
            name, value = "", f"{name}:{value}"
        told = _read(name.casefold(), value.strip(), negated, quoted)
        if isinstance(told, Term):
            terms.append(told)
        elif told is not None:
            hints.append(told)
    if len(terms) > MOST_TERMS or len(text) > LONGEST:
        hints.append(Hint("search.too-long"))
    return Query(tuple(terms[:MOST_TERMS]), tuple(hints))


def quoted(value: str) -> str:
    """A value as it is typed, in quotes where it needs them."""
    parts = value.replace('"', " ").replace("\0", " ").split()
    return f'"{" ".join(parts)}"' if len(parts) != 1 else parts[0]


_PIECE = re.compile(
    r"""(?P<not>-?)(?:(?P<field>[A-Za-z]{2,20}):(?:(?P<begun>[^\s"]+)(?="))?)?"""
    r"""(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<plain>[^\s"]+)?)""",
)


def _read(name: str, value: str, negated: bool, in_quotes: bool) -> Term | Hint | None:
    if not name:
        if not any(character.isalnum() for character in value):
            return Hint("search.no-letters", {"text": value}) if value else None
        return Term("", (value,), negated, in_quotes)
    if not value:
        return Hint(f"search.expects.{name}", {"field": name})
    return FIELDS[name](name, value, negated)


def _text(name: str, value: str, negated: bool) -> Term | Hint:
    return Term(name, (value,), negated)


def _time(name: str, value: str, negated: bool) -> Term | Hint:
    try:
        return Term(name, (value,), negated, interval=parse_interval(value))
    except Refusal:
        return Hint("search.no-time", {"field": name, "value": value})


def _one_of(*choices: str) -> Callable[[str, str, bool], Term | Hint]:
    def read(name: str, value: str, negated: bool) -> Term | Hint:
        values = tuple(dict.fromkeys(part for part in value.casefold().split(",") if part))
        unknown = next((part for part in values if part not in choices), "")
        if unknown or not values:
            facts = {"field": name, "value": unknown or value, "choices": ", ".join(choices)}
            return Hint("search.no-choice", facts)
        return Term(name, values, negated)

    return read


def _copies(name: str, value: str, negated: bool) -> Term | Hint:
    folded = value.casefold()
    if folded in (ANY, NONE) or _DIGITS.fullmatch(folded) or is_digest(folded):
        return Term(name, (folded,), negated)
    return Hint("search.no-choice", {"field": name, "value": value, "choices": f"{ANY}, {NONE}"})


def _hash(name: str, value: str, negated: bool) -> Term | Hint:
    if _DIGITS.fullmatch(value.casefold()):
        return Term(name, (value.casefold(),), negated)
    return Hint("search.no-hash", {"value": value})


_DIGITS = re.compile(r"[0-9a-f]{1,64}")

FIELDS: Mapping[str, Callable[[str, str, bool], Term | Hint]] = MappingProxyType(
    {
        "status": _one_of(UNDECIDED, *(status.value for status in Status)),
        "name": _text,
        "claim": _text,
        "tag": _text,
        "finding": _text,
        "place": _text,
        "taken": _time,
        "posted": _time,
        "came": _time,
        "before": _time,
        "after": _time,
        "format": _text,
        "match": _one_of(ANY, NONE, "exact", "whole", "partial", "scene", "dismissed"),
        "copies": _copies,
        "refused": _text,
        "isolation": _one_of("full", "reduced", "none"),
        "hash": _hash,
    }
)
"""The filters by name, each with what reads its value."""
NEED_INDEX = ("tag", "finding", "place", "taken", "posted", "before", "after", "refused", "isolation")
"""Filters that ask for what was made from the files' examinations."""
