"""Aligning: the transform is right, edits are found and named, and what merely looks alike is not the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from tests.alignment.photographs import known, photograph, query, saved
from workbench.alignment.aligning import align
from workbench.domain.features import Alignment


def codes(found: Alignment) -> set[str]:
    return {code for code, _ in found.edits}


def fact(found: Alignment, code: str, name: str) -> float:
    return float(dict(dict(found.edits)[code])[name])


def moved(found: Alignment, x: float, y: float) -> tuple[float, float]:
    a, b, c = np.array(found.transform) @ [x, y, 1.0]
    return float(a / c), float(b / c)


def test_a_picture_lies_on_itself() -> None:
    found = align(query(photograph(1)), known(photograph(1)))
    assert found.kind == "whole"
    assert codes(found) == {"edit.resaved"}
    assert found.differences == ()
    assert np.allclose(found.transform, np.eye(3), atol=0.005)


def test_the_same_pictures_give_the_same_answer() -> None:
    pair = query(saved(photograph(2), 30)), known(photograph(2))
    assert align(*pair) == align(*pair)


@settings(max_examples=12, deadline=None)
@given(
    number=st.integers(0, 10_000),
    share=st.floats(0.55, 0.9),
    across=st.floats(0, 1),
    down=st.floats(0, 1),
    mirror=st.booleans(),
)
def test_a_crop_is_found_where_it_was_cut(number: int, share: float, across: float, down: float, mirror: bool) -> None:
    whole = photograph(number)
    width, height = (round(edge * share) for edge in whole.size)
    left, top = round((whole.width - width) * across), round((whole.height - height) * down)
    crop = whole.crop((left, top, left + width, top + height))
    found = align(query(saved(ImageOps.mirror(crop) if mirror else crop)), known(whole))
    assert found.kind in ("whole", "partial")
    assert ("edit.mirrored" in codes(found)) == mirror
    for x, y in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)):
        across_known = (left + (1 - x if mirror else x) * width) / whole.width
        down_known = (top + y * height) / whole.height
        assert moved(found, x, y) == pytest.approx((across_known, down_known), abs=0.01)
    assert found.overlap_known == pytest.approx(width * height / (whole.width * whole.height), abs=0.03)


@pytest.mark.parametrize(
    ("turn", "code"),
    [
        (Image.Transpose.ROTATE_90, "edit.turned-90"),
        (Image.Transpose.ROTATE_180, "edit.turned-180"),
        (Image.Transpose.ROTATE_270, "edit.turned-270"),
        (Image.Transpose.FLIP_LEFT_RIGHT, "edit.mirrored"),
        (Image.Transpose.FLIP_TOP_BOTTOM, "edit.flipped"),
        (Image.Transpose.TRANSPOSE, "edit.transposed"),
        (Image.Transpose.TRANSVERSE, "edit.transversed"),
    ],
)
def test_each_turn_has_its_name(turn: Image.Transpose, code: str) -> None:
    found = align(query(saved(photograph(3).transpose(turn))), known(photograph(3)))
    assert found.kind == "whole"
    assert codes(found) == {code}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("grey", "edit.greyscale"),
        ("brighter", "edit.brighter"),
        ("darker", "edit.darker"),
        ("blurred", "edit.blurred"),
        ("half", "edit.resized"),
        ("square", "edit.squashed"),
        ("letterbox", "edit.border-added"),
    ],
)
def test_edits_are_named(name: str, code: str) -> None:
    whole = photograph(4)
    copies = {
        "grey": whole.convert("L").convert("RGB"),
        "brighter": ImageEnhance.Brightness(whole).enhance(1.4),
        "darker": ImageEnhance.Brightness(whole).enhance(0.5),
        "blurred": whole.filter(ImageFilter.GaussianBlur(4)),
        "half": whole.resize((320, 224)),
        "square": whole.resize((448, 448)),
        "letterbox": ImageOps.expand(whole, (0, 90), "black"),
    }
    found = align(query(saved(copies[name])), known(whole))
    assert found.kind in ("whole", "partial")
    assert code in codes(found)


def test_a_tilt_is_told_in_degrees() -> None:
    whole = photograph(5)
    found = align(query(saved(whole.rotate(7, Image.Resampling.BICUBIC).crop((80, 60, 560, 390)))), known(whole))
    assert fact(found, "edit.tilted", "degrees") == 7


def test_a_screenshot_says_how_much_of_it_the_photograph_fills() -> None:
    screen = Image.new("RGB", (640, 1100), (20, 30, 40))
    screen.paste(photograph(6), (0, 320))
    ImageDraw.Draw(screen).text((40, 60), "Channel", fill="white", font_size=60)
    found = align(query(saved(screen)), known(photograph(6)))
    assert found.kind == "partial"
    assert fact(found, "edit.inside-larger", "percent") == pytest.approx(41, abs=2)
    assert found.overlap_known > 0.97


def test_a_tile_of_a_collage_is_found_and_the_other_tile_is_no_difference() -> None:
    collage = Image.new("RGB", (800, 400))
    collage.paste(ImageOps.fit(photograph(7), (400, 400)), (0, 0))
    collage.paste(ImageOps.fit(photograph(8), (400, 400)), (400, 0))
    found = align(query(saved(collage)), known(photograph(7)))
    assert found.kind == "partial"
    assert found.overlap_query == pytest.approx(0.5, abs=0.05)
    assert found.agreement > 0.9


def test_what_covers_the_photograph_is_pointed_at() -> None:
    banner = photograph(9)
    ImageDraw.Draw(banner).rectangle((0, 300, 320, 380), fill=(180, 0, 0))
    found = align(query(saved(banner)), known(photograph(9)))
    assert found.kind == "whole"
    assert "edit.overlay" in codes(found)
    left, top, right, bottom = found.differences[0]
    assert (left, top, right, bottom) == pytest.approx((0, 300 / 448, 0.5, 380 / 448), abs=0.2)


def test_differences_are_in_the_query_when_it_is_mirrored() -> None:
    banner = photograph(10)
    ImageDraw.Draw(banner).rectangle((0, 100, 160, 220), fill="white")
    found = align(query(saved(ImageOps.mirror(banner))), known(photograph(10)))
    assert found.differences[0][0] > 0.6


@pytest.mark.parametrize("number", range(20, 30))
def test_unrelated_photographs_are_nothing(number: int) -> None:
    assert align(query(photograph(number)), known(photograph(number + 100))).kind == ""


@pytest.mark.parametrize("number", range(5))
def test_one_watermark_does_not_make_one_photograph(number: int) -> None:
    pair = []
    for one in (photograph(number + 200), photograph(number + 300)):
        one.paste(photograph(999, (200, 130)), (410, 300))
        pair.append(one)
    assert align(query(saved(pair[0])), known(pair[1])).kind in ("", "scene")


def test_one_frame_around_two_photographs_does_not_make_them_one() -> None:
    pair = []
    for number in (31, 32):
        frame = photograph(998)
        frame.paste(photograph(number, (540, 360)), (50, 44))
        pair.append(frame)
    assert align(query(saved(pair[0])), known(pair[1])).kind in ("", "scene")


@pytest.mark.parametrize("sizes", [((640, 448), (640, 448)), ((640, 448), (500, 640))])
def test_one_caption_over_two_photographs_does_not_make_them_one(sizes: tuple[tuple[int, int], ...]) -> None:
    pair = []
    for number, (width, height) in enumerate(sizes, 41):
        band = height // 4
        posted = Image.new("RGB", (width, height + band), "white")
        ImageDraw.Draw(posted).text((10, band // 4), "BREAKING: aftermath", "black", ImageFont.load_default(band // 2))
        posted.paste(photograph(number, (width, height)), (0, band))
        pair.append(posted)
    assert align(query(saved(pair[0])), known(pair[1])).kind in ("", "scene")


def test_a_banner_over_the_photograph_costs_no_match() -> None:
    """A channel's lower third and its sign, as opaque as they are."""
    shown = photograph(48)
    draw = ImageDraw.Draw(shown)
    draw.rectangle((0, 320, 640, 405), fill=(180, 0, 0))
    draw.text((10, 340), "BREAKING NEWS strike", "white", ImageFont.load_default(32))
    draw.rectangle((480, 5, 635, 80), fill="white")
    found = align(query(saved(shown)), known(photograph(48)))
    assert found.kind in ("whole", "partial")
    assert "edit.overlay" in codes(found)


