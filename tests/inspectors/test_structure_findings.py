"""What follows from how a file is built and named; almost all of it neutral, since most files were passed on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders as build
from tests.inspectors.test_contract import check
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Tag
from workbench.domain.findings import Bearing
from workbench.domain.platforms import signatures
from workbench.inspectors import (
    dimensions_fit,
    extension_unlike,
    file_name,
    generated_declared,
    makers_disagree,
    platform_signature,
    resaved,
    screenshot,
    trailing_data,
)

ALL = (
    dimensions_fit,
    extension_unlike,
    file_name,
    generated_declared,
    makers_disagree,
    platform_signature,
    resaved,
    screenshot,
    trailing_data,
)
EXIF_SIZE = {"ExifImageWidth": "4000", "ExifImageHeight": "3000"}
CAMERA = build.exif(Make="Canon", Model="Canon EOS 5D")
FBMD = Tag("iptc", "IPTC", "Application", "SpecialInstructions", "FBMD0f00075b010000635a0000")


def findings(*tags, name="picture.jpg", event=None, **changes):
    dossier = build.dossier(build.examination(*tags, **changes), arrivals=(Arrival(f"/case/{name}"),), event=event)
    found = {}
    for inspector in ALL:
        for finding in inspector.inspect(dossier):
            check(finding, inspector.CODES)
            found[finding.code] = finding
    return found


def facts(finding):
    return dict(finding.facts)


def test_a_plain_camera_file_says_nothing_here():
    assert not findings(*CAMERA, *build.exif(**EXIF_SIZE), name="IMG_0001.JPG")


def test_metas_mark_names_both_of_its_platforms_and_how_often_it_was_seen():
    found = findings(FBMD)["platform.marked"]
    assert facts(found)["platforms"] == "Facebook / Instagram"
    assert facts(found)["elsewhere"].startswith("0/")
    assert found.bearing is Bearing.NEUTRAL


@pytest.mark.parametrize("family", ["EXIF", "XMP", "PNG"])
def test_the_mark_counts_only_where_meta_writes_it(family):
    assert not signatures(build.examination(Tag("x", family, "g", "Comment", "FBMD0f00")), ())


def test_a_platforms_name_is_a_lead_and_camera_data_do_not_go_with_it():
    found = findings(name="IMG-20251125-WA0007.jpg")
    assert facts(found["platform.named"])["platforms"] == "WhatsApp"
    assert "platform.name-unlike" not in found
    assert "platform.name-unlike" in findings(*CAMERA, name="IMG-20251125-WA0007.jpg")
    assert "platform.named" not in findings(name="IMG_20251125_021214.jpg")


def test_packing_names_no_platform():
    packed = {"quality": "85", "subsampling": "4:2:0"}
    found = findings(container=packed)
    assert set(found) == {"platform.repacked"}
    assert not findings(container=packed | {"quality": "about 85"})
    assert not findings(*CAMERA, container=packed)
    assert not findings(container=packed, media_type="image/png", format="PNG", name="a.png")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("IMG_20251009_231500.jpg", "name.taken"),
        ("IMG_20191009_231500.jpg", "name.taken-before"),
        ("IMG-20251012-WA0001.jpg", "name.received"),
        ("IMG-20251009-WA0001.jpg", "name.received"),
        ("IMG-20190501-WA0001.jpg", "name.received-before"),
        ("CHIZFl5U0AAENRU.png", "name.uploaded-before"),
        ("photo_2025-10-08_01-00-00.jpg", "name.received-before"),
        ("photo_2025-10-09_06-00-00.jpg", "name.received"),
    ],
)
def test_a_name_undermines_only_where_it_is_certainly_before(name, code):
    found = {key: one for key, one in findings(name=name, event=build.event()).items() if key.startswith("name.")}
    assert set(found) == {code}
    assert found[code].bearing is (Bearing.UNDERMINES if code.endswith("-before") else Bearing.NEUTRAL)


def test_without_an_event_a_name_undermines_nothing():
    assert findings(name="IMG-20190501-WA0001.jpg")["name.received"].bearing is Bearing.NEUTRAL


def test_an_earlier_save_is_told_with_its_quality():
    told = {"steps-examined": "14", "steps-coarser": "11", "quality-before": "75", "quality": "about 92"}
    assert facts(findings(container=told)["resaved.coarser"])["before"] == "75"
    assert "resaved.coarser-unlike" in findings(container=told | {"quality-before": "unlike"})
    assert not findings(container={"steps-examined": "14"})


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((4000, 3000), None),
        ((3984, 2988), None),
        ((3000, 4000), "dimensions.turned"),
        ((2000, 1500), "dimensions.scaled"),
        ((1500, 2000), "dimensions.scaled"),
        ((4000, 2250), "dimensions.other-shape"),
    ],
)
def test_another_size_than_stated_is_named_by_what_was_done(size, code):
    found = findings(*CAMERA, *build.exif(**EXIF_SIZE), width=size[0], height=size[1])
    assert set(found) == ({code} if code else set())


@pytest.mark.parametrize("value", ["", "0", "-1", "9" * 30, "4000/1", "٤٠٠٠", "4000, 3000"])
def test_a_size_that_is_no_number_says_nothing(value):
    assert not findings(*CAMERA, *build.exif(ExifImageWidth=value, ExifImageHeight="3000"), width=100, height=90)


def test_readers_that_differ_on_the_size_say_nothing():
    tags = (*build.exif("exifread", **EXIF_SIZE), *build.exif("pillow", ExifImageWidth="1", ExifImageHeight="1"))
    assert not findings(*CAMERA, *tags, width=200, height=100)


def test_turned_twice_only_where_the_camera_held_it_otherwise():
    stated = build.exif(**EXIF_SIZE)
    assert "dimensions.turned-twice" in findings(*CAMERA, *stated, width=3000, height=4000, orientation=6)
    assert "dimensions.turned-twice" not in findings(*CAMERA, *stated, orientation=6)
    assert "dimensions.turned-twice" not in findings(*CAMERA, width=3000, height=4000, orientation=6)


@pytest.mark.parametrize(
    ("thumbnail", "told"), [((160, 120), False), ((120, 160), False), ((160, 107), True), ((128, 128), True)]
)
def test_a_thumbnail_of_another_shape_is_named_unless_it_is_padded(thumbnail, told):
    small = build.thumbnail()
    small = type(small)(*thumbnail, ())
    found = findings(*CAMERA, thumbnail=small, width=4000, height=2250)
    assert ("dimensions.thumbnail-shape" in found) is told


@pytest.mark.parametrize(
    ("name", "size", "picture", "tags", "code"),
    [
        ("Screenshot_20251125-083012.png", (1080, 2400), "PNG", (), "screenshot.likely"),
        ("Screenshot_20251125-083012.jpg", (1080, 2400), "JPEG", (), "screenshot.likely"),
        ("Screenshot_20251125-083012.jpg", (900, 700), "JPEG", (), "screenshot.possible"),
        ("picture.png", (1170, 2532), "PNG", (), "screenshot.possible"),
        ("picture.jpg", (1170, 2532), "JPEG", (), None),
        ("picture.png", (1000, 2000), "PNG", (), None),
        ("IMG_0417.PNG", (1000, 2000), "PNG", (), None),
        ("Screenshot_20251125-083012.jpg", (4000, 3000), "JPEG", CAMERA, None),
        ("a.png", (10, 20), "PNG", build.exif(UserComment="Screenshot"), "screenshot.declared"),
        (
            "a.png",
            (10, 20),
            "PNG",
            (Tag("structure", "PNG", "tEXt", "Software", "gnome-screenshot"),),
            "screenshot.declared",
        ),
    ],
)
def test_a_screenshot_needs_more_than_one_sign(name, size, picture, tags, code):
    found = findings(
        *tags, name=name, width=size[0], height=size[1], format=picture, media_type=f"image/{picture.lower()}"
    )
    codes = {key for key in found if key.startswith("screenshot.")}
    assert codes == ({code} if code else set())
    assert all(found[key].bearing is Bearing.NEUTRAL for key in codes)


def test_a_generators_own_text_undermines_and_a_name_does_not():
    text = Tag("structure", "PNG", "tEXt", "parameters", "a lake\nSteps: 20, Sampler: Euler, Model: m1")
    found = findings(text)["generated.written"]
    assert found.bearing is Bearing.UNDERMINES
    assert facts(found)["model"] == "m1"
    assert (
        findings(name="ComfyUI_00001_.png", format="PNG", media_type="image/png")["generated.named"].bearing
        is Bearing.NEUTRAL
    )


@pytest.mark.parametrize(
    ("behind", "code"),
    [
        ({"trailing-bytes": "0"}, None),
        ({"trailing-bytes": "2", "trailing-kinds": "unknown"}, None),
        ({"trailing-bytes": "4096", "trailing-kinds": "zeros"}, None),
        ({"trailing-bytes": "4096", "trailing-kinds": "mp4, samsung"}, "trailing.usual"),
        ({"trailing-bytes": "4096", "trailing-kinds": "jpeg", "trailing-indexed": "yes"}, "trailing.usual"),
        ({"trailing-bytes": "4096", "trailing-kinds": "jpeg"}, "trailing.other"),
        ({"trailing-bytes": "4096", "trailing-kinds": "zip"}, "trailing.other"),
        ({"trailing-bytes": "4096", "trailing-kinds": "png-rest"}, "trailing.rest"),
    ],
)
def test_what_stands_behind_the_end_is_judged_by_its_kind(behind, code):
    found = findings(*CAMERA, container=behind)
    assert set(found) == ({code} if code else set())
    assert all(one.bearing is Bearing.NEUTRAL for one in found.values())


@pytest.mark.parametrize(
    ("name", "media_type", "told"),
    [
        ("a.JPG", "image/jpeg", False),
        ("a.jpeg", "image/webp", True),
        ("a.png", "image/jpeg", True),
        ("a.pdf", "image/jpeg", True),
        ("a", "image/jpeg", False),
        ("a.orf", "image/tiff", False),
        ("a.heif", "image/avif", False),
    ],
)
def test_an_extension_is_held_to_what_it_stands_for(name, media_type, told):
    assert ("extension.unlike" in findings(*CAMERA, name=name, media_type=media_type)) is told


@pytest.mark.parametrize(
    ("note", "make", "told"),
    [
        ("Nikon", "NIKON CORPORATION", False),
        ("Nikon", "Canon", True),
        ("Panasonic", "LEICA CAMERA AG", False),
        ("Apple", "samsung", True),
        ("not signed", "Canon", False),
        ("Nikon", "", False),
    ],
)
def test_a_makers_note_fits_the_makes_under_which_it_is_sold(note, make, told):
    tags = build.exif(Make=make, Model="M") if make else ()
    assert ("makers.disagree" in findings(*tags, container={"maker-note": note})) is told


@given(
    st.text(max_size=40),
    st.dictionaries(
        st.sampled_from(
            [
                "trailing-bytes",
                "trailing-kinds",
                "steps-coarser",
                "steps-examined",
                "quality",
                "maker-note",
                "quality-before",
            ]
        ),
        st.text(max_size=30),
    ),
)
def test_any_name_and_any_facts_are_judged_without_failing(name, container):
    for finding in findings(*CAMERA, name=name, container=container).values():
        assert all(len(value) <= 1_000 for _, value in finding.facts)
