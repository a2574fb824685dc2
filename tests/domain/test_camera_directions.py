"""Which way the camera faced, and how wide it looked."""

import pytest

from tests.builders import STRUCK, examination, exif, gps_tags
from workbench.domain.camera_directions import camera_directions


def test_a_direction_has_its_north_and_its_field_of_view() -> None:
    tags = (*gps_tags(STRUCK, GPSImgDirection="135/1", GPSImgDirectionRef="M"), *exif(FocalLengthIn35mmFilm="26"))
    [found] = camera_directions(examination(*tags))
    assert (found.degrees, found.magnetic) == (135.0, True)
    assert found.point.latitude == pytest.approx(STRUCK.latitude, abs=1e-5)
    assert found.field_degrees == pytest.approx(69.4, abs=0.1), "36 mm across at 26 mm"


def test_an_upright_picture_looks_as_wide_as_the_short_side() -> None:
    tags = (*gps_tags(STRUCK, GPSImgDirection="10/1"), *exif(FocalLengthIn35mmFilm="26"))
    [found] = camera_directions(examination(*tags, orientation=6))
    assert found.field_degrees == pytest.approx(49.6, abs=0.1)


@pytest.mark.parametrize("focal", ["0", "nonsense", "1/0", "26,27", "-5", "9" * 400])
def test_a_focal_length_that_means_nothing_leaves_the_width_unknown(focal: str) -> None:
    tags = (*gps_tags(STRUCK, GPSImgDirection="10/1"), *exif(FocalLengthIn35mmFilm=focal))
    assert [one.field_degrees for one in camera_directions(examination(*tags))] == [None]


def test_without_a_direction_or_a_position_there_is_none() -> None:
    assert camera_directions(examination(*gps_tags(STRUCK))) == ()
    assert camera_directions(examination(*exif(GPSImgDirection="10/1"))) == ()
