"""Finding a photograph again by its local features: what crops and mirrors leave, growth, crashes, hostile rows."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.assets import resources
from workbench.domain.features import LocalFeatures
from workbench.fingerprints.local_features import mirrored
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import packed_places, read_row, unpacked_places, write_row
from workbench.matching.local_candidates import LocalCandidate, local_candidates
from workbench.matching.local_index import LocalIndex

CODEBOOK = Codebook.load(resources() / "codebook")
FEATURES = 120


def features(seed: int, count: int = FEATURES) -> LocalFeatures:
    """Features of a picture that does not exist: random places, descriptors with a few strong directions."""
    rng = np.random.default_rng(seed)
    points = np.stack([rng.integers(0, 65536, count), rng.integers(0, 65536, count),
                       rng.integers(8_000, 24_000, count), rng.integers(0, 65536, count)], axis=1)  # fmt: skip
    loud = rng.exponential(1.0, (count, 128)) ** 2
    roots = np.sqrt(loud / loud.sum(axis=1, keepdims=True))
    descriptors = np.minimum(np.rint(512 * roots), 255).astype(np.uint8)
    return LocalFeatures("sift 1", 640, 480, points.astype("<u2").tobytes(), descriptors.tobytes())


def cropped(whole: LocalFeatures, seed: int) -> LocalFeatures:
    """The left half of the picture, each byte of its descriptors a little off."""
    points = np.frombuffer(whole.points, "<u2").reshape(-1, 4)
    kept = points[:, 0] < 32768
    half = points[kept].copy()
    half[:, 0] *= 2
    noise = np.random.default_rng(seed).integers(-4, 5, (int(kept.sum()), 128))
    raw = np.frombuffer(whole.descriptors, np.uint8).reshape(-1, 128)[kept].astype(int)
    moved = np.clip(raw + noise, 0, 255).astype(np.uint8)
    return LocalFeatures(whole.recipe, whole.width // 2, whole.height, half.tobytes(), moved.tobytes())


class Rows:
    """A library's rows, as storage keeps them."""

    def __init__(self, rows: dict[int, bytes] | None = None) -> None:
        self.kept = rows or {}

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        return ((number, row) for number, row in sorted(self.kept.items()) if first <= number <= last)

    def count(self, first: int, last: int) -> int:
        return sum(1 for _ in self.between(first, last))


def library(images: int, start: int = 1) -> Rows:
    return Rows({number: write_row(features(number), CODEBOOK) for number in range(start, start + images)})


def ask(index: LocalIndex, query: LocalFeatures, most: int = 10) -> tuple[LocalCandidate, ...]:
    return local_candidates([("as-is", query), ("mirrored", mirrored(query))], {"mine": index}, CODEBOOK, most)


def answers(index: LocalIndex) -> list[list[tuple[int, str, int]]]:
    asked = [ask(index, cropped(features(number), number)) for number in (2, 9, 17)]
    return [[(one.number, one.variant, one.matches) for one in found] for found in asked]


def in_small_segments(rows: Rows, folder: Path) -> LocalIndex:
    return LocalIndex(CODEBOOK, rows, folder, tail_images=4, segment_images=12)


def test_a_crop_is_found_first_with_the_pose_that_made_it() -> None:
    index = LocalIndex(CODEBOOK, library(30), None)
    best = ask(index, cropped(features(7), 1))[0]
    assert (best.number, best.library, best.variant) == (7, "mine", "as-is")
    assert best.matches > 20
    # Both longest edges: 640 of the known image, 480 of its left half.
    (a, b, x), (c, d, y), _ = best.transform
    assert np.allclose((a, b, x, c, d, y), (0.75, 0, 0, 0, 0.75, 0), atol=0.02)


def test_a_mirrored_picture_is_found_as_such() -> None:
    index = LocalIndex(CODEBOOK, library(30), None)
    best = ask(index, mirrored(features(7)))[0]
    assert (best.number, best.variant) == (7, "mirrored")


def test_a_stranger_agrees_with_nobody_on_a_pose() -> None:
    index = LocalIndex(CODEBOOK, library(30), None)
    assert all(one.matches < 6 for one in ask(index, features(1_000)))


def test_nothing_is_found_by_or_in_nothing() -> None:
    flat = LocalFeatures("sift 1", 640, 480, b"", b"")
    assert ask(LocalIndex(CODEBOOK, Rows(), None), features(1)) == ()
    assert ask(LocalIndex(CODEBOOK, library(3), None), flat) == ()
    with_flat = LocalIndex(CODEBOOK, Rows({4: write_row(flat, CODEBOOK), 5: write_row(features(5), CODEBOOK)}), None)
    assert (with_flat.images, with_flat.left_out) == (1, 1)
    assert ask(with_flat, features(5))[0].number == 5


def test_several_libraries_are_asked_at_once() -> None:
    here, there = LocalIndex(CODEBOOK, library(5), None), LocalIndex(CODEBOOK, library(5, start=50), None)
    found = local_candidates([("as-is", features(52))], {"here": here, "there": there}, CODEBOOK)
    assert (found[0].library, found[0].number) == ("there", 52)


def test_growing_gives_the_same_answers_as_building_anew(tmp_path: Path) -> None:
    whole = library(22)
    grown_rows = Rows()
    grown = in_small_segments(grown_rows, tmp_path / "grown")
    for number, row in whole.kept.items():
        grown_rows.kept[number] = row
        assert grown.add(number, row)
        if number % 5 == 0:  # and it is closed and opened on the way
            grown = in_small_segments(grown_rows, tmp_path / "grown")
    assert len(grown.parts()) > 2
    built = LocalIndex(CODEBOOK, whole, None)
    assert grown.images == built.images == 22
    assert answers(grown) == answers(built)
    assert answers(in_small_segments(whole, tmp_path / "grown")) == answers(built)


