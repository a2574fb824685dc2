"""Originals under the SHA-256 of their bytes, written once and never changed."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from workbench.casework.ports import Staged
from workbench.domain.refusals import Refusal

_CHUNK = 1 << 20


class FolderVault:
    """A folder `originals/ab/abcdef...`, with `originals/incoming` for copies that are not yet evidence."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def create(self) -> None:
        """Make all folders, so that an import need not sync new ones; harmless where they are there."""
        if not self._incoming.is_dir():
            for byte in range(256):
                (self._folder / f"{byte:02x}").mkdir(parents=True, exist_ok=True)
            self._incoming.mkdir()
            _sync_folder(self._folder)

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def stage(self, untrusted: BinaryIO, limit: int) -> Staged:
        """Copy a stream, hashing it on the way; synced when it returns.

        Refusal `vault.too-large` past `limit` bytes, `vault.disk-full` where the disk is full. Nothing is
        left behind by either, nor by an error while reading.
        """
        digest, size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        staged = Path(name)
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as out:
                while chunk := untrusted.read(_CHUNK):
                    size += len(chunk)
                    if size > limit:
                        raise Refusal("vault.too-large", limit=limit // 2**20)
                    digest.update(chunk)
                    _write(out.fileno(), chunk)
                os.fsync(out.fileno())
                os.fchmod(out.fileno(), 0o444) if hasattr(os, "fchmod") else None
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
        return Staged(staged, digest.hexdigest(), size)

    def publish(self, staged: Sequence[Staged]) -> None:
        """Rename staged copies to their final names, then sync each folder once."""
        folders = set()
        for copy in staged:
            target = self.path(copy.sha256)
            if target.exists():
                self.discard(copy)
                continue
            os.replace(copy.path, target)
            folders.add(target.parent)
        for folder in folders:
            _sync_folder(folder)

    def discard(self, staged: Staged) -> None:
        staged.path.unlink(missing_ok=True)

    def digest(self, sha256: str) -> str:
        """The SHA-256 of what is stored under a name now; FileNotFoundError where nothing is."""
        with self.path(sha256).open("rb") as original:
            return hashlib.file_digest(original, "sha256").hexdigest()

    def stored(self) -> set[str]:
        """The names of all originals that are there."""
        return {file.name for file in self._folder.glob("[0-9a-f][0-9a-f]/*")}


def _write(descriptor: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except OSError as error:
            if error.errno in (28, 122):  # ENOSPC, EDQUOT
                raise Refusal("vault.disk-full") from error
            raise


def _sync_folder(folder: Path) -> None:
    """Make renames in `folder` last. Windows cannot sync a folder; NTFS journals its names."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
