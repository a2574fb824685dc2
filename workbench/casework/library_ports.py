"""What the use cases need of libraries of known images, and of searching them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workbench.domain.examinations import Examination, Fingerprint
from workbench.domain.features import LocalFeatures
from workbench.domain.known import KnownImage, Match


@dataclass(frozen=True, slots=True)
class KnownRow:
    """An entry of a library with its fingerprints' count, and whether its picture is kept."""

    known: KnownImage
    fingerprints: int


class Library(Protocol):
    """Known images, searched by fingerprint. `id` tells libraries apart; `name` is for people."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    def add(self, known: KnownImage, examination: Examination, preview: bytes, features: bytes | None) -> bool:
        """Keep an image, with the row of its local features where it has one; False where its bytes are there."""
        ...

    def get(self, known_id: str) -> KnownImage | None: ...

    def page(self, offset: int, limit: int) -> tuple[KnownRow, ...]: ...

    def count(self) -> int: ...

    def preview(self, known_id: str) -> bytes | None: ...

    def digests(self) -> set[str]: ...

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        """Number and row of local features of each known image from `first` to `last`, both included, rising."""
        ...

    def feature_count(self, first: int, last: int) -> int:
        """How many rows `between` gives."""
        ...

    def numbered(self, number: int) -> KnownImage | None:
        """The known image whose row of local features has this number."""
        ...

    def contents(self) -> Iterator[tuple[KnownImage, tuple[Fingerprint, ...], tuple[int, int]]]:
        """Every known image with its fingerprints and its upright width and height, oldest first."""
        ...

    def close(self) -> None: ...


Finder = Callable[[Path, Examination], tuple[Match, ...]]
"""Known images found again in one original and its examination: exact bytes first, then by score, scenes last."""


@dataclass(frozen=True, slots=True)
class Located:
    """A known image that may be the query's, and where its original lies."""

    known: KnownImage
    library: str
    original: Path


class Search(Protocol):
    """Libraries that are searched together."""

    def whole(self, query: Examination) -> tuple[Match, ...]:
        """Matches by exact bytes and by fingerprints of the whole picture."""
        ...

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        """The few known images whose local features agree best with the query's, likeliest first."""
        ...

    def locate(self, match: Match) -> Located: ...

    def match_id(self, query: Examination, known: Located) -> str:
        """The name of a match: the same for the same query, library and known image, however it was found."""
        ...
