"""The tags of the image at hand, as they are read: by family and group, narrowed by words, beside another image's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.casework.examining import examination_of
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session
from workbench.domain.disagreements import disagreements, read_by_one
from workbench.domain.examinations import Examination, Tag

STRUCTURE = "Structure"
"""The family under which plain facts of the file's build stand; no standard has it."""
DIFFERING = "≠"
"""The choice of family that shows the fields which readers read differently."""
CANDIDATES = 60

DIFFERS, ALONE, SAME, ONLY_HERE, ONLY_THERE = "≠", "1", "=", "◀", "▶"

_FIRST = ("EXIF", "XMP", "IPTC", "C2PA", "PNG", "Photoshop", "ICC")
"""The families that are read most, in this order; the others follow as they were met."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class TagLine:
    """A line as it is shown; where `heading` is set it stands over the lines of one group, and has no other text.

    `other` is the other image's value, while two are compared. `spoken` says the sign in words.
    """

    heading: str = ""
    name: str = ""
    value: str = ""
    meaning: str = ""
    other: str = ""
    other_meaning: str = ""
    readers: str = ""
    sign: str = ""
    place: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    key: Key
    value: str
    meaning: str
    readers: tuple[str, ...]
    sign: str = ""
    other: str = ""
    other_meaning: str = ""

    @property
    def text(self) -> str:
        return " ".join((*self.key, self.value, self.meaning, *self.readers, self.other, self.other_meaning)).casefold()


class TagsPresenter:
    """`lines` are what is shown now; whatever is chosen stays from image to image, until the case is closed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._say = session.speech.say
        self._examination: Examination | None = None
        self.forget()

    def forget(self) -> None:
        """Begin anew, as in another case."""
        self.text = self.family = self.other = self.other_name = ""
        self.only_differences = False
        self._other: Examination | None = None
        self.lines: tuple[TagLine, ...] = ()

    def show(self, examination: Examination | None) -> None:
        """Take up another image."""
        self._examination = examination
        self._make()

    def search(self, text: str) -> None:
        """Narrow to the fields in which every word of `text` stands: in name, value, meaning or reader."""
        self.text = text
        self._make()

    def choose(self, family: str) -> None:
        """Narrow to one of `families`; an empty one is all of them."""
        self.family = family
        self._make()

    def show_differences(self, only: bool) -> None:
        """Of two images, only what is not the same in both."""
        self.only_differences = only
        self._make()

    def compare_with(self, sha256: str) -> None:
        """Put another image's tags beside these; none where `sha256` is empty. Refusal `document.damaged`."""
        case = self._session.case
        self._other = examination_of(case, sha256) if sha256 else None
        row = case.views.evidence(sha256) if sha256 else None
        self.other, self.other_name = sha256, visible(row.name) if row else ""
        self._make()

    @property
    def compared(self) -> bool:
        return bool(self.other)

    @property
    def any(self) -> bool:
        """Whether there is anything to show at all, however it is narrowed."""
        return any(one is not None and bool(_tags(one)) for one in (self._examination, self._other))

    @property
    def families(self) -> list[tuple[str, str]]:
        """(value, words) of what can be chosen: all, what readers read differently, each family."""
        tags = [tag for one in (self._examination, self._other) if one for tag in _tags(one)]
        names = dict.fromkeys(family for family, _, _ in _by_field(tags))
        chosen = [self.family] if self.family not in ("", DIFFERING, *names) else []
        words = {STRUCTURE: self._say("desktop.tags.structure")}
        return [
            ("", self._say("desktop.tags.all")),
            (DIFFERING, self._say("desktop.tags.differing")),
            *((name, words.get(name, visible(name))) for name in (*names, *chosen)),
        ]

    def candidates(self, text: str) -> list[tuple[str, str, str]]:
        """(digest, name, more) of the case's images that can be put beside this one, at most `CANDIDATES`."""
        rows = self._session.case.views.evidence_page(0, CANDIDATES + 1, text.strip())
        others = [row for row in rows if row.evidence.sha256 != self._session.current][:CANDIDATES]
        return [
            (row.evidence.sha256, visible(row.name), f"{row.evidence.media_type} · {row.evidence.sha256[:16]}")
            for row in others
        ]

    @property
    def summary(self) -> str:
        """How many lines there are, of what."""
        count = sum(not line.heading for line in self.lines)
        if self.compared:
            return self._say("desktop.tags.compared", count=count, name=self.other_name)
        return self._say("desktop.tags.count", count=count)

    def copied(self, row: int, whole: bool) -> str:
        """What goes on the clipboard: the value, or the line with its cells between tabs; never raw control
        characters, and right-to-left text in isolates."""
        if not 0 <= row < len(self.lines) or self.lines[row].heading:
            return ""
        line = self.lines[row]
        if not whole:
            return line.value or line.other
        cells = (line.place, line.name, line.value, line.meaning, *((line.other,) if self.compared else ()))
        return "\t".join((*cells, line.readers))

    def details(self, row: int) -> str:
        """The whole of one line, each part in its own line of text."""
        if not 0 <= row < len(self.lines) or self.lines[row].heading:
            return ""
        line = self.lines[row]
        parts = [f"{line.place} {line.name}", line.value]
        if line.meaning:
            parts.append(self._say("desktop.tags.means") + f" {line.meaning}")
        if self.compared:
            there = " · ".join(part for part in (line.other, line.other_meaning) if part)
            parts.append(f"{self.other_name}: {there or self._say('desktop.tags.not-there')}")
        if sign := self._signs().get(line.sign):
            parts.append(f"{line.sign} {sign}")
        return "\n".join((*parts, self._say("desktop.tags.read-by", readers=line.readers)))

    def _make(self) -> None:
        mine = _tags(self._examination) if self._examination else ()
        found = _beside(mine, _tags(self._other) if self._other else ()) if self.compared else _read(mine)
        words = self.text.casefold().split()
        kept = [
            one for one in found
            if (not self.family or one.sign == self.family or one.key[0] == self.family)
            and all(word in one.text for word in words)
            and not (self.compared and self.only_differences and one.sign == SAME)
        ]  # fmt: skip
        self.lines = tuple(self._with_headings(kept))

    def _with_headings(self, found: Iterable[_Read]) -> Iterable[TagLine]:
        signs, last = self._signs(), ("", "")
        for one in found:
            family, group, name = one.key
            place = visible(f"{family} · {group}" if group else family)
            if family == STRUCTURE:
                place = self._say("desktop.tags.structure")
            if (family, group) != last:
                last = family, group
                yield TagLine(heading=place)
            value, meaning = visible(one.value), visible(one.meaning)
            other, other_meaning = visible(one.other), visible(one.other_meaning)
            readers = ", ".join(visible(reader) for reader in one.readers)
            said = (visible(name), value, meaning, other, other_meaning, signs.get(one.sign, ""), readers)
            spoken = ". ".join(part for part in said if part)
            yield TagLine("", said[0], value, meaning, other, other_meaning, readers, one.sign, place, spoken)

    def _signs(self) -> Mapping[str, str]:
        if not self.compared:
            return {DIFFERS: self._say("desktop.tags.sign-differs"), ALONE: self._say("desktop.tags.sign-alone")}
        names = {SAME: "same", DIFFERS: "other", ONLY_HERE: "only-here", ONLY_THERE: "only-there"}
        return {sign: self._say(f"desktop.tags.sign-{name}") for sign, name in names.items()}


