"""The libraries of known images that the case is compared with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance, add_known
from workbench.casework.library_ports import KnownRow
from workbench.desktop.background import Task
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.paging import PagedRows
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal

OUTCOME_SIGNS = {"added": "✓", "known": "=", "refused": "✕"}


@dataclass(frozen=True, slots=True)
class ProvenanceForm:
    """What was typed of the images that are added together."""

    first_known: str = ""
    place: str = ""
    source: str = ""
    note: str = ""


class LibraryPresenter:
    """Opens and makes libraries, and adds images to the one that is chosen."""

    def __init__(self, session: Session, search: LibrarySearch) -> None:
        self._session, self._search = session, search
        self._task: Task | None = None
        self.running = False
        self.chosen: str | None = None
        self.rows: PagedRows[KnownRow] = PagedRows(self._count, self._page)
        self.message, self.tone = "", "accent"
        self.outcomes: list[str] = []
        self.changed: Callable[[], None] = lambda: None
        for topic in (Topic.CASE, Topic.LIBRARIES):
            session.listen(topic, self._libraries_changed)

    @property
    def library(self) -> KnownLibrary | None:
        return self._session.known.get(self.chosen) if self.chosen else None

    def libraries(self) -> list[tuple[str, str]]:
        say = self._session.speech.say
        return [
            (name, say("desktop.library.line", name=library.store.name, count=library.store.count()))
            for name, library in self._session.known.items()
        ]

    def absent(self) -> tuple[str, ...]:
        """A sentence for each library that the case names and that could not be opened."""
        return tuple(self._session.speech.refusal(refusal) for _, refusal in self._session.absent)

    def open(self, folder: Path, new: bool = False) -> None:
        """Open or make a library; a refusal becomes the message."""
        try:
            library = self._session.open_library(folder, new)
        except Refusal as refusal:
            self._tell(self._session.speech.refusal(refusal), "undermines")
            return
        self.choose(library.store.id)
        if not new:
            self._search.search()

    def choose(self, library: str | None) -> None:
        self.chosen = library if library in self._session.known else None
        self.rows.refresh()
        self.changed()

    def add(self, locations: Sequence[str], form: ProvenanceForm) -> None:
        """Add images in the background with what is known of them; a refusal becomes the message."""
        library = self.library
        if library is None or not locations or self.running:
            return
        try:
            first = parse_interval(form.first_known) if form.first_known.strip() else None
        except Refusal as refusal:
            self._tell(self._session.speech.refusal(refusal), "undermines")
            return
        provenance = Provenance(first, form.place.strip(), form.source.strip(), form.note.strip())
        self.outcomes, self.running = [], True
        self._tell(self._session.speech.say("desktop.library.adding"))
        self._task = self._session.background.run(
            lambda task: self._add(task, library.folder, list(locations), provenance),
            self._added,
            self._failed,
            self._heard,
        )

    def cancel(self) -> None:
        if self._task and self.running:
            self._task.cancel()

    def row_words(self, row: KnownRow) -> tuple[str, str]:
        """A list line's two texts: the name, and when and where it was first known."""
        known, say = row.known, self._session.speech.say
        first = known.first_known
        when = f"{first.start:%Y-%m-%d} – {first.end:%Y-%m-%d}" if first else say("desktop.match.date-unknown")
        parts = [when, visible(known.place), visible(known.source)]
        return visible(known.path.replace("\\", "/").rsplit("/", 1)[-1]), " · ".join(part for part in parts if part)

    def details(self, row: KnownRow) -> tuple[tuple[str, str], ...]:
        say, known = self._session.speech.say, row.known
        lines = (
            (say("desktop.match.first-known"), self.row_words(row)[1].split(" · ")[0]),
            (say("desktop.match.place"), visible(known.place)),
            (say("desktop.match.source"), visible(known.source)),
            (say("desktop.match.event"), visible(known.event)),
            (say("desktop.match.note"), visible(known.note)),
            (say("desktop.library.path"), visible(known.path)),
            ("SHA-256", visible(known.sha256)),
            (say("desktop.library.fingerprints"), str(row.fingerprints)),
        )
        return tuple((label, value) for label, value in lines if value)

    def preview(self, known_id: str) -> bytes | None:
        return self.library.store.preview(known_id) if self.library else None

    def _add(self, task: Task, folder: Path, locations: list[str], provenance: Provenance) -> int:
        room = self._session.room
        library = room.open_library(folder)
        try:
            source = room.files(locations, "file", "", "")
            added = 0
            for outcome in add_known(
                library,
                source,
                provenance,
                room.examiner(),
                room.encode,
                room.feature_row,
                room.limits,
                task.cancelled,
            ):
                added += outcome.outcome == "added"
                task.tell(outcome)
            return added
        finally:
            library.close()

    def _heard(self, outcome: KnownOutcome) -> None:
        speech = self._session.speech
        reason = f": {speech.refusal(outcome.refusal)}" if outcome.refusal else ""
        name = visible(outcome.path.replace("\\", "/").rsplit("/", 1)[-1])
        word = speech.say(f"desktop.library.outcome.{outcome.outcome}")
        self.outcomes.append(f"{OUTCOME_SIGNS[outcome.outcome]} {name} · {word}{reason}")
        self.changed()

    def _added(self, added: int) -> None:
        self.running = False
        self.rows.refresh()
        self._tell(self._session.speech.say("desktop.library.added", count=added), "supports" if added else "accent")
        if added:
            self._search.search()

    def _failed(self, refusal: Refusal) -> None:
        self.running = False
        self._tell(self._session.speech.refusal(refusal), "undermines")

    def _tell(self, words: str, tone: str = "accent") -> None:
        self.message, self.tone = words, tone
        self.changed()

    def _libraries_changed(self) -> None:
        if self.chosen not in self._session.known:
            self.chosen = next(iter(self._session.known), None)
        self.message = ""
        self.rows.refresh()
        self.changed()

    def _count(self) -> int:
        return self.library.store.count() if self.library else 0

    def _page(self, offset: int, limit: int) -> tuple[KnownRow, ...]:
        return self.library.store.page(offset, limit) if self.library else ()
