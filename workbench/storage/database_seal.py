"""The digest of a database that nobody has open, beside it: `case.db.sha256`, as sha256sum writes and checks it.

What SQLite and the journal say of a database leaves out the bytes in which nothing is stored. With the seal any byte
that changed while the case was closed is found. It is made when the last one closes the case, and taken away, synced,
before anything is written again: where there is none, there is nothing to compare with.
"""

import contextlib
import errno
import hashlib
from pathlib import Path

from workbench.casework.disk_ports import Disk
from workbench.domain.refusals import Refusal
from workbench.storage.whole_file import keep

SUFFIX = ".sha256"


def seal(database: Path) -> None:
    """Keep the digest, where all that was committed stands in the database itself; only while nobody has it open."""
    log = database.with_name(f"{database.name}-wal")
    if _of(database).exists() or (log.exists() and log.stat().st_size):
        return
    with contextlib.suppress(OSError, Refusal):  # a full disk, or one that cannot be written: then there is no seal
        keep(_of(database), f"{_digest(database)}  {database.name}\n".encode())


def unseal(database: Path, disk: Disk) -> None:
    """Take the digest away; it stays away whatever happens next. Refusal `case.read-only`, `case.unwritable`."""
    if not _of(database).exists():
        return
    try:
        _of(database).unlink(missing_ok=True)
        disk.sync_folder(database.parent)
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise Refusal("case.read-only") from error
        raise Refusal("case.unwritable", reason=error.strerror or str(error)) from error


def broken(database: Path) -> bool:
    """Whether the database has other bytes than those that were sealed. False where there is no seal."""
    try:
        expected = _of(database).read_bytes()[:64]
        found = _digest(database).encode()
        return found != expected and _of(database).exists()  # else it was opened for writing meanwhile
    except OSError:
        return False


def _of(database: Path) -> Path:
    return database.with_name(database.name + SUFFIX)


def _digest(database: Path) -> str:
    with database.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
