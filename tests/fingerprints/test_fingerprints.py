"""The same photograph is found again through every turn and border; a flat one is never found."""

from pathlib import Path

import imagehash
import pytest
from PIL import Image, ImageDraw

from tests.hostile.crafted import photograph
from workbench.domain.examinations import VARIANTS, Fingerprint
from workbench.fingerprints import FINGERPRINTS
from workbench.fingerprints.recipe import fingerprints, turned

PDQ_SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "copies" / "pdq"
REFERENCE = "d8f8f0cce0f4a84f0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22"
"""What Meta's Python implementation prints for bridge-mods/aaa-orig.jpg, at full size."""
ROUNDING = {"phash": 4, "dhash": 4, "pdq": 24}
"""How far, in bits, a turn's fingerprint may be from that of the turned file; PDQ's reference is not exact, either."""


def distance(one: str, other: str) -> int:
    assert len(one) == len(other)
    return (int(one, 16) ^ int(other, 16)).bit_count()


def by_variant(picture: Image.Image) -> dict[tuple[str, str], Fingerprint]:
    return {(found.kind, found.variant): found for found in fingerprints(picture, FINGERPRINTS)}


@pytest.mark.parametrize("method", FINGERPRINTS, ids=lambda method: str(method.kind))
@pytest.mark.parametrize("turn", VARIANTS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_turn_is_the_fingerprint_of_the_turned_picture(method, turn: str, seed: int) -> None:  # type: ignore[no-untyped-def]
    picture = photograph(400, 300, seed)
    hashes = {found.turn: found.bits for found in method.hashes(picture, VARIANTS)}
    (expected,) = method.hashes(turned(picture, turn), ("as-is",))
    gaps = {name: distance(bits, expected.bits) for name, bits in hashes.items()}
    assert gaps[turn] <= ROUNDING[method.kind]
    assert min(gaps, key=lambda name: gaps[name]) == turn


def test_every_variant_is_there_once() -> None:
    found = fingerprints(photograph(), FINGERPRINTS)
    assert len({(one.kind, one.variant) for one in found}) == len(found) == len(FINGERPRINTS) * len(VARIANTS)
    assert {len(one.bits) for one in found if one.kind == "pdq"} == {64}
    assert {len(one.bits) for one in found if one.kind != "pdq"} == {16}
    assert all(one.recipe.startswith("1; pillow ") for one in found)


def test_the_hashes_are_those_of_imagehash() -> None:
    picture = photograph(500, 400)
    found = by_variant(picture)
    assert distance(found["phash", "as-is"].bits, str(imagehash.phash(picture))) <= 2
    assert distance(found["dhash", "as-is"].bits, str(imagehash.dhash(picture))) <= 2


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (30, 60, 90)])
@pytest.mark.parametrize("sides", [(0, 60, 0, 60), (80, 0, 80, 0), (50, 40, 30, 90), (0, 0, 0, 100)])
def test_a_border_is_trimmed(colour: tuple[int, int, int], sides: tuple[int, int, int, int]) -> None:
    picture = photograph(400, 300)
    left, top, right, bottom = sides
    framed = Image.new("RGB", (400 + left + right, 300 + top + bottom), colour)
    framed.paste(picture, (left, top))
    framed.thumbnail((512, 512))
    plain, inside = by_variant(picture), by_variant(framed)
    for kind, near in (("phash", 8), ("dhash", 8), ("pdq", 40)):
        assert distance(plain[kind, "as-is"].bits, inside[kind, "as-is trimmed"].bits) <= near
    assert len(inside) == 2 * len(plain)


def test_a_letterbox_inside_a_pillarbox_is_trimmed() -> None:
    wide = Image.new("RGB", (300, 300), "black")
    wide.paste(photograph(300, 200), (0, 50))
    framed = Image.new("RGB", (500, 300), "white")
    framed.paste(wide, (100, 0))
    found = by_variant(framed)["phash", "as-is trimmed"]
    assert distance(found.bits, by_variant(photograph(300, 200))["phash", "as-is"].bits) <= 8


@pytest.mark.parametrize("make", ["flat", "gradient", "line", "speckled"])
def test_a_flat_picture_has_no_quality(make: str) -> None:
    picture = Image.new("RGB", (400, 300), (120, 130, 140))
    if make == "gradient":
        picture = Image.linear_gradient("L").resize((400, 300)).convert("RGB")
    elif make == "line":
        ImageDraw.Draw(picture).line((0, 150, 400, 150), (125, 135, 145))
    elif make == "speckled":
        picture = Image.blend(picture, photograph(400, 300), 0.01)
    for found in fingerprints(picture, FINGERPRINTS):
        assert found.quality < 50, found


def test_a_photograph_has_quality() -> None:
    for found in fingerprints(photograph(), FINGERPRINTS):
        assert found.quality >= 50, found


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (3, 2), (512, 5)])
def test_the_smallest_pictures_have_fingerprints_too(size: tuple[int, int]) -> None:
    found = fingerprints(photograph(512, 512).resize(size), FINGERPRINTS)
    assert {one.kind for one in found} == {"phash", "dhash", "pdq"}


@pytest.mark.skipif(not PDQ_SAMPLES.is_dir(), reason="PDQ's regression photographs are not beside this checkout")
def test_pdq_agrees_with_the_reference() -> None:
    picture = Image.open(PDQ_SAMPLES / "bridge-mods" / "aaa-orig.jpg").convert("RGB")
    picture.thumbnail((512, 512))
    found = by_variant(picture)["pdq", "as-is"]
    assert distance(found.bits, REFERENCE) <= 8
    assert found.quality == 100


@pytest.mark.skipif(not PDQ_SAMPLES.is_dir(), reason="PDQ's regression photographs are not beside this checkout")
def test_pdq_finds_each_dihedral_sample_in_one_turn() -> None:
    folder = PDQ_SAMPLES / "reg-test-input" / "dih"
    pictures = {path.name: Image.open(path).convert("RGB") for path in sorted(folder.glob("*.jpg"))}
    for picture in pictures.values():
        picture.thumbnail((512, 512))
    original = by_variant(pictures["bridge-1-original.jpg"])["pdq", "as-is"].bits
    turns = set()
    for picture in pictures.values():
        found = by_variant(picture)
        gaps = {turn: distance(found["pdq", turn].bits, original) for turn in VARIANTS}
        best = min(gaps, key=lambda turn: gaps[turn])
        assert gaps[best] <= 31
        turns.add(best)
    assert turns == set(VARIANTS)
