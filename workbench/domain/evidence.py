"""Originals and how they came."""

import re
from dataclasses import dataclass
from enum import StrEnum

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """True for a SHA-256 digest as 64 lower-case hex digits."""
    return bool(_SHA256.fullmatch(text))


def last_part(path: str) -> str:
    """The file name at the end of a path, whichever system wrote it."""
    return re.split(r"[/\\]", path)[-1]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One way in which a file came. Times are ISO 8601 with a zone, or empty where unknown.

    The fields are those of the Berkeley Protocol (paras 153-155, 167) that a file on a disk can answer.
    """

    path: str
    kind: str = "file"
    url: str = ""
    collected_by: str = ""
    file_modified: str = ""

    @property
    def name(self) -> str:
        """The original file name: the last part of the path, whichever system wrote it."""
        return last_part(self.path)


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