@pytest.mark.parametrize("harm", ["cut", "bit", "gone", "manifest cut", "manifest gone", "manifest hostile", "stray"])
def test_a_crash_or_damage_changes_no_answer(tmp_path: Path, harm: str) -> None:
    rows = library(22)
    whole = answers(in_small_segments(rows, tmp_path))
    segment, manifest = sorted(tmp_path.glob("*.segment"))[0], tmp_path / "segments.json"
    held = segment.read_bytes()
    if harm == "cut":
        segment.write_bytes(held[: len(held) // 2])
    elif harm == "bit":
        segment.write_bytes(held[:-40] + bytes([held[-40] ^ 1]) + held[-39:])
    elif harm == "gone":
        segment.unlink()
    elif harm == "manifest cut":
        manifest.write_bytes(manifest.read_bytes()[:50])
    elif harm == "manifest gone":
        manifest.unlink()
    elif harm == "manifest hostile":
        named = json.loads(manifest.read_text("utf-8"))
        named["segments"][0]["file"] = "../elsewhere.segment"
        manifest.write_text(json.dumps(named), "utf-8")
    else:
        (tmp_path / "1-4-abcd.segment").write_bytes(b"half a segment")
    again = in_small_segments(rows, tmp_path)
    assert answers(again) == whole
    assert again.images == 22
    named = {one["file"] for one in json.loads(manifest.read_text("utf-8"))["segments"]}
    assert named == {path.name for path in tmp_path.glob("*.segment")}


def test_several_may_open_and_fill_one_folder_at_once(tmp_path: Path) -> None:
    """The window and the command line, say: each then answers as if it were alone."""
    rows = library(40)
    alone = answers(LocalIndex(CODEBOOK, rows, None))
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: answers(in_small_segments(rows, tmp_path / "features")), range(4)))
    assert opened == [alone] * 4
    assert answers(in_small_segments(rows, tmp_path / "features")) == alone


def test_a_folder_in_which_nothing_can_be_written_costs_no_answer(tmp_path: Path) -> None:
    rows = library(40)
    (tmp_path / "features").write_text("not a folder")
    assert answers(in_small_segments(rows, tmp_path / "features")) == answers(LocalIndex(CODEBOOK, rows, None))


def test_segments_that_no_longer_agree_with_the_rows_are_not_believed(tmp_path: Path) -> None:
    rows = library(22)
    in_small_segments(rows, tmp_path)
    del rows.kept[2]  # an older copy of the database was put back
    index = in_small_segments(rows, tmp_path)
    assert index.images == 21
    assert 2 not in [one.number for one in ask(index, features(2))]


def test_rows_that_cannot_be_read_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = library(10)
    rows.kept[3] = rows.kept[3][:-1]
    rows.kept[10] = b"nothing"
    for _ in range(2):
        index = in_small_segments(rows, tmp_path)
        assert (index.images, index.left_out) == (8, 2)
        assert ask(index, features(4))[0].number == 4


def test_numbers_rise() -> None:
    rows = library(3)
    index = LocalIndex(CODEBOOK, rows, None)
    with pytest.raises(ValueError, match="rising"):
        index.add(3, rows.kept[3])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 60))
def test_a_row_is_read_as_it_was_written(seed: int, count: int) -> None:
    row = read_row(write_row(features(seed, count), CODEBOOK), CODEBOOK)
    assert len(row) == count
    assert np.array_equal(row.places, packed_places(features(seed, count)))
    assert row.recipe == "sift 1"


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_a_damaged_row_is_refused(seed: int, data: st.DataObject) -> None:
    row = bytearray(write_row(features(seed % 5, 6), CODEBOOK))
    at, mask = data.draw(st.integers(0, len(row) - 1)), data.draw(st.integers(1, 255))
    row[at] ^= mask
    for untrusted in (bytes(row), bytes(row[:at]), bytes(row) + b"\0"):
        with pytest.raises(ValueError, match="row of features"):
            read_row(untrusted, CODEBOOK)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(untrusted: bytes) -> None:
    with pytest.raises(ValueError, match="row of features"):
        read_row(b"WBF1" + untrusted, CODEBOOK)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_places_are_kept_to_a_thousandth_of_the_longest_edge(seed: int) -> None:
    given_features = features(seed, 20)
    points = np.frombuffer(given_features.points, "<u2").reshape(-1, 4) / 65535
    kept = unpacked_places(packed_places(given_features))
    assert np.abs(kept[:, 0] - points[:, 0]).max() < 1e-3
    assert np.abs(kept[:, 1] - points[:, 1] * 480 / 640).max() < 1e-3


def test_a_codebook_is_read_whole_or_not_at_all() -> None:
    data = CODEBOOK.to_bytes()
    assert Codebook.from_bytes(data).version == CODEBOOK.version
    for untrusted in (data[:-1], b"X" + data[1:], data[:30], data[: 12 + 8] + b"\xff\xff\xff\xff" + data[24:]):
        with pytest.raises(ValueError, match="codebook"):
            Codebook.from_bytes(untrusted)


def test_cells_are_the_nearest_centres() -> None:
    rotated = CODEBOOK.rotate(np.frombuffer(features(1).descriptors, np.uint8).reshape(-1, 128))
    far, _ = CODEBOOK.nearest_cells(rotated, 3)
    assert (np.diff(far, axis=1) >= 0).all()
    lengths = (CODEBOOK.residuals(rotated) ** 2).sum(axis=1)
    assert np.allclose(lengths, far[:, 0], atol=1e-4)
