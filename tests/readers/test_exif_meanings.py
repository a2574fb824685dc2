"""Codes, units and hemispheres in words, beside the values as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.examinations import Tag
from workbench.readers.exif_meanings import meaning, with_meanings

UNITS = {"GPSSpeedRef": "K", "GPSImgDirectionRef": "M", "GPSAltitudeRef": "1", "GPSLatitudeRef": "S"}
CASES = [
    ("Orientation", "6", "Rotate 90 CW"),
    ("Orientation", "9", "Unknown (9)"),
    ("FileSource", "03", "Digital Camera"),
    ("SampleFormat", "1, 1", "Unsigned, Unsigned"),
    ("Flash", "0", "Did not fire"),
    ("Flash", "89", "Auto, Fired, Red-eye reduction"),
    ("Flash", "31", "Auto, Fired, Return detected"),
    ("Flash", "32", "No flash function"),
    ("ComponentsConfiguration", "01020300", "Y, Cb, Cr, -"),
    ("CFAPattern", "0002000202010100", "[Blue,Green][Green,Red]"),
    ("CFAPattern", "0200020001000201", "[Green,Red][Blue,Green]"),
    ("ExifVersion", "0232", "2.32"),
    ("ExposureTime", "1/125", "1/125 s"),
    ("ExposureTime", "5/2", "2.5 s"),
    ("ShutterSpeedValue", "6/1", "1/64 s"),
    ("ApertureValue", "97/32", "f/2.9"),
    ("FNumber", "28/10", "f/2.8"),
    ("ExposureBiasValue", "-2/3", "-0.67 EV"),
    ("SubjectDistance", "4294967295/1", "Infinity"),
    ("LensSpecification", "24/1, 70/1, 28/10, 28/10", "24-70 mm f/2.8"),
    ("GPSSpeed", "12/1", "12 km/h"),
    ("GPSImgDirection", "355/2", "177.5° Magnetic North"),
    ("GPSAltitude", "61/10", "6.1 m Below Sea Level"),
    ("GPSLatitude", "33/1, 59/1, 599999/10000", "34° 0' 0.00\" S"),
    ("GPSTimeStamp", "9/1, 5/1, 3/1", "09:05:03 UTC"),
    ("GPSVersionID", "2, 3, 0, 0", "2.3.0.0"),
    ("FocalLength", "0/0", "undef"),
    ("BrightnessValue", "5/4", "1.25"),
    ("Make", "Canon", ""),
    ("ExposureProgram", "x", ""),
    ("ShutterSpeedValue", "-2147483648/1", ""),
]


@pytest.mark.parametrize(("name", "value", "words"), CASES)
def test_a_value_in_words(name: str, value: str, words: str) -> None:
    assert meaning(name, value, UNITS) == words


def test_a_thumbnails_unit_is_not_borrowed_from_the_picture() -> None:
    tags = [
        Tag("pillow", "EXIF", "Image", "ResolutionUnit", "3"),
        Tag("pillow", "EXIF", "Image", "XResolution", "72/1"),
        Tag("pillow", "EXIF", "Thumbnail", "XResolution", "72/1"),
    ]
    assert [tag.interpreted for tag in with_meanings(tags)] == ["cm", "72 per cm", "72"]


@given(st.sampled_from([name for name, _, _ in CASES]), st.text(max_size=40))
def test_whatever_a_value_is_its_meaning_is_text(name: str, value: str) -> None:
    assert isinstance(meaning(name, value, {"ResolutionUnit": value, "GPSLatitudeRef": value}), str)


@given(
    st.sampled_from([name for name, _, _ in CASES]),
    st.from_regex(r"-?\d{1,12}(/-?\d{1,12})?(, \d{1,12}/\d{1,12}){0,4}"),
)
def test_whatever_a_number_is_its_meaning_is_text(name: str, value: str) -> None:
    assert isinstance(meaning(name, value, {}), str)
