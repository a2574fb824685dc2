"""What was done, with what and when: said where the file says it, and never more than it says."""

import pytest

from tests import builders as build
from tests.domain.test_editing import xmp
from workbench.domain.examinations import Tag
from workbench.domain.findings import Bearing, Finding
from workbench.inspectors import edited


def found(*tags: Tag, **container: str) -> dict[str, Finding]:
    named = {name.replace("_", "-"): value for name, value in container.items()}
    dossier = build.dossier(build.examination(*tags, container=named))
    return {finding.code: finding for finding in edited.inspect(dossier)}


def test_a_file_that_says_nothing_of_editing_gives_no_finding() -> None:
    camera = build.exif(Make="M", Model="1", Software="1.0", DateTimeOriginal="2025:10:09 23:40:05")
    assert found(*camera, *build.exif(DateTime="2025:10:09 23:40:09")) == {}


def test_the_history_is_told_with_its_first_and_last_moment() -> None:
    steps = [
        xmp(f"xmpMM History {place}", Action="saved", When=f"2025-10-{place:02}", SoftwareAgent=f"P{place}")
        for place in range(1, 12)
    ]
    finding = found(*(tag for step in steps for tag in step))[edited.HISTORY]
    facts = dict(finding.facts)
    assert finding.bearing is Bearing.NEUTRAL
    assert (facts["count"], facts["first"], facts["last"]) == ("11", "2025-10-01", "2025-10-11")
    assert facts["steps"].startswith("saved 2025-10-01 (P1); ")
    assert facts["steps"].endswith("; saved 2025-10-11 (P11)")
    assert "; …; " in facts["steps"]


def test_what_was_placed_and_where_it_came_from() -> None:
    tags = (
        *xmp("xmpMM Ingredients 1", FilePath="smoke.psd"),
        *xmp("xmpMM", DerivedFromDocumentID="xmp.did:1"),
        *xmp("crs", HasCrop="True"),
    )
    findings = found(*tags)
    assert dict(findings[edited.PARTS].facts) == {"count": "1", "parts": "smoke.psd"}
    assert dict(findings[edited.DERIVED].facts)["origin"] == "xmp.did:1"
    assert dict(findings[edited.SETTINGS].facts) == {"settings": "HasCrop"}
    assert {finding.bearing for finding in findings.values()} == {Bearing.NEUTRAL}


def test_photoshops_blocks_are_told_and_facebooks_are_not() -> None:
    assert found(photoshop_blocks="0x0404 IPTCData, 0x0425 IPTCDigest") == {}
    assert edited.PHOTOSHOP in found(photoshop_blocks="0x0406 JPEG_Quality")
    assert edited.PHOTOSHOP in found(Tag("photoshop", "Photoshop", "Ducky", "Quality", "60"))


def test_a_caption_that_does_not_fit_its_digest_is_told() -> None:
    assert edited.CAPTION in found(iptc_digest="stale")
    assert found(iptc_digest="current") == {}


@pytest.mark.parametrize(
    ("taken", "tags", "gap"),
    [
        ({}, xmp("xmp", ModifyDate="2025-10-10T08:00:00"), "8 h 19 min"),
        ({}, build.exif(DateTime="2025:10:12 08:00:00"), "2 d 8 h"),
        ({"OffsetTimeOriginal": "+04:30"}, xmp("xmp", MetadataDate="2025-10-09T23:10:05Z"), "3 h 59 min"),
        ({"OffsetTimeOriginal": "+04:30"}, xmp("xmp", MetadataDate="2025-10-10T08:00:00"), None),
        ({}, xmp("xmp", ModifyDate="2025-10-09T23:42:00"), None),
        ({}, xmp("xmp", ModifyDate="2019-01-01T00:00:00Z"), None),
    ],
)
def test_a_change_counts_where_it_certainly_came_later(
    taken: dict[str, str], tags: tuple[Tag, ...], gap: str | None
) -> None:
    findings = found(*build.exif(DateTimeOriginal="2025:10:09 23:40:05", **taken), *tags)
    assert (dict(findings[edited.LATER].facts)["gap"] if edited.LATER in findings else None) == gap
