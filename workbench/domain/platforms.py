"""Which platform a file passed through, as far as the file or its name tells; mostly they tell nothing.

Each mark states what it rests on. Measured on 57 pictures collected from X, one picture as 15 platforms gave it
back, and 179 files of cameras and telephones with their metadata:
quantisation tables, subsampling and sizes tell no platform from another, since most use the same free encoders at
the same few qualities (LinkedIn's and Yelp's copies have the same tables, and so have Facebook's and Tumblr's).
Packing therefore names no platform here. It only tells that a file was packed anew without its camera data.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.examinations import Examination
from workbench.domain.file_names import Kind, said_by_name

META_MARK = "FBMD"


class Ground(StrEnum):
    """What a mark rests on; a name is the weakest, since anyone can change it."""

    MARKER = "marker"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Share:
    """In how many of how many files that are known to come from there the mark stands, and in how many others.

    `documented` where no such files were at hand and the form is what others have written down.
    """

    within: tuple[int, int] | None
    elsewhere: tuple[int, int]

    def within_text(self) -> str:
        return f"{self.within[0]}/{self.within[1]}" if self.within else "–"

    def elsewhere_text(self) -> str:
        return f"{self.elsewhere[0]}/{self.elsewhere[1]}"


@dataclass(frozen=True, slots=True)
class Signature:
    """The platforms that one mark leaves open, what the mark is, and what it was measured on."""

    platforms: tuple[str, ...]
    ground: Ground
    mark: str
    share: Share


_KEPT_BY_CAMERAS_AND_EDITORS = frozenset({"EXIF", "XMP", "Photoshop", "C2PA", "MakerNote"})
_META = Share((1, 2), (0, 770))
"""Instagram's copy has it, Facebook's has not; none of 770 other JPEGs at hand has."""
_EBAY = Share(None, (0, 770))
_NAMES = Share(None, (0, 4_487))
"""No files under the names that platforms gave them were at hand; none of 4,487 other files is named so."""


def signatures(examination: Examination, untrusted_names: Iterable[str]) -> tuple[Signature, ...]:
    """Every mark of a platform in the file and in the names under which it came; empty where nothing tells."""
    return tuple(dict.fromkeys((*_marked(examination), *_named(untrusted_names))))


def repacked(examination: Examination) -> bool:
    """True for a JPEG packed as platforms and programs pack copies, and cameras do not pack originals.

    The very tables of the IJG's quality scale, no restart intervals, and no data of cameras or editors. Of 63
    copies from platforms 59 are so, of 179 files of cameras with their metadata 2, of 530 other pictures from the
    web 461. It tells how the file was packed and nothing of by whom.
    """
    facts = examination.container
    return (
        examination.media_type == "image/jpeg"
        and facts.get("quality", "").isdigit()
        and not any(tag.family in _KEPT_BY_CAMERAS_AND_EDITORS for tag in examination.tags)
        and facts.get("c2pa") != "present"
        and "restart-interval" not in facts
        and not facts.get("maker-note")
    )


def _marked(examination: Examination) -> Iterator[Signature]:
    for tag in examination.tags:
        if tag.family == "IPTC" and tag.value.startswith(META_MARK):
            yield Signature(("Facebook", "Instagram"), Ground.MARKER, f"{tag.name} {META_MARK}…", _META)
        elif tag.family == "File" and tag.name == "Comment" and "processed by ebay" in tag.value.lower():
            yield Signature(("eBay",), Ground.MARKER, "Comment", _EBAY)


def _named(untrusted_names: Iterable[str]) -> Iterator[Signature]:
    for name in untrusted_names:
        said = said_by_name(name)
        if said and said.kind is Kind.PLATFORM:
            yield Signature(said.sources, Ground.NAME, said.pattern, _NAMES)
