"""The words of each entry, so that they are found again; and what an entry makes stale of what was made from files."""

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.domain.entries import Entry
from workbench.storage.database import Connection

_UNSETTLING = frozenset({"evidence.arrived", "evidence.examined", "match.found", "match.dismissed", "match.restored"})
"""Kinds of entry after which inspectors may conclude something else of the evidence."""


def write(db: Connection, position: int, entry: Entry) -> None:
    """Have an entry found by its words, and what it unsettles made again."""
    text = "\n".join(part for part in _said(entry.kind, entry.facts) if part)
    if text:
        db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (position, text))
    if entry.kind in _UNSETTLING:
        db.execute(
            "DELETE FROM indexed WHERE position = (SELECT position FROM evidence WHERE sha256 = ?)",
            (entry.facts["evidence"],),
        )
    elif entry.kind == "event.recorded":
        db.execute("DELETE FROM indexed WHERE event = ?", (entry.facts["id"],))


def _said(kind: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """What a person would look for: names, words of people, and where things come from."""
    match kind:
        case "evidence.arrived":
            arrival = facts["arrival"]
            yield from (facts["evidence"], arrival["path"], arrival["url"], arrival["collected_by"])
        case "claim.recorded":
            yield from (facts["text"], facts["by"], facts["source_url"])
        case "event.recorded":
            yield from (facts["title"], facts["place"])
        case "verdict.given":
            yield from (facts["reviewer"], facts["reasons"], facts["gap_reason"])
            yield from (pillar["text"] for pillar in facts["pillars"])
        case "match.found":
            known = facts["known"]
            yield from (known["path"], known["place"], known["source"], known["note"], known.get("event", ""))
        case "content.noted":
            yield facts["text"]
        case "match.dismissed" | "copies.unlinked":
            yield facts["reason"]
