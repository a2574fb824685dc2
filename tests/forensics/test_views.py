"""Each view by a truth that was built into a picture; and pictures of every size."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tests.hostile.crafted import photograph
from workbench.domain.forensic_views import CHANNELS, GRADIENTS, PARAMETERS, View, bounded, reduction
from workbench.forensics import VIEWS
from workbench.forensics.channels import levels
from workbench.forensics.jpeg_ghost import HATCH
from workbench.forensics.noise_residual import median_of_nine
from workbench.forensics.tiles import by_tiles

PATCH = (160, 96, 288, 224)
"""On the grid of 16 pixels."""


def seen(view: View, rgb: Image.Image, scale: int = 1, **given: int) -> NDArray[np.int16]:
    """The view's pixels, rows x columns x 3."""
    return np.asarray(VIEWS[view](rgb, scale, **bounded(view, given))).astype(np.int16)


def grained(width: int = 512, height: int = 384, strength: float = 12) -> Image.Image:
    """A photograph with the grain of a sensor."""
    noise = np.random.default_rng(5).normal(0, strength, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(photograph(width, height)) + noise, 0, 255).astype(np.uint8))


def resaved(rgb: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    rgb.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def with_patch(quality: int, at: tuple[int, int] = PATCH[:2]) -> Image.Image:
    """A picture into which a part was pasted that had been a JPEG of this quality before."""
    picture = resaved(grained(), 96)
    part = resaved(picture.crop(PATCH), quality)
    picture.paste(part, at)
    return picture


def inside_and_outside(found: NDArray[np.int16], at: tuple[int, int] = PATCH[:2]) -> tuple[float, float]:
    """The mean over the patch, its border left out, and over all that is well away from it."""
    (left, top), edge = at, 128
    away = np.ones(found.shape[:2], bool)
    away[top - 16 : top + edge + 16, left - 16 : left + edge + 16] = False
    return float(found[top + 16 : top + edge - 16, left + 16 : left + edge - 16].mean()), float(found[away].mean())


@pytest.mark.parametrize("quality", [55, 65, 75])
def test_a_pasted_part_answers_in_the_ghost_at_its_own_quality(quality: int) -> None:
    picture = with_patch(quality)
    inside, outside = inside_and_outside(seen(View.JPEG_GHOST, picture, quality=quality))
    assert inside < outside - 40
    inside_elsewhere, _ = inside_and_outside(seen(View.JPEG_GHOST, picture, quality=quality - 20))
    assert inside_elsewhere > inside + 60


def test_a_part_pasted_off_the_grid_answers_at_its_own_shift_only() -> None:
    at = (PATCH[0] + 3, PATCH[1] + 5)
    picture = with_patch(65, at)
    inside, outside = inside_and_outside(seen(View.JPEG_GHOST, picture, quality=65, across=3, down=5), at)
    assert inside < outside - 40
    unshifted, _ = inside_and_outside(seen(View.JPEG_GHOST, picture, quality=65), at)
    assert unshifted > inside + 60


def test_a_picture_without_a_paste_has_no_ghost() -> None:
    found = seen(View.JPEG_GHOST, resaved(grained(), 96), quality=65)
    inside, outside = inside_and_outside(found)
    assert abs(inside - outside) < 20


def test_a_part_that_was_saved_before_changes_less_when_saved_again() -> None:
    picture = grained()
    picture.paste(resaved(picture.crop(PATCH), 80), PATCH[:2])
    inside, outside = inside_and_outside(seen(View.ERROR_LEVEL, picture, quality=80))
    assert inside < outside / 2


def test_error_levels_are_not_stretched() -> None:
    picture = grained()
    once, twice = (seen(View.ERROR_LEVEL, picture, quality=90, gain=gain) for gain in (5, 10))
    assert (np.minimum(once * 2, 255) == twice).all()


def test_a_smoothed_part_has_no_noise_left() -> None:
    picture = grained()
    picture.paste(picture.crop(PATCH).filter(ImageFilter.GaussianBlur(3)), PATCH[:2])
    found = np.abs(seen(View.NOISE_RESIDUAL, picture, gain=4) - 128)
    inside, outside = inside_and_outside(found)
    assert inside < outside / 4


def test_the_median_is_that_of_nine() -> None:
    grey = np.random.default_rng(1).integers(0, 256, (20, 30), np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(grey, (3, 3))
    assert (median_of_nine(grey) == np.median(windows, axis=(2, 3))).all()


def test_the_gradient_of_a_ramp_is_level_across_and_nothing_down() -> None:
    ramp = Image.fromarray(np.repeat(np.arange(0, 200, 2, np.uint8)[None, :], 60, 0)).convert("RGB")
    middle = (slice(1, -1), slice(1, -1))
    across = seen(View.LUMINANCE_GRADIENT, ramp, direction=GRADIENTS.index("across"), gain=10)[middle]
    assert across.min() == across.max() > 128
    assert (seen(View.LUMINANCE_GRADIENT, ramp, direction=GRADIENTS.index("down"))[middle] == 128).all()
    assert seen(View.LUMINANCE_GRADIENT, ramp, gain=10)[middle].min() > 0
    turned = ramp.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert (seen(View.LUMINANCE_GRADIENT, turned, direction=1, gain=10)[middle] == 256 - across).all()


def test_a_step_from_black_to_white_is_the_steepest() -> None:
    step = Image.new("RGB", (40, 20))
    step.paste("white", (20, 0, 40, 20))
    found = seen(View.LUMINANCE_GRADIENT, step, gain=1)[..., 0]
    assert (found[:, 19:21] == 255).all()
    assert not found[:, :19].any()


def test_channels_are_the_pictures_own() -> None:
    picture = photograph(90, 70)
    pixels = np.asarray(picture).astype(np.int16)
    assert (seen(View.CHANNELS, picture) == pixels).all()
    for place, name in enumerate(("red", "green", "blue")):
        found = seen(View.CHANNELS, picture, channel=CHANNELS.index(name))
        assert (found == pixels[..., [place]]).all()
    grey = picture.convert("L").convert("RGB")
    assert not seen(View.CHANNELS, grey, channel=CHANNELS.index("saturation")).any()
    assert (np.abs(seen(View.CHANNELS, grey, channel=CHANNELS.index("red-difference")) - 128) <= 1).all()
    assert (np.abs(seen(View.CHANNELS, grey, channel=CHANNELS.index("luminance")) - np.asarray(grey)) <= 1).all()


def test_levels_turn_about_stretch_and_bend() -> None:
    values = np.arange(256)
    assert (levels(0, 255, 100) == values).all()
    assert (levels(255, 0, 100) == 255 - values).all()
    assert (levels(100, 100, 100) == np.where(values > 100, 255, 0)).all()
    narrow = levels(50, 100, 100)
    assert (narrow[50], narrow[75], narrow[100], narrow[255]) == (0, 128, 255, 255)
    assert levels(0, 255, 200)[64] > 64 > levels(0, 255, 50)[64]


@pytest.mark.parametrize("view", [view for view in View if view is not View.JPEG_GHOST])
def test_a_constant_picture_gives_a_constant_view(view: View) -> None:
    found = seen(view, Image.new("RGB", (100, 70), (90, 130, 40)))
    assert (found == found[0, 0]).all()


def test_flat_ground_is_hatched_in_the_ghost_and_not_taken_for_an_answer() -> None:
    found = seen(View.JPEG_GHOST, Image.new("RGB", (96, 64), (90, 130, 40)))[..., 0]
    assert (found == np.tile(HATCH, (4, 6))).all()
    picture = grained()
    picture.paste((90, 130, 40), PATCH)
    left, top, right, bottom = PATCH
    found = seen(View.JPEG_GHOST, picture)[..., 0]
    assert (found[top:bottom, left:right] == np.tile(HATCH, (8, 8))).all()


SIZES = [(1, 1), (1, 40), (40, 1), (7, 9), (8, 8), (17, 15), (2048, 3), (2049, 33), (5, 2050), (5000, 2)]


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scale", [1, 4])
def test_a_view_has_the_size_of_its_picture(view: View, size: tuple[int, int], scale: int) -> None:
    rgb = photograph(64, 64).resize(size)
    given = {one.name: one.most for one in PARAMETERS[view]}
    found = VIEWS[view](rgb, scale, **bounded(view, given))
    assert found.mode == "RGB"
    assert found.size == (-(-size[0] // scale), -(-size[1] // scale))


@pytest.mark.parametrize("view", [View.ERROR_LEVEL, View.NOISE_RESIDUAL, View.JPEG_GHOST, View.LUMINANCE_GRADIENT])
def test_no_seam_is_seen_between_tiles(view: View) -> None:
    """What is made of a piece across two tiles is what is made of the piece alone, its border left out."""
    wide = grained(2304, 96)
    given = {"across": 3, "down": 6} if view is View.JPEG_GHOST else {}
    whole, piece = seen(view, wide, **given), seen(view, wide.crop((1952, 0, 2144, 96)), **given)
    assert (whole[32:64, 1984:2112] == piece[32:64, 32:160]).all()


@given(st.integers(1, 70_000), st.integers(1, 70_000), st.integers(16, 8192))
def test_a_view_is_reduced_no_more_than_it_must_be(width: int, height: int, edge: int) -> None:
    found = reduction(width, height, edge)
    assert -(-max(width, height) // found) <= edge
    assert found == 1 or -(-max(width, height) // (found // 2)) > edge


@given(st.sampled_from(list(View)), st.dictionaries(st.sampled_from(["quality", "gain", "x"]), st.integers()))
def test_parameters_are_brought_within_their_bounds(view: View, given: dict[str, int]) -> None:
    found = bounded(view, given)
    assert list(found) == [one.name for one in PARAMETERS[view]]
    assert all(one.least <= found[one.name] <= one.most for one in PARAMETERS[view])


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 16))
def test_tiles_give_back_what_they_were_given(width: int, height: int, margin: int) -> None:
    rgb = photograph(60, 60).resize((width, height))
    cut = slice(margin, -margin or None)
    assert by_tiles(rgb, lambda tile: tile[cut, cut], 1, margin).tobytes() == rgb.tobytes()
