"""Originals and how they came."""

import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.intervals import Interval, parse_interval
from workbench.domain.paths import last_part
from workbench.domain.refusals import Refusal

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """True for a SHA-256 digest as 64 lower-case hex digits."""
    return bool(_SHA256.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Arrival:
    """One way in which a file came. Times are ISO 8601 with a zone, or empty where unknown.

    `posted` is when the post that brought it was published, as whoever collected it says: an interval in the form that
    `intervals.parse_interval` reads, or empty.

    The fields are those of the Berkeley Protocol (paras 153-155, 167) that a file on a disk can answer.
    """

    path: str
    kind: str = "file"
    url: str = ""
    collected_by: str = ""
    file_modified: str = ""
    posted: str = ""

    @property
    def name(self) -> str:
        """The original file name: the last part of the path, whichever system wrote it."""
        return last_part(self.path)

    @property
    def posted_in(self) -> Interval | None:
        """`posted` as an interval; None where it is empty or cannot be read."""
        try:
            return parse_interval(self.posted) if self.posted else None
        except Refusal:
            return None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An original that was admitted, known by the SHA-256 of its bytes."""

    sha256: str
    size: int
    media_type: str


class ImportStatus(StrEnum):
    ADMITTED = "admitted"
    KNOWN = "known"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one file that was met; `code` and `facts` say why where it was not admitted."""

    path: str
    status: ImportStatus
    sha256: str = ""
    media_type: str = ""
    code: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()
