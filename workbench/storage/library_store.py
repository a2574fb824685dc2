"""A library of known images: one database, and the originals beside it in a vault."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3

from workbench.casework.library_ports import KnownRow, Measured
from workbench.domain.examinations import Examination, Fingerprint
from workbench.domain.intervals import parse_interval
from workbench.domain.known import KnownImage
from workbench.domain.refusals import Refusal
from workbench.storage.database import Connection, connect, transaction

DATABASE = "library.db"
FORMAT = 1

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE known (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL,
    path TEXT NOT NULL, first_known TEXT, place TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL,
    event TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, media_type TEXT NOT NULL,
    tools TEXT NOT NULL, preview BLOB, picture INTEGER NOT NULL);
CREATE UNIQUE INDEX known_by_bytes ON known (sha256) WHERE sha256 <> '';
CREATE TABLE digests (kind TEXT NOT NULL, digest TEXT NOT NULL, known INTEGER NOT NULL REFERENCES known,
    PRIMARY KEY (kind, digest, known)) WITHOUT ROWID;
CREATE TABLE fingerprints (known INTEGER NOT NULL REFERENCES known, kind TEXT NOT NULL, variant TEXT NOT NULL,
    bits TEXT NOT NULL, quality INTEGER NOT NULL, recipe TEXT NOT NULL, PRIMARY KEY (known, kind, variant))
    WITHOUT ROWID;
CREATE TABLE features (known INTEGER PRIMARY KEY REFERENCES known, row BLOB NOT NULL);
"""
_COLUMNS = "id, sha256, path, first_known, place, source, note, event"
_KNOWN = f"SELECT {_COLUMNS} FROM known"  # noqa: S608 - our own names
_INSERT = "INSERT INTO known VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_HELD = len(_COLUMNS.split(","))


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
        """Keep an image with its untransformed fingerprints; False where its picture is there already.

        The other turns and flips are the query's: keeping them here as well would find nothing more. An image that
        was known without its picture is measured anew, under a new number, and keeps what was told of it.
        """
        kept = tuple(f for f in examination.fingerprints if f.variant.split(" ")[0] == "as-is")
        measured = Measured(kept, examination.upright_size, examination.media_type, preview, features, picture=True)
        with transaction(self._db) as db:
            found = db.execute("SELECT position, picture FROM known WHERE sha256 = ?", (known.sha256,)).fetchone()
            if found and found[1]:
                return False
            if found:
                return _complete(db, found[0], known, measured, examination)
            _insert(db, known, measured, dict(examination.tools))
        return True

    def note(self, known: KnownImage, measured: Measured) -> bool:
        """Keep an image of which there is no picture; False where its id or bytes are known already."""
        with transaction(self._db) as db:
            sql = "SELECT 1 FROM known WHERE id = ? OR (sha256 = ? AND sha256 <> '')"
            if db.execute(sql, (known.id, known.sha256)).fetchone():
                return False
            _insert(db, known, measured, {})
        return True

    def get(self, known_id: str) -> KnownImage | None:
        row = self._db.execute(f"{_KNOWN} WHERE id = ?", (known_id,)).fetchone()
        return _known(row) if row else None

    def digests(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT sha256 FROM known WHERE picture")}

    def digest_kinds(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT DISTINCT kind FROM digests")}

    def with_digest(self, kind: str, digest: str) -> tuple[KnownImage, ...]:
        named = "SELECT known FROM digests WHERE kind = ? AND digest = ?"
        sql = f"{_KNOWN} WHERE position IN ({named}) ORDER BY position"
        return tuple(_known(row) for row in self._db.execute(sql, (kind, digest)))

    def everything(self) -> Iterator[tuple[KnownImage, Measured]]:
        """Every known image with all that is kept of it, oldest first, one at a time."""
        rest = "position, width, height, media_type, preview, picture"
        hashes = "SELECT kind, variant, bits, quality, recipe FROM fingerprints WHERE known = ? ORDER BY kind, variant"
        every = f"SELECT {_COLUMNS}, {rest} FROM known ORDER BY position"  # noqa: S608 - our own names
        for row in self._db.execute(every):
            position, width, height, media_type, preview, picture = row[_HELD:]
            prints = tuple(Fingerprint(*one) for one in self._db.execute(hashes, (position,)))
            features = self._db.execute("SELECT row FROM features WHERE known = ?", (position,)).fetchone()
            sql = "SELECT kind, digest FROM digests WHERE known = ? ORDER BY kind, digest"
            digests = tuple(self._db.execute(sql, (position,)).fetchall())
            yield (
                _known(row[:_HELD]),
                Measured(
                    prints,
                    (width, height),
                    media_type,
                    preview or b"",
                    features and features[0],
                    digests,
                    bool(picture),
                ),
            )

    def page(self, offset: int, limit: int) -> tuple[KnownRow, ...]:
        count = "(SELECT count(*) FROM fingerprints f WHERE f.known = known.position)"
        sql = f"SELECT {_COLUMNS}, {count} FROM known ORDER BY position LIMIT ? OFFSET ?"  # noqa: S608
        return tuple(KnownRow(_known(row[:_HELD]), row[_HELD]) for row in self._db.execute(sql, (limit, offset)))

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
        every = f"SELECT {_COLUMNS}, position, width, height FROM known ORDER BY position"  # noqa: S608
        for row in self._db.execute(every):
            position, width, height = row[_HELD:]
            yield _known(row[:_HELD]), tuple(hashes.get(position, ())), (width, height)

    def close(self) -> None:
        self._db.close()


def _known(row: tuple[Any, ...]) -> KnownImage:
    first = parse_interval(row[3]) if row[3] else None
    return KnownImage(row[0], row[1], row[2], first, *row[4:_HELD])


def _insert(db: Connection, known: KnownImage, measured: Measured, tools: dict[str, str]) -> None:
    first = known.first_known.text() if known.first_known else None
    position = db.execute(
        _INSERT,
        (known.id, known.sha256, known.path, first, known.place, known.source, known.note, known.event,
         *measured.size, measured.media_type, json.dumps(tools), measured.preview, int(measured.picture)),
    ).lastrowid  # fmt: skip
    _measure(db, position, measured)


def _measure(db: Connection, position: int | None, measured: Measured) -> None:
    rows = [(position, f.kind, f.variant, f.bits, f.quality, f.recipe) for f in measured.fingerprints]
    db.executemany("INSERT INTO fingerprints VALUES (?, ?, ?, ?, ?, ?)", rows)
    if measured.features is not None:
        db.execute("INSERT INTO features VALUES (?, ?)", (position, measured.features))
    db.executemany("INSERT INTO digests VALUES (?, ?, ?)", [(*one, position) for one in measured.digests])


def _complete(db: Connection, position: int, known: KnownImage, measured: Measured, examination: Examination) -> bool:
    """Put what was measured of the picture in the place of what strangers said of it.

    The number is new, and none that was used before: an index of local features may hold the old one.
    """
    for table in ("fingerprints", "features", "digests"):
        db.execute(f"DELETE FROM {table} WHERE known = ?", (position,))  # noqa: S608 - our own names
    number = db.execute("SELECT max(position) + 1 FROM known").fetchone()[0]
    db.execute(
        "UPDATE known SET position = ?, path = ?, first_known = coalesce(first_known, ?), width = ?, height = ?,"
        " media_type = ?, tools = ?, preview = ?, picture = 1,"
        " place = CASE place WHEN '' THEN ? ELSE place END, source = CASE source WHEN '' THEN ? ELSE source END,"
        " note = CASE note WHEN '' THEN ? ELSE note END, event = CASE event WHEN '' THEN ? ELSE event END"
        " WHERE position = ?",
        (number, known.path, known.first_known.text() if known.first_known else None, *measured.size,
         measured.media_type, json.dumps(dict(examination.tools)), measured.preview, known.place, known.source,
         known.note, known.event, position),
    )  # fmt: skip
    _measure(db, number, measured)
    return True


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
