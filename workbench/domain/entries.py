"""One line of the journal, and the bytes that its hash is taken over."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NO_ENTRY = "0" * 64
"""The `previous` of a book's first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An immutable record: `number` counts from 0 within its `book`; `at` is ISO 8601 in UTC.

    `facts` hold only strings, integers, booleans, None, lists and objects: JSON writers disagree on
    floating-point numbers, so canonical JSON has none.
    """

    book: str
    number: int
    kind: str
    author: str
    at: str
    facts: Mapping[str, Any]
    previous: str

    def canonical(self) -> bytes:
        """The entry as canonical JSON: the bytes that are hashed, stored and signed for."""
        return canonical_json(
            {
                "at": self.at,
                "author": self.author,
                "book": self.book,
                "facts": dict(self.facts),
                "kind": self.kind,
                "number": self.number,
                "previous": self.previous,
            }
        )


def canonical_json(value: object) -> bytes:
    """JSON by RFC 8785 for values without floats: sorted keys, no spaces, UTF-8; TypeError for a float.

    RFC 8785 sorts keys by UTF-16 code units; our own keys are ASCII, where that is Python's order.
    """
    _no_floats(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "strict")


def leaf_hash(canonical: bytes) -> str:
    """The Merkle leaf hash of an entry, RFC 6962 section 2.1: SHA-256 over a zero byte and the entry."""
    return hashlib.sha256(b"\x00" + canonical).hexdigest()


def read_entry(body: bytes) -> Entry:
    """The entry that canonical bytes hold; ValueError where they hold none."""
    try:
        raw: Any = json.loads(body)
        facts = raw["facts"]
        texts = [raw[key] for key in ("book", "kind", "author", "at", "previous")]
        if not (isinstance(facts, dict) and isinstance(raw["number"], int) and all(isinstance(t, str) for t in texts)):
            raise ValueError("not an entry")
        return Entry(raw["book"], raw["number"], raw["kind"], raw["author"], raw["at"], facts, raw["previous"])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not an entry") from error


def _no_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("canonical JSON holds no floating-point number")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("canonical JSON has text keys only")
            _no_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _no_floats(inner)
