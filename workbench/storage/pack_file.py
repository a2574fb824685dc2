"""A pack on the disk: a ZIP file, the same bytes for the same members, and a reader that trusts none of it."""

import contextlib
import io
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, BinaryIO, cast

from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal
from workbench.storage.whole_file import whole_file

MOST_DIRECTORY = 32 * 2**20
"""Bytes of the ZIP's central directory: several hundred thousand members."""
RATIO = 20
"""A member that is compressed grows at most so many times (a manifest of hashes shrinks to a third)."""
_SLACK = 1 << 16
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def write_pack(target: Path, members: Iterable[tuple[str, bytes | Original]]) -> None:
    """Put members into one ZIP, whole or not at all. Bytes are compressed, files are stored as they are.

    Refusal `report.unwritable`.
    """
    with whole_file(target) as out, zipfile.ZipFile(out, "w") as pack:
        for member, body in members:
            _put(pack, member, body)


def _put(pack: zipfile.ZipFile, name: str, body: bytes | Original) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system, info.external_attr = 3, 0o644 << 16  # the same on every system
    if isinstance(body, bytes):
        pack.writestr(info, body, zipfile.ZIP_DEFLATED)
        return
    with body.open("rb") as original, pack.open(info, "w", force_zip64=True) as out:
        while chunk := original.read(_CHUNK):
            out.write(chunk)


def is_pack(file: Path) -> bool:
    """Whether a file begins as a ZIP does. False where it cannot be read."""
    try:
        with file.open("rb") as start:
            return start.read(4) == b"PK\x03\x04"
    except OSError:
        return False


@contextlib.contextmanager
def open_pack(file: Path) -> Iterator["PackFile"]:
    """A pack by a stranger. Refusal `pack.unreadable` for what is no ZIP, or one built to do harm."""
    try:
        raw = _Bounded(file, "rb")
    except OSError as error:
        raise Refusal("pack.unreadable", path=str(file), reason=error.strerror or str(error)) from error
    with raw:
        try:
            opened = zipfile.ZipFile(cast("BinaryIO", raw))
        except _BROKEN as error:
            raise Refusal("pack.unreadable", path=str(file), reason=str(error)) from error
        with opened:
            if sum(info.compress_size for info in opened.infolist()) > os.path.getsize(file):
                raise Refusal("pack.unreadable", path=str(file), reason="its members overlap")
            yield PackFile(opened)


class PackFile:
    """An `OpenPack`. Names of members are only compared, and never become paths on this machine."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._names = Counter(info.filename for info in opened.infolist())

    @property
    def members(self) -> Mapping[str, int]:
        return self._names

    def read(self, name: str, limit: int) -> bytes:
        """Refusal `pack.member-missing`, `-twice`, `-too-large`, `-damaged`."""
        with self.open(name, limit) as member:
            return member.read()

    @contextlib.contextmanager
    def open(self, name: str, limit: int) -> Iterator[BinaryIO]:
        """As `read`; what is stated is checked first, what comes while it comes."""
        if self._names[name] != 1:
            raise Refusal("pack.member-missing" if not self._names[name] else "pack.member-twice", name=name)
        info = self._zip.getinfo(name)
        if info.file_size > limit or info.file_size > RATIO * info.compress_size + _SLACK:
            raise Refusal("pack.member-too-large", name=name, size=info.file_size)
        try:
            if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError("it is encrypted, or compressed in a way that packs are not")
            member = self._zip.open(info)
        except _BROKEN as error:
            raise Refusal("pack.member-damaged", name=name, reason=str(error)) from error
        with member:
            yield cast("BinaryIO", _Member(member, name))


class _Member(io.RawIOBase):
    """A member's bytes; a fault in them is a refusal that names it. ZipExtFile gives no more than was stated."""

    def __init__(self, member: IO[bytes], name: str) -> None:
        self._member, self._name = member, name

    def read(self, size: int = -1) -> bytes:
        try:
            if size >= 0:
                return self._member.read(size)
            return b"".join(iter(lambda: self._member.read(_CHUNK), b""))
        except _BROKEN as error:
            raise Refusal("pack.member-damaged", name=self._name, reason=str(error)) from error


class _Bounded(io.FileIO):
    """A file of which no one read takes more than `MOST_DIRECTORY`: zipfile reads the whole directory at once."""

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            size = os.fstat(self.fileno()).st_size - self.tell()
        if size > MOST_DIRECTORY:
            raise zipfile.BadZipFile("its directory is too large")
        return super().read(size)
