"""Two readers of one file's EXIF say the same in the same words; the container's facts are what was written."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.hostile.crafted import jpeg_with_exif, photograph, saved
from workbench.domain.examinations import Limits, Tag
from workbench.readers import READERS
from workbench.readers.container import ContainerReader
from workbench.readers.exif_exifread import ExifReadReader
from workbench.readers.exif_fields import ascii_text, bytes_text, numbers_text
from workbench.readers.exif_pillow import PillowExifReader
from workbench.readers.thumbnail import embedded_thumbnail

LIMITS = Limits()
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SIGNED_RATIONAL = 1, 2, 3, 4, 5, 7, 10
Entry = tuple[int, int, int, bytes]


def tiff(*directories: dict[int, tuple[int, int, bytes]], order: str = "<", pointers: tuple[int, ...] = ()) -> bytes:
    """A TIFF stream: IFD0, then one directory for each of `pointers`, which is entered into IFD0 under that tag."""
    sizes = [2 + 12 * (len(one) + (len(pointers) if not index else 0)) + 4 for index, one in enumerate(directories)]
    places = [8 + sum(sizes[:index]) for index in range(len(sizes))]
    end, data, out = 8 + sum(sizes), b"", b""
    for index, directory in enumerate(directories):
        entries = dict(directory)
        if not index:
            entries |= {
                tag: (LONG, 1, struct.pack(order + "I", place)) for tag, place in zip(pointers, places[1:], strict=True)
            }
        out += struct.pack(order + "H", len(entries))
        for tag, (kind, count, value) in sorted(entries.items()):
            where = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(order + "I", end + len(data))
            if len(value) > 4:
                data += value + b"\0" * (len(value) % 2)
            out += struct.pack(order + "HHI", tag, kind, count) + where
        out += bytes(4)
    return struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 8) + out + data


def text(value: bytes) -> tuple[int, int, bytes]:
    return ASCII, len(value) + 1, value + b"\0"


def fractions(order: str, *values: int) -> tuple[int, int, bytes]:
    return RATIONAL, len(values) // 2, struct.pack(f"{order}{len(values)}I", *values)


def phone(order: str = "<") -> bytes:
    """What a telephone writes: maker, time, exposure, a comment, and where it stood."""
    main = {
        0x010F: text(b"Maker "),
        0x0112: (SHORT, 1, struct.pack(order + "H", 6)),
        0x0132: text(b"2025:10:09 23:40:00"),
    }
    exif = {
        0x829A: fractions(order, 10, 500),
        0x9000: (UNDEFINED, 4, b"0232"),
        0x9003: text(b"2025:10:09 23:40:00"),
        0x9011: text(b"+04:30"),
        0x9101: (UNDEFINED, 4, b"\1\2\3\0"),
        0x9204: (SIGNED_RATIONAL, 1, struct.pack(order + "ii", -2, 6)),
        0x9286: (UNDEFINED, 13, b"ASCII\0\0\0Khost"),
        0xA420: text(b"caf\xc3\xa9"),
    }
    gps = {
        0: (BYTE, 4, b"\2\3\0\0"),
        1: text(b"N"),
        2: fractions(order, 33, 1, 20, 1, 1234, 100),
        5: (BYTE, 1, b"\0"),
        7: fractions(order, 19, 1, 10, 1, 0, 0),
    }
    return tiff(main, exif, gps, order=order, pointers=(0x8769, 0x8825))


EXPECTED = {
    ("Image", "Make"): "Maker",
    ("Image", "Orientation"): "6",
    ("Image", "DateTime"): "2025:10:09 23:40:00",
    ("EXIF", "ExposureTime"): "1/50",
    ("EXIF", "ExifVersion"): "0232",
    ("EXIF", "DateTimeOriginal"): "2025:10:09 23:40:00",
    ("EXIF", "OffsetTimeOriginal"): "+04:30",
    ("EXIF", "ComponentsConfiguration"): "01020300",
    ("EXIF", "ExposureBiasValue"): "-1/3",
    ("EXIF", "UserComment"): "Khost",
    ("EXIF", "ImageUniqueID"): "café",
    ("GPS", "GPSVersionID"): "2, 3, 0, 0",
    ("GPS", "GPSLatitudeRef"): "N",
    ("GPS", "GPSLatitude"): "33/1, 20/1, 617/50",
    ("GPS", "GPSAltitudeRef"): "0",
    ("GPS", "GPSTimeStamp"): "19/1, 10/1, 0/0",
}


def values(tags: tuple[Tag, ...]) -> dict[tuple[str, str], str]:
    return {(tag.group, tag.name): tag.value for tag in tags if tag.name not in ("ExifOffset", "GPSInfo")}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("reader", [ExifReadReader(), PillowExifReader()], ids=lambda reader: str(reader.name))
def test_a_reader_reads_what_a_telephone_writes(reader, order: str) -> None:  # type: ignore[no-untyped-def]
    tags = reader.read(jpeg_with_exif(phone(order)), LIMITS).tags
    assert values(tags) == EXPECTED
    assert {(tag.reader, tag.family) for tag in tags} == {(reader.name, "EXIF")}


@pytest.mark.parametrize("name", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_pillow_finds_exif_in_every_container(name: str) -> None:
    exif = Image.Exif()
    exif.load(b"Exif\0\0" + phone())
    found = values(PillowExifReader().read(saved(photograph(), name, exif=exif), LIMITS).tags)
    assert found["EXIF", "DateTimeOriginal"] == "2025:10:09 23:40:00"
    assert found["GPS", "GPSLatitude"] == "33/1, 20/1, 617/50"


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.name))
def test_a_picture_without_metadata_has_no_tags_but_of_its_structure(reader) -> None:  # type: ignore[no-untyped-def]
    tags = reader.read(saved(photograph(), "JPEG"), LIMITS).tags
    assert {tag.family for tag in tags} <= {"JFIF", "JPEG", "File"}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.name))
def test_limits_are_kept(reader) -> None:  # type: ignore[no-untyped-def]
    limits = Limits(tags=3, value_characters=4)
    reading = reader.read(jpeg_with_exif(phone()), limits)
    assert len(reading.tags) <= 3
    assert all(len(tag.value) <= 4 for tag in reading.tags)
    assert all(len(value) <= 4 for value in reading.facts.values())


@pytest.mark.parametrize("reader", [ExifReadReader(), PillowExifReader()], ids=lambda reader: str(reader.name))
def test_a_long_list_is_counted_and_not_written_out(reader) -> None:  # type: ignore[no-untyped-def]
    block = tiff({0xC4A5: (UNDEFINED, 2000, bytes(2000)), 0x010F: text(b"Maker")})
    assert values(reader.read(jpeg_with_exif(block), LIMITS).tags)["Image", "PrintImageMatching"] == "(2000 values)"


def test_the_container_says_what_was_packed_beside_the_picture() -> None:
    facts = ContainerReader().read(saved(photograph(), "JPEG", dpi=(72, 72), comment=b"hello"), LIMITS).facts
    assert facts["comment"] == "hello"
    assert facts["dpi"] == "72 x 72"


def test_the_container_counts_frames() -> None:
    frames = [photograph(64, 48, seed) for seed in range(3)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert ContainerReader().read(data, LIMITS).facts["frames"] == "3"


def test_the_embedded_thumbnail_is_found_with_its_orientation() -> None:
    small = saved(photograph(80, 60), "JPEG")
    block = bytearray(tiff({0x010F: text(b"Maker")}))
    ifd1 = len(block)
    block[8 + 2 + 12 : 8 + 2 + 12 + 4] = struct.pack("<I", ifd1)
    block += struct.pack("<H", 3) + struct.pack("<HHIHH", 0x0112, SHORT, 1, 8, 0)
    block += struct.pack("<HHII", 0x0201, LONG, 1, ifd1 + 2 + 36 + 4) + struct.pack(
        "<HHII", 0x0202, LONG, 1, len(small)
    )
    block += bytes(4) + small
    found = embedded_thumbnail(jpeg_with_exif(bytes(block)))
    assert found is not None
    assert found == (small, 8)
    assert Image.open(io.BytesIO(found[0])).size == (80, 60)
    assert embedded_thumbnail(saved(photograph(), "JPEG")) is None


@given(st.binary(max_size=60), st.sampled_from([BYTE, UNDEFINED]), st.sampled_from([0x9286, 0x9C9B, 0x9000]))
def test_any_bytes_become_text_without_nuls(raw: bytes, kind: int, tag: int) -> None:
    assert "\0" not in bytes_text(tag, kind, raw)
    assert "\0" not in ascii_text(raw)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_fractions_keep_their_value(top: int, bottom: int) -> None:
    class Fraction:
        numerator, denominator = top, bottom

    one, other = (int(part) for part in numbers_text([Fraction()]).split("/"))
    assert one * bottom == other * top
    assert (other == 0) == (bottom == 0)
