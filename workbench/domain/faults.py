"""A fault of the program, told by nothing but its own code: no message, no value, no path of this machine."""

import errno
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from types import CodeType, FrameType, TracebackType
from typing import NewType, Protocol

Own = NewType("Own", str)
"""Text that stands in the program's own code, or in that of its libraries: never of a case, a file or a person."""

_PACKAGE = "workbench"
_DEEPEST = 40
_CHAIN = 8
_NAME = re.compile(r"[\w.<>:/\\ +-]{1,160}", re.ASCII)


class Log(Protocol):
    """What happened, in codes and numbers. It never fails, and never holds up what it tells of."""

    def note(self, event: Own, **facts: int | Own | tuple[Own, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """`kinds` are the types of what was raised, then of what it came from; `frames` lead to where it was raised.

    A frame of ours is its file, line and function; one of a library is the name of the library's module.
    """

    kinds: tuple[Own, ...]
    frames: tuple[Own, ...]

    def lines(self) -> tuple[str, ...]:
        """The fault as text, a line each."""
        return (" < ".join(self.kinds), *(f"  {frame}" for frame in self.frames))


def fault_of(error: BaseException) -> Fault:
    """What may be told of an error: types, the system's error number, and where in the code."""
    return Fault(tuple(map(_kind, _chain(error))), tuple(_frames(error.__traceback__))[-_DEEPEST:])


def own_name(thing: object) -> Own:
    """The name that a function or a type has in the code."""
    return _own(getattr(thing, "__qualname__", type(thing).__qualname__))


def code_name(code: str, known: Container[str]) -> Own:
    """A code of ours; `?` where it is none, as one that a hostile reply made up."""
    return _own(code if code in known else "?")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> Own:
    name = type(error).__name__
    number = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return _own(f"{name} {number}" if number else name)


def _frames(trace: TracebackType | None) -> Iterator[Own]:
    last = ""
    while trace is not None:
        told = _frame(trace.tb_frame, trace.tb_lineno)
        if told != last:
            yield told
        last, trace = told, trace.tb_next


def _frame(frame: FrameType, line: int) -> Own:
    module = str(frame.f_globals.get("__name__", ""))
    if module.partition(".")[0] == _PACKAGE:
        return _own(f"{_file(frame.f_code)}:{line} {frame.f_code.co_qualname}")
    return _own(module or "?")


def _file(code: CodeType) -> str:
    """The file within the package; where the package lies is nobody's business."""
    parts = PurePath(code.co_filename).parts
    start = max((place for place, part in enumerate(parts) if part == _PACKAGE), default=len(parts) - 1)
    return "/".join(parts[start:])


def _own(text: str) -> Own:
    """The last guard: what does not look like a name is no name."""
    return Own(text if _NAME.fullmatch(text) else "?")
