"""Local features: bounded, the same for the same pixels, spread out, and mirrored without looking again."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.alignment.photographs import photograph
from workbench.domain.features import LocalFeatures
from workbench.fingerprints import local_features
from workbench.fingerprints.local_features import EDGE, LEAST_EDGE, MOST, extract, mirrored


def places(features: LocalFeatures) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    packed = np.frombuffer(features.points, "<u2").reshape(-1, 4)
    return packed[:, :2] / 65535


def test_features_are_bounded_and_repeatable() -> None:
    found = extract(photograph(1, (1600, 1200)))
    assert (found.width, found.height) == (EDGE, EDGE * 3 // 4)
    assert 100 < len(found) <= MOST
    assert found == extract(photograph(1, (1600, 1200)))
    assert "opencv" in found.recipe
    assert found.recipe == local_features.recipe_text()


def test_a_small_copy_is_enlarged() -> None:
    found = extract(photograph(2).resize((160, 112)))
    assert found.width == LEAST_EDGE
    assert len(found) > 50


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (300, 200)])
def test_a_flat_picture_has_none(size: tuple[int, int]) -> None:
    assert len(extract(Image.new("RGB", size, "grey"))) == 0


def test_one_textured_corner_does_not_take_all() -> None:
    picture = photograph(3)
    noise = np.random.default_rng(1).integers(0, 256, (224, 320, 3), np.uint8)
    picture.paste(Image.fromarray(noise), (0, 0))
    at = places(extract(picture))
    in_corner = ((at[:, 0] < 0.5) & (at[:, 1] < 0.5)).mean()
    assert in_corner < 0.7


def test_mirroring_features_is_mirroring_the_picture() -> None:
    turned, looked = mirrored(extract(photograph(4))), extract(ImageOps.mirror(photograph(4)))
    there = places(looked)
    descriptors = np.frombuffer(looked.descriptors, np.uint8).reshape(-1, 128).astype(float)
    near = 0
    for at, descriptor in zip(
        places(turned), np.frombuffer(turned.descriptors, np.uint8).reshape(-1, 128).astype(float), strict=True
    ):
        close = np.abs(there - at).max(axis=1) < 0.002
        near += bool(close.any() and np.linalg.norm(descriptors[close] - descriptor, axis=1).min() < 60)
    assert near > 0.8 * len(turned)


def test_mirroring_twice_gives_the_features_back() -> None:
    found = extract(photograph(5))
    assert mirrored(mirrored(found)) == found


def test_haze_has_features_too() -> None:
    haze = Image.blend(photograph(6), Image.new("RGB", (640, 448), "white"), 0.9)
    assert len(extract(haze)) > 50
