"""What came in and what was refused: the state of the intake, without widgets."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from workbench.casework.importing import import_files
from workbench.desktop.background import Task
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.evidence import ImportOutcome, ImportStatus
from workbench.domain.examinations import Limits
from workbench.domain.intervals import parse_interval
from workbench.domain.limits import raised, shown, with_settings
from workbench.domain.refusals import Refusal

SIGNS = {
    ImportStatus.ADMITTED: "✓",
    ImportStatus.KNOWN: "=",
    ImportStatus.REFUSED: "✕",
    ImportStatus.MISSING: "?",
}
_REFUSALS_SHOWN = 1_000
_BREATH = 0.25  # seconds between announcements, so that a quick import does not flood the other views


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """One file that was met. All texts are safe to show."""

    sign: str
    name: str
    path: str
    outcome: str
    reason: str = ""
    sha256: str = ""
    raised: tuple[str, str] | None = None
    """The limit that the file broke, and what to try again with; None where another limit changes nothing."""


@dataclass(slots=True)
class IntakeState:
    lines: list[IntakeLine] = field(default_factory=list)
    counts: dict[ImportStatus, int] = field(default_factory=lambda: dict.fromkeys(ImportStatus, 0))
    expected: int = 0
    running: bool = False
    waiting: bool = False
    """For a person to say whether files may be read with the isolation that there is."""
    message: str = ""


class IntakePresenter:
    """Starts and cancels imports. `changed` is called with the index from which lines are new."""

    def __init__(self, session: Session, imported: Callable[[tuple[str, ...]], None]) -> None:
        self._session, self._imported = session, imported
        self._task: Task | None = None
        self._came: list[str] = []
        self._met: list[str] = []
        self._announced = 0.0
        self.state = IntakeState()
        self.changed: Callable[[], None] = lambda: None
        self._asked: Callable[[], None] = lambda: None
        session.listen(Topic.CASE, self._case_changed)
        session.listen(Topic.ISOLATION, self._isolation_changed)

    @property
    def ready(self) -> bool:
        return self._session.is_open

    def bring_in(
        self, locations: Sequence[str], kind: str = "file", url: str = "", collected_by: str = "", posted: str = "", *,
        limits: Limits | None = None,
    ) -> None:  # fmt: skip
        """Import files and folders in the background; while an import runs a second one is not begun.

        A time of posting that cannot be read is said, and nothing is begun.
        """
        if not locations or not self._session.is_open:
            return
        if self.state.running:
            self.state.message = self._session.speech.say("desktop.intake.busy")
            self.changed()
            return
        try:
            if posted:
                parse_interval(posted)
        except Refusal as refusal:
            self.state.message = self._session.speech.refusal(refusal)
            self.changed()
            return
        folder, told = self._session.case.folder, (kind, url, collected_by, posted)
        self._asked = partial(self.bring_in, tuple(locations), *told, limits=limits)
        self.state.running, self.state.expected, self.state.message = True, 0, ""
        self.state.counts = dict.fromkeys(ImportStatus, 0)
        self._came = []
        self.changed()
        self._task = self._session.background.run(
            lambda task: self._import(task, folder, list(locations), told, limits),
            self._ended,
            self._failed,
            self._heard,
        )

    def try_again(self, index: int, value: str, *told: str) -> None:
        """Import one refused file again with another value for the limit that it broke; no other file has it.

        `told` is what `bring_in` takes beside the locations. What cannot be a limit is said, and nothing is begun.
        """
        met = self._met[index] if index < len(self._met) else None
        raised = self.state.lines[index].raised
        if met is None or raised is None:
            return
        try:
            limits = with_settings(self._session.room.limits, [(raised[0], value)], raised[0])
        except Refusal as refusal:
            self.state.message = self._session.speech.refusal(refusal)
            self.changed()
            return
        self.bring_in([met], *told, limits=limits)

    def limits_in_force(self) -> str:
        """Every limit with its value and what it is of, and where they are set for all files."""
        say, room = self._session.speech.say, self._session.room
        lines = [
            say(
                "limits.short" if value == usual else "limits.short-changed",
                name=name,
                value=value,
                usual=usual,
                what=say(f"limits.of-{name}"),
            )
            for name, value, usual in shown(room.limits)
        ]
        return " · ".join(lines) + ". " + say("limits.where", path=room.home / "limits.toml")

    def cancel(self) -> None:
        """Begin no further file; what was finished is kept."""
        if self._task and self.state.running:
            self._task.cancel()
            self.state.message = self._session.speech.say("desktop.intake.cancelling")
            self.changed()

    def summary(self) -> str:
        counts = self.state.counts
        return self._session.speech.say(
            "desktop.intake.summary",
            met=sum(counts.values()),
            admitted=counts[ImportStatus.ADMITTED],
            known=counts[ImportStatus.KNOWN],
            refused=counts[ImportStatus.REFUSED] + counts[ImportStatus.MISSING],
        )

    def _import(
        self, task: Task, folder: Path, locations: list[str], told: tuple[str, ...], limits: Limits | None
    ) -> bool:
        """In the job's thread, on a connection of its own; True where it was cancelled."""
        room = self._session.room
        case = room.open_case(folder)
        try:
            source = room.files(locations, *told)
            expected = 0
            for _ in source.arrivals():
                expected += 1
                if task.cancelled():
                    return True
            task.tell(expected)
            for outcome in import_files(
                case, source, room.examiner(), room.encode, limits or room.limits, task.cancelled
            ):
                task.tell(outcome)
            return task.cancelled()
        finally:
            case.close()

    def _heard(self, news: int | ImportOutcome) -> None:
        if isinstance(news, int):
            self.state.expected = news
        else:
            self.state.counts[news.status] += 1
            self._add(news)
            if news.status is ImportStatus.ADMITTED:
                self._came.append(news.sha256)
            if time.monotonic() - self._announced > _BREATH:
                self._announced = time.monotonic()
                self._session.announce(Topic.EVIDENCE)
        self.changed()

    def _ended(self, cancelled: bool) -> None:
        self._stop(self._session.speech.say("desktop.intake.cancelled" if cancelled else "desktop.intake.done"))

    def _failed(self, refusal: Refusal) -> None:
        self.state.waiting = refusal.code == "isolation.less"
        self._stop(self._session.speech.refusal(refusal))

    def _isolation_changed(self) -> None:
        """What waited for a decision goes on once it was made."""
        if self.state.waiting and self._session.room.precautions.admits(self._session.room.isolation()):
            self.state.waiting = False
            self._asked()
        self.changed()

    def _stop(self, message: str) -> None:
        self.state.running, self.state.message = False, message
        self._session.announce(Topic.EVIDENCE)
        self.changed()
        if self._came:
            self._imported(tuple(self._came))

    def _add(self, outcome: ImportOutcome) -> None:
        self.state.lines.append(self._line(outcome))
        self._met.append(outcome.path)

    def _line(self, outcome: ImportOutcome) -> IntakeLine:
        speech = self._session.speech
        reason = speech.sentence(outcome.code, dict(outcome.facts)) if outcome.code else ""
        return IntakeLine(
            SIGNS[outcome.status],
            visible(outcome.path.replace("\\", "/").rsplit("/", 1)[-1]),
            visible(outcome.path),
            speech.say(f"import-status.{outcome.status.value}"),
            reason,
            outcome.sha256,
            raised(self._session.room.limits, dict(outcome.facts)),
        )

    def _case_changed(self) -> None:
        self.cancel()
        self.state, self._met = IntakeState(), []
        if self._session.is_open:
            for refused in self._session.case.views.refusals(0, _REFUSALS_SHOWN):
                status = ImportStatus.MISSING if refused.code == "source.missing" else ImportStatus.REFUSED
                outcome = ImportOutcome(refused.path, status, refused.sha256, "", refused.code, refused.facts)
                self._add(outcome)
        self.changed()
