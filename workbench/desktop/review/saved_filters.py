"""Filters that a person gave a name, kept with the case; and what can be chosen to be put into a filter."""

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.refusals import Refusal
from workbench.domain.search_query import quoted
from workbench.domain.verdicts import Status

KEY = "review.filters"
MOST = 50
LONGEST_NAME = 60
_MOST_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to add to the filter: the words of it, and the text that is put in. `count` in how many it is, or 0."""

    words: str
    text: str
    count: int = 0


class SavedFilters:
    """Names and their filters, in the order of their names."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[str, str]:
        """Name to filter; what is damaged is left out."""
        if not self._session.is_open:
            return {}
        try:
            raw = json.loads(self._session.case.desk.get(KEY) or "{}")
            kept = {name: text for name, text in raw.items() if isinstance(text, str)}
        except (ValueError, AttributeError, RecursionError):
            return {}
        return dict(sorted(kept.items(), key=lambda one: one[0].casefold()))

    def save(self, name: str, text: str) -> str:
        """Keep a filter; without a name it is called by its text. The sentence that says what became of it."""
        say, text = self._session.speech.say, text.strip()
        name = " ".join(name.split())[:LONGEST_NAME] or text[:LONGEST_NAME]
        if not text:
            return say("desktop.saved.nothing")
        kept = self.all()
        if name not in kept and len(kept) >= MOST:
            return say("desktop.saved.too-many", count=MOST)
        return self._keep({**kept, name: text}) or say("desktop.saved.done", name=name)

    def forget(self, name: str) -> str:
        kept = {key: text for key, text in self.all().items() if key != name}
        return self._keep(kept) or self._session.speech.say("desktop.saved.forgotten", name=name)

    def _keep(self, kept: dict[str, str]) -> str:
        try:
            self._session.case.desk.put(KEY, json.dumps(kept, sort_keys=True) if kept else "")
        except Refusal as refusal:
            return self._session.speech.refusal(refusal)
        return ""


class FilterChoices:
    """What can be added to the filter of this case, by group."""

    GROUPS = ("status", "finding", "tag", "place", "match", "copies", "time", "other")
    _COUNTED = ("finding", "tag", "place")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, list[tuple[str, int]]] = {}
        for topic in (Topic.CASE, Topic.EVENTS):
            session.listen(topic, self.refresh)

    def refresh(self) -> None:
        """Count anew, in the background, what the case has; until that is done there are no counted choices."""
        session = self._session
        self._found = {}
        if not session.is_open:
            return
        folder, event = session.case.folder, session.event
        against = event.id if event else ""

        def done(found: dict[str, list[tuple[str, int]]]) -> None:
            if session.is_open and session.case.folder == folder:
                self._found = found

        session.background.run(lambda task: self._count(folder, against), done, lambda refusal: None)

    def _count(self, folder: Path, event: str) -> dict[str, list[tuple[str, int]]]:
        """In the job's thread."""
        with closing(self._session.room.open_case(folder)) as case:
            return {kind: list(case.index.choices(kind, event, _MOST_CHOICES)) for kind in self._COUNTED}

    def of(self, group: str) -> list[Choice]:
        """The choices of one of `GROUPS`; those of findings, tags and places are what the case has."""
        say = self._session.speech.say
        if not self._session.is_open:
            return []
        match group:
            case "status":
                statuses = ("undecided", *(status.value for status in Status if status is not Status.OPEN))
                return [Choice(self._status(one), f"status:{one}") for one in statuses]
            case "finding":
                bearings = ("undermines", "supports")
                plain = [Choice(say(f"bearing.{one}"), f"finding:{one}") for one in bearings]
                return [*plain, *(self._finding(code, count) for code, count in self._found.get("finding", []))]
            case "tag" | "place":
                found = self._found.get(group, [])
                return [Choice(visible(name), f"{group}:{quoted(name)}", count) for name, count in found]
            case "match" | "copies":
                values = ("any", "none", "exact", "dismissed") if group == "match" else ("any", "none")
                return [Choice(say(f"desktop.filters.{group}-{one}"), f"{group}:{one}") for one in values]
            case "time":
                names = ("taken", "posted", "came", "before", "after")
                return [Choice(say(f"desktop.filters.{one}"), f"{one}:") for one in names]
        return [
            *(Choice(say(f"desktop.filters.{one}"), f"{one}:") for one in ("name", "claim", "format", "hash")),
            Choice(say("desktop.filters.refused"), "refused:any"),
            Choice(say("desktop.filters.isolation"), "-isolation:full"),
        ]

    def _status(self, status: str) -> str:
        say = self._session.speech.say
        return say("desktop.review.undecided") if status == "undecided" else say(f"status.{status}")

    def _finding(self, code: str, count: int) -> Choice:
        speech = self._session.speech
        title = f"{code}.title"
        return Choice(speech.say(title) if speech.knows(title) else visible(code), f"finding:{code}", count)


def with_term(text: str, term: str) -> str:
    """A filter with one term more, put at its end; one that is there already is taken away instead."""
    parts = text.split()
    if term in parts:
        return " ".join(part for part in parts if part != term)
    return f"{text.rstrip()} {term}".strip()
