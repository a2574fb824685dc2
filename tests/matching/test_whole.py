from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders as build
from workbench.domain.examinations import VARIANTS
from workbench.domain.known import MatchKind
from workbench.matching.candidates import LibraryIndex
from workbench.matching.odds import UPPER_LIMITS, false_match_odds
from workbench.matching.thresholds import THRESHOLDS
from workbench.matching.turns import HOMOGRAPHIES, UNDOES
from workbench.matching.whole import match_id, whole_matches

KINDS = ("phash", "dhash", "pdq")
FAR = (1 << 40) - 1


def prints(*kinds, bits=0, variant="as-is", **changes):
    return tuple(build.fingerprint(bits, kind, variant, **changes) for kind in kinds or KINDS)


def codes(match):
    return tuple(edit.code for edit in match.edits)


def library(*known, **changes):
    index = LibraryIndex()
    for name, fingerprints in known:
        index.add("older wars", build.known_image(name, sha256=f"{len(index):064x}", **changes), fingerprints)
    return index


def query(*fingerprints, **changes):
    return build.examination(fingerprints=fingerprints, **changes)


def test_equal_bytes_come_first_and_once_with_all_their_evidence():
    index = LibraryIndex()
    index.add("a", build.known_image("like"), prints())
    index.add("a", build.known_image("same", sha256=build.SHA), prints())
    same, like = whole_matches(query(*prints()), index)
    assert (same.known.id, same.kind, same.score, same.edits) == ("same", MatchKind.EXACT, 1.0, ())
    assert {one.fingerprint for one in same.evidence} == set(KINDS)
    assert (like.known.id, like.kind, codes(like)) == ("like", MatchKind.WHOLE, ("edit.resaved",))


def test_equal_bytes_are_found_without_any_fingerprint():
    index = LibraryIndex()
    index.add("a", build.known_image(sha256=build.SHA), ())
    assert [match.kind for match in whole_matches(query(), index)] == [MatchKind.EXACT]


