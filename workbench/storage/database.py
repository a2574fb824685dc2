"""Opening a database so that what was committed stays committed.

The driver is sqlcipher3: it carries a SQLite with the WAL-reset corruption mended, which the system's may
lack. WAL with synchronous=FULL: with NORMAL a power cut takes acknowledged transactions.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3

from workbench.domain.refusals import Refusal

if TYPE_CHECKING:  # sqlcipher3 has the same interface and no type stubs
    from sqlite3 import Connection as Connection
else:
    Connection = sqlcipher3.Connection

BUSY_MILLISECONDS = 30_000
"""How long one instance waits for another's transaction."""


def connect(file: Path, must_exist: bool = True) -> Connection:
    """A connection in autocommit mode; Refusal `case.not-there` or `case.unreadable`."""
    if must_exist and not file.is_file():
        raise Refusal("case.not-there", path=str(file.parent))
    try:
        connection: Connection = sqlcipher3.connect(str(file), isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlcipher3.DatabaseError as error:
        raise Refusal("case.unreadable", path=str(file), reason=str(error)) from error
    return connection


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
    """Take the write lock, commit at the end, roll back on any error. Refusal `vault.disk-full`, `case.busy`."""
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
        if "full" in text:
            raise Refusal("vault.disk-full") from error
        if "locked" in text or "busy" in text:
            raise Refusal("case.busy") from error
        raise Refusal("case.unwritable", reason=text) from error
    except sqlcipher3.DatabaseError as error:
        raise Refusal("case.unwritable", reason=str(error)) from error


@contextlib.contextmanager
def reading(folder: Path, code: str = "case.unreadable") -> Iterator[None]:
    """Refusal `code` where the database turns out to be damaged while it is read."""
    try:
        yield
    except sqlcipher3.DatabaseError as error:
        raise Refusal(code, path=str(folder), reason=str(error)) from error
