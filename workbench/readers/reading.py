"""What every reader answers, and the bounds that it keeps."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from workbench.domain.examinations import Limits, Tag

GROUP_CHARACTERS, NAME_CHARACTERS = 64, 128
_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader found: tags, and plain facts of the container (`progressive` -> `yes`).

    `cuts` names the limits (`domain.limits.CUT`) that left something out, with how much would have been enough where
    that is known, else 0.
    """

    tags: tuple[Tag, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    cuts: Mapping[str, int] = field(default_factory=dict)


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


def bounded(
    tags: Iterable[Tag], limits: Limits, facts: Mapping[str, str] | None = None, cuts: Mapping[str, int] = _NOTHING
) -> Reading:
    """The facts and the first tags, within the limits on their number, on each value and on all together.

    What does not fit is left out, and the limit that left it out is named beside `cuts`.
    """
    kept: list[Tag] = []
    found, over, most = dict(cuts), 0, limits.value_characters
    said = {}
    for key, value in (facts or {}).items():
        over = max(over, len(value))
        said[key] = value[:most]
    room = limits.output_bytes // 2 - sum(map(_written, said.values()))
    waiting = iter(tags)
    for tag in islice(waiting, limits.tags):
        over = max(over, len(tag.value), len(tag.interpreted))
        one = Tag(
            tag.reader, tag.family, tag.group[:GROUP_CHARACTERS], tag.name[:NAME_CHARACTERS],
            tag.value[:most], tag.interpreted[:most],
        )  # fmt: skip
        room -= _written(one.group) + _written(one.name) + _written(one.value) + _written(one.interpreted)
        if room < 0:
            found["output-mib"] = 0
            break
        kept.append(one)
    else:
        if next(waiting, None) is not None:
            found["tags"] = 0
    if over > most:
        found["text"] = over
    return Reading(tuple(kept), said, found)


def _written(text: str) -> int:
    """How many bytes a text has on its way out of the child: a letter that is not ASCII becomes six or twelve."""
    return len(text) + 2 if text.isascii() and text.isprintable() else len(json.dumps(text))
