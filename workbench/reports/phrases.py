"""Sentences of the locale with quoted facts in them."""

import string
from datetime import UTC, datetime, timedelta

from workbench.domain.intervals import Interval
from workbench.reports.markup import Element, Node, element
from workbench.reports.quoting import exact
from workbench.wording import Wording


class Phrases:
    """Words for a page: sentences from the locale, in which every fact is quoted text and never markup."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def word(self, code: str, /, **facts: int) -> str:
        """The locale's words for a code of our own; the facts are our own numbers, nothing from a file or a person."""
        return self._wording.say(code, facts)

    def has(self, code: str) -> bool:
        return code in self._wording.sentences

    def say(self, code: str, /, **facts: Node) -> tuple[Node, ...]:
        """A sentence with its facts: strings are quoted, elements stand as they are; a missing fact shows as `?`."""
        sentence = self._wording.sentences.get(code)
        if sentence is None:
            return (exact(code),)
        nodes: list[Node] = []
        for literal, name, _, _ in string.Formatter().parse(sentence):
            nodes.append(literal)
            if name is not None:
                fact = facts.get(name, "?")
                nodes.append(exact(fact) if isinstance(fact, str) else fact)
        return tuple(nodes)

    def about(self, code: str, facts: tuple[tuple[str, str], ...]) -> tuple[Node, ...]:
        """`say` for facts as the domain keeps them: names that come out of a record, and may be any text."""
        return self.say(code, **dict(facts))

    def quoted(self, text: str) -> Element:
        """The text, or the words for nothing being stated."""
        return exact(text) if text else element("span", {"class": "none"}, self.word("report.not-stated"))

    def moment(self, text: str) -> Element:
        """A time of the journal (ISO 8601) in UTC to the second; as it stands where it is no time."""
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            return self.quoted(text)
        return element("bdi", {"class": "moment"}, _utc(when)) if when.tzinfo else exact(text)

    def stretch(self, interval: Interval | None) -> tuple[Node, ...]:
        """An interval in its own zone and, where that is another, in UTC."""
        if interval is None:
            return (self.word("report.undated"),)
        nodes: list[Node] = [element("p", {}, self._ends(_local(interval.start), _local(interval.end), interval))]
        if interval.start.utcoffset() or interval.end.utcoffset():
            nodes.append(element("p", {}, self._ends(_utc(interval.start), _utc(interval.end), interval)))
        if not interval.zone_stated:
            nodes.append(element("p", {"class": "aside"}, self.word("report.zone-not-stated")))
        return tuple(nodes)

    def _ends(self, start: str, end: str, interval: Interval) -> tuple[Node, ...]:
        code = "report.one-second" if interval.end - interval.start == timedelta(seconds=1) else "report.interval"
        return self.say(code, start=start, end=end)


def _local(when: datetime) -> str:
    text = when.isoformat(" ", "seconds")
    return f"{text[:19]} UTC{text[19:]}" if when.utcoffset() else _utc(when)


def _utc(when: datetime) -> str:
    try:
        return when.astimezone(UTC).isoformat(" ", "seconds")[:19] + " UTC"
    except OverflowError:  # within a day of the first or last moment that a calendar year can name
        return when.isoformat(" ", "seconds")
