"""A library of known images: one database, and the originals beside it in a vault."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlcipher3

from workbench.casework.library_ports import KnownRow, Measured
from workbench.domain.examinations import Examination, Fingerprint
from workbench.domain.intervals import parse_interval
from workbench.domain.known import KnownImage
from workbench.domain.refusals import Refusal
from workbench.storage import library_schema
from workbench.storage.database import Connection, connect, reading, transaction

DATABASE = "library.db"
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
        if int(meta.get("format", 0)) != library_schema.FORMAT:
            raise Refusal("library.other-format", path=str(folder), found=meta.get("format", "none"))
        self.id, self.name = meta["id"], meta["name"]

    def bring_up_to_date(self) -> None:
        """Refusal `library.tables-wanting`, `library.unreadable`."""
        with reading(self.folder, "library.unreadable"):
            library_schema.bring_up_to_date(self._db, self.folder)

    def add(self, known: KnownImage, examination: Examination, preview: bytes, features: bytes | None) -> bool:
        """Keep an image with its untransformed fingerprints; False where its picture is there already.

        The other turns and flips are the query's: keeping them here as well would find nothing more. An image that
        was known without its picture is measured anew, under a new number, and keeps what was told of it.
        """
        measured = _measured(examination, preview, features)
        with transaction(self._db) as db:
            found = db.execute("SELECT position, picture FROM known WHERE sha256 = ?", (known.sha256,)).fetchone()
            if found and found[1]:
                return False
            if found:
                return _complete(db, found[0], known, measured, examination)
            _insert(db, known, measured, dict(examination.tools))
        return True

    def renew(self, known_id: str, examination: Examination, preview: bytes, features: bytes | None) -> bool:
        """Put what was measured anew in the place of what is kept of an image, all of it or nothing.

        False where its picture is not kept. What was told of it stays. It gets a number that none had before.
        """
        with transaction(self._db) as db:
            found = db.execute("SELECT position FROM known WHERE id = ? AND picture", (known_id,)).fetchone()
            if not found:
                return False
            sql = "SELECT kind, digest FROM digests WHERE known = ?"
            digests = tuple(db.execute(sql, found).fetchall())
            _replace(db, found[0], replace(_measured(examination, preview, features), digests=digests), examination)
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
    """Put what was measured of the picture in the place of what strangers said of it."""
    number = _replace(db, position, measured, examination)
    db.execute(
        "UPDATE known SET path = ?, first_known = coalesce(first_known, ?), picture = 1,"
        " place = CASE place WHEN '' THEN ? ELSE place END, source = CASE source WHEN '' THEN ? ELSE source END,"
        " note = CASE note WHEN '' THEN ? ELSE note END, event = CASE event WHEN '' THEN ? ELSE event END"
        " WHERE position = ?",
        (known.path, known.first_known.text() if known.first_known else None, known.place, known.source, known.note,
         known.event, number),
    )  # fmt: skip
    return True


def _replace(db: Connection, position: int, measured: Measured, examination: Examination) -> int:
    """The number that the image has with its new measures: none that was used before, for an index of local
    features may hold the old one, and knows by it what it holds."""
    for table in ("fingerprints", "features", "digests"):
        db.execute(f"DELETE FROM {table} WHERE known = ?", (position,))  # noqa: S608 - our own names
    number: int = db.execute("SELECT max(position) + 1 FROM known").fetchone()[0]
    db.execute(
        "UPDATE known SET position = ?, width = ?, height = ?, media_type = ?, tools = ?, preview = ?"
        " WHERE position = ?",
        (number, *measured.size, measured.media_type, json.dumps(dict(examination.tools)), measured.preview, position),
    )
    _measure(db, number, measured)
    return number


def _measured(examination: Examination, preview: bytes, features: bytes | None) -> Measured:
    """What is kept of a picture that was measured: its fingerprints without turns and flips, which are the query's."""
    kept = tuple(one for one in examination.fingerprints if one.variant.split(" ")[0] == "as-is")
    return Measured(kept, examination.upright_size, examination.media_type, preview, features, picture=True)


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
        for statement in library_schema.SCHEMA.split(";"):
            db.execute(statement)
        meta = {"format": str(library_schema.FORMAT), "id": library_id, "name": name}
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    return LibraryStore(db, folder)


def open_library(folder: Path) -> LibraryStore:
    """The library in `folder`, its tables brought up to this version's where an older one made them.

    Refusal `library.not-there`, `library.unreadable`, `library.other-format`, `library.tables-wanting`.
    """
    if not (folder / DATABASE).is_file():
        raise Refusal("library.not-there", path=str(folder))
    store = LibraryStore(connect(folder / DATABASE), folder)
    store.bring_up_to_date()
    return store
