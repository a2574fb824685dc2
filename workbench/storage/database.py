"""Opening a database so that what was committed stays committed.

The driver is sqlcipher3: it carries a SQLite with the WAL-reset corruption mended, which the system's may
lack. WAL with synchronous=FULL: with NORMAL a power cut takes acknowledged transactions.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3

from workbench.domain.refusals import Refusal

if TYPE_CHECKING:  # sqlcipher3 has the same interface and no type stubs
    from sqlite3 import Connection as Connection
else:
    Connection = sqlcipher3.Connection

FAILED = (sqlcipher3.DatabaseError, UnicodeDecodeError)
"""What a damaged database raises; the driver cannot decode messages in which SQLite quotes damaged bytes."""

_ROOM = 1 << 17
"""Bytes without which SQLite cannot work: its index of the log grows by 32 KiB."""

BUSY_MILLISECONDS = 30_000
"""How long one instance waits for another's transaction."""


def connect(file: Path, must_exist: bool = True, key: bytes | None = None) -> Connection:
    """A connection in autocommit mode, for reading alone where nothing can be written.

    Refusal `case.not-there`, `case.unreadable`, `case.read-only-unfinished`.
    With a `key` of 32 random bytes the database is SQLCipher's, its pages, journal and temporary tables included.
    """
    if must_exist and not file.is_file():
        raise Refusal("case.not-there", path=str(file.parent))
    writable = not must_exist or is_writable(file)
    address = str(file) if writable else f"{file.resolve().as_uri()}?{_read_only(file)}"
    try:
        connection: Connection = sqlcipher3.connect(
            address, isolation_level=None, check_same_thread=False, uri=not writable
        )
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except FAILED as error:
        if _is_full(file.parent):
            raise Refusal("vault.disk-full") from error
        raise Refusal("case.unreadable", path=str(file), reason=told(error)) from error
    return connection


def told(error: Exception) -> str:
    """What SQLite said, as far as it can be said."""
    return "malformed database" if isinstance(error, UnicodeDecodeError) else str(error)


def _is_full(folder: Path) -> bool:
    """Whether that may be why SQLite failed: where its index of the log cannot grow it speaks of an I/O error only."""
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


def folder_of(connection: Connection) -> Path:
    """Where the database lies that a connection is to."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2]).parent


def is_writable(file: Path) -> bool:
    """Whether a database and the files beside it can be written: not on read-only media, nor in a locked folder."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _read_only(file: Path) -> str:
    """How SQLite is to open a database beside which it cannot put its own files. What was committed and not yet
    brought into the database itself can be read only where the index of it lies there too."""
    log, index = file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")
    if not log.is_file() or not log.stat().st_size:
        return "mode=ro&immutable=1"
    if not index.is_file():
        raise Refusal("case.read-only-unfinished", path=str(file.parent))
    return "mode=ro"


def columns(connection: Connection) -> set[tuple[str, str]]:
    """Every table with each of its columns."""
    sql = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
    return set(connection.execute(sql))


def columns_of(schema: str) -> set[tuple[str, str]]:
    """Every table that `schema` makes, with each of its columns."""
    with contextlib.closing(sqlcipher3.connect(":memory:")) as made:
        made.executescript(schema)
        return columns(made)


@contextlib.contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """Take the write lock, commit at the end, roll back on any error.

    Refusal `vault.disk-full`, `case.busy`, `case.read-only`, `case.unwritable`.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except sqlcipher3.OperationalError as error:
        text = str(error)
        if "full" in text or _is_full(folder_of(connection)):
            raise Refusal("vault.disk-full") from error
        if "locked" in text or "busy" in text:
            raise Refusal("case.busy") from error
        if "readonly" in text:
            raise Refusal("case.read-only") from error
        raise Refusal("case.unwritable", reason=text) from error
    except FAILED as error:
        raise Refusal("case.unwritable", reason=told(error)) from error


@contextlib.contextmanager
def reading(folder: Path, code: str = "case.unreadable") -> Iterator[None]:
    """Refusal `code` where the database turns out to be damaged while it is read."""
    try:
        yield
    except FAILED as error:
        raise Refusal(code, path=str(folder), reason=told(error)) from error
