"""A damaged database, read row by row as far as it goes, and a new one put in its place. Nothing is deleted."""

import contextlib
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from workbench.casework.disk_ports import Disk
from workbench.casework.ports import StoredBook, StoredCheckpoint, StoredEntry
from workbench.domain.refusals import Refusal
from workbench.storage import case_schema
from workbench.storage.case_store import DATABASE, PROJECTED, rebuild_into
from workbench.storage.database import FAILED, Connection, connect, told, transaction
from workbench.storage.database_seal import unseal

_STRIDE = 256
_BESIDE = ("", "-wal", "-shm")
_ENTRIES = "position, CAST(book AS TEXT), CAST(number AS INTEGER), CAST(leaf AS TEXT), CAST(body AS BLOB)"
_BOOKS = (
    "CAST(id AS TEXT), CAST(origin AS TEXT), CAST(public_key AS BLOB), CAST(size AS INTEGER), CAST(subtrees AS TEXT)"
)


def copy_aside(folder: Path, aside: Path, disk: Disk) -> None:
    """The database as it is, with what SQLite keeps beside it, copied and synced. Refusal `vault.unwritable`."""
    try:
        aside.mkdir(parents=True, exist_ok=True)
        for suffix in _BESIDE:
            file = folder / f"{DATABASE}{suffix}"
            if file.exists():
                shutil.copyfile(file, aside / file.name)
                with (aside / file.name).open("rb") as copy:
                    os.fsync(copy.fileno())
        for made in (aside, aside.parent, folder):
            disk.sync_folder(made)
    except OSError as error:
        raise Refusal("vault.unwritable", reason=error.strerror or str(error)) from error


