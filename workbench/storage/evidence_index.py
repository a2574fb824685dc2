"""What was made from examinations and inspectors, kept so that it can be asked for."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.casework.disk_ports import Disk
from workbench.casework.search_ports import Indexed
from workbench.storage.case_store import DATABASE
from workbench.storage.database import Connection, transaction
from workbench.storage.database_seal import unseal

_WANTING = """
FROM evidence e WHERE e.document IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM indexed i WHERE i.position = e.position AND i.event = ?1 AND i.made_by = ?2)
"""
_NEWEST = "(SELECT max(h.position) FROM history h WHERE h.evidence = e.sha256)"
_CHOICES = """
SELECT t.name, count(DISTINCT o.position) AS pictures FROM traits t JOIN trait_of o ON o.trait = t.id
WHERE t.kind = ?1 AND o.event = ?2 GROUP BY t.name ORDER BY pictures DESC, t.name LIMIT ?3
"""
FINDING = "finding"


class CaseIndex:
    """As `EvidenceIndex`."""

    def __init__(self, db: Connection, folder: Path, disk: Disk) -> None:
        self._db, self._folder, self._disk = db, folder, disk

    def wanting(self, event: str, made_by: str, after: int, limit: int) -> Sequence[tuple[int, str, int]]:
        sql = f"SELECT e.position, e.sha256, {_NEWEST} {_WANTING} AND e.position > ?3 ORDER BY e.position LIMIT ?4"
        return self._db.execute(sql, (event, made_by, after, limit)).fetchall()

    def count_wanting(self, event: str, made_by: str) -> int:
        count: int = self._db.execute(f"SELECT count(*) {_WANTING}", (event, made_by)).fetchone()[0]
        return count

    def put(self, rows: Iterable[Indexed]) -> None:
        unseal(self._folder / DATABASE, self._disk)
        with transaction(self._db) as db:
            for row in rows:
                _put(db, row)

    def choices(self, kind: str, event: str, limit: int) -> Sequence[tuple[str, int]]:
        return self._db.execute(_CHOICES, (kind, event if kind == FINDING else "", limit)).fetchall()


def _put(db: Connection, row: Indexed) -> None:
    sql = f"SELECT e.position, {_NEWEST} FROM evidence e WHERE e.sha256 = ?"  # noqa: S608 - our own words
    found = db.execute(sql, (row.evidence,)).fetchone()
    if found is None or found[1] != row.seen:
        return
    position: int = found[0]
    for event in {"", row.event}:
        db.execute("DELETE FROM trait_of WHERE position = ? AND event = ?", (position, event))
    db.execute("DELETE FROM times WHERE position = ?", (position,))
    db.execute("DELETE FROM inside WHERE rowid = ?", (position,))
    for kind, name, value in dict.fromkeys(row.traits):
        db.execute("INSERT OR IGNORE INTO trait_of VALUES (?, ?, '')", (_trait(db, kind, name, value), position))
    for code, bearing in dict.fromkeys(row.findings):
        db.execute(
            "INSERT OR IGNORE INTO trait_of VALUES (?, ?, ?)", (_trait(db, FINDING, code, bearing), position, row.event)
        )
    db.executemany("INSERT OR IGNORE INTO times VALUES (?, ?, ?, ?)", [(position, *time) for time in row.times])
    if row.text:
        db.execute("INSERT INTO inside (rowid, text) VALUES (?, ?)", (position, row.text))
    db.execute("INSERT OR REPLACE INTO indexed VALUES (?, ?, ?)", (position, row.event, row.made_by))


def _trait(db: Connection, kind: str, name: str, value: str) -> int:
    key = (kind, name, value)
    found = db.execute("SELECT id FROM traits WHERE kind = ? AND name = ? AND value = ?", key).fetchone()
    if found:
        return int(found[0])
    return db.execute("INSERT INTO traits (kind, name, value) VALUES (?, ?, ?)", key).lastrowid or 0
