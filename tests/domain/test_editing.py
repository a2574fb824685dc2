"""What a file says of its own editing, as domain objects; nothing that it says can make this fail."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders as build
from workbench.domain.editing import Step, editing, moment
from workbench.domain.examinations import Tag


def xmp(group: str, **values: str) -> tuple[Tag, ...]:
    return tuple(Tag("xmp", "XMP", group, name, value) for name, value in values.items())


def test_steps_stand_in_their_order_with_what_each_says() -> None:
    tags = (
        *xmp("xmpMM History 10", Action="saved", When="2025-10-10T09:00:00Z", SoftwareAgent="P 25", Changed="/"),
        *xmp("xmpMM History 2", Action="converted", Parameters="from image/tiff to image/jpeg"),
        *xmp("xmpMM History 1", When="yesterday"),
    )
    steps = editing(build.examination(*tags)).steps
    assert [step.action for step in steps] == ["", "converted", "saved"]
    assert steps[0] == Step("", None, "yesterday", "")
    assert steps[1].parameters == "from image/tiff to image/jpeg"
    assert steps[2].program == "P 25"
    assert steps[2].when is not None
    assert steps[2].when.start == datetime(2025, 10, 10, 9, tzinfo=UTC)


def test_parts_are_ingredients_and_pasted_documents() -> None:
    tags = (
        *xmp("xmpMM Ingredients 1", FilePath="/desk/smoke.psd", DocumentID="x"),
        *xmp("xmpMM Ingredients 2", DocumentID="xmp.did:2"),
        *xmp("photoshop", DocumentAncestors="A, B"),
    )
    assert editing(build.examination(*tags)).parts == ("/desk/smoke.psd", "xmp.did:2", "A", "B")


def test_programs_are_named_once_whoever_names_them() -> None:
    tags = (
        *build.exif(Software="Camera 1.0"),
        *xmp("xmp", CreatorTool="P 25"),
        *xmp("xmpMM History 1", SoftwareAgent="P 25"),
        Tag("iptc", "IPTC", "ApplicationRecord", "OriginatingProgram", "Desk"),
        Tag("pillow", "EXIF", "Thumbnail", "Software", "not of the picture"),
    )
    assert editing(build.examination(*tags)).programs == ("Camera 1.0", "P 25", "Desk")


def test_only_photoshops_own_blocks_are_telling() -> None:
    said = {"photoshop-blocks": "0x03ED ResolutionInfo, 0x0404 IPTCData, 0x0425 IPTCDigest, 0x040A CopyrightFlag"}
    assert editing(build.examination(container=said)).photoshop_blocks == ()
    said = {"photoshop-blocks": "0x0404 IPTCData, 0x0406 JPEG_Quality, 0x0421 VersionInfo"}
    assert editing(build.examination(container=said)).photoshop_blocks == ("JPEG_Quality", "VersionInfo")


def test_settings_count_where_they_are_set() -> None:
    tags = xmp("crs", HasCrop="False", LensProfileEnable="1", RetouchAreasMaskX="0.4, 0.5", PerspectiveVertical="0")
    assert editing(build.examination(*tags)).settings == ("RetouchAreas", "LensProfileEnable")


@pytest.mark.parametrize(
    ("text", "zoned"),
    [
        ("2025-10-09T23:40:05+04:30", True),
        ("2025-10-09T23:40:05.123Z", True),
        ("2025:10:09 23:40:05", False),
        ("2025-10-09", False),
    ],
)
def test_a_moment_is_read_in_either_spelling(text: str, zoned: bool) -> None:
    found = moment(text)
    assert found is not None
    assert found.zone_stated is zoned


def test_what_is_no_moment_is_none() -> None:
    assert [moment(text) for text in ("", "2025-10-09/2025-10-10", "soon", "0000-00-00", "9999-99-99T99:99:99Z")] == [
        None
    ] * 5


@given(
    st.lists(
        st.builds(
            Tag,
            st.just("xmp"),
            st.sampled_from(["XMP", "EXIF", "Photoshop", "IPTC"]),
            st.sampled_from(["xmpMM", "xmpMM History 1", "xmpMM History 0", "xmpMM Ingredients 99999", "crs", "xmp"]),
            st.sampled_from(["Action", "When", "SoftwareAgent", "DocumentID", "HasCrop", "ModifyDate", "Software"]),
            st.text(max_size=300),
        ),
        max_size=20,
    )
)
def test_no_tags_can_make_it_fail_or_grow(tags: list[Tag]) -> None:
    found = editing(build.examination(*tags))
    texts = [*found.programs, *found.parts, found.derived_from, *(step.action for step in found.steps)]
    assert all(len(text) <= 200 for text in texts)
