"""What the window has open: a case, its libraries, the event in view and the image at hand. Knows no widgets."""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.knowing import attach, switch
from workbench.casework.view_ports import AttachedLibrary
from workbench.casework.workroom import Workroom
from workbench.desktop.background import Background
from workbench.desktop.plain_text import Speech
from workbench.domain.claims import Event
from workbench.domain.refusals import Refusal


class Topic(StrEnum):
    """What listeners are told of."""

    CASE = "case"
    EVIDENCE = "evidence"
    CURRENT = "current"
    EVENTS = "events"
    LIBRARIES = "libraries"
    MATCHES = "matches"
    VERDICTS = "verdicts"
    COVER = "cover"
    ISOLATION = "isolation"
    LEAVING = "leaving"
    """The case is about to be closed, and is still there."""


class NoCase(Exception):
    """A job was asked for that needs an open case."""


class Session:
    """One window's state. All calls are made in the window's thread; jobs open their own case by `folder`."""

    def __init__(self, room: Workroom, background: Background) -> None:
        self.room = room
        self.background = background
        self.speech = Speech(room.wording)
        self.current: str | None = None
        self.known: dict[str, KnownLibrary] = {}
        """The case's libraries that could be opened, searched or not, by id."""
        self.absent: tuple[tuple[AttachedLibrary, Refusal], ...] = ()
        self._case: Case | None = None
        self._event: str | None = None
        self._listeners: dict[Topic, list[Callable[[], None]]] = defaultdict(list)

    def listen(self, topic: Topic, callback: Callable[[], None]) -> None:
        self._listeners[topic].append(callback)

    def announce(self, *topics: Topic) -> None:
        for topic in topics:
            for callback in self._listeners[topic]:
                callback()

    @property
    def is_open(self) -> bool:
        return self._case is not None

    @property
    def case(self) -> Case:
        """The open case; NoCase where there is none."""
        if self._case is None:
            raise NoCase
        return self._case

    def open(self, folder: Path) -> None:
        """Open the case in `folder` in place of the one that is open. Refusal `case.*`."""
        self._enter(self.room.open_case(folder))

    def new(self, folder: Path, title: str) -> None:
        """Make a case and open it. Refusal `case.*`."""
        self._enter(self.room.new_case(folder, title))

    def take(self, case: Case) -> None:
        """Have a case that was just made in place of the one that is open."""
        self._enter(case)

    def close(self) -> None:
        """Close what is open, and forget its keys; harmless where nothing is."""
        folder = self._case.folder if self._case else None
        self._shut()
        if folder:
            self.room.locks.lock(folder)

    def _shut(self) -> None:
        if self._case:
            self.announce(Topic.LEAVING)
        for library in self.known.values():
            library.close()
        if self._case:
            self._case.close()
        self.known, self.absent, self._case, self._event, self.current = {}, (), None, None, None
        self.announce(Topic.CASE)

    def _enter(self, case: Case) -> None:
        if self._case:
            other = self._case.folder
            self._shut()
            if other.resolve() != case.folder.resolve():
                self.room.locks.lock(other)
        self._case = case
        self._open_libraries()
        self.announce(Topic.CASE)

    def select(self, evidence: str | None) -> None:
        if evidence != self.current:
            self.current = evidence
            self.announce(Topic.CURRENT)

    @property
    def event(self) -> Event | None:
        """The event that images are judged against: the one chosen, else the case's first."""
        events = self.case.views.events() if self._case else ()
        return next((event for event in events if event.id == self._event), events[0] if events else None)

    def choose_event(self, event: str) -> None:
        self._event = event
        self.announce(Topic.EVENTS)

    @property
    def attached(self) -> tuple[AttachedLibrary, ...]:
        """The libraries that the case names, in the order in which they were attached."""
        return self._case.views.libraries() if self._case else ()

    @property
    def searched(self) -> tuple[KnownLibrary, ...]:
        """The open libraries that are switched on."""
        return tuple(self.known[one.id] for one in self.attached if one.on and one.id in self.known)

    def switch(self, library: str, on: bool) -> None:
        """Have a library searched from now on, or not. Refusal `library.not-attached`."""
        switch(self.case, library, on)
        self.announce(Topic.LIBRARIES)

    def open_library(self, folder: Path, new: bool = False) -> KnownLibrary:
        """Open or make a library, and have the case compared with it. Refusal `library.*`, `case.unwritable`."""
        library = (self.room.new_library if new else self.room.open_library)(folder)
        attach(self.case, library)
        if held := self.known.pop(library.store.id, None):
            held.close()
        self.known[library.store.id] = library
        self.absent = tuple(pair for pair in self.absent if pair[0].id != library.store.id)
        self.announce(Topic.LIBRARIES)
        return library

    def _open_libraries(self) -> None:
        absent = []
        for attached in self.case.views.libraries():
            try:
                library = self.room.open_library(Path(attached.path))
            except Refusal as refusal:
                absent.append((attached, refusal))
                continue
            if library.store.id in self.known:
                library.close()
            else:
                self.known[library.store.id] = library
        self.absent = tuple(pair for pair in absent if pair[0].id not in self.known)
