"""How each kind of entry changes the tables that the screens read.

Applied in the transaction that writes the entry, and again by a rebuild: an entry's effect depends on the
entry and the tables alone.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from workbench.domain.entries import Entry
from workbench.storage.database import Connection


def apply(db: Connection, position: int, entry: Entry) -> None:
    """Bring the tables up to date with one entry. Kinds that show nowhere change nothing."""
    change = _CHANGES.get(entry.kind)
    if change:
        change(db, position, entry)
    evidence = entry.facts.get("evidence")
    if isinstance(evidence, str):
        db.execute("INSERT INTO history VALUES (?, ?)", (position, evidence))


def _arrived(db: Connection, position: int, entry: Entry) -> None:
    f, a = entry.facts, entry.facts["arrival"]
    db.execute(
        "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)",
        (f["evidence"], f["size"], f["media_type"], a["name"], position),
    )
    db.execute(
        "INSERT INTO arrivals VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (position, f["evidence"], entry.at, a["path"], a["kind"], a["url"], a["collected_by"], a["file_modified"]),
    )


def _refused(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute(
        "INSERT INTO refusals VALUES (?, ?, ?, ?, ?, ?)",
        (position, entry.at, f["path"], f["sha256"], f["code"], json.dumps(f["facts"], sort_keys=True)),
    )


def _examined(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute(
        "UPDATE evidence SET document = ?, width = ?, height = ? WHERE sha256 = ?",
        (f["document"], f["width"], f["height"], f["evidence"]),
    )


def _event(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute(
        "INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (f["id"], f["title"], f["start"], f["end"], int(f["zone_stated"]), f["place"], f["latitude"], f["longitude"],
         f["precision"], position),
    )  # fmt: skip


def _claim(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute(
        "INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (f["id"], f["event"], f["text"], f["by"], f["source_grade"], f["information_grade"], f["source_url"], position),
    )


def _exhibit(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute("INSERT OR IGNORE INTO exhibits VALUES (?, ?, ?)", (f["evidence"], f["claim"], position))


def _verdict(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute(
        "UPDATE verdicts SET superseded_by = ? WHERE evidence = ? AND claim = ? AND superseded_by IS NULL"
        " AND id IN (SELECT value FROM json_each(?))",
        (position, f["evidence"], f["claim"], json.dumps(f["supersedes"])),
    )
    db.execute(
        "INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (position, f"{entry.book}/{entry.number}", f["evidence"], f["claim"], f["status"], entry.at, entry.author,
         json.dumps(dict(f), sort_keys=True)),
    )  # fmt: skip


def _match(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute(
        "INSERT INTO matches VALUES (?, ?, ?, ?, '') ON CONFLICT (id) DO UPDATE SET facts = excluded.facts",
        (f["id"], f["evidence"], json.dumps(dict(f), sort_keys=True), position),
    )


def _dismissed(db: Connection, position: int, entry: Entry) -> None:
    db.execute("UPDATE matches SET dismissed = ? WHERE id = ?", (entry.facts["reason"], entry.facts["match"]))


def _library(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute("INSERT OR REPLACE INTO libraries VALUES (?, ?, ?, ?)", (f["library"], f["name"], f["path"], position))


_CHANGES: Mapping[str, Callable[[Connection, int, Entry], None]] = MappingProxyType(
    {
        "evidence.arrived": _arrived,
        "arrival.refused": _refused,
        "evidence.examined": _examined,
        "event.recorded": _event,
        "claim.recorded": _claim,
        "exhibit.offered": _exhibit,
        "verdict.given": _verdict,
        "match.found": _match,
        "match.dismissed": _dismissed,
        "library.attached": _library,
    }
)
