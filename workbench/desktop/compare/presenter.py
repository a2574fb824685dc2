"""One image beside the known images that were found in it."""

from collections.abc import Callable
from dataclasses import dataclass

from workbench.casework.comparing import dismiss, found_matches
from workbench.desktop.compare.light_table import LightTable
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.enlarging import Enlarger
from workbench.desktop.plain_text import joined, visible
from workbench.desktop.session import Session, Topic
from workbench.domain.examinations import Preview
from workbench.domain.known import MatchKind, Timing
from workbench.domain.refusals import Refusal
from workbench.domain.reports import FoundMatch

TIMING_SIGNS = {Timing.BEFORE: "▼", Timing.NOT_CERTAINLY_BEFORE: "●", Timing.UNDATED: "○"}
TIMING_INKS = {Timing.BEFORE: "undermines", Timing.NOT_CERTAINLY_BEFORE: "muted", Timing.UNDATED: "muted"}


@dataclass(frozen=True, slots=True)
class MatchWords:
    """A match as it is read."""

    id: str
    title: str
    sign: str
    ink: str
    meaning: str
    details: tuple[tuple[str, str], ...]
    dismissed: str


class ComparePresenter:
    """The matches of the image at hand, which of them is looked at, and both pictures."""

    def __init__(
        self,
        session: Session,
        search: LibrarySearch,
        set_aside: Callable[[str, str, str], None] = lambda evidence, match, reason: None,
    ) -> None:
        """`set_aside` is called with evidence, match and reason once a match was set aside."""
        self._session = session
        self.search = search
        self._query, self._known = Enlarger(session), Enlarger(session)
        self.table = LightTable()
        self.found: tuple[FoundMatch, ...] = ()
        self.chosen = 0
        self._set_aside = set_aside

    def refresh(self) -> None:
        """Read the matches of the image at hand again: exact bytes first, then by score, dismissed ones last."""
        session = self._session
        found: tuple[FoundMatch, ...] = ()
        if session.is_open and session.current:
            found = found_matches(session.case, session.current, session.event)
        self.found = tuple(sorted(found, key=lambda one: (bool(one.dismissed), -one.match.score)))
        self.chosen = min(self.chosen, max(0, len(self.found) - 1))

    @property
    def current(self) -> FoundMatch | None:
        return self.found[self.chosen] if self.chosen < len(self.found) else None

    def name(self) -> str:
        session = self._session
        row = session.case.views.evidence(session.current) if session.is_open and session.current else None
        return visible(row.name) if row else ""

    def words(self, found: FoundMatch) -> MatchWords:
        say, match = self._session.speech.say, found.match
        known, odds = match.known, match.false_match_odds
        name = visible(known.path.replace("\\", "/").rsplit("/", 1)[-1])
        edits = joined(", ", (say(edit.code, **dict(edit.facts)) for edit in match.edits))
        details = [
            (say("desktop.match.kind"), say(f"kind.{match.kind.value}")),
            (say("desktop.match.edits"), edits or say("desktop.match.no-edits")),
            (say("desktop.match.first-known"), self._first_known(found)),
            (say("desktop.match.place"), visible(known.place)),
            (say("desktop.match.source"), visible(known.source)),
            (say("desktop.match.event"), visible(known.event)),
            (say("desktop.match.note"), visible(known.note)),
            (say("desktop.match.overlap"), say("desktop.match.overlap-both", query=f"{match.overlap_query:.0%}",
                                               known=f"{match.overlap_known:.0%}")),
            (say("desktop.match.score"), f"{match.score:.2f}"),
            (say("desktop.match.odds"), say("desktop.match.odds-none") if odds is None else odds_words(odds)),
        ]  # fmt: skip
        meaning = say(f"desktop.match.means.{found.timing.value}" if self._session.event else "desktop.match.no-event")
        if match.kind.value == "scene":
            meaning = say("desktop.match.means.scene")
        return MatchWords(
            match.id,
            name,
            TIMING_SIGNS[found.timing],
            TIMING_INKS[found.timing],
            meaning,
            tuple((label, value) for label, value in details if value),
            visible(found.dismissed),
        )

    def dismiss(self, reason: str) -> str:
        """Set the match aside; the sentence of the refusal, or nothing where it was done."""
        current = self.current
        if current is None or self._session.current is None:
            return self._session.speech.say("desktop.match.none-chosen")
        try:
            dismiss(self._session.case, self._session.current, current.match.id, reason)
        except Refusal as refusal:
            return self._session.speech.refusal(refusal)
        self._set_aside(self._session.current, current.match.id, reason.strip())
        self._session.announce(Topic.MATCHES)
        return ""

    def query_preview(self) -> bytes | None:
        current = self._session.current
        return self._session.case.views.preview(current) if current else None

    def known_preview(self) -> bytes | None:
        if self.current is None:
            return None
        library = self._session.known.get(self.current.match.library)
        return library.store.preview(self.current.match.known.id) if library else None

    def known_absent(self) -> str:
        """Why the known picture cannot be shown, or nothing."""
        if self.current is None or self.current.match.library in self._session.known:
            return ""
        return self._session.speech.say("desktop.match.library-absent")

    def enlarge_query(self, done: Callable[[Preview], None], failed: Callable[[str], None]) -> None:
        if self._session.current:
            self._query.evidence(self._session.current, done, failed)

    def enlarge_known(self, done: Callable[[Preview], None], failed: Callable[[str], None]) -> None:
        if self.current and self.current.match.library in self._session.known:
            self._known.known(self.current.match.library, self.current.match.known.sha256, done, failed)

    def lay(self) -> None:
        """Put the match that is looked at on the light table, covered."""
        if self.current:
            self.table.show(self.current.match.transform, self.current.match.differences)

    def before_looking(self, missing: str = "") -> tuple[str, ...]:
        """What must be known before the two pictures are compared by eye; `missing`: why one is not there."""
        say, current = self._session.speech.say, self.current
        if current is None:
            return ()
        match, words = current.match, []
        if match.kind is MatchKind.SCENE:
            words.append(say("desktop.compare.note.scene"))
        elif match.kind is not MatchKind.EXACT and not match.aligned:
            words.append(say("desktop.compare.note.not-aligned"))
        if missing:
            words.append(missing)
        elif self.table.pair and not self.table.can_be_laid:
            words.append(say("desktop.compare.note.not-laid"))
        return tuple(words)

    @property
    def has_libraries(self) -> bool:
        return bool(self._session.searched)

    def _first_known(self, found: FoundMatch) -> str:
        first = found.match.known.first_known
        if first is None:
            return self._session.speech.say("desktop.match.date-unknown")
        return f"{first.start:%Y-%m-%d %H:%M %Z} – {first.end:%Y-%m-%d %H:%M %Z}"


def odds_words(odds: float) -> str:
    """A small chance as `1 in 4,000`, a large one as a share."""
    if odds <= 0:
        return "< 1 : 1 000 000 000 000"
    return f"{odds:.0%}" if odds > 0.1 else f"1 : {min(round(1 / odds), 10**12):,}".replace(",", " ")
