"""Fingerprints and features propose; a look at both pictures decides; nothing found is lost on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.builders import examination, fingerprint, known_image, match
from tests.cases import ReadingExaminer
from workbench.casework.finding import found_again
from workbench.casework.library_ports import Located
from workbench.domain.examinations import Examination, Limits, Refused, Thumbnail
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.known import Edit, Match, MatchKind
from workbench.domain.refusals import Refusal

UNIT = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
CROPPED = Alignment("partial", UNIT, 40, 1.0, 0.5, 0.9, (("edit.cropped", (("percent", "50"),)),), ((0, 0, 1, 0.2),))


@dataclass
class FoundSearch:
    """A Search that finds what it was told to, in originals that lie in `folder`."""

    folder: Path
    by_hash: tuple[Match, ...] = ()
    by_features: tuple[str, ...] = ()

    def whole(self, query: Examination) -> tuple[Match, ...]:
        return self.by_hash

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        return tuple(self._located(name) for name in self.by_features)

    def locate(self, found: Match) -> Located:
        return self._located(found.known.id)

    def odds(self, score: float) -> float | None:
        return 0.01

    def match_id(self, query: Examination, known: Located) -> str:
        return f"match of {known.known.id}"

    def _located(self, name: str) -> Located:
        original = self.folder / name
        original.write_bytes(b"image")
        return Located(known_image(name), "older wars", Picture(original))


class LookingExaminer(ReadingExaminer):
    """Aligns as told, by the known picture's name; what it was not told is not the same."""

    def __init__(self, **looks: Alignment | Refused) -> None:
        super().__init__()
        self._looks = looks
        self.looked_at: list[str] = []

    def align_many(self, query: Picture, known: Sequence[Picture], limits: Limits) -> tuple[Alignment | Refused, ...]:
        self.looked_at += [one.name for one in known]
        return tuple(self._looks.get(one.name, Alignment("", UNIT, 0, 0, 0, 0)) for one in known)


def found(search: FoundSearch, examiner: ReadingExaminer) -> tuple[Match, ...]:
    return found_again(search.folder / "query", examination(), search, examiner, Limits())


def test_a_candidate_becomes_a_match_only_by_looking(tmp_path: Path) -> None:
    search = FoundSearch(tmp_path, by_features=("K1", "K2"))
    [one] = found(search, LookingExaminer(K2=CROPPED))
    assert (one.id, one.kind, one.aligned) == ("match of K2", MatchKind.PARTIAL, True)
    assert one.edits == (Edit("edit.cropped", (("percent", "50"),)),)
    assert (one.overlap_known, one.score, one.differences) == (0.5, 0.9, ((0, 0, 1, 0.2),))
    assert one.false_match_odds == 0.01


def test_a_likeness_that_the_look_does_not_confirm_stays_a_likeness(tmp_path: Path) -> None:
    alike = match(known_image("K1"))
    assert found(FoundSearch(tmp_path, (alike,)), LookingExaminer()) == (alike,)


def test_a_likeness_that_the_look_refutes_is_dropped(tmp_path: Path) -> None:
    unlike = LookingExaminer(K1=replace(CROPPED, kind="", unlike=True))
    assert found(FoundSearch(tmp_path, (match(known_image("K1")),)), unlike) == ()


def test_a_border_hides_where_the_pictures_lie_so_that_no_look_refutes_their_likeness(tmp_path: Path) -> None:
    alike = match(known_image("K1"), edits=(Edit("edit.border-added"),))
    unlike = LookingExaminer(K1=replace(CROPPED, kind="", unlike=True))
    assert found(FoundSearch(tmp_path, (alike,)), unlike) == (alike,)


def test_a_likeness_that_is_looked_at_keeps_its_evidence_and_odds(tmp_path: Path) -> None:
    alike = match(known_image("K1"), id="match of K1", false_match_odds=0.0005)
    [one] = found(FoundSearch(tmp_path, (alike,), ("K1",)), LookingExaminer(K1=CROPPED))
    assert one.aligned
    assert (one.false_match_odds, one.evidence) == (0.0005, alike.evidence)


def test_equal_bytes_need_no_look(tmp_path: Path) -> None:
    exact = match(known_image("K1"), MatchKind.EXACT)
    examiner = LookingExaminer(K1=CROPPED)
    assert found(FoundSearch(tmp_path, (exact,), ("K1",)), examiner) == (exact,)
    assert examiner.looked_at == []


def test_the_thumbnail_is_a_query_too(tmp_path: Path) -> None:
    """The picture was changed beyond recognition; the thumbnail inside the file still is the known one."""
    small = Thumbnail(160, 120, (fingerprint(7),))

    class ThumbnailSearch(FoundSearch):
        def whole(self, query: Examination) -> tuple[Match, ...]:
            return (match(known_image("K1")),) if query.fingerprints == small.fingerprints else ()

    asked = examination(thumbnail=small)
    [one] = found_again(tmp_path / "query", asked, ThumbnailSearch(tmp_path), LookingExaminer(), Limits())
    assert (one.known.id, one.aligned, one.edits) == ("K1", False, (Edit("edit.by-thumbnail"),))


def test_what_the_look_refuted_does_not_come_back_by_the_thumbnail(tmp_path: Path) -> None:
    """A thumbnail is like what its picture is like."""
    search = FoundSearch(tmp_path, (match(known_image("K1")),))
    asked = examination(thumbnail=Thumbnail(160, 120, (fingerprint(7),)))
    unlike = LookingExaminer(K1=replace(CROPPED, kind="", unlike=True))
    assert found_again(tmp_path / "query", asked, search, unlike, Limits()) == ()


def test_scenes_come_last_whatever_their_score(tmp_path: Path) -> None:
    scene = replace(CROPPED, kind="scene", agreement=1.0)
    matches = found(FoundSearch(tmp_path, by_features=("K1", "K2")), LookingExaminer(K1=scene, K2=CROPPED))
    assert [one.kind for one in matches] == [MatchKind.PARTIAL, MatchKind.SCENE]


@pytest.mark.parametrize("fails", ["query_features", "align_many"])
def test_a_picture_that_cannot_be_looked_at_loses_nothing(tmp_path: Path, fails: str) -> None:
    class FailingExaminer(LookingExaminer):
        def query_features(self, original: Path, sha256: str, limits: Limits) -> tuple[tuple[str, LocalFeatures], ...]:
            if fails == "query_features":
                raise Refusal("examine.took-too-long")
            return super().query_features(original, sha256, limits)

        def align_many(
            self, query: Picture, known: Sequence[Picture], limits: Limits
        ) -> tuple[Alignment | Refused, ...]:
            raise Refusal("examine.child-died")

    alike = match(known_image("K1"))
    assert found(FoundSearch(tmp_path, (alike,)), FailingExaminer()) == (alike,)


def test_a_known_picture_that_cannot_be_read_costs_the_others_nothing(tmp_path: Path) -> None:
    examiner = LookingExaminer(K1=Refused("align", "examine.damaged"), K2=CROPPED)
    assert [one.known.id for one in found(FoundSearch(tmp_path, by_features=("K1", "K2")), examiner)] == ["K2"]


def test_a_known_image_without_its_picture_is_not_looked_at(tmp_path: Path) -> None:
    search = FoundSearch(tmp_path, by_features=("K1",))
    gone = replace(search.likely(())[0], picture=None)
    search.likely = lambda variants: (gone,)  # type: ignore[method-assign]
    examiner = LookingExaminer(K1=CROPPED)
    assert found(search, examiner) == ()
    assert examiner.looked_at == []
