"""Forensic views through real children: upright, bounded, of the whole file, and refused where they must be."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.hostile.crafted import photograph, saved
from workbench.domain.examinations import Limits, Preview
from workbench.domain.forensic_views import CHANNELS, LONGEST_EDGE, View
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer

LIMITS = Limits()


def made(
    examiner: ChildExaminer, folder: Path, data: bytes, view: View, edge: int = 4096, **given: int
) -> NDArray[np.int16]:
    found = preview(examiner, folder, data, view, edge, given)
    return np.frombuffer(found.rgb, np.uint8).reshape(found.height, found.width, 3).astype(np.int16)


def preview(
    examiner: ChildExaminer, folder: Path, data: bytes, view: View, edge: int, given: Mapping[str, int]
) -> Preview:
    path = folder / "picture"
    path.write_bytes(data)
    return examiner.forensic(path, view, given, edge, LIMITS)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "JPEG2000"])
@pytest.mark.parametrize("view", View)
def test_every_view_of_every_format(examiner: ChildExaminer, tmp_path: Path, name: str, view: View) -> None:
    found = made(examiner, tmp_path, saved(photograph(200, 120), name), view)
    assert found.shape == (120, 200, 3)


def test_at_its_defaults_a_channel_view_is_the_picture(examiner: ChildExaminer, tmp_path: Path) -> None:
    picture = photograph(200, 120)
    found = made(examiner, tmp_path, saved(picture, "PNG"), View.CHANNELS)
    assert (found == np.asarray(picture)).all()


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_turned_jpeg_is_viewed_on_its_own_grid_and_shown_upright(
    examiner: ChildExaminer, tmp_path: Path, turn: int
) -> None:
    """205 x 117 is no multiple of 8: turned before it is saved again, every block would be another one."""
    exif = Image.Exif()
    exif[0x0112] = turn
    data = saved(photograph(205, 117), "JPEG", quality=80, subsampling=0, exif=exif)
    found = made(examiner, tmp_path, data, View.ERROR_LEVEL, quality=80, gain=40)
    shown = made(examiner, tmp_path, data, View.CHANNELS)
    assert found.shape == shown.shape == ((117, 205, 3) if turn < 5 else (205, 117, 3))
    as_it_lies = made(examiner, tmp_path, saved(photograph(205, 117), "JPEG", quality=80, subsampling=0),
                      View.ERROR_LEVEL, quality=80, gain=40)  # fmt: skip
    assert found.sum() == as_it_lies.sum()


def test_a_large_picture_is_reduced_after_it_was_viewed(examiner: ChildExaminer, tmp_path: Path) -> None:
    """Lines of one pixel: reduced first they would be grey, and the threshold would see nothing."""
    stripes = np.zeros((600, 1000, 3), np.uint8)
    stripes[:, ::2] = 120
    given = {"channel": CHANNELS.index("red"), "black": 100, "white": 101}
    found = made(examiner, tmp_path, saved(Image.fromarray(stripes), "PNG"), View.CHANNELS, 512, **given)
    assert found.shape == (300, 500, 3)
    assert (np.abs(found - 127) <= 1).all()


def test_parameters_out_of_bounds_are_brought_within_them(examiner: ChildExaminer, tmp_path: Path) -> None:
    data = saved(photograph(60, 40), "PNG")
    found = made(examiner, tmp_path, data, View.ERROR_LEVEL, quality=9999, gain=-5, nothing=3)
    assert (found == made(examiner, tmp_path, data, View.ERROR_LEVEL, quality=100, gain=1)).all()


def test_a_picture_that_is_too_long_is_refused_with_its_size(examiner: ChildExaminer, tmp_path: Path) -> None:
    data = saved(Image.new("RGB", (LONGEST_EDGE + 1, 2)), "PNG")
    with pytest.raises(Refusal) as refusal:
        made(examiner, tmp_path, data, View.ERROR_LEVEL)
    assert refusal.value.code == "examine.too-long"
    assert refusal.value.facts["width"] == LONGEST_EDGE + 1


def test_the_longest_picture_is_viewed(examiner: ChildExaminer, tmp_path: Path) -> None:
    data = saved(Image.new("L", (LONGEST_EDGE, 3), 40), "PNG")
    for view in View:
        assert made(examiner, tmp_path, data, view).shape == (1, 4094, 3)


def test_what_is_no_picture_is_refused_and_the_next_one_is_viewed(examiner: ChildExaminer, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        made(examiner, tmp_path, b"no picture", View.JPEG_GHOST)
    assert refusal.value.code == "examine.not-an-image"
    whole = saved(photograph(400, 300), "JPEG")
    assert made(examiner, tmp_path, whole[: len(whole) // 2], View.JPEG_GHOST).shape == (300, 400, 3)
