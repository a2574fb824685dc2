"""The tables of a library, and how those that an older version made become today's."""

from pathlib import Path

from workbench.domain.refusals import Refusal
from workbench.storage.database import Connection, columns, columns_of, transaction

FORMAT = 1

SCHEMA = """
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

_TOLD = "position, id, sha256, path, first_known, place, source, note"
_MEASURED = "width, height, media_type, tools, preview"
_BEFORE = {("known", name) for name in f"{_TOLD}, {_MEASURED}".split(", ")}
"""What was kept of an image before there were events, digests, local features and images without pictures."""


def bring_up_to_date(db: Connection, folder: Path) -> None:
    """Give a library's tables their present form, in one transaction, where they lack something.

    Refusal `library.tables-wanting` where no version is known that made them.
    """
    today, found = columns_of(SCHEMA), columns(db)
    if today <= found:
        return
    if found >= _BEFORE:
        db.execute("PRAGMA foreign_keys = OFF")  # or a table that others refer to could not be made anew
        with transaction(db):
            if ("known", "picture") not in columns(db):  # nor did another program do it meanwhile
                _make_anew(db)
        db.execute("PRAGMA foreign_keys = ON")
    if missing := sorted(".".join(one) for one in today - columns(db)):
        raise Refusal("library.tables-wanting", path=str(folder), missing=", ".join(missing))


def _make_anew(db: Connection) -> None:
    """All pictures were kept then, and nothing was said of what they truly show."""
    known = next(statement for statement in SCHEMA.split(";") if "CREATE TABLE known " in statement)
    db.execute(known.replace("known", "anew", 1))
    db.execute(f"INSERT INTO anew SELECT {_TOLD}, '', {_MEASURED}, 1 FROM known")  # noqa: S608 - our own names
    db.execute("DROP TABLE known")
    db.execute("ALTER TABLE anew RENAME TO known")
    for statement in SCHEMA.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ").split(";"):
        db.execute(statement)
