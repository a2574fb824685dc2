"""One decision on all images that are selected."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from workbench.casework.deciding_together import decide_together
from workbench.casework.undoing import Given, given
from workbench.desktop.background import Task
from workbench.desktop.plain_text import joined
from workbench.desktop.review.marks import Marks
from workbench.desktop.review.verdict_presenter import Draft
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import PillarNote, Status, Verdict


class SelectionPresenter:
    """What is to be said of the selected images. Nothing of it is a verdict before it is saved."""

    def __init__(self, session: Session, marks: Marks) -> None:
        self._session, self._marks = session, marks
        self.draft = Draft()
        self.saving = False
        self.given: Callable[[tuple[Given, ...]], None] = lambda verdicts: None
        session.listen(Topic.CASE, self.forget)

    def forget(self) -> None:
        self.draft = Draft()
        self._marks.clear()

    def begin(self, status: Status) -> None:
        self.draft.status = status
        self.draft.reviewer = self.draft.reviewer or self._session.case.author
        claims = [claim for claim, _ in self.claims()]
        if self.draft.claim not in claims:
            self.draft.claim = claims[0] if claims else ""

    def claims(self) -> list[tuple[str, str]]:
        """(id, words) of every claim, those of the event in view first."""
        event, say = self._session.event, self._session.speech.say
        found = sorted(self._session.case.views.claims(), key=lambda one: event is None or one.event != event.id)
        return [(claim.id, say("desktop.verdict.claim", by=claim.by, text=claim.text)) for claim in found]

    @property
    def needs_gap(self) -> bool:
        """No pillar is answered here: a verdict "verified" needs a reason for that."""
        return self.draft.status is Status.VERIFIED

    def still_open(self) -> str:
        """What has to be said before it can be saved, or nothing."""
        say, draft = self._session.speech.say, self.draft
        lacking = [] if draft.claim else [say("desktop.verdict.needs-claim")]
        if not draft.reasons.strip():
            lacking.append(say("desktop.verdict.needs-reasons"))
        if not draft.reviewer.strip():
            lacking.append(say("desktop.verdict.needs-reviewer"))
        if self.needs_gap and not draft.gap_reason.strip():
            lacking.append(say("desktop.verdict.needs-gap"))
        return say("desktop.verdict.open", lacking=joined(", ", lacking)) if lacking else ""

    def save(self, told: Callable[[str, bool], None]) -> None:
        """Give the verdict on all, or on none; `told` hears what became of it, and whether it was done."""
        if lacking := self.still_open():
            told(lacking, False)
            return
        if self.saving or self.draft.status is None:
            return
        session, positions = self._session, self._marks.all()
        members = tuple(row.evidence.sha256 for row in session.case.views.rows(positions))
        draft, folder = self.draft, session.case.folder
        event = next((one.event for one in session.case.views.claims() if one.id == draft.claim), "")
        verdict = Verdict(
            evidence="", claim=draft.claim, event=event, status=self.draft.status, reviewer=draft.reviewer,
            reasons=draft.reasons, pillars=tuple[PillarNote, ...](),
            gap_reason=draft.gap_reason if self.needs_gap else "",
        )  # fmt: skip
        self.saving = True

        def done(verdicts: tuple[Given, ...]) -> None:
            self.saving = False
            self.draft = Draft(claim=draft.claim, reviewer=draft.reviewer)
            self._marks.clear()
            self.given(verdicts)
            session.announce(Topic.VERDICTS)
            told(session.speech.say("desktop.selection.saved", count=len(verdicts)), True)

        def failed(refusal: Refusal) -> None:
            self.saving = False
            told(session.speech.refusal(refusal), False)

        session.background.run(lambda task: self._write(task, folder, verdict, members), done, failed)

    def _write(self, task: Task, folder: Path, verdict: Verdict, members: tuple[str, ...]) -> tuple[Given, ...]:
        """In the job's thread: a thousand entries take longer than a blink."""
        with closing(self._session.room.open_case(folder)) as case:
            return given(decide_together(case, verdict, members))
