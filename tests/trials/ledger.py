"""What a trial is given and what it gives back: rows of figure, aim and outcome."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to try. `whole` is False for the quick part; `folder` is empty and the trial's own."""

    whole: bool
    seed: int
    folder: Path

    def count(self, quick: int, whole: int) -> int:
        """How many of something to try."""
        return whole if self.whole else quick


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `held` is whether the aim was reached; None where it could not be tried, and then
    `outcome` says why. `count` is how many attempts the outcome rests on."""

    figure: str
    aim: str
    outcome: str
    count: int
    held: bool | None


@dataclass(frozen=True, slots=True)
class Trial:
    name: str
    run: Callable[[Plan], Iterator[Row]]


SIGNS = {True: "ok", False: "MISSED", None: "not run"}


def table(rows: Iterable[tuple[str, Row]]) -> str:
    """The rows of all trials as aligned text, a line each."""
    lines = [("trial", "figure", "aim", "outcome", "count", "")]
    lines += [(name, one.figure, one.aim, one.outcome, str(one.count), SIGNS[one.held]) for name, one in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
