"""The libraries of known images that the case is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.library_ports import KnownRow
from workbench.casework.view_ports import AttachedLibrary
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.library.deliveries import Deliveries
from workbench.desktop.paging import PagedRows
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One library of the case as it is read: `sign` repeats whether it is searched, left out or not there."""

    id: str
    name: str
    state: str
    sign: str
    ink: str
    on: bool


class LibraryPresenter:
    """The case's libraries, each searched or left out, and the known images of the one that is chosen."""

    def __init__(self, session: Session, search: LibrarySearch) -> None:
        self._session, self._search = session, search
        self.chosen: str | None = None
        self.rows: PagedRows[KnownRow] = PagedRows(self._count, self._page)
        self.message, self.tone = "", "accent"
        self.deliveries = Deliveries(session, lambda: self.library, self._delivered)
        self.changed: Callable[[], None] = lambda: None
        for topic in (Topic.CASE, Topic.LIBRARIES):
            session.listen(topic, self._libraries_changed)
        session.listen(Topic.MATCHES, lambda: self.changed())

    @property
    def library(self) -> KnownLibrary | None:
        """The chosen library; None where there is none, or where it cannot be opened."""
        return self._session.known.get(self.chosen) if self.chosen else None

    def libraries(self) -> list[LibraryLine]:
        """Every library that the case names, in the order in which they were attached."""
        return [self._line(attached) for attached in self._session.attached]

    def absent(self) -> tuple[str, ...]:
        """A sentence for each library that the case names and that could not be opened."""
        return tuple(self._session.speech.refusal(refusal) for _, refusal in self._session.absent)

    def wanting(self) -> tuple[str, ...]:
        """Sentences on known images that the last search could not compare, and what to do; none where it could."""
        say = self._session.speech.say
        codes = ("desktop.library.not-compared", "desktop.library.not-compared-features")
        said = [say(code, count=n) for code, n in zip(codes, self._search.not_compared, strict=True) if n]
        return (*said, say("desktop.library.not-compared-next")) if said else ()

    def open(self, folder: Path, new: bool = False) -> None:
        """Open or make a library and have the case compared with it; a refusal becomes the message."""
        try:
            library = self._session.open_library(folder, new)
        except Refusal as refusal:
            self._tell(self._session.speech.refusal(refusal), "undermines")
            return
        self.choose(library.store.id)
        on = library in self._session.searched
        code = "desktop.library.attached" if on else "desktop.library.attached-off"
        self._tell(self._session.speech.say(code, name=library.store.name), "supports" if on else "accent")
        if on and not new:
            self._search.search()

    def choose(self, library: str | None) -> None:
        self.chosen = library if library in {line.id for line in self._session.attached} else None
        self.rows.refresh()
        self.changed()

    def switch(self) -> None:
        """Have the chosen library searched from now on where it is left out, or leave it out."""
        attached = next((one for one in self._session.attached if one.id == self.chosen), None)
        if attached is None:
            return
        try:
            self._session.switch(attached.id, not attached.on)
        except Refusal as refusal:
            self._tell(self._session.speech.refusal(refusal), "undermines")
            return
        code = "desktop.library.now-off" if attached.on else "desktop.library.now-on"
        self._tell(self._session.speech.say(code, name=attached.name))
        if not attached.on:
            self._search.search()

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

    def _line(self, attached: AttachedLibrary) -> LibraryLine:
        say, opened = self._session.speech.say, self._session.known.get(attached.id)
        state = say("desktop.library.on" if attached.on else "desktop.library.off")
        if opened is None:
            words = say("desktop.library.not-there", state=state)
            return LibraryLine(attached.id, visible(attached.name), words, "✕", "undermines", attached.on)
        words = say("desktop.library.state", state=state, count=f"{opened.store.count():,}".replace(",", " "))
        sign, ink = ("✓", "supports") if attached.on else ("–", "muted")
        return LibraryLine(attached.id, visible(attached.name), words, sign, ink, attached.on)

    def _delivered(self, library: str, added: int) -> None:
        self.rows.refresh()
        self.changed()
        if added and any(one.store.id == library for one in self._session.searched):
            self._search.search()

    def _tell(self, words: str, tone: str = "accent") -> None:
        self.message, self.tone = words, tone
        self.changed()

    def _libraries_changed(self) -> None:
        attached = [one.id for one in self._session.attached]
        if self.chosen not in attached:
            self.chosen = next(iter(attached), None)
        self.message = ""
        self.rows.refresh()
        self.changed()

    def _count(self) -> int:
        return self.library.store.count() if self.library else 0

    def _page(self, offset: int, limit: int) -> tuple[KnownRow, ...]:
        return self.library.store.page(offset, limit) if self.library else ()
