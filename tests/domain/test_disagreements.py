import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import exif
from workbench.domain.disagreements import disagreements, read_by_one
from workbench.domain.examinations import Tag


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("300/1", "300"),
        ("[33, 19, 12/5]", "33/1, 19/1, 24/10"),
        ("2.8", "14/5"),
        ("Canon  EOS\0", "Canon EOS"),
        ("0/0", "0/0"),
    ],
)
def test_two_spellings_of_one_value_agree(one, other):
    assert not disagreements((*exif("exifread", XResolution=one), *exif("pillow", XResolution=other)))


@pytest.mark.parametrize(("one", "other"), [("300/1", "301/1"), ("0/0", "0/1"), ("Canon", "canon"), ("", "1")])
def test_two_values_disagree_and_both_are_kept(one, other):
    (found,) = disagreements((*exif("exifread", XResolution=one), *exif("pillow", XResolution=other)))
    assert (found.group, found.name) == ("Image", "XResolution")
    assert dict(found.values) == {"exifread": one, "pillow": other}


def test_a_field_that_one_reader_has_is_read_by_one_and_no_disagreement():
    tags = (*exif(Make="Canon"), *exif("pillow", Software="GIMP"))
    assert not disagreements(tags)
    assert read_by_one(tags) == (("pillow", "Image", "Software"),)


def test_a_lone_reader_is_not_contradicted_by_silence():
    assert read_by_one(exif("pillow", Make="Canon")) == ()


def test_makers_notes_and_other_families_are_not_compared():
    notes = [Tag(reader, "EXIF", "MakerNote", "Mode", reader) for reader in ("exifread", "pillow")]
    other = [Tag(reader, "XMP", "xmp", "CreatorTool", reader) for reader in ("exifread", "pillow")]
    assert not disagreements([*notes, *other])


@given(st.text(max_size=50), st.text(max_size=50))
def test_disagreeing_is_mutual(one, other):
    there = disagreements((*exif("exifread", Make=one), *exif("pillow", Make=other)))
    back = disagreements((*exif("exifread", Make=other), *exif("pillow", Make=one)))
    assert bool(there) == bool(back)
    assert one != other or not there
