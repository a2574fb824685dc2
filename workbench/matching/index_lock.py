"""One process at a time writes the segments of a library: the window and the command line may share it."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

LOCK = "writing.lock"


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[bool]:
    """Wait for the folder and hold it; False where nothing can be written there, and nothing must then be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("ab")
    except OSError:
        yield False
        return
    with file:
        _lock(file)
        yield True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        """Until the file is closed; the system gives up after ten seconds, and so we ask again."""
        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                return
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        """Until the file is closed."""
        fcntl.flock(file, fcntl.LOCK_EX)
