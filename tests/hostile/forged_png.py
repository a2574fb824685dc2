"""PNGs made to exhaust, to loop or to mislead. Each function gives the bytes of one file."""

import struct
import zlib

from tests.hostile.crafted import photograph, saved

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes, length: int | None = None, check: int | None = None) -> bytes:
    said = len(data) if length is None else length
    return (
        struct.pack(">I", said) + kind + data + struct.pack(">I", zlib.crc32(kind + data) if check is None else check)
    )


def header(width: int, height: int, bits: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace))


def made(head: bytes, *rest: bytes, rows: bytes = bytes(64)) -> bytes:
    return SIGNATURE + head + b"".join(rest) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def beside(*chunks: bytes) -> bytes:
    """A good picture with chunks behind its header."""
    good = saved(photograph(64, 48), "PNG")
    return good[:33] + b"".join(chunks) + good[33:]


def bomb_of_rows() -> bytes:
    """A picture of one pixel, and half a gigabyte of rows that it does not have."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(2**20)) for _ in range(512)) + packer.flush()
    return SIGNATURE + header(1, 1) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def profile_bomb() -> bytes:
    return beside(chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(2**28), 9)))


def international_text_bomb() -> bytes:
    return beside(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<" * 2**28, 9)))


def many_text_bombs() -> bytes:
    return beside(chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(2**22), 9)) * 500)


def text_of_wide_letters() -> bytes:
    """Texts that are short in characters and long once they are escaped for the way out of the child."""
    text = ("\U0001f4a3" * 2_000).encode()
    return beside(*(chunk(b"iTXt", f"key{number}\0\0\0\0\0".encode() + text) for number in range(1_200)))


def empty_data_flood() -> bytes:
    good = saved(photograph(64, 48), "PNG")
    at = good.index(b"IDAT") - 4
    return good[:at] + chunk(b"IDAT", b"") * 300_000 + good[at:]


def unknown_chunk_flood() -> bytes:
    return beside(chunk(b"quAd", b"1234") * 300_000)


def length_of_lies(length: int) -> bytes:
    return beside(chunk(b"tEXt", b"key\0text", length))


def sums_of_lies() -> bytes:
    return beside(chunk(b"tEXt", b"key\0text", check=0), chunk(b"gAMA", bytes(4), check=1))


def palette_too_short() -> bytes:
    return made(header(64, 64, 8, 3), chunk(b"PLTE", b"\1\2\3"), rows=(b"\0" + bytes([255]) * 64) * 64)


def palette_missing() -> bytes:
    return made(header(64, 64, 8, 3), rows=(b"\0" + bytes(range(64))) * 64)


def palette_too_long() -> bytes:
    return made(header(64, 64, 1, 3), chunk(b"PLTE", b"\1\2\3" * 255), rows=(b"\0" + bytes([170]) * 8) * 64)


def transparency_too_long() -> bytes:
    return made(header(8, 8, 8, 3), chunk(b"PLTE", b"\1\2\3" * 2), chunk(b"tRNS", b"\7" * 255), rows=bytes(72))


def interlaced_with_nothing() -> bytes:
    return made(header(20_000, 9_000, 8, 2, 1), rows=b"")


def filters_of_lies() -> bytes:
    return made(header(64, 64, 8, 2), rows=(b"\xfe" + bytes(192)) * 64)


def sixteen_bits_with_alpha() -> bytes:
    return made(header(40, 40, 16, 6), rows=(b"\0" + b"\x80\1\2\3\4\5\0\7" * 40) * 40)


def many_frames(count: int = 60_000) -> bytes:
    """An animation that says so many frames, and has the control of each."""
    control = struct.pack(">IIIIIHHBB", 1, 64, 48, 0, 0, 1, 100, 0, 0)
    return beside(chunk(b"acTL", struct.pack(">II", count, 0)), chunk(b"fcTL", control) * count)


def frames_by_word_only() -> bytes:
    return beside(chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)))


def frame_outside() -> bytes:
    control = struct.pack(">IIIIIHHBB", 0, 64, 48, 2**31 - 9, 2**31 - 9, 1, 100, 0, 0)
    return beside(chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fcTL", control))


def two_headers() -> bytes:
    return made(header(64, 64), header(50_000, 50_000), rows=(b"\0" + bytes(192)) * 64)


def data_before_header() -> bytes:
    return SIGNATURE + chunk(b"IDAT", zlib.compress(bytes(99))) + header(9, 3) + chunk(b"IEND", b"")


def exif_that_is_all_pointers() -> bytes:
    entries = b"".join(struct.pack(">HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005, 0x014A))
    return beside(chunk(b"eXIf", struct.pack(">2sHIH", b"MM", 42, 8, 4) + entries + struct.pack(">I", 8)))
