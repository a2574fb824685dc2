from datetime import timedelta

import pytest

from tests import builders as build
from workbench.domain.examinations import Refused
from workbench.domain.findings import Bearing
from workbench.domain.known import MatchKind
from workbench.domain.measures import metres, odds, stretch, wind
from workbench.inspectors import INSPECTORS
from workbench.inspectors.inspection import inspect


def findings(*tags, matches=(), **changes):
    dossier = build.dossier(build.examination(*tags, **changes), matches=matches)
    return {finding.code: finding for finding in inspect(dossier, INSPECTORS)}


@pytest.mark.parametrize(
    ("software", "code"),
    [
        ("Adobe Photoshop 25.0 (Windows)", "software.editor"),
        ("GIMP 2.10.34", "software.editor"),
        ("Snapseed 2.0", "software.editor"),
        ("17.5.1", "software.named"),
        ("Ver.1.00 ", "software.named"),
        ("S901BXXU2AVF1", "software.named"),
    ],
)
def test_editors_are_told_from_a_cameras_own_version_and_neither_undermines(software, code):
    found = findings(*build.exif(Software=software))
    assert code in found
    assert found[code].bearing is Bearing.NEUTRAL


def test_no_exif_is_not_said_where_a_reader_could_not_answer():
    assert "metadata.absent" in findings()
    found = findings(refused=(Refused("exifread", "reader.deadline"),))
    assert "metadata.absent" not in found
    assert {"metadata.unknown", "reader.refused"} <= found.keys()


def test_readers_that_differ_are_both_quoted():
    found = findings(*build.exif("exifread", DateTime="2025:10:09 10:00:00"), *build.exif("pillow", DateTime="2019"))
    fields = dict(found["readers.disagree"].facts)["fields"]
    assert "2025:10:09 10:00:00 (exifread)" in fields
    assert "2019 (pillow)" in fields


def test_an_incomplete_picture_is_named():
    assert findings(complete=False)["picture.incomplete"].bearing is Bearing.NEUTRAL
    assert "picture.incomplete" not in findings()


def prints(variant="as-is", distance=0, quality=90):
    flipped = (1 << distance) - 1
    return tuple(build.fingerprint(flipped, kind, variant, quality=quality) for kind in ("phash", "dhash", "pdq"))


def test_a_thumbnail_of_another_picture_undermines():
    found = findings(fingerprints=prints(distance=40)[:2], thumbnail=build.thumbnail(*prints()))
    assert found["thumbnail.unlike"].bearing is Bearing.UNDERMINES


def test_a_thumbnail_that_is_like_its_picture_says_nothing():
    found = findings(fingerprints=prints(distance=8), thumbnail=build.thumbnail(*prints()))
    assert not [code for code in found if code.startswith("thumbnail")]


def test_a_flat_thumbnail_says_nothing():
    found = findings(fingerprints=prints(distance=40), thumbnail=build.thumbnail(*prints(quality=10)))
    assert not [code for code in found if code.startswith("thumbnail")]


def test_one_hash_alone_does_not_accuse():
    large = (*prints()[:1], build.fingerprint((1 << 40) - 1, "dhash"))
    assert "thumbnail.unlike" not in findings(fingerprints=large, thumbnail=build.thumbnail(*prints()))


@pytest.mark.parametrize(("orientation", "turned"), [(1, True), (6, False), (8, True)])
def test_a_turned_thumbnail_is_neutral_and_expected_where_the_camera_was_held_upright(orientation, turned):
    large = (*prints(distance=40), *prints("turned-90"))
    found = findings(fingerprints=large, thumbnail=build.thumbnail(*prints()), orientation=orientation)
    assert ("thumbnail.turned" in found) is turned
    assert "thumbnail.unlike" not in found


def test_fingerprints_of_another_recipe_accuse_nobody():
    other = tuple(build.fingerprint((1 << 40) - 1, kind, recipe="0") for kind in ("phash", "dhash"))
    assert "thumbnail.unlike" not in findings(fingerprints=other, thumbnail=build.thumbnail(*prints()))


@pytest.mark.parametrize("kind", MatchKind)
@pytest.mark.parametrize("first_known", ["2019", "2025-10-09", "2026", ""])
def test_only_the_same_picture_certainly_known_before_undermines(kind, first_known):
    match = build.match(build.known_image(first_known=first_known), kind)
    (found,) = [one for code, one in findings(matches=(match,)).items() if code.startswith("match.")]
    undermines = first_known == "2019" and kind is not MatchKind.SCENE
    assert found.bearing is (Bearing.UNDERMINES if undermines else Bearing.NEUTRAL)
    assert dict(found.facts)["match"] == match.id
    assert (found.code == "match.scene") is (kind is MatchKind.SCENE)


def test_every_match_is_said():
    matches = (build.match(), build.match(id="m2"))
    found = inspect(build.dossier(matches=matches), INSPECTORS)
    assert [dict(one.facts)["match"] for one in found if one.code == "match.like-before"] == ["m1", "m2"]


def test_measures_are_plain_and_never_make_a_chance_rarer():
    assert [metres(length) for length in (7.6, 643, 4_210, 213_700)] == ["8 m", "640 m", "4.2 km", "214 km"]
    assert [
        stretch(timedelta(**time)) for time in ({"seconds": 40}, {"hours": 5, "minutes": 12}, {"days": 412, "hours": 9})
    ] == [
        "40 s",
        "5 h 12 min",
        "412 d",
    ]
    assert [wind(degrees) for degrees in (0, 44, 359.9, 180)] == ["N", "NE", "N", "S"]
    assert [odds(chance) for chance in (1.0, 0.6, 0.00103, 0.0)] == ["1 : 1", "1 : 1", "1 : 970", "0"]
