"""What a person says of a picture before others look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.domain.refusals import Refusal

LONGEST = 200


class ContentKind(StrEnum):
    BODIES = "bodies"
    INJURED = "injured"
    CHILDREN = "children"
    VIOLENCE = "violence"
    PERSONAL = "personal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ContentNote:
    """What is to be seen, in kinds and in a few words. Without either there is nothing to say beforehand."""

    kinds: tuple[ContentKind, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.kinds or self.text)

    @property
    def facts(self) -> dict[str, object]:
        """As an entry has it."""
        return {"kinds": [kind.value for kind in self.kinds], "text": self.text}


def noted(kinds: frozenset[ContentKind], text: str) -> ContentNote:
    """The note in its one form: kinds in their usual order, words on one line. Refusal `content-note.too-long`."""
    said = " ".join(text.split())
    if len(said) > LONGEST:
        raise Refusal("content-note.too-long", length=len(said), longest=LONGEST)
    return ContentNote(tuple(kind for kind in ContentKind if kind in kinds), said)


def read_note(facts: Mapping[str, Any]) -> ContentNote:
    """The note of an entry. A kind that only another version knows is `other`; ValueError where it is no note."""
    kinds, text = facts["kinds"], facts["text"]
    if not isinstance(kinds, list) or not isinstance(text, str) or not all(isinstance(one, str) for one in kinds):
        raise ValueError("no content note")
    known = frozenset(ContentKind(one) if one in set(ContentKind) else ContentKind.OTHER for one in kinds)
    return ContentNote(tuple(kind for kind in ContentKind if kind in known), text[:LONGEST])
