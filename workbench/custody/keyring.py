"""The keys of encrypted cases: held in memory from unlocking to locking, and kept wrapped in the case's own folder."""

import contextlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.custody import recovery_key
from workbench.custody.key_file import (
    KEY,
    MOST_BYTES,
    Cost,
    KeyFile,
    WrongKey,
    new_key_file,
    passphrase_slot,
    read_key_file,
    recovery_slot,
)
from workbench.domain.refusals import Refusal

KEYS = "case.keys"
LEAST_PASSPHRASE = 12
"""Characters. Against a laptop's thief no cost of Argon2id makes up for a passphrase that can be guessed."""


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """What is drawn from the data key, 32 bytes each: for the database, for originals, and for their names."""

    database: bytes
    content: bytes
    names: bytes


class Keyring:
    """The unlocked cases of one process, by folder. Safe to call from several threads at once."""

    def __init__(self, cost: Cost | None = None) -> None:
        self._cost = cost or Cost()
        self._held: dict[Path, CaseKeys] = {}
        self._guard = threading.Lock()

    def is_encrypted(self, folder: Path) -> bool:
        return (folder / KEYS).is_file()

    def is_locked(self, folder: Path) -> bool:
        return self.is_encrypted(folder) and folder.resolve() not in self._held

    def keys(self, folder: Path) -> CaseKeys | None:
        """None for a plain case; Refusal `case.locked` where the case was not unlocked."""
        if not self.is_encrypted(folder):
            return None
        try:
            return self._held[folder.resolve()]
        except KeyError:
            raise Refusal("case.locked", path=str(folder)) from None

    def unlock(self, folder: Path, entered: str) -> None:
        """Hold the keys of a case, by its passphrase or its recovery key. Refusal `keys.wrong`, `keys.mistyped`,
        `keys.damaged`. Harmless where the case is plain."""
        if self.is_encrypted(folder):
            self._hold(folder, self._opened(folder, entered)[1])

    def lock(self, folder: Path) -> None:
        """Forget the keys of a case; harmless where there are none."""
        with self._guard:
            self._held.pop(folder.resolve(), None)

    def prepare(self, passphrase: str) -> "Prepared":
        """New keys, held and kept nowhere yet. Refusal `keys.passphrase-short`."""
        _long_enough(passphrase)
        data_key, recovery = os.urandom(KEY), recovery_key.new_recovery_key()
        file = new_key_file(data_key, passphrase, recovery, self._cost)
        return Prepared(file, _drawn(data_key), recovery_key.written(recovery))

    def keep(self, folder: Path, prepared: "Prepared") -> None:
        """Write the key file of a case that is made with these keys. Refusal `keys.unwritable`."""
        self._write(folder, prepared.file)

    def adopt(self, folder: Path, prepared: "Prepared") -> None:
        """Hold keys that were prepared."""
        _no_core_dump()
        with self._guard:
            self._held[folder.resolve()] = prepared.keys

    def change_passphrase(self, folder: Path, entered: str, passphrase: str) -> None:
        """Have the case opened by another passphrase from now on; nothing but the key file is written.

        `entered` is the passphrase until now, or the recovery key. Refusal as `unlock` and `prepare`.
        """
        _long_enough(passphrase)
        file, data_key = self._opened(folder, entered)
        fresh = file.replaced(data_key, passphrase_slot(file.id, data_key, passphrase, self._cost))
        self._write(folder, fresh, lambda kept: kept.opened(passphrase) == data_key)

    def change_recovery_key(self, folder: Path, entered: str) -> str:
        """A new recovery key, as it is to be written down; the one until now opens the case no more. Refusal as
        `unlock`."""
        file, data_key = self._opened(folder, entered)
        recovery = recovery_key.new_recovery_key()
        fresh = file.replaced(data_key, recovery_slot(file.id, data_key, recovery))
        shown = recovery_key.written(recovery)
        self._write(folder, fresh, lambda kept: kept.opened(shown) == data_key)
        return shown

    def _opened(self, folder: Path, entered: str) -> tuple[KeyFile, bytes]:
        try:
            with (folder / KEYS).open("rb") as kept:
                file = read_key_file(kept.read(MOST_BYTES + 1))
            return file, file.opened(entered)
        except WrongKey:
            code = "keys.mistyped" if recovery_key.looks_like_one(entered) else "keys.wrong"
            raise Refusal(code) from None
        except MemoryError:
            raise Refusal("keys.memory") from None
        except (OSError, ValueError, TypeError) as error:
            raise Refusal("keys.damaged", path=str(folder / KEYS), reason=str(error)) from error

    def _hold(self, folder: Path, data_key: bytes) -> None:
        _no_core_dump()
        with self._guard:
            self._held[folder.resolve()] = _drawn(data_key)

    def _write(self, folder: Path, file: KeyFile, opens: Callable[[KeyFile], bool] = lambda kept: True) -> None:
        """Put a key file in place of the one that is there, which stays until the new one is durable and opens."""
        fresh = folder / f"{KEYS}.new"
        try:
            fresh.unlink(missing_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                out.write(file.written())
                out.flush()
                os.fsync(out.fileno())
            if not opens(read_key_file(fresh.read_bytes())):
                raise OSError("it does not open")
            os.replace(fresh, folder / KEYS)
            _sync(folder)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Refusal("keys.unwritable", path=str(folder / KEYS), reason=reason) from error


@dataclass(frozen=True, slots=True)
class Prepared:
    """Keys for a case that is about to be made, and the recovery key as it is shown."""

    file: KeyFile
    keys: CaseKeys
    recovery: str


def _drawn(data_key: bytes) -> CaseKeys:
    def drawn(purpose: str) -> bytes:
        return HKDF(SHA256(), KEY, None, f"workbench {purpose} 1".encode()).derive(data_key)

    return CaseKeys(drawn("database"), drawn("content"), drawn("names"))


def scratch_keys() -> CaseKeys:
    """Keys for what does not outlive the process; kept nowhere."""
    return _drawn(os.urandom(KEY))


def _no_core_dump() -> None:
    """Have the system write no picture of this process's memory to the disk should it die, from now on."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has none of it
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _long_enough(passphrase: str) -> None:
    if len(passphrase.strip()) < LEAST_PASSPHRASE:
        raise Refusal("keys.passphrase-short", least=LEAST_PASSPHRASE)


def _sync(folder: Path) -> None:
    """Make a rename last. Windows cannot sync a folder; NTFS journals its names."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
