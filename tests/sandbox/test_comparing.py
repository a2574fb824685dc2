"""Features and alignments through real children; what a child may not answer; hostile files on either side."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.alignment.photographs import jpeg, photograph
from workbench.assets import resources
from workbench.domain.examinations import IsolationLevel, Limits, Refused
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.refusals import Refusal
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import read_row, restored_features, write_row
from workbench.sandbox.comparing_replies import EDITS, parse_alignments, parse_features
from workbench.sandbox.protocol import Frame
from workbench.sandbox.replies import InvalidReply
from workbench.sandbox.supervisor import ChildExaminer
from workbench.wording import Wording

LIMITS = Limits()


@pytest.fixture(scope="module")
def examiner() -> Iterator[ChildExaminer]:
    examiner = ChildExaminer(workers=1)
    yield examiner
    examiner.close()


@pytest.fixture
def known(tmp_path: Path) -> Path:
    return written(tmp_path / "known.jpg", jpeg(photograph(1)))


@pytest.fixture
def query(tmp_path: Path) -> Path:
    return written(tmp_path / "query.jpg", jpeg(photograph(1).crop((60, 40, 500, 400))))


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_features_come_from_a_locked_child(examiner: ChildExaminer, known: Path) -> None:
    found = examiner.features(known, digest(known), LIMITS)
    assert len(found) > 100
    assert examiner.isolation.level is not IsolationLevel.NONE
    assert examiner.tools["opencv"] in found.recipe
    assert found == examiner.features(known, digest(known), LIMITS)


def test_a_query_brings_its_mirror_image(examiner: ChildExaminer, known: Path) -> None:
    (first, straight), (second, turned) = examiner.query_features(known, digest(known), LIMITS)
    assert (first, second) == ("as-is", "mirrored")
    across = [np.frombuffer(one.points, "<u2").reshape(-1, 4)[:, 0].astype(int) for one in (straight, turned)]
    assert (across[0] + across[1] == 65535).all()


def test_features_are_of_the_bytes_that_were_named(examiner: ChildExaminer, known: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        examiner.features(known, "0" * 64, LIMITS)
    assert refusal.value.code == "examine.changed"


def test_a_crop_lies_on_its_picture(examiner: ChildExaminer, query: Path, known: Path) -> None:
    found = examiner.align(query, known, LIMITS)
    assert found.kind == "partial"
    assert found.transform[0][0] == pytest.approx(440 / 640, abs=0.01)


def test_several_are_answered_as_each_alone(examiner: ChildExaminer, query: Path, known: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.jpg", jpeg(photograph(2)))
    paths = [known, other, *[known] * 8]
    alone = tuple(examiner.align(query, one, LIMITS) for one in paths)
    assert laid(examiner, query, *paths) == alone
    assert examiner.align_many(Picture(query), (), LIMITS) == ()


def laid(examiner: ChildExaminer, query: Path, *known: Path) -> tuple[Alignment | Refused, ...]:
    return examiner.align_many(Picture(query), [Picture(one) for one in known], LIMITS)


def test_features_that_were_taken_before_tell_the_same(examiner: ChildExaminer, query: Path, known: Path) -> None:
    """Those of the query as they are, those of the known image as a library keeps and restores them."""
    codebook = Codebook.load(resources() / "codebook")
    own = examiner.features(query, digest(query), LIMITS)
    row = write_row(examiner.features(known, digest(known), LIMITS), codebook)
    kept = restored_features(read_row(row, codebook), codebook, (640, 448))
    [found] = examiner.align_many(Picture(query, features=own), [Picture(known, features=kept)], LIMITS)
    assert isinstance(found, Alignment)
    assert found.kind == "partial"
    assert found.inliers > 50
    assert found.transform[0][0] == pytest.approx(440 / 640, abs=0.01)


def test_a_known_picture_of_which_there_is_a_preview_only(examiner: ChildExaminer, query: Path) -> None:
    small = jpeg(photograph(1).resize((320, 224)))
    [found] = examiner.align_many(Picture(query), [Picture(None, small, size=(640, 448))], LIMITS)
    assert isinstance(found, Alignment)
    assert found.kind == "partial"
    assert not any(code == "edit.resized" for code, _ in found.edits)


def test_fingerprints_may_tell_how_two_pictures_lie_that_have_no_features(
    examiner: ChildExaminer, tmp_path: Path
) -> None:
    known = written(tmp_path / "known.jpg", jpeg(photograph(1)))
    mirrored = written(tmp_path / "mirrored.jpg", jpeg(photograph(1).transpose(Image.Transpose.FLIP_LEFT_RIGHT), 40))
    other = written(tmp_path / "other.jpg", jpeg(photograph(2)))
    alike = ((-1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    none = LocalFeatures("", 640, 448, b"", b"")
    pictures = [Picture(known, features=none, alike=alike), Picture(other, features=none, alike=alike)]
    same, unlike = examiner.align_many(Picture(mirrored, features=none), pictures, LIMITS)
    assert isinstance(same, Alignment)
    assert isinstance(unlike, Alignment)
    assert (same.kind, "edit.mirrored" in dict(same.edits)) == ("whole", True)
    assert (unlike.kind, unlike.unlike) == ("", True)


HOSTILE = {
    "nothing": (b"", "examine.empty-file"),
    "words": (b"not an image at all", "examine.not-an-image"),
    "header only": (jpeg(photograph(3))[:150], "examine."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_known_file_costs_its_own_answer_only(
    examiner: ChildExaminer, query: Path, known: Path, tmp_path: Path, name: str
) -> None:
    content, code = HOSTILE[name]
    bad = written(tmp_path / "bad.jpg", content)
    first, refused, missing, last = laid(examiner, query, known, bad, tmp_path / "missing", known)
    assert isinstance(first, Alignment)
    assert first == last
    assert isinstance(refused, Refused)
    assert refused.code.startswith(code)
    assert missing == Refused("align", "examine.unreadable")
    with pytest.raises(Refusal) as refusal:
        examiner.align(query, bad, LIMITS)
    assert refusal.value.code == refused.code


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_refused(examiner: ChildExaminer, known: Path, tmp_path: Path, name: str) -> None:
    content, code = HOSTILE[name]
    bad = written(tmp_path / "bad.jpg", content)
    with pytest.raises(Refusal) as refusal:
        laid(examiner, bad, known, known)
    assert refusal.value.code.startswith(code)
    with pytest.raises(Refusal):
        examiner.query_features(bad, digest(bad), LIMITS)


def test_too_many_pixels_are_refused_on_both_sides(examiner: ChildExaminer, query: Path, known: Path) -> None:
    small = Limits(pixels=440 * 360)
    [refused] = examiner.align_many(Picture(query), (Picture(known),), small)
    assert refused == Refused("align", "examine.too-many-pixels")
    with pytest.raises(Refusal) as refusal:
        examiner.align(known, query, small)
    assert refusal.value.code == "examine.too-many-pixels"


def test_a_deadline_ends_an_alignment(examiner: ChildExaminer, query: Path, known: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        examiner.align(query, known, Limits(step_seconds=0.0001))
    assert refusal.value.code == "examine.took-too-long"
    assert examiner.align(query, known, LIMITS).kind == "partial"


GOOD: Mapping[str, Any] = {
    "kind": "partial",
    "transform": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "inliers": 9,
    "overlap_query": 1.0,
    "overlap_known": 0.5,
    "agreement": 0.9,
    "edits": [["edit.cropped", [["percent", "50"]]]],
    "differences": [[0.0, 0.0, 0.5, 0.5]],
}


def test_a_good_answer_is_taken() -> None:
    (found,) = parse_alignments(Frame({"alignments": [GOOD]}), 1)
    assert isinstance(found, Alignment)
    assert asdict(found)["edits"] == (("edit.cropped", (("percent", "50"),)),)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "exact"),
        ("kind", 1),
        ("transform", [[1.0, 0.0], [0.0, 1.0]]),
        ("transform", [[float("nan"), 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("transform", [[1e9, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("inliers", -1),
        ("inliers", True),
        ("overlap_query", 1.5),
        ("agreement", float("inf")),
        ("edits", [["edit.invented", []]]),
        ("edits", [["edit.cropped", [["percent", "<b>50</b>"]]]]),
        ("edits", [["edit.cropped", []]] * 100),
        ("differences", [[0.5, 0.0, 0.1, 1.0]]),
        ("differences", [[0.0, 0.0, 1.0, 1.0]] * 100),
        ("differences", None),
    ],
)
def test_an_answer_of_another_shape_is_refused(key: str, value: object) -> None:
    with pytest.raises(InvalidReply):
        parse_alignments(Frame({"alignments": [{**GOOD, key: value}]}), 1)


@pytest.mark.parametrize(
    ("header", "blob"),
    [
        ({"alignments": []}, b""),
        ({"alignments": [GOOD, GOOD]}, b""),
        ({"alignments": [GOOD]}, b"more"),
        ({"alignments": ["x"]}, b""),
        ({"alignments": [{"error": "rm -rf"}]}, b""),
        ({}, b""),
    ],
)
def test_answers_must_be_as_many_as_were_asked(header: Mapping[str, Any], blob: bytes) -> None:
    with pytest.raises(InvalidReply):
        parse_alignments(Frame(header, blob), 1)


@pytest.mark.parametrize(
    ("row", "blob"),
    [
        (["as-is", "sift", 10, 10, 1], bytes(135)),
        (["as-is", "sift", 10, 10, 1], bytes(137)),
        (["as-is", "sift", 0, 10, 1], bytes(136)),
        (["as-is", "sift", 10, 10, 10**9], bytes(136)),
        (["as-is", 7, 10, 10, 1], bytes(136)),
        (["mirrored", "sift", 10, 10, 1], bytes(136)),
        (["as-is"], bytes(136)),
    ],
)
def test_features_of_another_shape_are_refused(row: list[object], blob: bytes) -> None:
    with pytest.raises(InvalidReply):
        parse_features(Frame({"features": [row]}, blob), ("as-is",))


def test_every_edit_has_its_sentence() -> None:
    sentences = Wording(resources() / "locale").sentences
    assert sentences.keys() >= EDITS