def _tags(examination: Examination) -> tuple[Tag, ...]:
    """All tags, and the plain facts of the file's structure as tags of a family of their own."""
    facts = (Tag("structure", STRUCTURE, "", name, value) for name, value in examination.container.items())
    return (*examination.tags, *facts)


def _by_field(tags: Iterable[Tag]) -> dict[Key, list[Tag]]:
    """The tags of each field, families and groups together, in the order in which each was met first."""
    families: dict[str, dict[str, dict[str, list[Tag]]]] = {}
    for tag in sorted(tags, key=lambda one: _FIRST.index(one.family) if one.family in _FIRST else len(_FIRST)):
        names = families.setdefault(tag.family, {}).setdefault(tag.group, {})
        names.setdefault(tag.name, []).append(tag)
    return {
        (family, group, name): found
        for family, groups in families.items()
        for group, names in groups.items()
        for name, found in names.items()
    }


def _read(tags: Sequence[Tag]) -> list[_Read]:
    """One line for each value of a field, with all readers that read it so."""
    differing = {(one.family, one.group, one.name) for one in disagreements(tags)}
    alone = {("EXIF", group, name) for _, group, name in read_by_one(tags)}
    found = []
    for key, same in _by_field(tags).items():
        sign = DIFFERS if key in differing else ALONE if key in alone else ""
        readers: dict[tuple[str, str], dict[str, None]] = {}
        for tag in same:
            readers.setdefault((tag.value, tag.interpreted), {})[tag.reader] = None
        found += [_Read(key, value, meaning, tuple(by), sign) for (value, meaning), by in readers.items()]
    return found


def _beside(mine: Sequence[Tag], other: Sequence[Tag]) -> list[_Read]:
    """One line for each field and reader of two images; readers that read the same in both share a line."""
    here, there, found = _by_field(mine), _by_field(other), []
    for key in _by_field((*mine, *other)):
        readers: dict[tuple[tuple[str, str], tuple[str, str]], list[str]] = {}
        for reader in dict.fromkeys(tag.reader for tag in (*here.get(key, ()), *there.get(key, ()))):
            pair = (_joined(here.get(key, ()), reader), _joined(there.get(key, ()), reader))
            readers.setdefault(pair, []).append(reader)
        for (one, two), by in readers.items():
            sign = SAME if one == two else ONLY_HERE if two == ("", "") else ONLY_THERE if one == ("", "") else DIFFERS
            found.append(_Read(key, *one, tuple(by), sign, *two))
    return found


def _joined(tags: Iterable[Tag], reader: str) -> tuple[str, str]:
    own = [tag for tag in tags if tag.reader == reader]
    meanings = dict.fromkeys(tag.interpreted for tag in own if tag.interpreted)
    return ", ".join(tag.value for tag in own), ", ".join(meanings)
