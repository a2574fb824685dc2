"""Passphrases on the command line: asked for where a person sits there, else read from a file; never an argument."""

import argparse
import getpass
import sys
from dataclasses import replace
from pathlib import Path

from workbench.casework.cases import Case
from workbench.casework.workroom import Workroom
from workbench.domain.refusals import Refusal

_ATTEMPTS = 3
_MOST = 4096  # bytes of a passphrase


class Passphrases:
    """Where the passphrases of one run come from."""

    def __init__(self, options: argparse.Namespace, room: Workroom) -> None:
        self._file = getattr(options, "passphrase_file", "")
        self._new_file = getattr(options, "new_passphrase_file", "")
        self._room = room

    def room(self) -> Workroom:
        """The workroom, which asks where a case is locked."""
        return replace(self._room, open_case=self._open)

    def current(self, folder: Path) -> str:
        """What opens a case now. Refusal `keys.no-passphrase`, `keys.passphrase-file`."""
        if self._file:
            return _line(self._file)
        if not sys.stdin.isatty():
            raise Refusal("keys.no-passphrase", path=str(folder))
        return getpass.getpass(self._room.wording.say("locks.ask", {"path": folder}))

    def new(self, or_current: bool = False) -> str:
        """What is to open a case from now on, typed twice; with `or_current` also by the option for what opens one now.
        Refusal `keys.no-new-passphrase`, `keys.passphrases-differ`, `keys.passphrase-file`."""
        if file := self._new_file or (self._file if or_current else ""):
            return _line(file)
        if not sys.stdin.isatty():
            raise Refusal("keys.no-new-passphrase")
        first = getpass.getpass(self._room.wording.say("locks.ask-new"))
        if getpass.getpass(self._room.wording.say("locks.ask-again")) != first:
            raise Refusal("keys.passphrases-differ")
        return first

    def _open(self, folder: Path) -> Case:
        for attempt in range(_ATTEMPTS):
            try:
                if self._room.locks.is_locked(folder):
                    self._room.locks.unlock(folder, self.current(folder))
                break
            except Refusal as refusal:
                asked = not self._file and sys.stdin.isatty()
                if refusal.code not in ("keys.wrong", "keys.mistyped") or not asked or attempt == _ATTEMPTS - 1:
                    raise
                print(self._room.wording.refusal(refusal), file=sys.stderr)
        return self._room.open_case(folder)


def _line(file: str) -> str:
    """The first line of a file, or of standard input where it is `-`."""
    try:
        if file == "-":
            raw = sys.stdin.buffer.readline(_MOST)
        else:
            with open(file, "rb") as kept:
                raw = kept.readline(_MOST)
        return raw.decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Refusal("keys.passphrase-file", path=file, reason=reason) from error
