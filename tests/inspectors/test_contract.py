"""What every inspector promises, over dossiers of many kinds."""

import copy
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as build
from workbench.assets import resources
from workbench.domain.examinations import Refused, Tag
from workbench.domain.findings import Bearing, Finding
from workbench.domain.gazetteer import Division
from workbench.domain.known import MatchKind
from workbench.domain.places import Point, Precision
from workbench.domain.verdicts import Pillar
from workbench.inspectors import INSPECTORS
from workbench.inspectors.inspection import FAILED, inspect
from workbench.wording import Wording

SENTENCES = Wording(resources() / "locale").sentences
CODES = [code for inspector in INSPECTORS for code in inspector.CODES]

TIMES = st.sampled_from(["2025:10:09 23:40:05", "2019:01:01 00:00:00", "2025:10:14 08:00:00", "nonsense", ""])
POINTS = st.sampled_from([build.STRUCK, Point(32.92, 69.5), Point(0, 0), Point(36.2, 37.1)])
EDITED = st.tuples(
    st.sampled_from(["xmpMM", "xmpMM History 1", "xmpMM History 2", "xmpMM Ingredients 1", "xmp", "crs"]),
    st.sampled_from(["Action", "When", "DerivedFromDocumentID", "FilePath", "HasCrop", "ModifyDate", "MetadataDate"]),
    st.sampled_from(["saved", "2025-10-10T09:00:00Z", "2030-01-01", "True", "", "{x}"]),
).map(lambda row: Tag("xmp", "XMP", *row))
TAGS = st.tuples(
    st.lists(EDITED, max_size=6).map(tuple),
    st.one_of(st.just(()), st.builds(build.gps_tags, POINTS, st.sampled_from(["exifread", "pillow"]))),
    st.one_of(st.just(()), TIMES.map(lambda text: build.exif(DateTimeOriginal=text))),
    st.one_of(st.just(()), TIMES.map(lambda text: build.exif("pillow", DateTimeOriginal=text, OffsetTimeOriginal="Z"))),
    st.one_of(st.just(()), st.just(build.exif(GPSDateStamp="2025:10:09", GPSTimeStamp="1/1, 2/1, 3/1"))),
    st.one_of(st.just(()), st.text(max_size=20).map(lambda text: build.exif(Software=text, Make=text))),
    st.one_of(st.just(()), st.just(build.exif("pillow", Software="Adobe Photoshop 25.0"))),
    st.one_of(st.just(()), st.just(build.exif("pillow", GPSLatitude="1/0", GPSLatitudeRef="N", GPSLongitude="1/1"))),
).map(lambda parts: tuple(tag for part in parts for tag in part))
MATCHES = st.builds(
    build.match,
    st.builds(build.known_image, first_known=st.sampled_from(["", "2019", "2025-10-09", "2026"])),
    st.sampled_from(MatchKind),
    false_match_odds=st.one_of(st.none(), st.floats(0, 1)),
)
LOCALITIES = st.builds(
    build.locality, st.sampled_from([Division("AF", "Afghanistan"), Division("PK", "Pakistan", ("پاکستان",))]), POINTS
)
PRINTS = st.sampled_from([0, (1 << 64) - 1]).map(
    lambda bits: tuple(build.fingerprint(bits, kind) for kind in ("phash", "dhash", "pdq"))
)


@st.composite
def dossiers(draw):
    measured = build.examination(
        *draw(TAGS),
        complete=draw(st.booleans()),
        refused=draw(st.sampled_from([(), (Refused("exifread", "reader.deadline"),), (Refused("xmp", "x"),)])),
        fingerprints=draw(PRINTS),
        thumbnail=draw(st.one_of(st.none(), PRINTS.map(lambda prints: build.thumbnail(*prints)))),
    )
    place = {"precision": draw(st.sampled_from(Precision)), "point": draw(st.sampled_from([None, build.STRUCK]))}
    event = draw(st.one_of(st.none(), st.just(build.event(**place))))
    around = tuple(draw(st.lists(LOCALITIES, max_size=2)))
    return build.dossier(measured, event=event, matches=tuple(draw(st.lists(MATCHES, max_size=3))), localities=around)


@settings(max_examples=200)
@given(dossiers())
def test_findings_keep_their_promises(dossier):
    before = copy.deepcopy(dossier)
    for inspector in INSPECTORS:
        found = list(inspector.inspect(dossier))
        assert found == list(inspector.inspect(dossier)), "the same dossier gives the same findings"
        assert dossier == before, "a dossier is only read"
        for finding in found:
            check(finding, inspector.CODES)


def check(finding: Finding, codes: tuple[str, ...]) -> None:
    assert finding.code in codes
    assert finding.caveat == f"{finding.code}.caveat"
    assert finding.pillar in set(Pillar)
    facts = dict(finding.facts)
    assert all(isinstance(value, str) for value in facts.values())
    for code in (finding.code, finding.caveat):
        placeholders = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
        assert placeholders <= facts.keys()
        assert all(facts[name].strip() for name in placeholders)


@pytest.mark.parametrize("code", [*CODES, FAILED])
def test_every_code_has_a_sentence_a_title_and_a_caveat(code):
    for key in (code, f"{code}.title", f"{code}.caveat"):
        assert SENTENCES.get(key, "").strip()


def test_no_code_is_said_by_two_inspectors_and_none_is_worded_for_nobody():
    assert len(CODES) == len(set(CODES))
    titled = {
        key.removesuffix(".title") for key in SENTENCES if key.endswith(".title") and f"{key[:-6]}.caveat" in SENTENCES
    }
    assert titled == {*CODES, FAILED}


class Failing:
    __name__ = "workbench.inspectors.failing"
    CODES = ()

    def inspect(self, dossier):
        raise ZeroDivisionError("nothing of this text is shown")


def test_an_inspector_that_fails_says_so_and_silences_no_other():
    dossier = build.dossier()
    alone = inspect(dossier, INSPECTORS)
    first, *rest = inspect(dossier, (Failing(), *INSPECTORS))
    assert (first.code, first.bearing) == (FAILED, Bearing.NEUTRAL)
    assert dict(first.facts) == {"inspector": "failing", "error": "ZeroDivisionError"}
    assert tuple(rest) == alone


def test_a_picture_without_anything_is_neutral():
    found = inspect(build.dossier(), INSPECTORS)
    assert [finding.code for finding in found] == ["metadata.absent"]
    assert found[0].bearing is Bearing.NEUTRAL


def test_hostile_text_stays_bounded():
    tags = [Tag("pillow", "EXIF", "Image", name, "{x}" * 600) for name in ("Make", "Model", "Software", "DateTime")]
    for finding in inspect(build.dossier(build.examination(*tags)), INSPECTORS):
        assert all(len(value) <= 1_000 for _, value in finding.facts)
