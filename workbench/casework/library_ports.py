"""What the use cases need of libraries of known images, and of searching them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.domain.examinations import Examination, Fingerprint
from workbench.domain.features import LocalFeatures, Picture
from workbench.domain.known import KnownImage, Match
from workbench.domain.originals import Original


@dataclass(frozen=True, slots=True)
class KnownRow:
    """An entry of a library with its fingerprints' count, and whether its picture is kept."""

    known: KnownImage
    fingerprints: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What a library keeps of a known image beside its provenance; all of it may be wanting.

    `size` is the upright width and height, (0, 0) where unknown; `digests` are (`md5` or `sha1`, hex); `features`
    is the row of local features; `picture` is True where the original lies in the library's vault.
    """

    fingerprints: tuple[Fingerprint, ...] = ()
    size: tuple[int, int] = (0, 0)
    media_type: str = ""
    preview: bytes = b""
    features: bytes | None = None
    digests: tuple[tuple[str, str], ...] = ()
    picture: bool = False


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

    def digests(self) -> set[str]:
        """The SHA-256 of every known image whose picture is kept."""
        ...

    def renew(self, known_id: str, examination: Examination, preview: bytes, features: bytes | None) -> bool:
        """Put what was measured anew in the place of what is kept of an image; False where its picture is not kept."""
        ...

    def note(self, known: KnownImage, measured: Measured) -> bool:
        """Keep an image of which there is no picture; False where its id or bytes are known already."""
        ...

    def everything(self) -> Iterator[tuple[KnownImage, Measured]]:
        """Every known image with all that is kept of it, oldest first."""
        ...

    def digest_kinds(self) -> set[str]:
        """The kinds of digest beside SHA-256 by which some known image is known."""
        ...

    def with_digest(self, kind: str, digest: str) -> tuple[KnownImage, ...]: ...

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


class Finder(Protocol):
    """A way of finding the known images of some libraries again."""

    def __call__(self, original: Original, examination: Examination, /) -> tuple[Match, ...]:
        """Known images found again in one original: exact bytes first, then by score, scenes last."""
        ...

    def not_compared(self, examination: Examination, /) -> int:
        """How many known images have no fingerprint that could be compared with the query's.

        They, or the query, are flat, were measured by another recipe, or are known by digests alone.
        """
        ...

    def not_compared_features(self) -> int:
        """How many known images have no local features that could be compared with any query's.

        They are flat, were measured by another recipe or codebook, or came without: as a crop, in a screenshot or
        mirrored they are not found.
        """
        ...


@dataclass(frozen=True, slots=True)
class Located:
    """A known image that may be the query's, and the picture of it that can be looked at, or None."""

    known: KnownImage
    library: str
    picture: Picture | None


class Proposals(Protocol):
    """What is proposed to be looked at, and what is known without a look."""

    def whole(self, query: Examination) -> tuple[Match, ...]:
        """Matches by exact bytes and by fingerprints of the whole picture."""
        ...

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        """The few known images whose local features agree best with the query's, likeliest first."""
        ...

    def locate(self, match: Match) -> Located: ...

    def odds(self, score: float) -> float | None:
        """The chance, at most, that an unrelated known image is called the same photograph with this score."""
        ...

    def match_id(self, query: Examination, known: Located) -> str:
        """The name of a match: the same for the same query, library and known image, however it was found."""
        ...


class Search(Proposals, Protocol):
    """Libraries that are searched together."""

    def digest_kinds(self) -> set[str]:
        """The digests beside SHA-256 (`md5`, `sha1`) by which some known image is known."""
        ...

    def same_digest(self, query: Examination, kind: str, digest: str) -> tuple[Match, ...]:
        """Exact matches with known images of which only this digest is known."""
        ...

    def not_compared(self, query: Examination) -> int:
        """As `Finder.not_compared`."""
        ...

    def not_compared_features(self) -> int:
        """As `Finder.not_compared_features`."""
        ...
