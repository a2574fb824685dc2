"""A plain database written anew as an encrypted one, while nobody else can have it open."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3

from workbench.domain.refusals import Refusal
from workbench.storage.database import Connection

PLAIN_BEGINNING = b"SQLite format 3\0"
_PATIENCE = 2_000  # milliseconds


def is_plain(file: Path) -> bool:
    """Whether a database is there and is not encrypted. False where it cannot be read."""
    try:
        with file.open("rb") as start:
            return start.read(len(PLAIN_BEGINNING)) == PLAIN_BEGINNING
    except OSError:
        return False


@contextlib.contextmanager
def held_alone(db: Connection) -> Iterator[None]:
    """Keep every other connection, of this process or another, out of the database until `db` is closed.

    Refusal `encrypt.in-use` where one is open. The write-ahead log is folded in and gone.
    """
    try:
        db.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        if db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise Refusal("encrypt.in-use")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")  # in this mode the lock outlives the transaction
    except sqlcipher3.OperationalError as error:
        raise Refusal("encrypt.in-use") from error
    yield


def fold(db: Connection) -> None:
    """Bring all that was committed into the database itself, so that it can be moved alone."""
    db.execute("PRAGMA journal_mode = DELETE")


def write_encrypted(db: Connection, target: Path, key: bytes) -> None:
    """Copy all of a plain database into a new encrypted file. Refusal `vault.disk-full`, `case.unwritable`."""
    try:
        db.execute("ATTACH DATABASE ? AS sealed KEY ?", (str(target), f"x'{key.hex()}'"))
        try:
            db.execute("PRAGMA sealed.synchronous = FULL")
            db.execute("SELECT sqlcipher_export('sealed')")
        finally:
            db.execute("DETACH DATABASE sealed")
    except sqlcipher3.DatabaseError as error:
        if "full" in str(error):
            raise Refusal("vault.disk-full") from error
        raise Refusal("case.unwritable", reason=str(error)) from error
