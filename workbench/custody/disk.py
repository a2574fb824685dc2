"""The disk as the operating system has it."""

import contextlib
import os
from pathlib import Path


class PlainDisk:
    """Each call is one of the system's."""

    def write(self, descriptor: int, chunk: memoryview) -> int:
        return os.write(descriptor, chunk)

    def sync(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        os.replace(old, new)

    def sync_folder(self, folder: Path) -> None:
        """Windows cannot sync a folder; NTFS journals its names."""
        with contextlib.suppress(PermissionError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def reached(self, step: str) -> None:
        """Nobody listens."""
