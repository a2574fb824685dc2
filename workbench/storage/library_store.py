"""A library of known images: one database, and the originals beside it in a vault."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3

from workbench.casework.library_ports import KnownRow
from workbench.domain.examinations import Examination, Fingerprint
from workbench.domain.intervals import parse_interval
from workbench.domain.known import KnownImage
from workbench.domain.refusals import Refusal
from workbench.storage.database import Connection, connect, transaction

DATABASE = "library.db"
FORMAT = 1

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE known (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL, first_known TEXT, place TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, media_type TEXT NOT NULL, tools TEXT NOT NULL, preview BLOB);
CREATE TABLE fingerprints (known INTEGER NOT NULL REFERENCES known, kind TEXT NOT NULL, variant TEXT NOT NULL,
    bits TEXT NOT NULL, quality INTEGER NOT NULL, recipe TEXT NOT NULL, PRIMARY KEY (known, kind, variant))
    WITHOUT ROWID;
CREATE TABLE features (known INTEGER PRIMARY KEY REFERENCES known, row BLOB NOT NULL);
"""
_KNOWN = "SELECT id, sha256, path, first_known, place, source, note FROM known"


class LibraryStore:
    """One connection to a library. An entry's id is the SHA-256 of its picture's bytes, shortened."""

    def __init__(self, db: Connection, folder: Path) -> None:
        self._db = db
        self.folder = folder
        try:
            meta = dict(db.execute("SELECT key, value FROM meta").fetchall())
        except sqlcipher3.DatabaseError as error:
            raise Refusal("library.unreadable", path=str(folder), reason=str(error)) from error
        if int(meta.get("format", 0)) != FORMAT:
            raise Refusal("library.other-format", path=str(folder), found=meta.get("format", "none"))
        self.id, self.name = meta["id"], meta["name"]

    def add(self, known: KnownImage, examination: Examination, preview: bytes, features: bytes | None) -> bool:
        """Keep an image with its untransformed fingerprints; False where the same bytes are there already.

        The other turns and flips are the query's: keeping them here as well would find nothing more.
        """
        kept = [f for f in examination.fingerprints if f.variant.split(" ")[0] == "as-is"]
        first = known.first_known.text() if known.first_known else None
        width, height = examination.upright_size
        with transaction(self._db) as db:
            if db.execute("SELECT 1 FROM known WHERE sha256 = ?", (known.sha256,)).fetchone():
                return False
            done = db.execute(
                "INSERT INTO known VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (known.id, known.sha256, known.path, first, known.place, known.source, known.note, width, height,
                 examination.media_type, json.dumps(dict(examination.tools)), preview),
            )  # fmt: skip
            rows = [(done.lastrowid, f.kind, f.variant, f.bits, f.quality, f.recipe) for f in kept]
            db.executemany("INSERT INTO fingerprints VALUES (?, ?, ?, ?, ?, ?)", rows)
            if features is not None:
                db.execute("INSERT INTO features VALUES (?, ?)", (done.lastrowid, features))
        return True

    def get(self, known_id: str) -> KnownImage | None:
        row = self._db.execute(f"{_KNOWN} WHERE id = ?", (known_id,)).fetchone()
        return _known(row) if row else None

    def digests(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT sha256 FROM known")}

    def page(self, offset: int, limit: int) -> tuple[KnownRow, ...]:
        sql = ("SELECT id, sha256, path, first_known, place, source, note,"
               " (SELECT count(*) FROM fingerprints f WHERE f.known = known.position)"
               " FROM known ORDER BY position LIMIT ? OFFSET ?")  # fmt: skip
        return tuple(KnownRow(_known(row[:7]), row[7]) for row in self._db.execute(sql, (limit, offset)))

    def count(self) -> int:
        total: int = self._db.execute("SELECT count(*) FROM known").fetchone()[0]
        return total

    def preview(self, known_id: str) -> bytes | None:
        row = self._db.execute("SELECT preview FROM known WHERE id = ?", (known_id,)).fetchone()
        return row[0] if row else None

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        """Number and row of local features of each known image from `first` to `last`, both included, rising."""
        sql = "SELECT known, row FROM features WHERE known BETWEEN ? AND ? ORDER BY known"
        yield from self._db.execute(sql, (first, last))

    def feature_count(self, first: int, last: int) -> int:
        """How many rows `between` gives."""
        sql = "SELECT count(*) FROM features WHERE known BETWEEN ? AND ?"
        total: int = self._db.execute(sql, (first, last)).fetchone()[0]
        return total

    def numbered(self, number: int) -> KnownImage | None:
        """The known image whose row of local features has this number."""
        row = self._db.execute(f"{_KNOWN} WHERE position = ?", (number,)).fetchone()
        return _known(row) if row else None

    def contents(self) -> Iterator[tuple[KnownImage, tuple[Fingerprint, ...], tuple[int, int]]]:
        """Every known image with its fingerprints and its upright width and height, oldest first."""
        hashes: dict[int, list[Fingerprint]] = {}
        for position, *rest in self._db.execute("SELECT known, kind, variant, bits, quality, recipe FROM fingerprints"):
            hashes.setdefault(position, []).append(Fingerprint(*rest))
        sql = "SELECT id, sha256, path, first_known, place, source, note, position, width, height FROM known"
        for row in self._db.execute(f"{sql} ORDER BY position"):
            yield _known(row[:7]), tuple(hashes.get(row[7], ())), (row[8], row[9])

    def close(self) -> None:
        self._db.close()


def _known(row: tuple[Any, ...]) -> KnownImage:
    first = parse_interval(row[3]) if row[3] else None
    return KnownImage(row[0], row[1], row[2], first, *row[4:7])


def create_library(folder: Path, library_id: str, name: str) -> LibraryStore:
    """A new, empty library in `folder`. Refusal `library.folder-in-use` where something else lies there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal("library.folder-in-use", path=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("case.unwritable", reason=f"{folder}: {error.strerror}") from error
    db = connect(folder / DATABASE, must_exist=False)
    with transaction(db):
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        meta = {"format": str(FORMAT), "id": library_id, "name": name}
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    return LibraryStore(db, folder)


def open_library(folder: Path) -> LibraryStore:
    """The library in `folder`; Refusal `library.not-there`, `library.unreadable`, `library.other-format`."""
    if not (folder / DATABASE).is_file():
        raise Refusal("library.not-there", path=str(folder))
    return LibraryStore(connect(folder / DATABASE), folder)
