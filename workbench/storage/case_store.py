"""The case's journal and its documents in one database: everything that is written goes through `append`."""

import contextlib
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import sqlcipher3

from workbench.casework.disk_ports import Disk
from workbench.casework.ports import Draft, StoredBook, StoredCheckpoint, StoredEntry
from workbench.domain import merkle
from workbench.domain.entries import NO_ENTRY, Entry, leaf_hash, read_entry
from workbench.domain.refusals import Refusal
from workbench.storage import case_schema, projections
from workbench.storage.adoption import adopt
from workbench.storage.comparing_tables import alike, alike_words
from workbench.storage.database import FAILED, Connection, columns, columns_of, connect, reading, told, transaction
from workbench.storage.database_seal import broken, unseal

DATABASE = "case.db"
PROJECTED = case_schema.PROJECTIONS + case_schema.COPIES + case_schema.NOTES + case_schema.SEARCH + case_schema.DESK


class Signer(Protocol):
    @property
    def book(self) -> str: ...
    @property
    def public(self) -> bytes: ...
    def checkpoint(self, origin: str, size: int, root: str) -> str: ...


class CaseStore:
    """One connection to a case. Several may be open at once, in one process or in many: each append takes
    the write lock, reads where the journal stands, and writes on from there."""

    def __init__(self, connection: Connection, signer: Signer, folder: Path, disk: Disk) -> None:
        self.db = connection
        self._signer = signer
        self.folder = folder
        self._disk = disk
        self.tables_renewed = False
        with reading(folder):
            meta = dict(connection.execute("SELECT CAST(key AS TEXT), CAST(value AS TEXT) FROM meta").fetchall())
        if meta.get("format") != str(case_schema.FORMAT):
            raise Refusal("case.other-format", path=str(folder), found=meta.get("format", "none"))
        self.case_id, self.title = meta.get("id", ""), meta.get("title", "")

    def append(
        self,
        drafts: Iterable[Draft],
        author: str,
        at: datetime,
        documents: Iterable[bytes] = (),
        previews: Mapping[str, bytes] | None = None,
    ) -> tuple[Entry, ...]:
        """Write entries, documents, projections and a signed checkpoint in one transaction.

        What it returns is on the disk. `at` must know its zone. A book is begun where this signer has none.
        """
        moment = at.isoformat(timespec="milliseconds")
        with self._writing() as db:
            book, origin, size, subtrees, written = self._book(author, moment)
            for body in documents:
                name = hashlib.sha256(body).hexdigest()
                db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?)", (name, zlib.compress(body, 1)))
            for evidence, jpeg in (previews or {}).items():
                db.execute("INSERT OR REPLACE INTO previews VALUES (?, ?)", (evidence, jpeg))
            previous = self._last_leaf(book, size)
            if written:
                previous, subtrees, size = self._write(written, subtrees, size)
            entries = []
            for draft in drafts:
                entry = Entry(book, size, draft.kind, author, moment, draft.facts, previous)
                previous, subtrees, size = self._write(entry, subtrees, size)
                entries.append(entry)
            note = self._signer.checkpoint(origin, size, merkle.root(subtrees))
            db.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)", (book, size, note))
            db.execute("UPDATE books SET size = ?, subtrees = ? WHERE id = ?", (size, json.dumps(subtrees), book))
            self._disk.reached("entries-written")
        self._disk.reached("committed")
        return tuple(entries)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        unseal(self.folder / DATABASE, self._disk)
        with transaction(self.db) as db:
            self._disk.reached("transaction-begun")
            yield db

    def _book(self, author: str, at: str) -> tuple[str, str, int, tuple[str, ...], Entry | None]:
        """This signer's book, and its opening entry where it is only now begun."""
        book = self._signer.book
        row = self.db.execute("SELECT origin, size, subtrees FROM books WHERE id = ?", (book,)).fetchone()
        if row:
            return book, row[0], row[1], tuple(json.loads(row[2])), None
        others = [
            {"book": other, "size": size, "root": merkle.root(json.loads(subtrees))}
            for other, size, subtrees in self.db.execute("SELECT id, size, subtrees FROM books ORDER BY id")
        ]
        origin = f"workbench.case/{self.case_id}/{book}"
        facts = {"case": self.case_id, "title": self.title, "origin": origin,
                 "public_key": self._signer.public.hex(), "beside": others}  # fmt: skip
        self.db.execute("INSERT INTO books VALUES (?, ?, ?, 0, '[]')", (book, origin, self._signer.public))
        return book, origin, 0, (), Entry(book, 0, "book.opened", author, at, facts, NO_ENTRY)

    @property
    def mark(self) -> str:
        """As `Journal`."""
        row = self.db.execute("SELECT book FROM entries ORDER BY position LIMIT 1").fetchone()
        return "" if row is None or row[0] == self._signer.book else f"-{self._signer.book[:4]}"

    def _last_leaf(self, book: str, size: int) -> str:
        row = self.db.execute("SELECT leaf FROM entries WHERE book = ? AND number = ?", (book, size - 1)).fetchone()
        return row[0] if row else NO_ENTRY

    def _write(self, entry: Entry, subtrees: tuple[str, ...], size: int) -> tuple[str, tuple[str, ...], int]:
        body = entry.canonical()
        leaf = leaf_hash(body)
        done = self.db.execute(
            "INSERT INTO entries (book, number, leaf, body) VALUES (?, ?, ?, ?)", (entry.book, entry.number, leaf, body)
        )
        projections.apply(self.db, done.lastrowid or 0, entry)
        return leaf, *merkle.grown(subtrees, size, [leaf])

    def adopt(
        self,
        books: Sequence[StoredBook],
        rows: Iterable[StoredEntry],
        checkpoints: Iterable[StoredCheckpoint],
        documents: Iterable[bytes],
        previews: Mapping[str, bytes],
        before_commit: Callable[[], None],
    ) -> int:
        """As `Journal`."""
        unseal(self.folder / DATABASE, self._disk)
        return adopt(self.db, books, rows, checkpoints, documents, previews, before_commit)

    def rebuild(self) -> int:
        """Make the projections again from the journal, in one transaction; the count of entries read."""
        with self._writing() as db:
            return rebuild_into(db, db)

    def stored_entries(self) -> tuple[StoredEntry, ...]:
        """Every row of the journal as it is stored, unchecked, by book and number. Refusal `case.unreadable`."""
        sql = (
            "SELECT position, book, CAST(number AS INTEGER), CAST(leaf AS TEXT), CAST(body AS BLOB) FROM entries"
            " ORDER BY book, number"
        )
        with reading(self.folder):
            return tuple(StoredEntry(*row) for row in self.db.execute(sql))

    def stored_checkpoints(self) -> tuple[StoredCheckpoint, ...]:
        """Every signed checkpoint with its book's origin and public key, by book and size. Refusal as above."""
        sql = (
            "SELECT book, origin, CAST(public_key AS BLOB), CAST(checkpoints.size AS INTEGER), CAST(note AS TEXT)"
            " FROM checkpoints JOIN books ON books.id = book ORDER BY book, checkpoints.size"
        )
        with reading(self.folder):
            return tuple(StoredCheckpoint(*row) for row in self.db.execute(sql))

    def stored_books(self) -> tuple[StoredBook, ...]:
        """Every book's line, by its name. Refusal as above."""
        sql = (
            "SELECT CAST(id AS TEXT), CAST(origin AS TEXT), CAST(public_key AS BLOB), CAST(size AS INTEGER),"
            " CAST(subtrees AS TEXT) FROM books ORDER BY id"
        )
        with reading(self.folder):
            return tuple(StoredBook(*row) for row in self.db.execute(sql))

    def document(self, sha256: str) -> bytes | None:
        """A document by its digest, or None; ValueError where it is there but damaged."""
        with reading(self.folder):
            sql = "SELECT CAST(body AS BLOB) FROM documents WHERE sha256 = ?"
            row = self.db.execute(sql, (sha256,)).fetchone()
        if row is None:
            return None
        try:
            body = zlib.decompress(row[0])
        except zlib.error as error:
            raise ValueError("damaged document") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise ValueError("damaged document")
        return body

    def integrity_problems(self) -> tuple[str, ...]:
        """What SQLite, and SQLCipher where it is encrypted, find wrong with the file; empty where nothing is."""
        try:
            pages = [row[0] for row in self.db.execute("PRAGMA cipher_integrity_check")]
            rows = [row[0] for row in self.db.execute("PRAGMA integrity_check(20)")]
        except FAILED as error:
            return (told(error),)
        if broken(self.folder / DATABASE):
            pages.append("it is not the file that was closed")
        return (*pages[:20], *(row for row in rows if row != "ok"))

    def stale_projections(self) -> tuple[str, ...]:
        """The tables that differ from what the journal says, found by rebuilding them beside themselves."""
        fresh = sqlcipher3.connect(":memory:", isolation_level=None)
        fresh.executescript(PROJECTED)
        rebuild_into(self.db, fresh)
        stale = [table for table in case_schema.PROJECTION_TABLES if not alike(self.db, fresh, table)]
        return (*stale, *(["words"] if not alike_words(self.db, fresh, "words") else []))

    def close(self) -> None:
        self.db.close()


