"""Where two readers of one file differ: no field is believed on one reader's word alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from workbench.domain.examinations import Tag
from workbench.domain.rationals import numbers


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field that readers read differently: each reader with the value that it read."""

    family: str
    group: str
    name: str
    values: tuple[tuple[str, str], ...]


def disagreements(tags: Iterable[Tag]) -> tuple[Disagreement, ...]:
    """The EXIF fields that two readers read differently, in the order in which they were met.

    A field that one reader did not read is no disagreement; a maker's private notes are not compared,
    since their names are no standard.
    """
    found: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for tag in tags:
        if tag.family == "EXIF" and tag.group != "MakerNote":
            found.setdefault((tag.family, tag.group, tag.name), {}).setdefault(tag.reader, []).append(tag.value)
    return tuple(
        Disagreement(*key, tuple((reader, ", ".join(values)) for reader, values in by.items()))
        for key, by in found.items()
        if any(_plain(one) != _plain(other) for one, other in combinations(by.values(), 2))
    )


def read_by_one(tags: Iterable[Tag]) -> tuple[tuple[str, str, str], ...]:
    """(reader, group, name) of the EXIF fields that one reader alone read, where at least two read some."""
    by: dict[tuple[str, str], set[str]] = {}
    readers = set()
    for tag in tags:
        if tag.family == "EXIF" and tag.group != "MakerNote":
            by.setdefault((tag.group, tag.name), set()).add(tag.reader)
            readers.add(tag.reader)
    if len(readers) < 2:
        return ()
    return tuple((next(iter(who)), group, name) for (group, name), who in by.items() if len(who) == 1)


def _number(number: Fraction) -> str:
    """Whole numbers in full; others to eight digits, since one tool gives fractions and another decimals."""
    return str(number) if number.denominator == 1 else f"{float(number):.8g}"


def _plain(values: Sequence[str]) -> tuple[str, ...]:
    """Values so written that two spellings of the same thing are equal: `300/1` and `300`, `[1, 2]` and `1, 2`."""
    plain = []
    for value in values:
        found = numbers(value)
        text = ", ".join(map(_number, found)) if found is not None else " ".join(value.split())
        plain.append(text.strip("\0 "))
    return tuple(sorted(set(plain)))
