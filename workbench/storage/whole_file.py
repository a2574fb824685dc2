"""A file that is there whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workbench.domain.refusals import Refusal


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A stream to write; what it was given is synced and takes `target`'s place when the block ends without error.

    Otherwise nothing is left behind, and what stood at `target` still stands. Refusal `report.unwritable`.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "w+b") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            os.chmod(name, 0o644)
            os.replace(name, target)
            _sync_names(target.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
    except OSError as error:
        raise Refusal("report.unwritable", path=str(target), reason=error.strerror or str(error)) from error


def keep(target: Path, body: bytes) -> None:
    """Write a file whole or not at all. Refusal `report.unwritable`."""
    with whole_file(target) as out:
        out.write(body)


def _sync_names(folder: Path) -> None:
    """Windows cannot sync a folder; NTFS journals its names."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
