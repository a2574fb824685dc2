"""What the command line says: sentences for people, or one JSON object a line."""

import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from workbench.domain.refusals import Refusal
from workbench.domain.unseen import shown
from workbench.wording import Wording


class Voice:
    """Writes to `out`; with `as_json` only the JSON lines, otherwise only the sentences.

    A fact, whatever it holds, stays within its line of the sentence: no file name can write a line of its own.
    """

    def __init__(self, wording: Wording, as_json: bool, out: TextIO, errors: TextIO) -> None:
        self.wording = wording
        self.as_json = as_json
        self._out, self._errors = out, errors

    def tell(self, code: str, /, **facts: object) -> None:
        """A sentence for a person; silent under --json."""
        if not self.as_json:
            print(self._sentence(code, facts), file=self._out)

    def line(self, values: Mapping[str, Any]) -> None:
        """A JSON object on a line of its own; silent without --json."""
        if self.as_json:
            print(json.dumps(values, ensure_ascii=True).replace("\x7f", "\\u007f"), file=self._out, flush=True)

    def refuse(self, refusal: Refusal) -> None:
        """Why something was not done: on the error stream, and under --json as `{"refused", "reason"}` too."""
        self.line({"refused": refusal.code, "reason": self.wording.refusal(refusal)})
        print(self._sentence(refusal.code, refusal.facts), file=self._errors)

    def fault(self, notice: str) -> None:
        """A fault of ours, in words and as the notice that may be passed on."""
        self.line({"refused": "command.fault", "reason": self.wording.say("command.fault"), "notice": notice})
        self.warn(f"{self.wording.say('command.fault')}\n{notice}")

    def progress(self, code: str, /, **facts: object) -> None:
        """A line that the next one overwrites; only where a person is watching."""
        if self._errors.isatty():
            print(f"\r\x1b[K{self._sentence(code, facts)}", end="", file=self._errors, flush=True)

    def progress_done(self) -> None:
        if self._errors.isatty():
            print("\r\x1b[K", end="", file=self._errors, flush=True)

    def warn(self, text: str) -> None:
        print(plain(text), file=self._errors)

    def _sentence(self, code: str, facts: Mapping[str, object]) -> str:
        return plain(self.wording.say(code, {name: shown(str(fact)) for name, fact in facts.items()}))


def plain(text: str) -> str:
    """Text that cannot steer a terminal: what controls, turns, hides or piles up is written as `⟨U+202E⟩`."""
    return shown(text, "\n")


def standard_voice(wording: Wording, as_json: bool) -> Voice:
    """A voice on the process's own streams, which never fails on a character that they lack."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    return Voice(wording, as_json, sys.stdout, sys.stderr)
