"""The disk as vault and journal use it: each step on which what is acknowledged rests has a name."""

from pathlib import Path
from typing import Protocol

STEPS = (
    "staged-created", "staged-written", "staged-synced", "renamed", "folder-synced",
    "transaction-begun", "entries-written", "committed", "acknowledged",
)  # fmt: skip
"""From a file's first byte to the outcome that is said, in the order in which they are reached."""


class Disk(Protocol):
    """Any of them may raise OSError; `reached` is told of a step once it is done."""

    def write(self, descriptor: int, chunk: memoryview, /) -> int:
        """Write some of `chunk`; how many bytes."""
        ...

    def sync(self, descriptor: int, /) -> None:
        """Return once the file's bytes are on the disk."""
        ...

    def rename(self, old: Path, new: Path, /) -> None: ...

    def sync_folder(self, folder: Path, /) -> None:
        """Return once the names in `folder` are on the disk."""
        ...

    def reached(self, step: str, /) -> None: ...


class Lock(Protocol):
    """Who has a case open: any number at once, or one alone."""

    def enter(self) -> bool:
        """Take part. True where nobody else has it open: then it is held alone until `share`. Refusal `case.busy`."""
        ...

    def alone(self) -> bool:
        """Hold it alone from now on; False where somebody else has it open, and then it is shared as before."""
        ...

    def share(self) -> None: ...

    def release(self) -> None: ...
