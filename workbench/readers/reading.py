"""What every reader answers, and the bounds that it keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from workbench.domain.examinations import Limits, Tag

TEXT_CHARACTERS = 2 * 2**20
"""Characters of all values that one reader may return together."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader found: tags, and plain facts of the container (`progressive` -> `yes`)."""

    tags: tuple[Tag, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def tool(self) -> tuple[str, str]:
        """The library that reads, and its version."""
        ...

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """All that the reader finds in a file's bytes; any exception means that it could not read them."""
        ...


def bounded(tags: Iterable[Tag], limits: Limits) -> tuple[Tag, ...]:
    """The first tags, within the limits on their number, on each value and on all values together."""
    kept, room = [], TEXT_CHARACTERS
    for tag in islice(tags, limits.tags):
        value, interpreted = (text[: limits.value_characters] for text in (tag.value, tag.interpreted))
        room -= len(value) + len(interpreted)
        if room < 0:
            break
        kept.append(Tag(tag.reader, tag.family, tag.group[:64], tag.name[:128], value, interpreted))
    return tuple(kept)