def rebuild_into(source: Connection, target: Connection) -> int:
    """Clear `target`'s projections and apply `source`'s entries to them in order of arrival."""
    for table in (*case_schema.PROJECTION_TABLES, *case_schema.SEARCH_TABLES):
        target.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
    for table in case_schema.TEXT_TABLES:
        target.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608
    count = 0
    for position, body in source.execute("SELECT position, body FROM entries ORDER BY position").fetchall():
        projections.apply(target, position, read_entry(body))
        count += 1
    return count


def create_case(
    folder: Path,
    case_id: str,
    title: str,
    signer: Signer,
    author: str,
    at: datetime,
    disk: Disk,
    key: bytes | None = None,
) -> CaseStore:
    """A new case in `folder`, its opening written; encrypted with `key`, as `connect` has it.

    Refusal `case.exists`, `case.folder-in-use`.
    """
    file = folder / DATABASE
    if file.exists():
        raise Refusal("case.exists", path=str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise Refusal("case.folder-in-use", path=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("case.unwritable", reason=f"{folder}: {error.strerror}") from error
    db = connect(file, must_exist=False, key=key)
    with transaction(db):
        for statement in (case_schema.RECORD + PROJECTED).split(";"):
            db.execute(statement)
        meta = {"format": str(case_schema.FORMAT), "id": case_id, "title": title}
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    store = CaseStore(db, signer, folder, disk)
    store.append([Draft("case.opened", {"case": case_id, "title": title})], author, at)
    return store


def open_case(folder: Path, signer: Signer, disk: Disk, key: bytes | None = None) -> CaseStore:
    """The case in `folder`, encrypted where there is a `key`.

    Its projections are made again from the journal where an older version made them.

    Refusal `case.not-there`, `case.unreadable`, `case.other-format`, `case.tables-wanting`, `case.not-brought-up`.
    """
    store = CaseStore(connect(folder / DATABASE, key=key), signer, folder, disk)
    with reading(folder):
        store.tables_renewed = _bring_up_to_date(store.db, folder, disk)
    return store


def _bring_up_to_date(db: Connection, folder: Path, disk: Disk) -> bool:
    """Whether the tables had to be made again."""
    found = columns(db)
    if columns_of(case_schema.RECORD + PROJECTED) <= found:
        return False
    if missing := sorted(".".join(one) for one in columns_of(case_schema.RECORD) - found):
        raise Refusal("case.tables-wanting", path=str(folder), missing=", ".join(missing))
    try:
        unseal(folder / DATABASE, disk)
        with transaction(db):
            for table in (*case_schema.PROJECTION_TABLES, *case_schema.SEARCH_TABLES, *case_schema.TEXT_TABLES):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in PROJECTED.split(";"):
                db.execute(statement)
            rebuild_into(db, db)
    except (ValueError, KeyError, TypeError) as error:  # an entry that was altered
        raise Refusal("case.not-brought-up", path=str(folder)) from error
    return True