class Wreck:
    """A connection to a database that may fail anywhere. Refusal `case.unreadable` where none of it can be read."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        self._db = connect(folder / DATABASE, key=key)
        try:
            self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except FAILED as error:
            self._db.close()
            raise Refusal("case.unreadable", path=str(folder), reason=told(error)) from error

    def entries(self) -> Iterator[StoredEntry]:
        for row in self._numbered("entries", "position", _ENTRIES):
            yield StoredEntry(*row)

    def books(self) -> Iterator[StoredBook]:
        for row in self._both_ways("books", "id", _BOOKS):
            yield StoredBook(*row)

    def checkpoints(self) -> Iterator[StoredCheckpoint]:
        """Origin and key are left empty: whoever judges has them from the book."""
        named = "CAST(book AS TEXT), CAST(size AS INTEGER), CAST(note AS TEXT)"
        for book, size, note in self._both_ways("checkpoints", "book, size", named):
            yield StoredCheckpoint(book, "", b"", size, note)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Those that are what their name says, compressed as they were."""
        for _, name, body in self._numbered("documents", "rowid", "rowid, CAST(sha256 AS TEXT), CAST(body AS BLOB)"):
            with contextlib.suppress(zlib.error):
                if hashlib.sha256(zlib.decompress(body)).hexdigest() == name:
                    yield name, body

    def previews(self) -> Iterator[tuple[str, bytes]]:
        columns = "rowid, CAST(evidence AS TEXT), CAST(jpeg AS BLOB)"
        for _, evidence, jpeg in self._numbered("previews", "rowid", columns):
            yield evidence, jpeg

    def close(self) -> None:
        with contextlib.suppress(*FAILED):
            self._db.close()

    def _numbered(self, table: str, number: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Every row of a table that can be read, in strides that are halved where they fail."""
        sql = f"SELECT {columns} FROM {table} WHERE {number} BETWEEN ? AND ? ORDER BY {number}"  # noqa: S608 - ours
        wanted = [(first, first + _STRIDE - 1) for first in range(1, self._top(table, number) + 1, _STRIDE)][::-1]
        while wanted:
            first, last = wanted.pop()
            try:
                yield from self._db.execute(sql, (first, last)).fetchall()
            except (*FAILED, OverflowError):
                if first < last:
                    middle = (first + last) // 2
                    wanted += [(middle + 1, last), (first, middle)]

    def _top(self, table: str, number: str) -> int:
        for sql in (
            f"SELECT max({number}) FROM {table}",  # noqa: S608 - our own names
            f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",  # noqa: S608
            "SELECT seq FROM sqlite_sequence WHERE name = 'entries'",
        ):
            with contextlib.suppress(*FAILED):
                row = self._db.execute(sql).fetchone()
                if row and isinstance(row[0], int) and 0 < row[0] < 1 << 24:
                    return row[0]
        return 1 << 16

    def _both_ways(self, table: str, order: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a table, from its beginning and from its end as far as each goes."""
        seen = set()
        for way in ("ASC", "DESC"):
            by = ", ".join(f"{one} {way}" for one in order.split(", "))
            with contextlib.suppress(*FAILED):
                for row in self._db.execute(f"SELECT {columns} FROM {table} ORDER BY {by}"):  # noqa: S608 - ours
                    if row not in seen:
                        seen.add(row)
                        yield row


class Record(Protocol):
    """What of the damaged database holds."""

    @property
    def meta(self) -> Sequence[tuple[str, str]]: ...
    @property
    def books(self) -> Sequence[StoredBook]: ...
    @property
    def rows(self) -> Sequence[StoredEntry]: ...
    @property
    def checkpoints(self) -> Sequence[StoredCheckpoint]: ...


def put_in_place(
    folder: Path,
    aside: Path,
    key: bytes | None,
    record: Record,
    documents: Iterable[tuple[str, bytes]],
    previews: Iterable[tuple[str, bytes]],
    disk: Disk,
) -> None:
    """Write a new database beside the old one, and let it take its place; the old one was copied to `aside` before.

    A kill on the way leaves the old one, or the new one. Refusal `vault.disk-full`, `case.unwritable`.
    """
    fresh = folder / f"{DATABASE}.new"
    for suffix in _BESIDE:
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    db = connect(fresh, must_exist=False, key=key)
    try:
        with transaction(db):
            for statement in (case_schema.RECORD + PROJECTED).split(";"):
                db.execute(statement)
            db.executemany("INSERT INTO meta VALUES (?, ?)", [("format", str(case_schema.FORMAT)), *record.meta])
            db.executemany("INSERT INTO books VALUES (?, ?, ?, ?, ?)", [_line(book) for book in record.books])
            db.executemany(
                "INSERT INTO entries (position, book, number, leaf, body) VALUES (?, ?, ?, ?, ?)",
                [(row.position, row.book, row.number, row.leaf, row.body) for row in record.rows],
            )
            notes = [(note.book, note.size, note.note) for note in record.checkpoints]
            db.executemany("INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?)", notes)
            db.executemany("INSERT OR IGNORE INTO documents VALUES (?, ?)", documents)
            db.executemany("INSERT OR IGNORE INTO previews VALUES (?, ?)", previews)
            rebuild_into(db, db)
        _swap(db, fresh, folder, aside, disk)
    finally:
        db.close()


def _line(book: StoredBook) -> tuple[str, str, bytes, int, str]:
    return book.id, book.origin, book.public_key, book.size, book.subtrees


def _swap(db: Connection, fresh: Path, folder: Path, aside: Path, disk: Disk) -> None:
    db.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
    db.close()
    unseal(folder / DATABASE, disk)
    try:
        for suffix in _BESIDE[1:]:  # a log of the old one must not be read into the new one
            log = folder / f"{DATABASE}{suffix}"
            if log.exists():
                os.replace(log, aside / f"{log.name}.last")
        disk.sync_folder(folder)
        disk.rename(fresh, folder / DATABASE)
        disk.sync_folder(folder)
    except OSError as error:
        raise Refusal("case.unwritable", reason=error.strerror or str(error)) from error
