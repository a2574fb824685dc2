"""The bytes of an original, wherever they are kept: `pathlib.Path` is one, and so is what is sealed."""

from io import BufferedReader
from typing import Literal, Protocol


class Sized(Protocol):
    @property
    def st_size(self) -> int: ...


class Original(Protocol):
    """As much of a path as reading takes. `name` is for refusals; OSError where there is nothing to read, or where
    what is there is not what was written."""

    @property
    def name(self) -> str: ...

    def is_file(self) -> bool:
        """Whether it is there."""
        ...

    def stat(self) -> Sized:
        """How many bytes `open` will give."""
        ...

    def open(self, mode: Literal["rb"], /) -> BufferedReader:
        """A stream from the first byte on."""
        ...


class Damaged(OSError):
    """What was sealed does not open: it was altered, cut short, or is another's."""
