"""From a plain case to its encrypted copy, so that a crash at any moment leaves the one or the other whole.

The copy grows in `encrypting`. When it is complete and synced that folder is renamed to `encrypted`: from that moment
on the copy is the case, and whoever opens the folder next does what is left. Before it the plain case is the case.
"""

import os
import shutil
from pathlib import Path

from workbench.custody.keyring import KEYS

GROWING, COMPLETE = "encrypting", "encrypted"
_BESIDE = ("-wal", "-shm", "-journal", ".sha256")


def begin(folder: Path) -> Path:
    """An empty folder for the copy; what an interrupted attempt left there was only ever a copy, and goes."""
    growing = folder / GROWING
    if growing.exists():
        shutil.rmtree(growing)
    growing.mkdir()
    return growing


def give_up(folder: Path) -> None:
    """Take an unfinished copy away."""
    shutil.rmtree(folder / GROWING, ignore_errors=True)


def commit(folder: Path) -> None:
    """Sync all of the copy; then it is the case."""
    for root, _, names in os.walk(folder / GROWING, topdown=False):
        for name in names:
            _sync(Path(root, name))
        _sync(Path(root))
    os.rename(folder / GROWING, folder / COMPLETE)
    _sync(folder)


def is_under_way(folder: Path) -> bool:
    """Whether the copy is the case already, and is not yet in its place."""
    return (folder / COMPLETE).is_dir()


def settle(folder: Path, database: str, originals: str) -> None:
    """Take the plain files away and put the copy in their place: from the start, or from wherever it was stopped."""
    copy = folder / COMPLETE
    if (copy / database).exists():
        for name in (database, *(database + suffix for suffix in _BESIDE)):
            (folder / name).unlink(missing_ok=True)
        os.replace(copy / database, folder / database)
    if (copy / KEYS).exists():
        os.replace(copy / KEYS, folder / KEYS)
    if (copy / originals).is_dir():
        shutil.rmtree(folder / originals, ignore_errors=False) if (folder / originals).exists() else None
        os.rename(copy / originals, folder / originals)
    for left in copy.iterdir():  # an empty log of the copy's own
        left.unlink()
    copy.rmdir()
    _sync(folder)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # NTFS journals its names
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
