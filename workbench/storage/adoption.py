"""Books that another laptop wrote, put beside this one's own in one transaction."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import sqlcipher3

from workbench.casework.ports import StoredBook, StoredCheckpoint, StoredEntry
from workbench.domain.entries import read_entry
from workbench.domain.refusals import Refusal
from workbench.storage import projections
from workbench.storage.case_views import CaseViews
from workbench.storage.database import Connection, transaction

_UNFIT = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError,
          sqlcipher3.IntegrityError, sqlcipher3.InterfaceError)  # fmt: skip


def adopt(
    db: Connection,
    books: Sequence[StoredBook],
    rows: Iterable[StoredEntry],
    checkpoints: Iterable[StoredCheckpoint],
    documents: Iterable[bytes],
    previews: Mapping[str, bytes],
    before_commit: Callable[[], None],
) -> int:
    """Add what is not there yet, and call `before_commit` once it fits; the count of entries that were added.

    Whoever calls has checked the books against their signatures. What the screens would read of the new entries is
    read once before it stands: Refusal `join.unfit` where that cannot be, and then nothing was changed.
    """
    with transaction(db):
        sizes = dict(db.execute("SELECT id, size FROM books").fetchall())
        for book in books:
            db.execute(
                "INSERT INTO books VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE"
                " SET size = excluded.size, subtrees = excluded.subtrees WHERE excluded.size > size",
                (book.id, book.origin, book.public_key, book.size, book.subtrees),
            )
        for body in documents:
            name = hashlib.sha256(body).hexdigest()
            db.execute("INSERT OR IGNORE INTO documents VALUES (?, ?)", (name, zlib.compress(body, 1)))
        for evidence, jpeg in previews.items():
            db.execute("INSERT OR IGNORE INTO previews VALUES (?, ?)", (evidence, jpeg))
        fresh = [row for row in rows if row.number >= sizes.get(row.book, 0)]
        for row in fresh:
            try:
                _add(db, row)
            except _UNFIT as error:
                raise Refusal("join.unfit", subject=f"entry {row.book}/{row.number}") from error
        for note in checkpoints:
            db.execute("INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?)", (note.book, note.size, note.note))
        before_commit()
    return len(fresh)


def _add(db: Connection, row: StoredEntry) -> None:
    done = db.execute(
        "INSERT INTO entries (book, number, leaf, body) VALUES (?, ?, ?, ?)",
        (row.book, row.number, row.leaf, row.body),
    )
    entry = read_entry(row.body)
    projections.apply(db, done.lastrowid or 0, entry)
    views, evidence = CaseViews(db), str(entry.facts.get("evidence", ""))
    match entry.kind:
        case "event.recorded":
            views.events()
        case "claim.recorded":
            views.claims()
        case "verdict.given":
            views.verdicts(evidence)
        case "match.found":
            views.matches(evidence)
        case "evidence.arrived" | "evidence.examined" | "content.noted":
            views.evidence(evidence)
            views.arrivals(evidence)
        case "copies.linked" | "copies.unlinked":
            views.copies(evidence)
        case "arrival.refused":
            dict(entry.facts["facts"])
    views.history(evidence)