def test_a_poster_is_not_what_it_holds() -> None:
    """Most of it agrees; what does not is all in one place."""
    pair = []
    for number in (43, 44):
        poster = photograph(997)
        poster.paste(photograph(number, (420, 290)), (110, 80))
        pair.append(poster)
    assert align(query(saved(pair[0])), known(pair[1])).kind in ("", "scene")


def test_one_slope_is_like_every_other() -> None:
    """Dusk over two places, with a tree each: the sky is no evidence."""
    sky = Image.linear_gradient("L").convert("RGB").resize((640, 448))
    pair = []
    for number in (45, 46):
        dusk = sky.copy()
        dusk.paste(photograph(number, (90, 60)), (100 * (number - 44), 380))
        pair.append(dusk)
    upright = np.eye(3)
    assert align(query(saved(pair[0])), known(pair[1]), upright).kind == ""


def test_a_picture_of_a_few_pixels_is_nobody() -> None:
    tiny = photograph(47).resize((36, 25))
    assert align(query(tiny), known(photograph(47))).kind == ""


def test_two_shots_of_one_place_are_a_scene() -> None:
    place = photograph(33, (900, 660))
    first = place.crop((100, 100, 740, 548))
    second = place.rotate(1.5, Image.Resampling.BICUBIC).crop((140, 120, 780, 568))
    assert align(query(second), known(first)).kind == "scene"


@pytest.mark.parametrize(
    "flat",
    [
        Image.new("RGB", (300, 200), "grey"),
        Image.new("RGB", (1, 1)),
        Image.new("RGB", (900, 1)),
        Image.linear_gradient("L").convert("RGB"),
    ],
)
def test_flat_pictures_are_never_the_same_photograph(flat: Image.Image) -> None:
    assert align(query(flat), known(flat)).kind == ""
    assert align(query(flat), known(photograph(34))).kind == ""
