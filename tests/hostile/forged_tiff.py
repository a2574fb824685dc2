"""TIFFs and BMPs made to exhaust, to loop or to mislead. Each function gives the bytes of one file."""

import struct
import zlib
from collections.abc import Iterable

from tests.hostile.crafted import photograph, saved

SHORT, LONG = 3, 4
Field = tuple[int, int, int, int]
"""Number, type, count, and the value or where it stands."""


def directory(fields: Iterable[Field], following: int = 0) -> bytes:
    rows = sorted(fields)
    packed = b"".join(
        struct.pack("<HHI", *row[:3]) + (struct.pack("<HH", row[3], 0) if row[1] == SHORT and row[2] == 1
                                         else struct.pack("<I", row[3])) for row in rows
    )  # fmt: skip
    return struct.pack("<H", len(rows)) + packed + struct.pack("<I", following)


def picture(width: int = 16, height: int = 16, data: bytes = bytes(256), **changes: int) -> bytes:
    """A grey picture in one strip, whose fields are overruled by name."""
    fields = {
        "width": (256, LONG, 1, width), "height": (257, LONG, 1, height), "bits": (258, SHORT, 1, 8),
        "compression": (259, SHORT, 1, 1), "photometric": (262, SHORT, 1, 1), "offset": (273, LONG, 1, 8),
        "samples": (277, SHORT, 1, 1), "rows": (278, LONG, 1, height), "length": (279, LONG, 1, len(data)),
    }  # fmt: skip
    for name, value in changes.items():
        number, kind, count, _ = fields[name]
        fields[name] = (number, kind, count, value)
    return struct.pack("<2sHI", b"II", 42, 8 + len(data)) + data + directory(fields.values())


def deflate_bomb() -> bytes:
    """Two hundred bytes of picture from a quarter of a gigabyte of data."""
    return picture(data=zlib.compress(bytes(2**28), 9), compression=8)


def lzw_of_lies() -> bytes:
    return picture(4_000, 4_000, data=b"\xff" * 4_096, compression=5)


def fax_of_lies() -> bytes:
    return picture(60_000, 3_000, data=b"\0\1" * 2_048, compression=4, bits=1)


def huge() -> bytes:
    return picture(2**31 - 1, 2**31 - 1)


def strip_before_the_file() -> bytes:
    return picture(offset=2**32 - 16)


def strip_longer_than_the_file() -> bytes:
    return picture(2_000, 2_000, length=2**32 - 1)


def no_rows_in_a_strip() -> bytes:
    return picture(rows=0)


def many_samples() -> bytes:
    return picture(samples=65_535)


def many_bits() -> bytes:
    return picture(bits=65_535)


def follows_itself() -> bytes:
    """The next directory is this one."""
    good = bytearray(saved(photograph(32, 24), "TIFF"))
    (at,) = struct.unpack_from("<I", good, 4)
    (count,) = struct.unpack_from("<H", good, at)
    struct.pack_into("<I", good, at + 2 + 12 * count, at)
    return bytes(good)


def two_that_follow_each_other() -> bytes:
    first = directory([(256, LONG, 1, 16), (257, LONG, 1, 16)], 8 + 30)
    return struct.pack("<2sHI", b"II", 42, 8) + first + directory([(256, LONG, 1, 16), (257, LONG, 1, 16)], 8)


def many_pages(count: int = 30_000) -> bytes:
    """Directories in a long chain, each of one pixel."""
    out, at = [struct.pack("<2sHI", b"II", 42, 8)], 8
    size = 2 + 12 * 9 + 4
    for number in range(count):
        fields = [(256, LONG, 1, 1), (257, LONG, 1, 1), (258, SHORT, 1, 8), (259, SHORT, 1, 1), (262, SHORT, 1, 1),
                  (273, LONG, 1, 4), (277, SHORT, 1, 1), (278, LONG, 1, 1), (279, LONG, 1, 1)]  # fmt: skip
        out.append(directory(fields, at + size if number + 1 < count else 0))
        at += size
    return b"".join(out)


def children_of_themselves() -> bytes:
    return struct.pack("<2sHI", b"II", 42, 8) + directory([(256, LONG, 1, 9), (257, LONG, 1, 9), (330, LONG, 1, 8)])


def many_entries() -> bytes:
    return struct.pack("<2sHI", b"II", 42, 8) + directory([(300 + n % 60_000, LONG, 1, n) for n in range(65_535)])


def counts_beyond_counting() -> bytes:
    rows = b"".join(struct.pack("<HHQQ", tag, 16, 2**63 - 1, 16) for tag in (256, 257, 273, 279, 330))
    return struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16) + struct.pack("<Q", 5) + rows + struct.pack("<Q", 16)


def tiles_of_nothing() -> bytes:
    fields = [(256, LONG, 1, 9_000), (257, LONG, 1, 9_000), (258, SHORT, 1, 8), (259, SHORT, 1, 1),
              (262, SHORT, 1, 1), (277, SHORT, 1, 1), (322, LONG, 1, 0), (323, LONG, 1, 0),
              (324, LONG, 1, 8), (325, LONG, 1, 8)]  # fmt: skip
    return struct.pack("<2sHI", b"II", 42, 8) + directory(fields)


def tiles_of_one_pixel() -> bytes:
    fields = [(256, LONG, 1, 9_000), (257, LONG, 1, 9_000), (258, SHORT, 1, 8), (259, SHORT, 1, 1),
              (262, SHORT, 1, 1), (277, SHORT, 1, 1), (322, LONG, 1, 16), (323, LONG, 1, 16),
              (324, LONG, 300_000, 8), (325, LONG, 300_000, 8)]  # fmt: skip
    return struct.pack("<2sHI", b"II", 42, 8) + directory(fields)


def jpeg_that_is_none() -> bytes:
    return picture(640, 480, data=b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\1" + b"\xff" * 900, compression=7)


def bitmap(width: int, height: int, bits: int, data: bytes, compression: int = 0, colours: int = 0,
           offset: int = 54, head: int = 40) -> bytes:  # fmt: skip
    info = struct.pack("<IiiHHIIiiII", head, width, height, 1, bits, compression, len(data), 0, 0, colours, 0)
    return struct.pack("<2sIHHI", b"BM", 54 + len(data), 0, 0, offset) + info + data


def bitmap_runs() -> bytes:
    """Runs of one length that say 255 pixels each, for more rows than there are."""
    return bitmap(30_000, 6_000, 8, bytes(1_024) + b"\xff\7" * 50_000, 1, 256, 54 + 1_024)


def bitmap_leaps() -> bytes:
    return bitmap(64, 64, 8, bytes(1_024) + b"\0\2\xff\xff" * 20_000, 1, 256, 54 + 1_024)
