"""Settings of the window that belong to one case, in the case's own database: encrypted where it is."""

from pathlib import Path

from workbench.casework.disk_ports import Disk
from workbench.storage.case_store import DATABASE
from workbench.storage.database import Connection, reading, transaction
from workbench.storage.database_seal import unseal


class CaseDesk:
    """As `Desk`."""

    def __init__(self, db: Connection, folder: Path, disk: Disk) -> None:
        self._db, self._folder, self._disk = db, folder, disk

    def get(self, key: str) -> str:
        with reading(self._folder):
            row = self._db.execute("SELECT value FROM desk WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def put(self, key: str, value: str) -> None:
        if value == self.get(key):
            return
        unseal(self._folder / DATABASE, self._disk)
        with transaction(self._db) as db:
            if value:
                db.execute("INSERT OR REPLACE INTO desk VALUES (?, ?)", (key, value))
            else:
                db.execute("DELETE FROM desk WHERE key = ?", (key,))
