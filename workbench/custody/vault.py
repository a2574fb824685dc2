"""Originals under the SHA-256 of their bytes, written once and never changed."""

import contextlib
import errno
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from workbench.casework.disk_ports import Disk
from workbench.casework.ports import Staged
from workbench.custody.disk import PlainDisk
from workbench.custody.vault_forms import Form, Plain
from workbench.domain.limits import too_large
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal

_CHUNK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class FolderVault:
    """A folder `originals/ab/abcdef...`, with `originals/incoming` for copies that are not yet evidence.

    `form` says how a file is named and what stands in it; plain by default.
    """

    def __init__(self, folder: Path, form: Form | None = None, disk: Disk | None = None) -> None:
        self._folder, self._form, self._disk = folder, form or Plain(), disk or PlainDisk()
        self._incoming = folder / "incoming"

    def create(self) -> None:
        """Make all folders, so that an import need not sync new ones; harmless where they are there.

        Refusal as `stage`.
        """
        if not self._incoming.is_dir():
            with _refusing():
                for byte in range(256):
                    (self._folder / f"{byte:02x}").mkdir(parents=True, exist_ok=True)
                self._incoming.mkdir(exist_ok=True)
                for folder in (self._folder, self._folder.parent, self._folder.parent.parent):
                    self._disk.sync_folder(folder)

    def path(self, sha256: str) -> Original:
        return self._form.original(self._file(sha256), sha256)

    def _file(self, sha256: str) -> Path:
        name = self._form.name(sha256)
        return self._folder / name[:2] / name

    def stage(self, untrusted: BinaryIO, limit: int) -> Staged:
        """Copy a stream, hashing it on the way; synced when it returns.

        Refusal `vault.too-large` past `limit` bytes, `vault.disk-full` where the disk is full, `vault.unwritable` for
        any other fault of it. Nothing is left behind by either, nor by an error while reading, which is raised.
        """
        digest, size = hashlib.sha256(), 0
        with _refusing():
            descriptor, name = tempfile.mkstemp(dir=self._incoming)
        staged, writer = Path(name), self._form.writer()
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as out:
                self._disk.reached("staged-created")
                while chunk := untrusted.read(_CHUNK):
                    size += len(chunk)
                    if size > limit:
                        raise Refusal("vault.too-large", **too_large(limit, _promised(untrusted)))
                    digest.update(chunk)
                    self._write(out.fileno(), writer.fed(chunk))
                self._write(out.fileno(), writer.ended(digest.hexdigest(), size))
                self._disk.reached("staged-written")
                with _refusing():
                    if self._form.timeless:
                        os.utime(name, (0, 0))
                    os.fchmod(out.fileno(), 0o444) if hasattr(os, "fchmod") else None
                    self._disk.sync(out.fileno())
                self._disk.reached("staged-synced")
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
        return Staged(self._form.original(staged), digest.hexdigest(), size)

    def publish(self, staged: Sequence[Staged]) -> None:
        """Rename staged copies to their final names, then sync each folder once.

        What another instance put there meanwhile is kept where it is sound; else it goes among the leftovers, and the
        copy takes its place. Refusal as `stage`; copies that were not renamed are then still to be discarded.
        """
        with _refusing():
            folders = set()
            for copy in staged:
                target = self._file(copy.sha256)
                folders.add(target.parent)  # also for a rename by another instance, which may not have synced it yet
                if target.exists():
                    if self._sound(copy.sha256):
                        self.discard(copy)
                        continue
                    os.rename(target, self._incoming / f"damaged-{target.name[:16]}-{secrets.token_hex(4)}")
                self._disk.rename(self._incoming / copy.path.name, target)
                self._disk.reached("renamed")
            for folder in folders:
                self._disk.sync_folder(folder)
            self._disk.reached("folder-synced")

    def discard(self, staged: Staged) -> None:
        """Harmless where it is no longer there."""
        with contextlib.suppress(OSError):
            (self._incoming / staged.path.name).unlink(missing_ok=True)

    def leftovers(self) -> tuple[str, ...]:
        """The names of copies that never became evidence. Those of an instance that is at work are among them."""
        with contextlib.suppress(FileNotFoundError):
            return tuple(sorted(os.listdir(self._incoming)))
        return ()

    def set_aside(self, folder: Path, leftovers: Sequence[str] = (), originals: Sequence[str] = ()) -> None:
        """Move leftovers and originals (by their digest) into `folder`, which is made; nothing is written over.

        Refusal as `stage`.
        """
        moves = [(self._incoming / name, folder / "incoming" / name) for name in leftovers]
        files = [self._file(sha256) for sha256 in originals]
        moves += [(file, folder / "originals" / file.name) for file in files]
        with _refusing():
            for old, new in moves:
                new.parent.mkdir(parents=True, exist_ok=True)
                if new.exists():
                    new = new.with_name(f"{new.name}-{secrets.token_hex(4)}")
                os.rename(old, new)
            for touched in {part for old, new in moves for part in (old.parent, new.parent, folder, folder.parent)}:
                self._disk.sync_folder(touched)

    def _sound(self, sha256: str) -> bool:
        try:
            return self.digest(sha256) == sha256
        except OSError:
            return False

    def _write(self, descriptor: int, chunk: bytes) -> None:
        view = memoryview(chunk)
        with _refusing():
            while view:
                view = view[self._disk.write(descriptor, view) :]

    def digest(self, sha256: str) -> str:
        """The SHA-256 of what is stored under a name now; FileNotFoundError where nothing is, `Damaged` where it is
        sealed and does not open."""
        return self._form.digest(self._file(sha256), sha256)

    def stored(self) -> set[str]:
        """The digests of all originals that are there."""
        return {self._form.digest_named(file) for file in self._folder.glob("[0-9a-f][0-9a-f]/*")}


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """A fault of our own disk is a refusal that says so; one of the disk that a file comes from is not ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refusal("vault.disk-full") from error
        raise Refusal("vault.unwritable", reason=error.strerror or str(error)) from error


def _promised(untrusted: BinaryIO) -> int | None:
    """How many bytes the stream has where its system says so."""
    try:
        return os.fstat(untrusted.fileno()).st_size
    except OSError:
        return None
