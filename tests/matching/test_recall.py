"""Pictures drawn here, edited as platforms and people edit them, and found again by their real fingerprints."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests import builders as build
from workbench.domain.known import MatchKind
from workbench.fingerprints import FINGERPRINTS
from workbench.fingerprints.recipe import fingerprints
from workbench.matching.candidates import LibraryIndex
from workbench.matching.whole import whole_matches

PICTURES = 20


def picture(seed: int) -> Image.Image:
    """Light and dark patches of many sizes under a slope of light: detail like a photograph's, at 480 x 360."""
    random = np.random.default_rng(seed)
    canvas = np.zeros((360, 480, 3))
    for cells in (3, 6, 12, 40):
        coarse = random.normal(0, 60 / np.sqrt(cells), (cells, cells, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(coarse[:, :, channel]).resize((480, 360), Image.Resampling.BICUBIC)
            canvas[:, :, channel] += np.asarray(layer)
    canvas += 110 + np.linspace(-30, 30, 360)[:, None, None]
    return Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))


def resaved(one: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    one.resize((320, 240)).save(buffer, "JPEG", quality=40)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


EDITS = {
    "resaved": (resaved, {"edit.resized"}),
    "mirrored": (ImageOps.mirror, {"edit.mirrored"}),
    "turned": (lambda one: one.transpose(Image.Transpose.ROTATE_90), {"edit.turned-90"}),
    "letterboxed": (lambda one: ImageOps.expand(one, (0, 70), "black"), {"edit.border-added"}),
}


@pytest.fixture(scope="module")
def index():
    found = LibraryIndex()
    for seed in range(PICTURES):
        one = picture(seed)
        found.add("drawn", build.known_image(str(seed)), fingerprints(one, FINGERPRINTS), one.size)
    return found


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_picture_is_found_first_and_alone_and_its_edit_is_named(index, name):
    edit, expected = EDITS[name]
    for seed in range(PICTURES):
        edited = edit(picture(seed))
        asked = build.examination(
            width=edited.width, height=edited.height, fingerprints=fingerprints(edited, FINGERPRINTS)
        )
        (match,) = whole_matches(asked, index)
        assert (match.known.id, match.kind) == (str(seed), MatchKind.WHOLE)
        assert {edit.code for edit in match.edits} - {"edit.resaved"} == expected


def test_pictures_that_the_library_does_not_hold_are_not_found(index):
    for seed in range(1000, 1000 + PICTURES):
        asked = build.examination(fingerprints=fingerprints(picture(seed), FINGERPRINTS))
        assert whole_matches(asked, index) == ()


@pytest.mark.parametrize("colour", ["black", "white", "#7f8c99"])
def test_flat_pictures_do_not_match_each_other(colour):
    flat = fingerprints(Image.new("RGB", (480, 360), colour), FINGERPRINTS)
    index = LibraryIndex()
    index.add("drawn", build.known_image(), flat)
    assert whole_matches(build.examination(fingerprints=flat), index) == ()
