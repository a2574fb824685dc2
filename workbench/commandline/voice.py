"""What the command line says: sentences for people, or one JSON object a line."""

import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from workbench.domain.refusals import Refusal
from workbench.wording import Wording


class Voice:
    """Writes to `out`; with `as_json` only the JSON lines, otherwise only the sentences."""

    def __init__(self, wording: Wording, as_json: bool, out: TextIO, errors: TextIO) -> None:
        self.wording = wording
        self.as_json = as_json
        self._out, self._errors = out, errors

    def tell(self, code: str, /, **facts: object) -> None:
        """A sentence for a person; silent under --json."""
        if not self.as_json:
            self._print(self.wording.say(code, facts))

    def line(self, values: Mapping[str, Any]) -> None:
        """A JSON object on a line of its own; silent without --json."""
        if self.as_json:
            print(json.dumps(values, ensure_ascii=True), file=self._out, flush=True)

    def refuse(self, refusal: Refusal) -> None:
        """Why something was not done: on the error stream, and under --json as `{"refused", "reason"}` too."""
        self.line({"refused": refusal.code, "reason": self.wording.refusal(refusal)})
        self.warn(self.wording.refusal(refusal))

    def progress(self, code: str, /, **facts: object) -> None:
        """A line that the next one overwrites; only where a person is watching."""
        if self._errors.isatty():
            print(f"\r\x1b[K{plain(self.wording.say(code, facts))}", end="", file=self._errors, flush=True)

    def progress_done(self) -> None:
        if self._errors.isatty():
            print("\r\x1b[K", end="", file=self._errors, flush=True)

    def warn(self, text: str) -> None:
        print(plain(text), file=self._errors)

    def _print(self, text: str) -> None:
        print(plain(text), file=self._out)


def plain(text: str) -> str:
    """Text that cannot steer a terminal: control and bidi characters are written as escapes, lines kept."""
    return "".join(c if c == "\n" or (c.isprintable() and c not in _BIDI) else _escape(c) for c in text)


_BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode()


def standard_voice(wording: Wording, as_json: bool) -> Voice:
    """A voice on the process's own streams, which never fails on a character that they lack."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    return Voice(wording, as_json, sys.stdout, sys.stderr)
