"""How each kind of entry changes the tables that the screens read.

Applied in the transaction that writes the entry, and again by a rebuild: an entry's effect depends on the
entry and the tables alone.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from workbench.domain.content_notes import read_note
from workbench.domain.entries import Entry
from workbench.storage import entry_words
from workbench.storage.database import Connection


def apply(db: Connection, position: int, entry: Entry) -> None:
    """Bring the tables up to date with one entry. Kinds that show nowhere change nothing."""
    change = _CHANGES.get(entry.kind)
    if change:
        change(db, position, entry)
    evidence = entry.facts.get("evidence")
    if isinstance(evidence, str):
        db.execute("INSERT INTO history VALUES (?, ?)", (position, evidence))
    entry_words.write(db, position, entry)


def _arrived(db: Connection, position: int, entry: Entry) -> None:
    f, a = entry.facts, entry.facts["arrival"]
    db.execute(
        "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)",
        (f["evidence"], f["size"], f["media_type"], a["name"], position),
    )
    db.execute(
        "INSERT INTO arrivals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            position,
            f["evidence"],
            entry.at,
            a["path"],
            a["kind"],
            a["url"],
            a["collected_by"],
            a["file_modified"],
            a.get("posted", ""),
        ),
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


def _restored(db: Connection, position: int, entry: Entry) -> None:
    db.execute("UPDATE matches SET dismissed = '' WHERE id = ?", (entry.facts["match"],))


def _library(db: Connection, position: int, entry: Entry) -> None:
    f = entry.facts
    db.execute(
        "INSERT INTO libraries VALUES (?, ?, ?, ?, 1) ON CONFLICT (id) DO UPDATE"
        " SET name = excluded.name, path = excluded.path, position = excluded.position",
        (f["library"], f["name"], f["path"], position),
    )


def _switched(db: Connection, position: int, entry: Entry) -> None:
    db.execute("UPDATE libraries SET searched = ? WHERE id = ?", (int(entry.facts["on"]), entry.facts["library"]))


def _linked(db: Connection, position: int, entry: Entry) -> None:
    one, other = _pair(entry)
    db.execute(
        "INSERT INTO copies (one, other, facts, linked) VALUES (?, ?, ?, ?) ON CONFLICT (one, other) DO UPDATE"
        " SET facts = excluded.facts, linked = excluded.linked WHERE facts IS NULL",
        (one, other, json.dumps(dict(entry.facts), sort_keys=True), position),
    )
    # A person's cut stands, whichever of the two entries came first: two laptops may have written them.
    if db.execute("SELECT 1 FROM copies WHERE one = ? AND other = ? AND cut = ''", (one, other)).fetchone():
        leaders = sorted((_leader(db, one), _leader(db, other)))
        for evidence in (one, other):
            db.execute("INSERT OR IGNORE INTO copy_groups VALUES (?, ?)", (evidence, evidence))
        db.execute("UPDATE copy_groups SET leader = ? WHERE leader = ?", leaders)


def _unlinked(db: Connection, position: int, entry: Entry) -> None:
    one, other = _pair(entry)
    db.execute(
        "INSERT INTO copies (one, other, cut, cut_at) VALUES (?, ?, ?, ?) ON CONFLICT (one, other) DO UPDATE"
        " SET cut = excluded.cut, cut_at = excluded.cut_at",
        (one, other, entry.facts["reason"], position),
    )
    for evidence in (one, other):
        members = sorted(row[0] for row in db.execute(_REACHED, (evidence,)))
        db.executemany("DELETE FROM copy_groups WHERE evidence = ?", [(member,) for member in members])
        if len(members) > 1:
            db.executemany("INSERT INTO copy_groups VALUES (?, ?)", [(member, members[0]) for member in members])


def _noted(db: Connection, position: int, entry: Entry) -> None:
    note = read_note(entry.facts)
    # Two laptops may have written them: the newest stands, in whatever order they came together.
    db.execute(
        "INSERT INTO content_notes VALUES (?, ?, ?, ?) ON CONFLICT (evidence) DO UPDATE SET kinds = excluded.kinds,"
        " text = excluded.text, at = excluded.at WHERE excluded.at >= at",
        (entry.facts["evidence"], json.dumps([kind.value for kind in note.kinds]), note.text, entry.at),
    )


def _pair(entry: Entry) -> tuple[str, str]:
    one, other = sorted((entry.facts["evidence"], entry.facts["other"]))
    return one, other


def _leader(db: Connection, evidence: str) -> str:
    row = db.execute("SELECT leader FROM copy_groups WHERE evidence = ?", (evidence,)).fetchone()
    return row[0] if row else evidence


_REACHED = """
WITH RECURSIVE reached (evidence) AS (
    SELECT ?1
    UNION SELECT CASE reached.evidence WHEN one THEN other ELSE one END FROM reached
        JOIN copies ON (one = reached.evidence OR other = reached.evidence) AND cut = ''
)
SELECT evidence FROM reached
"""

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
        "match.restored": _restored,
        "library.attached": _library,
        "library.switched": _switched,
        "copies.linked": _linked,
        "copies.unlinked": _unlinked,
        "content.noted": _noted,
    }
)
