"""The filter over the evidence: read as it is typed, answered by the case's database away from the window's thread."""

from array import array
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from workbench.desktop.background import Task
from workbench.desktop.review.found_rows import FoundRows
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal
from workbench.domain.search_query import NEED_INDEX, Query, read_query

_LOOK_AHEAD = 2_000


class Search:
    """`rows` are what the newest query that was answered found. Without a query they are all, and read at once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.text = ""
        self.query = Query()
        self.rows = FoundRows(lambda positions: session.case.views.rows(positions) if session.is_open else ())
        self.wanting = 0
        """How many pictures were not yet read for what the query asks for, when it was answered."""
        self.looking = False
        self.failed = ""
        self.changed: Callable[[], None] = lambda: None
        """Called when another list was found."""
        self._task: Task | None = None
        self._asked = 0
        session.listen(Topic.CASE, self.forget)

    def forget(self) -> None:
        """Begin anew, as in another case."""
        self._asked += 1
        self.text, self.query, self.wanting, self.looking, self.failed = "", Query(), 0, False, ""
        self.rows.show(array("q"))

    def ask(self, text: str) -> None:
        """Find what `text` asks for."""
        self.text, self.query = text.strip(), read_query(text)
        self.again()

    def again(self) -> None:
        """Ask the same once more: the case has changed."""
        self._asked += 1
        if self._task:
            self._task.cancel()
        self._task, self.failed = None, ""
        if not self._session.is_open or not self.query.terms:
            everything = array("q")
            if self._session.is_open:
                everything = self._session.case.views.found(Query(), "")
            self._show(everything, 0)
            return
        asked, query, folder = self._asked, self.query, self._session.case.folder
        event = self._session.event
        against = event.id if event else ""
        self.looking = True
        self._task = self._session.background.run(
            lambda task: self._find(task, folder, query, against),
            lambda found: self._show(*found) if asked == self._asked and found else None,
            lambda refusal: self._refused(refusal) if asked == self._asked else None,
        )

    def grow(self) -> bool:
        """Add what came since, where nothing is asked for; False where the query has to be asked again."""
        if self.query.terms or not self._session.is_open:
            return False
        last = self.rows.positions[-1] if self.rows.length else 0
        self.rows.grow(self._session.case.views.found(Query(), "", after=last))
        return True

    def undecided(self, position: int, forward: bool) -> int:
        """The next position in the list without a verdict that decides, or 0."""
        status = read_query("status:undecided").terms
        views, step = self._session.case.views, position
        while True:
            ahead = {"after": step} if forward else {"before": step}
            if step <= 0 and not forward:
                return 0
            found = views.found(Query(status), "", limit=_LOOK_AHEAD, **ahead)
            for one in found if forward else reversed(found):
                if self.rows.index(one) >= 0:
                    return one
            if len(found) < _LOOK_AHEAD:
                return 0
            step = found[-1] if forward else found[0]

    def hints(self) -> list[str]:
        """What was not understood, what is still to be typed, and what the answer leaves out."""
        say = self._session.speech.say
        words = [say(hint.code, **hint.facts) for hint in self.query.hints]
        if self.wanting:
            words.append(say("search.not-read", count=self.wanting))
        return [*words, self.failed] if self.failed else words

    def _find(self, task: Task, folder: Path, query: Query, event: str) -> tuple["array[int]", int] | None:
        """In the job's thread, on a connection of its own."""
        if task.cancelled():
            return None
        room = self._session.room
        with closing(room.open_case(folder)) as case:
            found = case.views.found(query, event)
            needs = query.asks("", *NEED_INDEX)
            return found, case.index.count_wanting(event, room.inspectors) if needs else 0

    def _show(self, positions: "array[int]", wanting: int) -> None:
        self.looking, self.wanting = False, wanting
        self.rows.show(positions)
        self.changed()

    def _refused(self, refusal: Refusal) -> None:
        self.looking, self.failed = False, self._session.speech.refusal(refusal)
        self.changed()
