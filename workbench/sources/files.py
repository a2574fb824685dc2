"""Files and folders on a disk, any mix."""

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from workbench.domain.evidence import Arrival
from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class FilesSource:
    """The files at `locations`, and all files below those that are folders, in order of name.

    Links to folders are not followed, so that no loop is walked; they arrive as themselves and are refused.
    """

    locations: Sequence[str]
    kind: str = "file"
    url: str = ""
    collected_by: str = ""
    posted: str = ""

    def arrivals(self) -> Iterator[Arrival]:
        """Every file that is there, unread; what is missing or cannot be listed yields itself."""
        for location in self.locations:
            if os.path.isdir(location) and not os.path.islink(location.rstrip("/\\")):
                yield from self._below(location)
            else:
                yield self._arrival(location)

    def _below(self, folder: str) -> Iterator[Arrival]:
        unlisted: list[str] = []
        for where, folders, names in os.walk(folder, onerror=lambda error: unlisted.append(error.filename)):
            folders.sort()
            linked = [name for name in folders if os.path.islink(os.path.join(where, name))]
            for name in sorted(names + linked):
                yield self._arrival(os.path.join(where, name))
        for path in unlisted:
            yield self._arrival(path)

    def _arrival(self, path: str) -> Arrival:
        try:
            modified = datetime.fromtimestamp(os.stat(path).st_mtime, UTC).isoformat(timespec="seconds")
        except (OSError, OverflowError, ValueError):
            modified = ""
        return Arrival(path, self.kind, self.url, self.collected_by, modified, self.posted)

    @contextlib.contextmanager
    def open(self, arrival: Arrival) -> Iterator[BinaryIO]:
        """The file's bytes. Refusal `source.missing`, `source.not-a-file` (a pipe, device, folder or link to
        one: opening it could wait for ever) or `source.unreadable`."""
        try:
            descriptor = os.open(arrival.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except FileNotFoundError as error:
            raise Refusal("source.missing", path=arrival.path) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Refusal("source.unreadable", path=arrival.path, reason=reason) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Refusal("source.not-a-file", path=arrival.path)
        with os.fdopen(descriptor, "rb", buffering=0) as untrusted:
            yield untrusted
