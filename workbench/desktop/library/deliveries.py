"""What goes into a library and out of it: one job at a time, in the background. Knows no widgets."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance, add_known
from workbench.casework.measuring import Measuring
from workbench.casework.packs import export_pack
from workbench.casework.receiving import Signed, receive
from workbench.desktop.background import Task
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal

SIGNS = {"added": "✓", "known": "=", "refused": "✕"}
CAVEAT = "△"
MOST_LINES = 5_000
"""Outcomes that are listed; what was refused or taken in with a caveat is listed beyond that."""
_BREATH = 0.1  # seconds between news, so that a long list does not flood the window

Told = Signed | KnownOutcome
News = Sequence[Told] | int
"""What came, or of a pack that is written how many images are in it."""
Result = tuple[str, int, bool]
"""Words of its own or none, how many images were added, and whether it was stopped."""


@dataclass(frozen=True, slots=True)
class ProvenanceForm:
    """What was typed of the images that are taken in together."""

    first_known: str = ""
    place: str = ""
    source: str = ""
    event: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """What became of one file, entry or line. All texts are safe to show."""

    sign: str
    name: str
    outcome: str
    reason: str = ""


class Deliveries:
    """Adds pictures to the chosen library, takes packs and lists in, and writes packs.

    `ended` is called with the library's id and how many images were added to it.
    """

    def __init__(
        self, session: Session, chosen: Callable[[], KnownLibrary | None], ended: Callable[[str, int], None]
    ) -> None:
        self._session, self._chosen, self._ended = session, chosen, ended
        self._task: Task | None = None
        self._round = 0
        self._clear()
        self.changed: Callable[[], None] = lambda: None
        session.listen(Topic.CASE, self._case_changed)

    def _clear(self) -> None:
        self.running = self.exporting = False
        self.done, self.expected = 0, 0
        self.counts: Counter[str] = Counter()
        self.lines: list[DeliveryLine] = []
        self.signers: list[tuple[str, bool]] = []
        """A sentence for each pack that came, and whether this installation signed it."""
        self.message, self.tone = "", "accent"

    @property
    def ready(self) -> bool:
        return self._chosen() is not None and not self.running

    def add(self, locations: Sequence[str], form: ProvenanceForm) -> None:
        """Add pictures with what is known of them; a time that cannot be read is said and adds nothing."""
        provenance = self._provenance(form)
        if provenance and locations:
            self._begin("desktop.library.adding", partial(self._add, locations=tuple(locations), told=provenance))

    def bring(self, files: Sequence[str], meaning: str, form: ProvenanceForm) -> None:
        """Take in packs and lists; `meaning` is what 64 digits are where a list does not tell: `pdq`, `sha256`, ``."""
        provenance = self._provenance(form)
        if provenance and files:
            self._begin(
                "desktop.library.bringing",
                partial(self._bring, files=tuple(map(Path, files)), meaning=meaning, told=provenance),
            )

    def pass_on(self, target: Path, contents: str) -> None:
        """Write the chosen library as a signed pack: with `pictures`, `previews` or `hashes`."""
        library = self._chosen()
        if library and not self.running:
            work = partial(self._pass_on, target=target, contents=contents)
            self._begin("desktop.library.passing-on", work, library.store.count())

    def cancel(self) -> None:
        """Take nothing more; what was told stays. Of a pack nothing is left."""
        if self._task and self.running:
            self._task.cancel()
            self._tell("desktop.library.stopping")

    def summary(self) -> str:
        """How far it is, in words; nothing before the first job."""
        say = self._session.speech.say
        if self.exporting:
            return say("desktop.library.written", done=self.done, all=self.expected)
        if not (self.counts or self.running):
            return ""
        names = ("added", "known", "refused")
        return say("desktop.library.came", **{name: f"{self.counts[name]:,}".replace(",", " ") for name in names})

    def _begin(self, words: str, work: Callable[[Task, Path], Result], exported: int | None = None) -> None:
        library = self._chosen()
        if library is None or self.running:
            return
        self._clear()
        self._round += 1
        this, name, folder = self._round, library.store.id, library.folder
        self.running, self.exporting, self.expected = True, exported is not None, exported or 0
        self._tell(words)

        def mine(call: Callable[..., None], *facts: object) -> None:
            if this == self._round:
                call(*facts)

        task = self._session.background.run(
            lambda task: work(task, folder),
            lambda result: mine(self._finished, name, *result),
            lambda refusal: mine(self._failed, refusal),
            lambda news: mine(self._heard, news),
        )
        if self.running:
            self._task = task

    def _add(self, task: Task, folder: Path, locations: tuple[str, ...], told: Provenance) -> Result:
        room = self._session.room
        with closing(room.open_library(folder)) as library:
            source = room.files(locations, "file", "", "")
            return _told(task, add_known(library, source, told, room.examiner(), room.encode, room.feature_row,
                                         room.limits, task.cancelled))  # fmt: skip

    def _bring(self, task: Task, folder: Path, files: tuple[Path, ...], meaning: str, told: Provenance) -> Result:
        room = self._session.room

        def measuring() -> Measuring:
            return Measuring(room.examiner(), room.encode, room.feature_row, room.limits)

        with closing(room.open_library(folder)) as library, room.scratch() as scratch:
            return _told(task, receive(library, files, meaning, told, room.exchange, measuring, scratch))

    def _pass_on(self, task: Task, folder: Path, target: Path, contents: str) -> Result:
        room, last = self._session.room, time.monotonic()

        def go_on(done: int) -> bool:
            nonlocal last
            if time.monotonic() - last > _BREATH:
                last = time.monotonic()
                task.tell(done)
            return not task.cancelled()

        with closing(room.open_library(folder)) as library:
            count, key = export_pack(library, target, contents, room.program, room.exchange, go_on)
            facts = {"count": count, "name": library.store.name, "path": target, "key": key}
            return self._session.speech.say("pack.exported", **facts), 0, False

    def _heard(self, news: News) -> None:
        if isinstance(news, int):
            self.done = news
        else:
            for one in news:
                self._take(one)
        self.changed()

    def _take(self, one: Told) -> None:
        speech = self._session.speech
        if isinstance(one, Signed):
            code = "pack.signed-own" if one.signer.own else "pack.signed-unknown"
            words = f"{_name(one.path)}: {speech.say(code, key=one.signer.key)}"
            self.signers.append((words, one.signer.own))
            return
        self.counts[one.outcome] += 1
        if one.refusal or one.caveat or len(self.lines) < MOST_LINES:
            words = speech.say(f"desktop.library.outcome.{one.outcome}")
            reason = self._refusal(one.refusal) if one.refusal else speech.say(one.caveat) if one.caveat else ""
            sign = CAVEAT if one.caveat else SIGNS[one.outcome]
            self.lines.append(DeliveryLine(sign, _name(one.path), words, reason))

    def _finished(self, library: str, words: str, added: int, stopped: bool) -> None:
        speech, refused = self._session.speech, self.counts["refused"]
        self.running = self.exporting = False
        self._task = None
        self.message = words or speech.say("desktop.library.stopped" if stopped else "desktop.library.all-done")
        if refused:
            self.message += " " + speech.say("desktop.library.some-refused", count=refused)
        self.tone = "undermines" if refused else "accent" if stopped else "supports"
        self.changed()
        self._ended(library, added)

    def _failed(self, refusal: Refusal) -> None:
        self.running = self.exporting = False
        self._task = None
        self.message, self.tone = self._refusal(refusal), "undermines"
        self.changed()

    def _refusal(self, refusal: Refusal) -> str:
        """In the window's own words where what is to be done is done differently here."""
        speech, own = self._session.speech, f"desktop.{refusal.code}"
        return speech.sentence(own if speech.knows(own) else refusal.code, refusal.facts)

    def _provenance(self, form: ProvenanceForm) -> Provenance | None:
        try:
            first = parse_interval(form.first_known) if form.first_known.strip() else None
        except Refusal as refusal:
            self.message, self.tone = self._refusal(refusal), "undermines"
            self.changed()
            return None
        return Provenance(first, form.place.strip(), form.source.strip(), form.note.strip(), form.event.strip())

    def _tell(self, code: str) -> None:
        self.message, self.tone = self._session.speech.say(code), "accent"
        self.changed()

    def _case_changed(self) -> None:
        """Another case: what is under way ends itself, and is not heard of any more."""
        if self._task and self.running:
            self._task.cancel()
        self._round += 1
        self._task = None
        self._clear()
        self.changed()


def _told(task: Task, came: Generator[Told, None, None] | Generator[KnownOutcome, None, None]) -> Result:
    """Tell what comes, a few times a second; what came of it is what was told."""
    batch: list[Told] = []
    added, last = 0, time.monotonic()
    with closing(came):
        for one in came:
            batch.append(one)
            added += isinstance(one, KnownOutcome) and one.outcome == "added"
            if time.monotonic() - last > _BREATH:
                task.tell(batch)
                batch, last = [], time.monotonic()
            if task.cancelled():
                break
    task.tell(batch)
    return "", added, task.cancelled()


def _name(path: str) -> str:
    return visible(path.replace("\\", "/").rsplit("/", 1)[-1])
