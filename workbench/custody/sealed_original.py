"""An original as it lies in an encrypted case: in authenticated chunks, its length rounded up.

    8 bytes     `WBSEAL`, 0, version 1
    32 bytes    salt of this file's own key: HKDF-SHA256 of the case's content key
    n chunks    65,536 bytes each, ChaCha20-Poly1305 (RFC 8439), a tag of 16 bytes behind each
    trailer     true size (8 bytes, little endian) and SHA-256, sealed likewise

The nonce is the chunk's number in 11 bytes, big endian, and one byte that is 1 for the trailer and 0 before it (STREAM,
Hoang et al. 2015, as age has it): no chunk can be changed, left out, moved, or taken from another file. The bytes
behind the true size are zeros. How many chunks there are is all that the length tells: sizes are rounded up to a
quarter of the power of two below, and to 64 KiB at least.
"""

import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.domain.originals import Damaged

MAGIC = b"WBSEAL\0\1"
CHUNK = 1 << 16
TAG, SALT, TRAILER = 16, 32, 8 + 32
_HEAD, _TAIL = len(MAGIC) + SALT, TRAILER + TAG


class Contents(NamedTuple):
    """What the trailer says: how many bytes there truly are, and their SHA-256."""

    st_size: int
    sha256: str


def chunks_for(size: int) -> int:
    """How many chunks hold `size` bytes once it is rounded up."""
    step = max(CHUNK, 1 << max(0, (size - 1).bit_length() - 3))
    return max(1, -(-size // step) * step // CHUNK)


class Sealing:
    """One file on its way into the vault: what `fed` and then `ended` return, in order, is the sealed file."""

    def __init__(self, content_key: bytes) -> None:
        self._head = MAGIC + os.urandom(SALT)
        self._cipher = _cipher(content_key, self._head)
        self._waiting, self._number = bytearray(), 0

    def fed(self, chunk: bytes) -> bytes:
        self._waiting += chunk
        out, self._head = [self._head], b""
        while len(self._waiting) >= CHUNK:
            out.append(self._sealed(bytes(self._waiting[:CHUNK])))
            del self._waiting[:CHUNK]
        return b"".join(out)

    def ended(self, sha256: str, size: int) -> bytes:
        out = [self.fed(b"")]
        while self._number < chunks_for(size):
            out.append(self._sealed(bytes(self._waiting).ljust(CHUNK, b"\0")))
            self._waiting.clear()
        trailer = size.to_bytes(8, "little") + bytes.fromhex(sha256)
        out.append(self._cipher.encrypt(_nonce(self._number, last=True), trailer, MAGIC))
        return b"".join(out)

    def _sealed(self, chunk: bytes) -> bytes:
        self._number += 1
        return self._cipher.encrypt(_nonce(self._number - 1, last=False), chunk, MAGIC)


class SealedOriginal:
    """An `Original` whose bytes are opened in memory, a chunk at a time, each only once it is authenticated.

    Where `sha256` is given, what was sealed under another digest is `Damaged`.
    """

    def __init__(self, file: Path, content_key: bytes, sha256: str = "") -> None:
        self._file, self._content_key, self._sha256 = file, content_key, sha256

    @property
    def name(self) -> str:
        return self._file.name

    def is_file(self) -> bool:
        return self._file.is_file()

    def stat(self) -> Contents:
        """What the trailer says; `Damaged` where it does not open, FileNotFoundError where nothing is there."""
        with self._file.open("rb") as file:
            return self._opened(file)[1]

    def open(self, mode: Literal["rb"] = "rb", /) -> io.BufferedReader:
        file = self._file.open("rb", buffering=0)
        try:
            cipher, contents = self._opened(file)
            return io.BufferedReader(_Unsealed(file, cipher, contents.st_size), CHUNK)
        except BaseException:
            file.close()
            raise

    def digest(self) -> str:
        """The SHA-256 of the bytes, every chunk of the file having been opened; `Damaged` where one does not."""
        with self._file.open("rb", buffering=0) as file:
            cipher, contents = self._opened(file)
            digest, left = hashlib.sha256(), contents.st_size
            for number in range(chunks_for(contents.st_size)):
                chunk = _chunk(file, cipher, number)
                digest.update(chunk[:left])
                left -= min(left, CHUNK)
        if digest.hexdigest() != contents.sha256:
            raise Damaged("it is not what was sealed")
        return contents.sha256

    def _opened(self, file: BinaryIO | io.FileIO) -> tuple[ChaCha20Poly1305, Contents]:
        head = file.read(_HEAD)
        count, rest = divmod(os.fstat(file.fileno()).st_size - _HEAD - _TAIL, CHUNK + TAG)
        if rest or count < 1 or not head.startswith(MAGIC):
            raise Damaged("it is not a sealed file, or was cut short")
        file.seek(-_TAIL, os.SEEK_END)
        cipher = _cipher(self._content_key, head)
        try:
            trailer = cipher.decrypt(_nonce(count, last=True), file.read(_TAIL), MAGIC)
        except InvalidTag as error:
            raise Damaged("its end does not open") from error
        contents = Contents(int.from_bytes(trailer[:8], "little"), trailer[8:].hex())
        if chunks_for(contents.st_size) != count or self._sha256 not in ("", contents.sha256):
            raise Damaged("it is another file")
        file.seek(_HEAD)
        return cipher, contents


class _Unsealed(io.RawIOBase):
    """The bytes of a sealed file from the first to the last true one."""

    def __init__(self, file: io.FileIO, cipher: ChaCha20Poly1305, size: int) -> None:
        self._file, self._cipher, self._left = file, cipher, size
        self._number, self._ready = 0, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._ready and self._left:
            self._ready = memoryview(_chunk(self._file, self._cipher, self._number))[: self._left]
            self._number, self._left = self._number + 1, self._left - len(self._ready)
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def close(self) -> None:
        self._file.close()
        super().close()


def _chunk(file: io.FileIO, cipher: ChaCha20Poly1305, number: int) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, last=False), file.read(CHUNK + TAG), MAGIC)
    except InvalidTag as error:
        raise Damaged(f"chunk {number} does not open") from error


def _cipher(content_key: bytes, head: bytes) -> ChaCha20Poly1305:
    own = HKDF(SHA256(), 32, head[len(MAGIC) :], b"workbench original 1").derive(content_key)
    return ChaCha20Poly1305(own)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
