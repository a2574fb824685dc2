"""Cases made, opened, encrypted and locked: where the store, the vault and the keys of a case are joined."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from workbench.casework.book_audit import CheckpointReader
from workbench.casework.cases import Case, Notice
from workbench.casework.disk_ports import Disk
from workbench.casework.lock_ports import Encrypted
from workbench.casework.opening import put_right
from workbench.casework.ports import Draft
from workbench.casework.verifying import HARMLESS, verify
from workbench.custody import changeover
from workbench.custody.case_lock import LOCK, CaseLock
from workbench.custody.disk import PlainDisk
from workbench.custody.keyring import KEYS, CaseKeys, Keyring, Prepared
from workbench.custody.keys import SigningKey
from workbench.custody.vault import FolderVault
from workbench.custody.vault_forms import Sealed
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable
from workbench.storage.case_store import DATABASE, CaseStore, create_case, open_case
from workbench.storage.case_views import CaseViews
from workbench.storage.database import is_writable
from workbench.storage.database_seal import SUFFIX, seal, unseal
from workbench.storage.desk import CaseDesk
from workbench.storage.encrypted_copy import fold, held_alone, is_plain, write_encrypted
from workbench.storage.evidence_index import CaseIndex

ORIGINALS = "originals"
_OURS = {LOCK, ORIGINALS, KEYS, f"{KEYS}.new", DATABASE} | {
    f"{DATABASE}{suffix}" for suffix in (SUFFIX, "-wal", "-shm", "-journal")
}


class Strongroom:
    """Plain and encrypted cases of one installation, as `Locks` and as the doors through which cases are opened."""

    def __init__(
        self,
        signer: Callable[[], SigningKey],
        author: str,
        read_checkpoint: CheckpointReader,
        keyring: Keyring,
        disk: Disk | None = None,
    ) -> None:
        self._signer, self._author, self._read_checkpoint = signer, author, read_checkpoint
        self._keyring, self._disk = keyring, disk or PlainDisk()

    def open_case(self, folder: Path) -> Case:
        """The case in `folder`, put right where that is cheap and safe; it says what was done.

        Refusal `case.locked` where it is encrypted and was not unlocked, else `case.*`.
        """
        lock = CaseLock(folder)
        alone = (folder / DATABASE).is_file() and lock.enter()
        try:
            return self._entered(self._opened(folder), lock, alone)
        except BaseException:
            lock.release()
            raise

    def opened_alone(self, folder: Path) -> Case:
        """The case as it is, for whoever holds its lock alone. Refusal as `open_case`."""
        return self._opened(folder)

    def database_key(self, folder: Path) -> bytes | None:
        """None for a plain case. Refusal `case.locked`."""
        keys = self._keyring.keys(folder)
        return keys.database if keys else None

    def settle(self, folder: Path) -> None:
        """Bring an encryption that was interrupted to its end. Refusal `encrypt.unsettled`."""
        self._settle(folder)

    def _entered(self, case: Case, lock: CaseLock, alone: bool) -> Case:
        store = case.journal
        notices: tuple[Notice, ...] = ()
        if case.read_only:
            notices = (Notice("opening.read-only", {"path": str(case.folder)}),)
        elif alone:
            notices = put_right(case, isinstance(store, CaseStore) and store.tables_renewed)
        lock.share()

        def leave() -> None:
            if not case.read_only and lock.alone():
                seal(case.folder / DATABASE)
            lock.release()

        return replace(case, notices=notices, leave=leave)

    def _opened(self, folder: Path) -> Case:
        while True:
            self._settle(folder)
            keys = self._keyring.keys(folder)
            if keys is None and (folder / DATABASE).is_file() and not is_plain(folder / DATABASE):
                raise Refusal("keys.missing", path=str(folder / KEYS))
            store = open_case(folder, self._signer(), self._disk, keys.database if keys else None)
            if not changeover.is_under_way(folder) and self._keyring.is_encrypted(folder) is (keys is not None):
                return self._case(store, folder, keys)
            store.close()  # it was encrypted while we waited to open it

    def plain_case(self, folder: Path, title: str) -> Case:
        """A new case without a lock. Refusal `case.*`."""
        return self._made(self._case(self._created(folder, title, None), folder, None))

    def _made(self, case: Case) -> Case:
        lock = CaseLock(case.folder)
        return self._entered(case, lock, lock.enter())

    def is_encrypted(self, folder: Path) -> bool:
        return changeover.is_under_way(folder) or self._keyring.is_encrypted(folder)

    def is_locked(self, folder: Path) -> bool:
        self._settle(folder)
        return self._keyring.is_locked(folder)

    def unlock(self, folder: Path, entered: str) -> None:
        self._settle(folder)
        self._keyring.unlock(folder, entered)

    def lock(self, folder: Path) -> None:
        self._keyring.lock(folder)

    def change_passphrase(self, folder: Path, entered: str, passphrase: str) -> None:
        self._encrypted(folder)
        self._keyring.change_passphrase(folder, entered, passphrase)

    def change_recovery_key(self, folder: Path, entered: str) -> str:
        self._encrypted(folder)
        return self._keyring.change_recovery_key(folder, entered)

    def new_case(self, folder: Path, title: str, passphrase: str) -> tuple[Case, str]:
        prepared = self._keyring.prepare(passphrase)
        store = self._created(folder, title, prepared.keys)
        self._keyring.keep(folder, prepared)
        self._keyring.adopt(folder, prepared)
        return self._made(self._case(store, folder, prepared.keys)), prepared.recovery

    def encrypt(
        self, folder: Path, passphrase: str, told: Callable[[int, int], bool] = lambda done, of: True
    ) -> Encrypted:
        self._settle(folder)
        if self._keyring.is_encrypted(folder):
            raise Refusal("encrypt.already", path=str(folder))
        prepared = self._keyring.prepare(passphrase)
        plain = self.open_case(folder)
        store = open_case(folder, self._signer(), self._disk)
        plain.close()
        try:
            unseal(folder / DATABASE, self._disk)
            with held_alone(store.db):
                self._copy(self._case(store, folder, None), store, prepared, told)
                changeover.commit(folder)
        except BaseException:
            if not changeover.is_under_way(folder):
                changeover.give_up(folder)
            raise
        finally:
            store.close()
        self._settle(folder)
        self._keyring.adopt(folder, prepared)
        left = sorted(one.name for one in folder.iterdir() if one.name not in _OURS)
        return Encrypted(prepared.recovery, tuple(left))

    def _copy(self, case: Case, store: CaseStore, prepared: Prepared, told: Callable[[int, int], bool]) -> None:
        """An encrypted copy that is the same as the case, with one entry more. Refusal `encrypt.*`."""
        self._whole(case, "encrypt.not-as-written")
        growing, keys = changeover.begin(case.folder), prepared.keys
        vault = self._vault(growing, keys)
        vault.create()
        stored = sorted(case.vault.stored())
        staged = []
        for done, sha256 in enumerate(stored):
            if not told(done, len(stored)):
                raise Refusal("encrypt.stopped")
            original = case.vault.path(sha256)
            with original.open("rb") as plain:
                staged.append(vault.stage(plain, original.stat().st_size))
            if staged[-1].sha256 != sha256:
                raise Refusal("encrypt.not-as-written", path=str(case.folder), subject=f"original {sha256}")
        vault.publish(staged)
        self._keyring.keep(growing, prepared)
        write_encrypted(store.db, growing / DATABASE, keys.database)
        copied = open_case(growing, self._signer(), self._disk, keys.database)
        try:
            copy = self._case(copied, growing, keys)
            entries = len(case.journal.stored_entries())
            if len(copy.journal.stored_entries()) != entries or copy.vault.stored() != set(stored):
                raise Refusal("encrypt.copy-differs", path=str(case.folder))
            facts = {"originals": len(stored), "entries": entries}
            copy.journal.append([Draft("case.encrypted", facts)], self._author, _clock())
            self._whole(copy, "encrypt.copy-differs")
        finally:
            fold(copied.db)
            copied.close()

    def _whole(self, case: Case, code: str) -> None:
        wrong = [one for one in verify(case, self._read_checkpoint).problems if one.code not in HARMLESS]
        if wrong:
            raise Refusal(code, path=str(case.folder), subject=wrong[0].subject)

    def _created(self, folder: Path, title: str, keys: CaseKeys | None) -> CaseStore:
        key = keys.database if keys else None
        title = writable(title)
        return create_case(folder, secrets.token_hex(8), title, self._signer(), self._author, _clock(), self._disk, key)

    def _case(self, store: CaseStore, folder: Path, keys: CaseKeys | None) -> Case:
        read_only = not is_writable(folder / DATABASE)
        vault = self._vault(folder, keys)
        if not read_only:
            vault.create()
        views = CaseViews(store.db)
        desk, index = CaseDesk(store.db, folder, self._disk), CaseIndex(store.db, folder, self._disk)
        return Case(
            store.case_id, store.title, folder, self._author, store, views, vault, _clock, desk, index, read_only
        )

    def _vault(self, folder: Path, keys: CaseKeys | None) -> FolderVault:
        return FolderVault(folder / ORIGINALS, Sealed(keys.content, keys.names) if keys else None, self._disk)

    def _encrypted(self, folder: Path) -> None:
        self._settle(folder)
        if not self._keyring.is_encrypted(folder):
            raise Refusal("keys.case-is-plain", path=str(folder))

    def _settle(self, folder: Path) -> None:
        if changeover.is_under_way(folder):
            try:
                changeover.settle(folder, DATABASE, ORIGINALS)
            except OSError as error:
                reason = error.strerror or str(error)
                raise Refusal("encrypt.unsettled", path=str(folder), reason=reason) from error


def _clock() -> datetime:
    return datetime.now(UTC)
