"""Cases backed up, brought back and repaired: where the files of a case are joined with what reads and writes them."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from workbench.casework.backup_ports import BackedUp, Told
from workbench.casework.book_audit import CheckpointReader
from workbench.casework.disk_ports import Disk
from workbench.casework.opening import QUARANTINE, aside_in
from workbench.casework.repairing import Render, Repaired, repair
from workbench.casework.salvaging import Salvaged, salvaged
from workbench.custody.case_lock import CaseLock
from workbench.custody.keyring import KEYS
from workbench.domain.refusals import Refusal
from workbench.storage.backup_file import Body, read_backup, write_backup
from workbench.storage.case_store import DATABASE
from workbench.storage.database import is_writable
from workbench.storage.salvage import Wreck, copy_aside, put_in_place
from workbench.storage.standing import standing
from workbench.strongroom import ORIGINALS, Strongroom

_INCOMING = "incoming"


class Caretaker:
    """A `Keeper`."""

    def __init__(self, strongroom: Strongroom, read_checkpoint: CheckpointReader, disk: Disk) -> None:
        self._strongroom, self._read_checkpoint, self._disk = strongroom, read_checkpoint, disk

    def back_up(self, folder: Path, to: Path, told: Told = lambda done, of: True) -> BackedUp:
        """As `Keeper`."""
        self._known(folder)
        target = to / f"{folder.resolve().name}-{_moment()}.zip" if to.is_dir() else to
        if target.resolve().is_relative_to(folder.resolve()):
            raise Refusal("backup.inside", path=str(target))
        lock = CaseLock(folder)
        alone = lock.enter()
        try:
            with ExitStack() as held:
                database = folder / DATABASE
                log: Body = database.with_name(f"{DATABASE}-wal")
                try:
                    log = held.enter_context(standing(database, self._strongroom.database_key(folder)))
                    lock.share()
                except Refusal:  # locked, or damaged: then it is copied as it lies, if nobody writes to it
                    if not alone:
                        raise
                bodies: list[tuple[str, Body]] = [(DATABASE, database)]
                if log if isinstance(log, bytes) else log.exists():
                    bodies.append((f"{DATABASE}-wal", log))
                bodies += _files(folder)  # after the log: originals are in their places before their entries are
                count, size = write_backup(target, bodies, told)
        finally:
            lock.release()
        return BackedUp(target, count, size)

    def restore(self, backup: Path, folder: Path, told: Told = lambda done, of: True) -> int:
        """As `Keeper`."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refusal("case.folder-in-use", path=str(folder))
        return read_backup(backup, folder, self._disk, told)

    def repair(self, folder: Path, render: Render) -> Repaired:
        """As `Keeper`."""
        self._known(folder)
        if not is_writable(folder / DATABASE):
            raise Refusal("repair.read-only", path=str(folder))
        key = self._strongroom.database_key(folder)
        lock = CaseLock(folder)
        if not lock.enter():
            lock.release()
            raise Refusal("repair.in-use", path=str(folder))
        try:
            aside = aside_in(folder, _moment())
            salvage = self._mended(folder, key, aside) if self._is_damaged(folder) else None
            case = self._strongroom.opened_alone(folder)
            try:
                return repair(case, self._read_checkpoint, aside, render, salvage)
            finally:
                case.close()
        finally:
            lock.release()

    def _known(self, folder: Path) -> None:
        if not (folder / DATABASE).is_file():
            raise Refusal("case.not-there", path=str(folder))
        self._strongroom.settle(folder)

    def _is_damaged(self, folder: Path) -> bool:
        try:
            case = self._strongroom.opened_alone(folder)
        except Refusal as refusal:
            if refusal.code in ("case.unreadable", "case.other-format", "case.tables-wanting", "case.not-brought-up"):
                return True
            raise
        try:
            case.journal.stored_entries()
            return bool(case.journal.integrity_problems())
        except Refusal:
            return True
        finally:
            case.close()

    def _mended(self, folder: Path, key: bytes | None, aside: Path) -> Salvaged:
        """The damaged database copied aside, and one with all that holds in its place."""
        copy_aside(folder, aside / "database", self._disk)
        try:
            wreck = Wreck(folder, key)
        except Refusal as refusal:
            reason = str(refusal.facts.get("reason", ""))
            raise Refusal("repair.beyond", path=str(folder), folder=str(aside), reason=reason) from refusal
        try:
            found = salvaged(wreck.entries(), wreck.books(), wreck.checkpoints(), self._read_checkpoint)
            documents, previews = list(wreck.documents()), list(wreck.previews())
        finally:
            wreck.close()
        if not found.rows:
            raise Refusal("repair.beyond", path=str(folder), folder=str(aside), reason="no entry holds")
        put_in_place(folder, aside / "database", key, found, documents, previews, self._disk)
        return found


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything of a case but its database, its lock and what never became evidence."""
    if (folder / KEYS).is_file():
        yield KEYS, folder / KEYS
    for part in (ORIGINALS, QUARANTINE):
        for file in sorted((folder / part).rglob("*")):
            inside = file.relative_to(folder)
            if file.is_file() and not file.is_symlink() and inside.parts[:2] != (ORIGINALS, _INCOMING):
                yield inside.as_posix(), file


def _moment() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
