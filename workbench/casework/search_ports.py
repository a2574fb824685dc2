"""What searching a case needs: what is made from its files so that it can be asked for, and a place for settings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Indexed:
    """What can be asked for of one piece of evidence, and was made from its examination.

    `traits` are (kind, name, value): `tag`, `place`, `refused`, `isolation`. `findings` are (code, bearing) against
    `event`, which is empty where there is none. `times` are (kind, start, end) in seconds since 1970. `text` holds the
    words of the tags. `seen` is the newest entry of its history that was looked at.
    """

    evidence: str
    seen: int
    event: str
    made_by: str
    traits: tuple[tuple[str, str, str], ...]
    findings: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, int, int], ...]
    text: str


class EvidenceIndex(Protocol):
    """What was made from examinations and inspectors. It is no part of the record."""

    def wanting(self, event: str, made_by: str, after: int, limit: int) -> Sequence[tuple[int, str, int]]:
        """(position, digest, newest entry) of examined evidence past position `after` for which it is not there, or was
        made by something else than `made_by`; in order."""
        ...

    def count_wanting(self, event: str, made_by: str) -> int: ...

    def put(self, rows: Iterable[Indexed]) -> None:
        """Keep them in place of what was there, in one transaction; one whose history has grown since it was `seen` is
        left out, and is still wanting. Refusal `case.*`."""
        ...

    def choices(self, kind: str, event: str, limit: int) -> Sequence[tuple[str, int]]:
        """The names of traits of a `kind` (or `finding`), and in how many pictures each is; the most frequent first."""
        ...


class Desk(Protocol):
    """How the window was left, and what was set up in it for this case. No part of the record: it goes nowhere else."""

    def get(self, key: str) -> str:
        """What was put there; empty where nothing was. Refusal `case.unreadable`."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keep it; an empty value is taken away. Refusal `case.*` where the case cannot be written."""
        ...
