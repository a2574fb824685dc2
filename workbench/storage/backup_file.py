"""A backup: one ZIP whose members are the files of a case as they are, and behind them a list with their digests.

Members are stored, not compressed: originals are compressed already, and what is sealed cannot be. Any ZIP program
opens it. Whoever reads one trusts none of it: names, counts, sizes and digests are checked before anything is put in
place.
"""

import hashlib
import io
import json
import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, BinaryIO

from workbench.casework.backup_ports import Told
from workbench.casework.disk_ports import Disk
from workbench.domain.refusals import Refusal
from workbench.storage.pack_file import open_pack
from workbench.storage.whole_file import whole_file

FORMAT = "workbench.backup/1"
LIST = "backup.json"
MOST_FILES, MOST_LIST = 2_000_000, 512 * 2**20
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_DEEPEST = 6


Body = Path | bytes
"""A file, or what was read from one."""


def write_backup(target: Path, files: Iterable[tuple[str, Body]], told: Told) -> tuple[int, int]:
    """Write the files under their names, and read all of it back; how many files and bytes.

    Refusal `backup.stopped`, `backup.differs`, `backup.name`, `report.unwritable`.
    """
    found = [(name, file, file.stat().st_size if isinstance(file, Path) else len(file)) for name, file in files]
    for name, _, _ in found:
        _checked(name)
    total, lines = sum(size for _, _, size in found), []
    done = 0
    with whole_file(target) as out:
        with zipfile.ZipFile(out, "w", allowZip64=True) as pack:
            for name, file, _ in found:
                digest, size = hashlib.sha256(), 0
                info = zipfile.ZipInfo(name, _EPOCH)
                info.create_system, info.external_attr = 3, 0o644 << 16
                opened = file.open("rb") if isinstance(file, Path) else io.BytesIO(file)
                with opened as source, pack.open(info, "w", force_zip64=True) as member:
                    while chunk := source.read(_CHUNK):
                        member.write(chunk)
                        digest.update(chunk)
                        size += len(chunk)
                        done += len(chunk)
                        if not told(min(done, total), 2 * total):
                            raise Refusal("backup.stopped")
                lines.append({"name": name, "size": size, "sha256": digest.hexdigest()})
            listed = json.dumps({"format": FORMAT, "files": lines}, separators=(",", ":")).encode()
            pack.writestr(zipfile.ZipInfo(LIST, _EPOCH), listed)
        out.flush()
        os.fsync(out.fileno())
        _read_back(out, lines, told)
    return len(lines), done


def _read_back(written: BinaryIO, lines: list[dict[str, Any]], told: Told) -> None:
    """What was written, read again from the disk as far as the system lets us. Refusal `backup.differs`."""
    total, done = sum(line["size"] for line in lines), 0
    if hasattr(os, "posix_fadvise"):  # not from memory
        os.posix_fadvise(written.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    try:
        with zipfile.ZipFile(written) as pack:
            for line in lines:
                digest = hashlib.sha256()
                with pack.open(line["name"]) as member:
                    while chunk := member.read(_CHUNK):
                        digest.update(chunk)
                        done += len(chunk)
                        if not told(total + min(done, total), 2 * total):
                            raise Refusal("backup.stopped")
                if digest.hexdigest() != line["sha256"]:
                    raise Refusal("backup.differs", name=line["name"])
    except zipfile.BadZipFile as error:
        raise Refusal("backup.differs", name=str(error)) from error


def read_backup(backup: Path, folder: Path, disk: Disk, told: Told) -> int:
    """Bring a backup back into `folder`, which is not there or empty; how many files.

    It grows beside the folder and takes its place only once every file is there and is what the list says.
    Refusal `backup.unreadable`, `backup.damaged`, `backup.stopped`, `backup.too-large`, `vault.*`.
    """
    with open_pack(backup) as pack:
        files = _listed(pack.read(LIST, MOST_LIST), backup)
        if set(pack.members) != {LIST, *(name for name, _, _ in files)}:
            raise Refusal("backup.unreadable", path=str(backup), reason="its list names other files")
        total, done = sum(size for _, size, _ in files), 0
        parent = folder.resolve().parent
        try:
            parent.mkdir(parents=True, exist_ok=True)
            if total > shutil.disk_usage(parent).free:
                raise Refusal("backup.too-large", size=total >> 20, free=shutil.disk_usage(parent).free >> 20)
            growing = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=parent))
            try:
                for name, size, sha256 in files:
                    target = growing / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with pack.open(name, size) as member, target.open("xb") as out:
                        done = _copied(member, out, size, sha256, name, done, total, told, disk)
                    if name.startswith("originals/"):
                        target.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
                for each in {growing, *(path for path in growing.rglob("*") if path.is_dir())}:
                    disk.sync_folder(each)
                if folder.exists():
                    folder.rmdir()  # empty: whoever calls has looked, and else this fails
                disk.rename(growing, folder)
                disk.sync_folder(parent)
            except BaseException:
                shutil.rmtree(growing, ignore_errors=True)  # our own half copy; the backup stands
                raise
        except OSError as error:
            if error.errno in (28, 122):
                raise Refusal("vault.disk-full") from error
            raise Refusal("vault.unwritable", reason=error.strerror or str(error)) from error
    return len(files)


def _copied(
    member: IO[bytes] | Any, out: IO[bytes], size: int, sha256: str, name: str, done: int, total: int, told: Told,
    disk: Disk,
) -> int:  # fmt: skip
    digest, came = hashlib.sha256(), 0
    while chunk := member.read(_CHUNK):
        came += len(chunk)
        digest.update(chunk)
        out.write(chunk)
        if not told(done + came, total):
            raise Refusal("backup.stopped")
    if came != size or digest.hexdigest() != sha256:
        raise Refusal("backup.damaged", name=name)
    out.flush()
    disk.sync(out.fileno())
    return done + came


def _listed(untrusted: bytes, backup: Path) -> list[tuple[str, int, str]]:
    """Names, sizes and digests; Refusal `backup.unreadable`, `backup.name`."""
    try:
        told = json.loads(untrusted)
        if told["format"] != FORMAT or len(told["files"]) > MOST_FILES:
            raise ValueError("another format")
        files = [(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in told["files"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal("backup.unreadable", path=str(backup), reason=str(error)) from error
    for name, size, _ in files:
        _checked(name)
        if size < 0:
            raise Refusal("backup.unreadable", path=str(backup), reason="a size is negative")
    if len({name.casefold() for name, _, _ in files}) != len(files):
        raise Refusal("backup.unreadable", path=str(backup), reason="a name stands twice")
    return files


def _checked(name: str) -> None:
    """Names that are files within the case on every system; Refusal `backup.name` for any other."""
    parts = name.split("/")
    if len(parts) > _DEEPEST or not all(
        _PART.fullmatch(part) and not _RESERVED.fullmatch(part) and not part.endswith(".") for part in parts
    ):
        raise Refusal("backup.name", name=name)
