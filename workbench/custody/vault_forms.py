"""In which form a vault keeps its originals: as they are, or sealed under names that say nothing."""

import hashlib
import hmac
from pathlib import Path
from typing import Protocol

from workbench.custody.sealed_original import SealedOriginal, Sealing
from workbench.domain.originals import Damaged, Original


class Writer(Protocol):
    """One file on its way in: what both return, in order, is what stands on the disk."""

    def fed(self, chunk: bytes, /) -> bytes: ...

    def ended(self, sha256: str, size: int, /) -> bytes: ...


class Form(Protocol):
    timeless: bool
    """Whether files are to carry no time of their own."""

    def name(self, sha256: str) -> str:
        """The file name of an original: 64 hex digits."""
        ...

    def original(self, file: Path, sha256: str = "") -> Original:
        """The bytes that were put into `file`; where `sha256` is given, those alone."""
        ...

    def writer(self) -> Writer: ...

    def digest(self, file: Path, sha256: str) -> str:
        """The SHA-256 of all that stands in the file now."""
        ...

    def digest_named(self, file: Path) -> str:
        """The SHA-256 under which a file was put away; its own name where that cannot be told."""
        ...


class Plain:
    """As they are, under their SHA-256."""

    timeless = False

    def name(self, sha256: str) -> str:
        return sha256

    def original(self, file: Path, sha256: str = "") -> Path:
        return file

    def writer(self) -> Writer:
        return _AsItIs()

    def digest(self, file: Path, sha256: str) -> str:
        with file.open("rb") as original:
            return hashlib.file_digest(original, "sha256").hexdigest()

    def digest_named(self, file: Path) -> str:
        return file.name


class _AsItIs:
    def fed(self, chunk: bytes) -> bytes:
        return chunk

    def ended(self, sha256: str, size: int) -> bytes:
        return b""


class Sealed:
    """In authenticated chunks, under HMAC-SHA256 of their SHA-256: without the key nobody can tell whether a file that
    they have is among them."""

    timeless = True

    def __init__(self, content_key: bytes, name_key: bytes) -> None:
        self._content_key, self._name_key = content_key, name_key

    def name(self, sha256: str) -> str:
        return hmac.digest(self._name_key, bytes.fromhex(sha256), "sha256").hex()

    def original(self, file: Path, sha256: str = "") -> SealedOriginal:
        return SealedOriginal(file, self._content_key, sha256)

    def writer(self) -> Writer:
        return Sealing(self._content_key)

    def digest(self, file: Path, sha256: str) -> str:
        return self.original(file, sha256).digest()

    def digest_named(self, file: Path) -> str:
        try:
            sha256 = self.original(file).stat().sha256
        except Damaged:
            return file.name
        return sha256 if self.name(sha256) == file.name else file.name
