"""Watching for what nobody may do: open a certain file, or ask a certain port."""

import ctypes
import os
import socket
import struct
from pathlib import Path

_NONBLOCK, _CLOEXEC = 0o4000, 0o2000000
_ACCESS, _OPEN = 0x1, 0x20


class Opened:
    """Counts how often files in a folder are opened or read, by whichever process (inotify). OSError elsewhere."""

    def __init__(self, folder: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.inotify_init1(_NONBLOCK | _CLOEXEC)
        if self._descriptor < 0 or libc.inotify_add_watch(self._descriptor, os.fsencode(folder), _ACCESS | _OPEN) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def count(self) -> int:
        """How many times since the last look."""
        found = 0
        try:
            while events := os.read(self._descriptor, 65_536):
                at = 0
                while at < len(events):
                    _, _, _, length = struct.unpack_from("iIII", events, at)
                    at += 16 + length
                    found += 1
        except BlockingIOError:
            pass
        return found

    def close(self) -> None:
        os.close(self._descriptor)


class Asked:
    """A port on this machine that counts who asks it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def count(self) -> int:
        found = 0
        try:
            while True:
                self._socket.accept()[0].close()
                found += 1
        except BlockingIOError:
            return found

    def close(self) -> None:
        self._socket.close()
