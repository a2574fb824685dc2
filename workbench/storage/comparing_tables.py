"""Whether a table of one database holds what that of another does."""

import hashlib

from workbench.storage.database import FAILED, Connection

_TERMS = 'SELECT term, doc, col, "offset" FROM temp.told ORDER BY term, doc, "offset"'


def alike(one: Connection, other: Connection, table: str) -> bool:
    """Rows in any order. False where one of them cannot be read."""
    rows = f"SELECT * FROM {table}"  # noqa: S608 - our own table names
    try:
        return set(one.execute(rows)) == set(other.execute(rows))
    except FAILED:
        return False


def alike_words(one: Connection, other: Connection, table: str) -> bool:
    """As `alike`, for an index of words without their texts: which word stands where."""
    try:
        return _words(one, table) == _words(other, table)
    except FAILED:
        return False


def _words(db: Connection, table: str) -> bytes:
    db.execute(f"CREATE VIRTUAL TABLE temp.told USING fts5vocab('main', '{table}', 'instance')")
    try:
        digest = hashlib.sha256()
        for row in db.execute(_TERMS):
            digest.update(repr(row).encode())
        return digest.digest()
    finally:
        db.execute("DROP TABLE temp.told")
