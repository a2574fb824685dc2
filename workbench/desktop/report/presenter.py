"""Writing the report on an event, and checking that the case is still what was written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.reporting import Shelves, report_on, write_report
from workbench.casework.verifying import HARMLESS, Audit, verify
from workbench.desktop.background import Task
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Written:
    """A report that lies on the disk."""

    path: str
    sha256: str
    checkpoints: tuple[str, ...]


class ReportPresenter:
    """One report at a time, in the background."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.running = False
        self.written: Written | None = None
        self.message = ""
        self.changed: Callable[[], None] = lambda: None
        session.listen(Topic.CASE, self._case_changed)
        for topic in (Topic.EVIDENCE, Topic.EVENTS, Topic.VERDICTS):
            session.listen(topic, lambda: self.changed())

    def events(self) -> list[tuple[str, str]]:
        if not self._session.is_open:
            return []
        return [(event.id, visible(event.title)) for event in self._session.case.views.events()]

    def chosen_event(self) -> str:
        return self._session.event.id if self._session.event else ""

    def formats(self) -> list[tuple[str, str]]:
        """(suffix, words) of every form in which a report can be written."""
        say = self._session.speech
        return [
            (suffix, say.say(code) if say.knows(code := f"desktop.report.format{suffix}") else suffix)
            for suffix in self._session.room.renderers
        ]

    def summary(self) -> tuple[str, ...]:
        """What will stand in it, and what is still open."""
        if not self._session.is_open:
            return ()
        counts, say = self._session.case.views.counts(), self._session.speech.say
        return (
            say("desktop.report.images", count=counts.evidence),
            say("desktop.report.claims", count=counts.claims),
            say("desktop.report.verdicts", count=counts.verdicts),
            say("desktop.report.refused", count=counts.refusals),
        )

    def suggested_name(self, suffix: str) -> str:
        return f"{self._session.case.folder.name}-{self.chosen_event() or 'report'}{suffix}"

    def write(self, event: str, target: Path) -> None:
        """Write the report; its suffix chooses the renderer."""
        if self.running:
            return
        folder = self._session.case.folder
        self.written, self.message, self.running = None, "", True
        self.changed()
        self._session.background.run(lambda task: self._write(folder, event, target), self._done, self._failed)

    def _write(self, folder: Path, event: str, target: Path) -> Written:
        room = self._session.room
        case = room.open_case(folder)
        try:
            shelves = Shelves(room.open_library, room.finder)
            report = report_on(
                case, event, room.inspection, room.read_checkpoint, room.program, shelves, room.gazetteer()
            )
            sha256 = write_report(case, report, room.renderers[target.suffix], target, room.keep)
            checkpoints = tuple(f"{point.book} · {point.size} · {point.root}" for point in report.checkpoints)
            return Written(visible(str(target)), sha256, checkpoints)
        finally:
            case.close()

    def _done(self, written: Written) -> None:
        self.running, self.written = False, written
        self.changed()

    def _failed(self, refusal: Refusal) -> None:
        self.running, self.message = False, self._session.speech.refusal(refusal)
        self.changed()

    def _case_changed(self) -> None:
        self.written, self.message = None, ""
        self.changed()


class AuditPresenter:
    """Checks the whole case in the background and says, one by one, what is not as it was written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.running = False
        self.verdict, self.tone = "", "accent"
        self.problems: tuple[str, ...] = ()
        self.checkpoints: tuple[str, ...] = ()
        self.changed: Callable[[], None] = lambda: None
        session.listen(Topic.CASE, self._case_changed)

    @property
    def ready(self) -> bool:
        return self._session.is_open

    def verify(self, kept: str = "") -> None:
        """Verify the case; `kept` is a checkpoint note from a report or a colleague, or empty."""
        if self.running or not self._session.is_open:
            return
        room, folder = self._session.room, self._session.case.folder

        def work(task: Task) -> Audit:
            case = room.open_case(folder)
            try:
                return verify(case, room.read_checkpoint, [kept] if kept.strip() else [])
            finally:
                case.close()

        self.running = True
        self.verdict, self.tone = self._session.speech.say("desktop.audit.running"), "accent"
        self.problems = self.checkpoints = ()
        self.changed()
        self._session.background.run(work, self._done, self._failed)

    def _done(self, audit: Audit) -> None:
        speech = self._session.speech
        self.running = False
        code = "desktop.audit.ok" if audit.ok else "desktop.audit.failed"
        harm = sum(problem.code not in HARMLESS for problem in audit.problems)
        self.verdict = speech.say(code, entries=audit.entries, problems=harm)
        self.tone = "supports" if audit.ok else "undermines"
        self.problems = tuple(
            f"{'●' if problem.code in HARMLESS else '✕'} {visible(problem.subject)}: {speech.say(problem.code)}"
            for problem in audit.problems
        )
        self.checkpoints = tuple(f"{visible(book)} · {size} · {root}" for book, size, root in audit.checkpoints)
        self.changed()

    def _failed(self, refusal: Refusal) -> None:
        self.running = False
        self.verdict, self.tone = self._session.speech.refusal(refusal), "undermines"
        self.changed()

    def _case_changed(self) -> None:
        self.verdict, self.problems, self.checkpoints = "", (), ()
        self.changed()
