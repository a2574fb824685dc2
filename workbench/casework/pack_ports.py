"""What the use cases need to pass known images on, and to take them in from strangers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from workbench.domain.examinations import Fingerprint
from workbench.domain.intervals import Interval
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal


class OpenPack(Protocol):
    """The members of a pack that is open for reading; every byte of it is a stranger's."""

    @property
    def members(self) -> Mapping[str, int]:
        """How often each name occurs."""
        ...

    def read(self, name: str, limit: int) -> bytes:
        """A small member whole; Refusal `pack.member-*` where it is missing, double, too large or damaged."""
        ...

    def open(self, name: str, limit: int) -> AbstractContextManager[BinaryIO]:
        """A member as a stream, which raises Refusal as `read` does, also while it is read."""
        ...


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed a pack: 16 hex digits of the SHA-256 of the public key; `own` where it is this installation's."""

    key: str
    own: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of hashes: an image of which there is nothing but hashes, or why it cannot be read.

    `line` counts from 1: the line of a text, the record of a JSON list. `digests` are (`md5` or `sha1`, hex).
    """

    line: int
    name: str = ""
    sha256: str = ""
    digests: tuple[tuple[str, str], ...] = ()
    fingerprints: tuple[Fingerprint, ...] = ()
    first_known: Interval | None = None
    source: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Doors to the concrete parts of passing on and taking in.

    `write` puts members into one file whole or not at all, in the order given, the same for the same members;
    `seal` signs a manifest, `signer` says who signed it (ValueError where the signature does not hold);
    `usable_features` is True for a row of local features by this installation's recipe and codebook. `is_pack` looks
    at a file's first bytes. `listed` reads a list of hashes; its second argument says what 64 hex digits are where
    the list does not (`pdq`, `sha256` or empty).
    """

    write: Callable[[Path, Iterable[tuple[str, bytes | Original]]], None]
    open: Callable[[Path], AbstractContextManager[OpenPack]]
    seal: Callable[[bytes], str]
    signer: Callable[[bytes, str], Signer]
    usable_features: Callable[[bytes], bool]
    is_pack: Callable[[Path], bool]
    listed: Callable[[Path, str], Iterator[Listed]]
