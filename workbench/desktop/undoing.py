"""Decisions of this sitting, taken back and given again one after another. What was decided stays in the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.casework.comparing import dismiss
from workbench.casework.undoing import Given, restore_match, take_back
from workbench.desktop.commands import Command
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal

MOST = 100


@dataclass(frozen=True, slots=True)
class _Step:
    """One decision, and how it is taken back: `run` gives the step that takes that back again."""

    words: str
    run: Callable[[], "_Step"]


class Undoing:
    """What can be undone and done again in the case that is open. `told` hears what was done, in a sentence."""

    def __init__(self, session: Session, told: Callable[[str], None]) -> None:
        self._session, self._told = session, told
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        session.listen(Topic.CASE, self.forget)

    def commands(self) -> Sequence[Command]:
        def ready() -> bool:
            return self._session.is_open

        return (
            Command("undo", ("Ctrl+Z",), self.undo, "case", ready=ready),
            Command("redo", ("Ctrl+Shift+Z", "Ctrl+Y"), self.redo, "case", ready=ready),
        )

    def forget(self) -> None:
        self._done, self._undone = [], []

    def verdicts(self, verdicts: tuple[Given, ...]) -> None:
        """Verdicts were given, in one decision."""
        self._note(self._verdicts(verdicts))

    def dismissed(self, evidence: str, match: str, reason: str) -> None:
        """A match was set aside."""
        self._note(self._restoring(evidence, match, reason))

    def undo(self) -> None:
        self._step(self._done, self._undone, "undo")

    def redo(self) -> None:
        self._step(self._undone, self._done, "redo")

    def _note(self, step: _Step) -> None:
        self._done = [*self._done[-MOST:], step]
        self._undone = []

    def _step(self, out_of: list[_Step], into: list[_Step], how: str) -> None:
        say = self._session.speech.say
        if not out_of:
            self._told(say(f"desktop.{how}.nothing"))
            return
        step = out_of.pop()
        try:
            into.append(step.run())
        except Refusal as refusal:
            self._told(self._session.speech.refusal(refusal))
        else:
            self._told(say(f"desktop.{how}.done", what=step.words))
        self._session.announce(Topic.MATCHES, Topic.VERDICTS)

    def _verdicts(self, verdicts: tuple[Given, ...], words: str = "") -> _Step:
        say, first = self._session.speech.say, verdicts[0].facts
        row = self._session.case.views.evidence(str(first["evidence"]))
        words = words or say(
            "desktop.undo.verdict" if len(verdicts) == 1 else "desktop.undo.verdicts",
            status=say(f"status.{first['status']}"), count=len(verdicts), name=row.name if row else "",
        )  # fmt: skip

        def run() -> _Step:
            back = take_back(self._session.case, verdicts, say("desktop.undo.reasons", what=words))
            return self._verdicts(back, words)

        return _Step(words, run)

    def _restoring(self, evidence: str, match: str, reason: str) -> _Step:
        words = self._session.speech.say("desktop.undo.dismissal", reason=reason)

        def restore() -> _Step:
            restore_match(self._session.case, evidence, match)
            return _Step(words, set_aside)

        def set_aside() -> _Step:
            dismiss(self._session.case, evidence, match, reason)
            return _Step(words, restore)

        return _Step(words, restore)
