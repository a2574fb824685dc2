"""Doubles of what groups near-copies: pictures that say themselves of what they are a photograph."""

from collections.abc import Sequence
from pathlib import Path

from tests.cases import ReadingExaminer
from workbench.casework.library_ports import Located
from workbench.domain.examinations import Examination, Limits, Refused
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.known import KnownImage, Match

SAME = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class LookingExaminer(ReadingExaminer):
    """Sees pictures of the form `image PHOTOGRAPH SCENE EDIT...`: equal photographs are one photograph, `EDIT`
    what was done to it. Counts the pictures that were laid upon one another."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def align_many(self, query: Picture, known: Sequence[Picture], limits: Limits) -> tuple[Alignment | Refused, ...]:
        self.looks += len(known)
        return tuple(self._laid(_words(query), _words(one)) for one in known)

    def _laid(self, query: list[str], known: list[str]) -> Alignment:
        kind = "partial" if query[1] == known[1] else "scene" if query[2] == known[2] else ""
        edits = [(f"edit.{edit}", (("percent", "50"),)) for edit in query[3:] if edit not in known]
        if "cropped" in known[3:] and "cropped" not in query:
            edits.append(("edit.inside-larger", (("percent", "50"),)))
        return Alignment(kind, SAME, 50, 1.0, 0.5, 0.9, tuple(edits))


def _words(picture: Picture) -> list[str]:
    assert picture.original
    return picture.original.read_text().split()


class EarlierEvidence:
    """An `EvidenceSearch` that proposes whatever was added."""

    def __init__(self) -> None:
        self.added: list[Located] = []

    def add(self, examination: Examination, original: Path, features: LocalFeatures | None) -> None:
        self.added.append(Located(KnownImage(examination.sha256, examination.sha256, ""), "case", Picture(original)))

    def whole(self, query: Examination) -> tuple[Match, ...]:
        return ()

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        return tuple(self.added)

    def locate(self, match: Match) -> Located:
        raise AssertionError("nothing was proposed by its fingerprints")

    def odds(self, score: float) -> float | None:
        return 0.01

    def match_id(self, query: Examination, known: Located) -> str:
        return f"{query.sha256}/{known.known.id}"
