"""Hostile files made in code: bombs, truncations, loops. Each function gives the bytes of one file."""

import io
import random
import struct
import zlib

from PIL import Image


def photograph(width: int = 320, height: int = 240, seed: int = 7) -> Image.Image:
    """A picture with structure at every scale, the same for the same seed."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (width, height))
    for cells in (3, 7, 17, 41):
        noise = Image.frombytes("RGB", (cells, cells), chance.randbytes(3 * cells * cells))
        layer = noise.resize((width, height), Image.Resampling.BICUBIC)
        picture = layer if cells == 3 else Image.blend(picture, layer, 0.35)
    return picture


def saved(picture: Image.Image, name: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, name, **options)
    return stream.getvalue()


def jpeg_with_exif(tiff: bytes) -> bytes:
    """A good JPEG whose EXIF block is `tiff`, at most 64 KiB."""
    plain = saved(photograph(), "JPEG")
    body = b"Exif\0\0" + tiff
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + plain[2:]


def exif_that_takes_for_ever() -> bytes:
    """Thousands of entries of 999 fractions each, all at one place: ExifRead makes millions of objects of them."""
    entries = b"".join(struct.pack("<HHII", 0x0100 + number, 5, 999, 8) for number in range(5000))
    return jpeg_with_exif(struct.pack("<2sHIH", b"II", 42, 8, 5000) + entries + bytes(4))


def exif_that_follows_itself() -> bytes:
    """IFD0 names itself as the next one, and as its own EXIF, GPS and interoperability directories."""
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005, 0x014A))
    return jpeg_with_exif(struct.pack("<2sHIH", b"II", 42, 8, 4) + entries + struct.pack("<I", 8))


def exif_that_points_nowhere() -> bytes:
    entries = b"".join(struct.pack("<HHII", tag, 2, 2**31 - 1, 2**32 - 8) for tag in (0x010F, 0x0110, 0x0132))
    return jpeg_with_exif(struct.pack("<2sHIH", b"II", 42, 8, 3) + entries + struct.pack("<I", 2**32 - 2))


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes that say that they are billions of pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(999)))
        + _chunk(b"IEND", b"")
    )


def png_text_bomb() -> bytes:
    """A good picture beside 64 MiB of text, packed into a few kilobytes."""
    plain = saved(photograph(), "PNG")
    text = b"Comment\0\0" + zlib.compress(bytes(64 * 2**20), 9)
    return plain[:33] + _chunk(b"zTXt", text) + plain[33:]


def hungry_png() -> bytes:
    """All the pixels that are allowed, for a process that may not have the memory."""
    rows = zlib.compressobj(1)
    data = b"".join(rows.compress(bytes(1 + 14_000 // 8)) for _ in range(14_000)) + rows.flush()
    header = struct.pack(">IIBBBBB", 14_000, 14_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
