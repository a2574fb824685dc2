"""EXIF in a PNG: the chunk, and the hex text of before there was one."""

import struct
import zlib

import pytest

from tests.hostile.crafted import photograph, saved
from tests.readers.test_readers import LIMITS, phone, values
from workbench.readers.exif_exifread import ExifReadReader
from workbench.readers.exif_pillow import PillowExifReader
from workbench.readers.exif_png import LONGEST_TEXT, png_exif

SIGNATURE = 8


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks: bytes) -> bytes:
    """A good PNG with chunks before its end chunk."""
    plain = saved(photograph(), "PNG")
    return plain[:-12] + b"".join(chunks) + plain[-12:]


def profile(block: bytes, name: bytes = b"exif") -> bytes:
    digits = block.hex().encode()
    lines = b"\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    return b"\n" + name + b"\n" + str(len(block)).rjust(8).encode() + b"\n" + lines + b"\n"


KEY = b"Raw profile type exif\0"
WAYS = {
    "chunk": lambda block: chunk(b"eXIf", block),
    "labelled chunk": lambda block: chunk(b"eXIf", b"Exif\0\0" + block),
    "plain text": lambda block: chunk(b"tEXt", KEY + profile(b"Exif\0\0" + block)),
    "packed text": lambda block: chunk(b"zTXt", KEY + b"\0" + zlib.compress(profile(block))),
    "international text": lambda block: chunk(b"iTXt", KEY + b"\1\0\0\0" + zlib.compress(profile(block))),
    "segment": lambda block: chunk(b"tEXt", b"Raw profile type APP1\0" + profile(b"Exif\0\0" + block, b"APP1")),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("reader", [ExifReadReader(), PillowExifReader()], ids=lambda reader: str(reader.name))
def test_the_camera_is_read_from_wherever_it_stands(reader, way: str) -> None:  # type: ignore[no-untyped-def]
    found = values(reader.read(png_with(WAYS[way](phone())), LIMITS).tags)
    assert found["Image", "Make"] == "Maker"
    assert found["EXIF", "DateTimeOriginal"] == "2025:10:09 23:40:00"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\nexif\n",
        b"\nexif\n  9\nzz",
        b"\nexif\n 4\n3c3f7870",
        b"\nexif\n 99999999999\n4949",
        b"\nexif\n 6\n49492a0",
    ],
)
def test_a_text_that_is_no_profile_is_none(text: bytes) -> None:
    assert png_exif(png_with(chunk(b"tEXt", KEY + text))) == b""
    assert png_exif(png_with(chunk(b"zTXt", KEY + b"\0" + text))) == b""


def test_a_profile_that_unpacks_to_much_is_cut() -> None:
    bomb = zlib.compress(b"\nexif\n 4\n" + b"49492a00" + b" " * (64 * LONGEST_TEXT))
    assert png_exif(png_with(chunk(b"zTXt", KEY + b"\0" + bomb))) == b"II*\0"
