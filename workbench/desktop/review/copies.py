"""Near-copies within the case: looked for in the background, and taken apart again by a person."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.grouping import group_copies, unlink
from workbench.casework.view_ports import StoredCopy
from workbench.desktop.background import Task
from workbench.desktop.plain_text import joined, visible
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal


class CopiesSearch:
    """One search at a time, over all of the case; what was linked when it is stopped stays linked."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._task: Task | None = None
        self.running = False
        self.told: Callable[[str], None] = lambda words: None
        session.listen(Topic.CASE, self.cancel)

    def search(self) -> None:
        if self.running or not self._session.is_open:
            return
        self.running = True
        folder = self._session.case.folder
        background = self._session.background
        self._task = background.run(lambda task: self._search(task, folder), self._ended, self._failed, self._heard)

    def cancel(self) -> None:
        if self._task and self.running:
            self._task.cancel()

    def _search(self, task: Task, folder: Path) -> tuple[int, int]:
        """In the job's thread: images compared and links written."""
        room, compared, linked = self._session.room, 0, 0
        with closing(room.open_case(folder)) as case:
            found = group_copies(case, room.evidence_search(case), room.examiner(), room.limits, task.cancelled)
            for done in found:
                compared, linked = compared + done.searched, linked + len(done.linked)
                if compared % 20 == 0:
                    task.tell(compared)
        return compared, linked

    def _heard(self, compared: int) -> None:
        self.told(self._session.speech.say("desktop.group.running", done=compared))

    def _ended(self, result: tuple[int, int]) -> None:
        self._end(self._session.speech.say("desktop.group.done", searched=result[0], linked=result[1]))

    def _failed(self, refusal: Refusal) -> None:
        self._end(self._session.speech.refusal(refusal))

    def _end(self, words: str) -> None:
        self.running = False
        self._session.announce(Topic.MATCHES)
        self.told(words)


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A near-copy of the image at hand, or what was one before its link was cut. All texts are safe to show.

    `linked` is False where the two are in one group by way of others alone, or not any more.
    """

    evidence: str
    name: str
    words: str
    sign: str
    linked: bool = False


class CopiesPresenter:
    """The group of the image at hand, and the cutting of links."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.lines: tuple[CopyLine, ...] = ()
        self.grouped = False
        """Whether the image at hand is in a group now."""

    def refresh(self) -> None:
        """Read the group of the image at hand: what is linked to it first, then the rest, then what was cut."""
        session = self._session
        self.lines, self.grouped = (), False
        if not session.is_open or session.current is None:
            return
        views, own = session.case.views, session.current
        links = {copy.other if copy.one == own else copy.one: copy for copy in views.copies(own)}
        members = [member for member in views.group(own) if member != own]
        self.grouped = bool(members)
        linked = [self._linked(member, links[member]) for member in members if self._stands(links.get(member))]
        others = [
            CopyLine(member, self._name(member), session.speech.say("desktop.copies.by-others"), "~")
            for member in members
            if member not in links
        ]
        cut = [self._cut(other, copy, other in members) for other, copy in links.items() if copy.cut]
        self.lines = (*linked, *others, *cut)

    def cut(self, line: CopyLine | None, reason: str) -> tuple[str, bool]:
        """Cut the link to one near-copy: what became of it in a sentence, and whether it was cut."""
        if line is None or not line.linked:
            return self._session.speech.say("desktop.copies.choose"), False
        if refusal := self._unlink(reason, line.evidence):
            return refusal, False
        own = self._session.current
        still = own is not None and line.evidence in self._session.case.views.group(own)
        return self._session.speech.say("desktop.copies.still-together" if still else "desktop.copies.was-cut"), True

    def leave(self, reason: str) -> tuple[str, bool]:
        """Take the image at hand out of its group, as `cut` answers."""
        if not self.grouped:
            return self._session.speech.say("desktop.copies.alone"), False
        refusal = self._unlink(reason)
        return refusal or self._session.speech.say("desktop.copies.left"), not refusal

    def _unlink(self, reason: str, other: str = "") -> str:
        """The sentence of the refusal, or nothing where it was done."""
        session = self._session
        if session.current is None:
            return session.speech.say("desktop.copies.choose")
        try:
            unlink(session.case, session.current, reason, other)
        except Refusal as refusal:
            own = f"desktop.{refusal.code}"
            return session.speech.sentence(own if session.speech.knows(own) else refusal.code, refusal.facts)
        session.announce(Topic.MATCHES)
        return ""

    def _stands(self, copy: StoredCopy | None) -> bool:
        return copy is not None and not copy.cut

    def _linked(self, other: str, copy: StoredCopy) -> CopyLine:
        say, facts = self._session.speech.say, copy.facts
        edits = joined("; ", (say(edit["code"], **edit["facts"]) for edit in facts.get("edits", ())))
        towards = "desktop.copies.made-of-it" if facts.get("other") == other else "desktop.copies.made-of-this"
        words = say("desktop.copies.no-edits")
        if edits:
            words = f"{say(towards)} {edits}"
        return CopyLine(other, self._name(other), words, "=", linked=True)

    def _cut(self, other: str, copy: StoredCopy, together: bool) -> CopyLine:
        words = self._session.speech.say("desktop.copies.cut", reason=copy.cut)
        if together:
            words = f"{words} {self._session.speech.say('desktop.copies.by-others')}"
        return CopyLine(other, self._name(other), words, "✕")

    def _name(self, evidence: str) -> str:
        row = self._session.case.views.evidence(evidence)
        return visible(row.name) if row else evidence[:16]