@pytest.mark.parametrize("kind", KINDS)
def test_a_hash_names_a_candidate_up_to_its_threshold_and_not_beyond(kind):
    index = library(("K1", prints(kind)))
    limit = THRESHOLDS[kind].distance
    assert index.nearest(prints(kind, bits=(1 << limit) - 1))[0].distance == limit
    assert not index.nearest(prints(kind, bits=(1 << limit + 1) - 1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("flat_side", ["known", "query"])
def test_flat_pictures_never_match_on_hashes(kind, flat_side):
    flat = prints(kind, quality=THRESHOLDS[kind].least_quality - 1)
    index = library(("K1", flat if flat_side == "known" else prints(kind)))
    asked = flat if flat_side == "query" else prints(kind)
    assert not index.nearest(asked)
    assert index.compared(asked) == 0


def test_another_recipe_is_not_compared_and_is_counted():
    index = library(("old", prints(recipe="0; old")), ("new", prints()))
    assert [one.known.id for one in index.nearest(prints("pdq"))] == ["new"]
    assert len(index) - index.compared(prints("pdq")) == 1


def test_the_best_of_several_comes_first():
    index = library(("one kind", prints("pdq")), ("three kinds", prints(bits=1)), ("two", prints("pdq", "phash")))
    found = whole_matches(query(*prints()), index)
    assert [match.known.id for match in found] == ["three kinds", "two", "one kind"]
    assert all(0 < match.score <= 1 for match in found)


@pytest.mark.parametrize("turn", VARIANTS)
def test_the_edit_is_what_was_done_to_the_known_image(turn):
    asked = (*prints(bits=FAR), *prints(variant=turn)) if turn != "as-is" else prints()
    (match,) = whole_matches(query(*asked), library(("K1", prints())))
    assert match.transform == HOMOGRAPHIES[turn]
    done = {"as-is": (), "turned-90": ("edit.turned-270",), "turned-270": ("edit.turned-90",)}
    assert codes(match) == ("edit.resaved", *done.get(turn, (f"edit.{turn}",)))


@pytest.mark.parametrize(
    ("here", "there", "edit"),
    [
        (" trimmed", "", "edit.border-added"),
        ("", " trimmed", "edit.border-removed"),
        (" trimmed", " trimmed", "edit.border-changed"),
    ],
)
def test_borders_are_told_by_the_side_that_had_to_be_trimmed(here, there, edit):
    known = (*prints(bits=FAR), *prints(variant="as-is trimmed")) if there else prints()
    whole = prints(bits=FAR << 20) if here else ()
    (match,) = whole_matches(query(*whole, *prints(variant="as-is" + here)), library(("K1", known)))
    assert codes(match) == ("edit.resaved", edit)


@pytest.mark.parametrize(
    ("size", "orientation", "edit"),
    [
        ((4000, 3000), 1, None),
        ((3000, 4000), 6, None),
        ((1280, 960), 1, "edit.resized"),
        ((4000, 2000), 1, "edit.stretched"),
    ],
)
def test_size_is_compared_upright(size, orientation, edit):
    index = LibraryIndex()
    index.add("a", build.known_image(), prints(), size)
    (match,) = whole_matches(query(*prints(), orientation=orientation), index)
    assert codes(match) == ("edit.resaved", *([edit] if edit else []))


def test_one_known_image_in_two_libraries_is_two_matches_with_names_of_their_own():
    index = LibraryIndex()
    for name in ("a", "b"):
        index.add(name, build.known_image(), prints())
    found = whole_matches(query(*prints()), index)
    assert {match.library for match in found} == {"a", "b"}
    assert {match.id for match in found} == {match_id(build.SHA, name, "K1") for name in ("a", "b")}


def test_a_matchs_name_is_stable():
    assert match_id(build.SHA, "older wars", "K1") == "ee3862da9766647b"


@pytest.mark.parametrize("turn", VARIANTS)
def test_a_turn_undone_is_no_turn(turn):
    def product(one, other):
        return tuple(
            tuple(sum(one[row][k] * other[k][column] for k in range(3)) for column in range(3)) for row in range(3)
        )

    assert product(HOMOGRAPHIES[UNDOES[turn]], HOMOGRAPHIES[turn]) == HOMOGRAPHIES["as-is"]


@given(st.sampled_from(KINDS), st.integers(0, 40), st.integers(0, 10**6), st.integers(1, 3))
def test_odds_are_odds_and_grow_with_the_library_and_the_distance(kind, distance, images, kinds):
    def odds(far, count):
        return false_match_odds([replace(CANDIDATE, fingerprint=kind, distance=far)], count, kinds)

    if distance >= len(UPPER_LIMITS[kind]):
        assert odds(distance, images) is None
        return
    assert 0 <= odds(distance, images) <= 1
    assert odds(distance, images) <= odds(distance, images + 1)
    if distance:
        assert odds(distance - 1, images) <= odds(distance, images)


CANDIDATE = library(("K1", prints())).nearest(prints("pdq"))[0]


def test_every_distance_that_makes_a_match_was_measured():
    assert {kind: len(limits) - 1 for kind, limits in UPPER_LIMITS.items()} == {
        kind: threshold.distance for kind, threshold in THRESHOLDS.items()
    }


def test_odds_of_another_recipe_are_not_claimed():
    asked = prints(recipe="2; test")
    (match,) = whole_matches(query(*asked), library(("K1", asked)))
    assert match.false_match_odds is None
    (measured,) = whole_matches(query(*prints()), library(("K1", prints())))
    assert 0 < measured.false_match_odds < 0.001


@pytest.mark.parametrize("kind", KINDS)
def test_quality_at_the_gate_is_good_enough(kind):
    enough = prints(kind, quality=THRESHOLDS[kind].least_quality)
    assert library(("K1", enough)).nearest(enough)


def test_a_symmetric_picture_is_taken_as_most_kinds_have_it():
    mirrored = prints("phash", variant="mirrored")  # nearer than any other, but alone
    as_is = (*prints("phash", bits=1), *prints("dhash", bits=1), *prints("pdq", bits=1))
    (match,) = whole_matches(query(*mirrored, *as_is), library(("K1", prints())))
    assert codes(match) == ("edit.resaved",)
    assert len(match.evidence) == 4


def test_the_odds_are_those_of_the_rarest_agreement():
    near, far = replace(CANDIDATE, distance=0), replace(CANDIDATE, fingerprint="phash", bits=64, distance=10)
    assert false_match_odds([far, near], 1000, 1) == false_match_odds([near], 1000, 1)
    assert false_match_odds([near], 1000, 1) < false_match_odds([far], 1000, 1)
