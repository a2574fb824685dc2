"""IPTC-IIM is read in the character set that it is in, from each place where programs put it."""

import struct

import pytest

from tests.hostile.crafted import jpeg_with_exif
from tests.readers.packed import iim, jpeg, photoshop, tiff
from tests.readers.test_readers import tiff as exif_block
from workbench.domain.examinations import Limits
from workbench.readers.iptc import IptcReader
from workbench.readers.reading import Reading

UTF8 = (1, 90, b"\x1b%G")


def read(data: bytes) -> Reading:
    return IptcReader().read(data, Limits())


def values(data: bytes) -> dict[str, str]:
    return {tag.name: tag.value for tag in read(data).tags}


def in_jpeg(*datasets: tuple[int, int, bytes]) -> bytes:
    return jpeg(photoshop((0x03ED, bytes(16)), (0x0404, iim(*datasets)), name=b"odd"))


def test_fields_have_the_standards_names() -> None:
    found = values(
        in_jpeg(
            (2, 0, b"\0\4"),
            (2, 80, b"A. Reporter"),
            (2, 120, b"A caption"),
            (2, 25, b"strike"),
            (2, 25, b"Khost"),
            (2, 55, b"20251009"),
            (2, 60, b"234005+0430"),
            (2, 62, b"sometime"),
            (2, 202, b"\xff\xd8" * 40),
            (2, 99, b"?"),
        )
    )
    assert found == {
        "ApplicationRecordVersion": "4",
        "By-line": "A. Reporter",
        "Caption-Abstract": "A caption",
        "Keywords": "strike, Khost",
        "DateCreated": "2025:10:09",
        "TimeCreated": "23:40:05+04:30",
        "DigitalCreationDate": "sometime",
        "ObjectPreviewData": "(80 bytes)",
        "IPTC_2_99": "?",
    }


@pytest.mark.parametrize(
    ("datasets", "told"),
    [
        ([UTF8, (2, 90, "Хост".encode())], "utf-8, declared"),
        ([(2, 90, "Хост".encode())], "utf-8, not declared"),
        ([(1, 90, b"\x1b-L"), (2, 90, "Хост".encode("iso8859-5"))], "iso8859-5, declared"),
    ],
)
def test_text_is_in_the_declared_character_set_or_in_utf8(datasets: list[tuple[int, int, bytes]], told: str) -> None:
    assert values(in_jpeg(*datasets))["City"] == "Хост"
    assert read(in_jpeg(*datasets)).facts["iptc-charset"] == told


def test_text_that_is_no_utf8_is_taken_for_windows_latin() -> None:
    data = in_jpeg((2, 90, b"Z\xfcrich"), (2, 116, b"\xa9 \x93q\x94"))
    assert (values(data)["City"], values(data)["CopyrightNotice"]) == ("Zürich", "© “q”")
    assert read(data).facts["iptc-charset"] == "cp1252, not declared"


def test_facebooks_instruction_is_told_as_a_fact() -> None:
    fbmd = "FBMD" + "0f000729010000a3180000"
    found = read(in_jpeg((2, 40, fbmd.encode()), (2, 103, b"W0aX6Y9Z-abcDEF123_x")))
    assert found.facts["facebook-fbmd"] == fbmd
    assert found.facts["facebook-reference"] == "W0aX6Y9Z-abcDEF123_x"
    assert "facebook-fbmd" not in read(in_jpeg((2, 40, b"FBMD is what they write"))).facts


def test_a_field_of_more_than_32_kilobytes_has_its_length_in_bytes_of_their_own() -> None:
    stream = bytes([0x1C, 2, 120]) + struct.pack(">HI", 0x8004, 40_000) + b"x" * 40_000 + iim((2, 90, b"Khost"))
    assert values(jpeg(photoshop((0x0404, stream))))["City"] == "Khost"


def test_the_stream_is_found_in_tiff_in_exif_and_behind_the_picture() -> None:
    stream = iim((2, 80, b"A. Reporter"))
    swapped = b"".join(stream[at : at + 4].ljust(4, b"\0")[::-1] for at in range(0, len(stream), 4))
    plain = jpeg()
    afcp_head = b"AXS!" + struct.pack(">HHI", 1, 1, 0)
    entry = b"IPTC" + struct.pack(">II", len(stream), len(plain) + 24)
    places = {
        "tiff": tiff({33723: (7, stream)}),
        "tiff, swapped": tiff({33723: (7, swapped)}),
        "exif": jpeg_with_exif(exif_block({33723: (7, len(stream), stream)})),
        "AFCP": plain + afcp_head + entry + stream + b"AXS!" + struct.pack(">II", len(plain), 0),
        "FotoStation": plain + stream + struct.pack(">HI", 1, len(stream) + 10) + b"\xa1\xb2\xc3\xd4",
    }
    assert [place for place, data in places.items() if values(data) != {"By-line": "A. Reporter"}] == []
