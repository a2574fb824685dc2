"""Libraries that another version measured: what is measured again, what is kept, and what is found afterwards."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from workbench.assets import resources
from workbench.bootstrap import build
from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance, add_known
from workbench.casework.library_ports import Finder, Measured
from workbench.casework.listing import import_list
from workbench.casework.measuring import Measuring
from workbench.casework.packs import export_pack, import_pack
from workbench.casework.ports import Examiner
from workbench.casework.renewing import renew_known
from workbench.casework.workroom import Workroom
from workbench.domain.examinations import Examination, Limits
from workbench.domain.features import LocalFeatures
from workbench.domain.intervals import parse_interval
from workbench.domain.known import KnownImage, Match, MatchKind
from workbench.domain.refusals import Refusal
from workbench.likeness import FEATURE_INDEX
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import write_row
from workbench.matching.local_index import LocalIndex

SAMPLE = resources() / "sample"
PICTURES = [str(SAMPLE / "known" / name) for name in ("bridge.jpg", "mountain-path.jpg")]
SCREENSHOT = SAMPLE / "incoming" / "Screenshot_20251125-083012.png"
TOLD = Provenance(parse_interval("2018-06"), "Spain", "an archive", "scanned", "a flood")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workroom]:
    made = build({"WORKBENCH_HOME": str(tmp_path_factory.mktemp("home")), "WORKBENCH_AUTHOR": "tester"})
    yield made
    made.close()


@dataclass(frozen=True)
class Older:
    """An examiner with the tools and the recipe of another version."""

    today: Examiner

    def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
        found = self.today.examine(original, sha256, limits)
        prints = tuple(replace(one, recipe=f"0; {one.recipe}") for one in found.fingerprints)
        return replace(found, fingerprints=prints, preview=None)

    def features(self, original: Path, sha256: str, limits: Limits) -> LocalFeatures:
        return replace(self.today.features(original, sha256, limits), recipe="sift 0; opencv 4.0.0")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.today, name)


def older_row(room: Workroom) -> Callable[[LocalFeatures], bytes]:
    """Rows of the same shape by a codebook that this installation does not have."""

    def row_of(features: LocalFeatures) -> bytes:
        row = bytearray(room.feature_row(features))
        row[8] ^= 1
        return bytes(row)

    return row_of


def added(
    room: Workroom, library: KnownLibrary, paths: Sequence[str], examiner: Examiner | None = None, **doors: Any
) -> list[KnownOutcome]:
    source, row_of = room.files(paths, "file", "", ""), doors.get("row_of", room.feature_row)
    return list(add_known(library, source, TOLD, examiner or room.examiner(), room.encode, row_of, room.limits))


def renewed(room: Workroom, library: KnownLibrary, cancelled: Callable[[], bool] = lambda: False) -> list[KnownOutcome]:
    measuring = Measuring(room.examiner(), room.encode, room.feature_row, room.limits)
    with room.scratch() as scratch:
        return list(renew_known(library, measuring, room.exchange.usable_features, scratch, cancelled))


def outcomes(found: list[KnownOutcome]) -> list[str]:
    return [one.outcome for one in found]


def asked(room: Workroom, library: KnownLibrary, query: Path = SCREENSHOT) -> tuple[Finder, Examination]:
    sha256 = hashlib.sha256(query.read_bytes()).hexdigest()
    return room.finder([library]), room.examiner().examine(query, sha256, room.limits)


def not_compared(room: Workroom, library: KnownLibrary) -> tuple[int, int]:
    finder, examination = asked(room, library)
    return finder.not_compared(examination), finder.not_compared_features()


def matches(room: Workroom, library: KnownLibrary) -> list[Match]:
    finder, examination = asked(room, library)
    return list(finder(SCREENSHOT, examination))


def kept(library: KnownLibrary) -> dict[str, tuple[KnownImage, Measured]]:
    return {known.path: (known, measured) for known, measured in library.store.everything()}


def test_what_another_version_measured_is_measured_again_and_found(room: Workroom, tmp_path: Path) -> None:
    library, fresh = room.new_library(tmp_path / "older"), room.new_library(tmp_path / "fresh")
    added(room, library, PICTURES, Older(room.examiner()))
    added(room, fresh, PICTURES)
    before = kept(library)
    assert not_compared(room, library) == (2, 2)
    assert matches(room, library) == []
    assert outcomes(renewed(room, library)) == ["renewed", "renewed"]
    assert not_compared(room, library) == (0, 0)
    [found], [wanted] = matches(room, library), matches(room, fresh)
    assert (found.kind, found.known, found.transform) == (MatchKind.PARTIAL, wanted.known, wanted.transform)
    assert kept(library) == kept(fresh), "as if it had been added today"
    assert {path: known for path, (known, _) in kept(library).items()} == {
        path: known for path, (known, _) in before.items()
    }
    assert outcomes(renewed(room, library)) == ["current", "current"]


@pytest.mark.parametrize("harm", ["another codebook", "another recipe", "wanting", "damaged"])
def test_a_row_of_features_that_cannot_be_searched_is_made_again(harm: str, room: Workroom, tmp_path: Path) -> None:
    codebook = Codebook.load(resources() / "codebook")
    rows: dict[str, Callable[[LocalFeatures], Any]] = {
        "another codebook": older_row(room),
        "another recipe": lambda features: write_row(replace(features, recipe="sift 0; opencv 5.0.0"), codebook),
        "wanting": lambda features: None,
        "damaged": lambda features: room.feature_row(features)[:-1],
    }
    library = room.new_library(tmp_path / "known")
    added(room, library, PICTURES, row_of=rows[harm])
    assert not_compared(room, library) == (0, 2)
    assert matches(room, library) == []
    assert outcomes(renewed(room, library)) == ["renewed", "renewed"]
    assert not_compared(room, library) == (0, 0)
    assert [match.kind for match in matches(room, library)] == [MatchKind.PARTIAL]


def test_an_index_on_disk_never_holds_what_was_replaced(room: Workroom, tmp_path: Path) -> None:
    """A segment knows its rows by their numbers: were they the same, it would be believed."""
    library, codebook = room.new_library(tmp_path / "known"), Codebook.load(resources() / "codebook")
    added(room, library, PICTURES, Older(room.examiner()))
    folder, store = library.folder / FEATURE_INDEX, library.store

    class Rows:
        between, count = staticmethod(store.between), staticmethod(store.feature_count)

    def opened() -> LocalIndex:
        return LocalIndex(codebook, Rows(), folder, tail_images=1, recipe="sift 0")

    assert (opened().images, len(list(folder.glob("*.segment")))) == (2, 1)
    renewed(room, library)
    again = opened()
    assert (again.images, again.left_out) == (0, 2), "all rows are of today's recipe now"
    today = LocalIndex(codebook, Rows(), folder, tail_images=1)
    assert (today.images, today.left_out) == (2, 0)
    numbers = [number for number, _ in store.between(0, 1 << 30)]
    assert [known.path for number in numbers if (known := store.numbered(number))] == PICTURES


def test_what_is_known_without_its_picture_is_kept_and_said(room: Workroom, tmp_path: Path) -> None:
    library = room.new_library(tmp_path / "known")
    (tmp_path / "list.txt").write_text("a" * 32 + "\n")
    list(import_list(library, tmp_path / "list.txt", "", TOLD, room.exchange))
    added(room, library, PICTURES[:1])
    before = kept(library)
    assert outcomes(renewed(room, library)) == ["without-picture", "current"]
    assert kept(library) == before


def test_a_picture_that_is_lost_or_changed_is_refused_and_the_others_are_renewed(
    room: Workroom, tmp_path: Path
) -> None:
    library = room.new_library(tmp_path / "known")
    third = tmp_path / "third.jpg"
    third.write_bytes(Path(PICTURES[0]).read_bytes() + b"\0")
    added(room, library, [*PICTURES, str(third)], Older(room.examiner()))
    lost, changed, _ = (library.vault.path(row.known.sha256) for row in library.store.page(0, 3))
    lost.unlink()
    changed.chmod(0o600)
    changed.write_bytes(b"another")
    before, found = kept(library), renewed(room, library)
    assert outcomes(found) == ["refused", "refused", "renewed"]
    codes = [one.refusal.code for one in found if one.refusal]
    assert codes == ["library.original-missing", "examine.changed"]
    after = kept(library)
    assert [after[path] == before[path] for path in (*PICTURES, str(third))] == [True, True, False]


def test_cancelling_keeps_what_was_renewed(room: Workroom, tmp_path: Path) -> None:
    library = room.new_library(tmp_path / "known")
    added(room, library, PICTURES, Older(room.examiner()))
    measuring = Measuring(room.examiner(), room.encode, room.feature_row, room.limits)
    done: list[KnownOutcome] = []
    with room.scratch() as scratch:
        usable = room.exchange.usable_features
        for one in renew_known(library, measuring, usable, scratch, lambda: bool(done)):
            done.append(one)
    assert outcomes(done) == ["renewed"]
    assert not_compared(room, library) == (1, 1)
    assert sorted(outcomes(renewed(room, library))) == ["current", "renewed"]


def test_digests_and_provenance_outlast_a_renewal(room: Workroom, tmp_path: Path) -> None:
    library = room.new_library(tmp_path / "known")
    added(room, library, PICTURES[:1], Older(room.examiner()))
    [row] = library.store.page(0, 1)
    renewed(room, library)
    [again] = library.store.page(0, 1)
    assert again.known == row.known
    assert library.store.preview(row.known.id), "the older version had made none"
    assert not library.store.renew("no such id", asked(room, library)[1], b"", None)


@pytest.mark.parametrize(("contents", "caveat"), [("pictures", ""), ("hashes", "pack.features-unusable")])
def test_features_of_a_pack_that_cannot_be_used_are_made_again_or_said(
    contents: str, caveat: str, room: Workroom, tmp_path: Path
) -> None:
    library, other = room.new_library(tmp_path / "known"), room.new_library(tmp_path / "other")
    added(room, library, PICTURES, row_of=older_row(room))
    pack = tmp_path / "known.pack"
    export_pack(library, pack, contents, "workbench 0", room.exchange)
    measuring = Measuring(room.examiner(), room.encode, room.feature_row, room.limits)
    with room.scratch() as scratch:
        found = list(import_pack(other, pack, room.exchange, measuring, scratch)[1])
    assert [(one.outcome, one.caveat) for one in found] == [("added", caveat)] * 2
    assert not_compared(room, other) == ((0, 0) if contents == "pictures" else (0, 2))
    assert all(measured.fingerprints for _, measured in other.store.everything())
    assert all(room.wording.say(one.caveat) != one.caveat for one in found if one.caveat)


def test_a_picture_whose_features_cannot_be_had_needs_nothing(room: Workroom, tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Featureless(Older):
        def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
            return self.today.examine(original, sha256, limits)

        def features(self, original: Path, sha256: str, limits: Limits) -> LocalFeatures:
            raise Refusal("examine.took-too-long", name=original.name, seconds="1")

    examiner = Featureless(room.examiner())
    library = room.new_library(tmp_path / "known")
    added(room, library, PICTURES[:1], examiner)
    measuring = Measuring(examiner, room.encode, room.feature_row, room.limits)
    before = kept(library)
    with room.scratch() as scratch:
        found = list(renew_known(library, measuring, room.exchange.usable_features, scratch))
    assert outcomes(found) == ["current"]
    assert kept(library) == before
