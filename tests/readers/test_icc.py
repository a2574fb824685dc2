"""A profile says of which device and when it was made, however many segments it is cut into."""

import struct

import pytest

from tests.hostile.crafted import photograph, saved
from tests.readers.packed import icc, icc_segments, in_languages, jpeg, tiff
from workbench.domain.examinations import Limits
from workbench.readers.icc import IccReader
from workbench.readers.reading import Reading

PROFILE = icc(
    (b"desc", in_languages(en_US="Display P3", de_DE="Anzeige P3")),
    (b"cprt", b"text\0\0\0\0Copyright Apple\0"),
    (b"dmnd", b"desc\0\0\0\0" + struct.pack(">I", 6) + b"Apple\0" + bytes(78)),
    (b"wtpt", b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)),
    (b"rTRC", b"para" + bytes(28)),
    (b"zzzz", b"text\0\0\0\0unknown"),
)


def read(data: bytes) -> Reading:
    return IccReader().read(data, Limits())


@pytest.mark.parametrize("place", ["jpeg", "jpeg, in parts", "png", "webp", "tiff", "avif"])
def test_a_profile_is_read_where_the_format_keeps_it(place: str) -> None:
    picture = photograph(64, 48)
    data = {
        "jpeg": lambda: jpeg(*icc_segments(PROFILE, 60_000)),
        "jpeg, in parts": lambda: jpeg(*reversed(icc_segments(PROFILE, 100))),
        "png": lambda: saved(picture, "PNG", icc_profile=PROFILE),
        "webp": lambda: saved(picture, "WEBP", icc_profile=PROFILE),
        "tiff": lambda: tiff({34675: (7, PROFILE)}),
        "avif": lambda: saved(picture, "AVIF", icc_profile=PROFILE),
    }[place]()
    found = {tag.name: (tag.value, tag.interpreted) for tag in read(data).tags}
    assert read(data).facts == {}
    assert found["ProfileDescription"] == ("Display P3", "")
    assert found["ProfileDescription-de-DE"] == ("Anzeige P3", "")
    assert found["ProfileCopyright"] == ("Copyright Apple", "")
    assert found["DeviceMfgDesc"] == ("Apple", "")
    assert found["ProfileDateTime"] == ("2017:07:07 13:22:32", "")
    assert found["ProfileClass"] == ("mntr", "Display Device Profile")
    assert found["ColorSpaceData"] == ("RGB", "")
    assert found["DeviceManufacturer"] == ("APPL", "Apple Computer Inc.")
    assert found["DeviceModel"] == ("P3", "")
    assert found["MediaWhitePoint"] == ("0.9642 1 0.82491", "")
    assert found["RedTRC"] == ("(32 bytes)", "")
    assert "unknown" not in {value for value, _ in found.values()}


def test_a_missing_segment_is_told() -> None:
    parts = icc_segments(PROFILE, 100)
    found = read(jpeg(*parts[:2], *parts[3:]))
    assert found.facts == {"icc-incomplete": "yes"}


def test_a_picture_without_a_profile_has_no_tags() -> None:
    assert read(jpeg()) == Reading()
