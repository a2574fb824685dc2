"""GIF, WebP, JPEG 2000, AVIF and HEIC made to exhaust, to loop or to mislead."""

import struct

from PIL import Image

from tests.hostile.crafted import photograph, saved


def gif(width: int, height: int, *blocks: bytes, flags: int = 0x80, table: bytes = bytes(6)) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, flags, 0, 0) + table + b"".join(blocks) + b";"


def gif_frame(left: int, top: int, width: int, height: int, data: bytes = b"\2\2\x4c\1\0", flags: int = 0) -> bytes:
    return b"," + struct.pack("<HHHHB", left, top, width, height, flags) + data


def gif_many_frames(count: int = 150_000) -> bytes:
    return gif(64, 48, gif_frame(0, 0, 1, 1) * count)


def gif_without_end() -> bytes:
    return gif(64, 48, b"\x21\xfe" + b"\xffa" + b"a" * 254 + (b"\xff" + b"b" * 255) * 60_000)[:-1]


def gif_codes_of_lies() -> bytes:
    return gif(2_000, 2_000, gif_frame(0, 0, 2_000, 2_000, b"\x0c" + (b"\xff" + b"\xff" * 255) * 30 + b"\0"))


def gif_frame_outside() -> bytes:
    return gif(10, 10, gif_frame(60_000, 60_000, 5_000, 5_000))


def gif_growing() -> bytes:
    """A screen of one pixel, and a first frame far larger."""
    return gif(1, 1, gif_frame(0, 0, 65_535, 65_535))


def riff(*chunks: tuple[bytes, bytes], size: int | None = None) -> bytes:
    body = b"".join(kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4 if size is None else size) + b"WEBP" + body


def webp_canvas(flags: int, width: int = 16_384, height: int = 16_384) -> tuple[bytes, bytes]:
    return b"VP8X", bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def webp_frame(number: int = 0) -> tuple[bytes, bytes]:
    small = saved(Image.new("RGB", (4, 4), (number % 256, 0, 0)), "WEBP", lossless=True)[12:]
    return b"ANMF", bytes(6) + b"\3\0\0\3\0\0\1\0\0\0" + small


def webp_many_frames(count: int = 30_000) -> bytes:
    return riff(webp_canvas(2, 64, 64), (b"ANIM", bytes(6)), *[webp_frame()] * count)


def webp_huge_canvas() -> bytes:
    return riff(webp_canvas(2), (b"ANIM", bytes(6)), webp_frame(), webp_frame(1))


def webp_length_of_lies(size: int) -> bytes:
    good = bytearray(saved(photograph(), "WEBP"))
    struct.pack_into("<I", good, 16, size)
    return bytes(good)


def webp_transparency_of_lies() -> bytes:
    good = saved(photograph(64, 64), "WEBP")[12:]
    return riff(webp_canvas(0x10, 64, 64), (b"ALPH", b"\xfd" + b"\xff" * 40), (good[:4], good[8:]))


def webp_chunk_flood() -> bytes:
    good = saved(photograph(64, 64), "WEBP")[12:]
    return riff(webp_canvas(0, 64, 64), (good[:4], good[8:]), *[(b"JUNK", b"")] * 300_000)


def webp_lossless_bomb() -> bytes:
    """A picture of one colour: a hundred bytes that are two hundred and sixty million pixels."""
    return riff(
        (b"VP8L", b"\x2f" + (16_383 | 16_383 << 14).to_bytes(4, "little") + b"\x07\x10\x11\x11\x88\x88\x08\x08")
    )


def jpeg2000() -> bytearray:
    return bytearray(saved(photograph(64, 48), "JPEG2000"))


def jpeg2000_with(offset: int, *numbers: int) -> bytes:
    """Numbers of four bytes put into the size segment: width and height first, tiles from 16 on."""
    data = jpeg2000()
    at = data.index(b"\xff\x51") + 6 + offset
    struct.pack_into(f">{len(numbers)}I", data, at, *numbers)
    return bytes(data)


def jpeg2000_of_tiles() -> bytes:
    """Tiles of one pixel: each has tables of its own."""
    return jpeg2000_with(0, 8_000, 8_000, 0, 0, 1, 1)


def jpeg2000_components() -> bytes:
    data = jpeg2000()
    struct.pack_into(">H", data, data.index(b"\xff\x51") + 38, 16_384)
    return bytes(data)


def jpeg2000_box(size: int) -> bytes:
    data = jpeg2000()
    struct.pack_into(">I", data, data.index(b"jp2h") - 4, size)
    return bytes(data)


def box(kind: bytes, body: bytes = b"", size: int | None = None) -> bytes:
    return struct.pack(">I4s", len(body) + 8 if size is None else size, kind) + body


def heif(brand: bytes, *boxes: bytes) -> bytes:
    return box(b"ftyp", brand + bytes(4) + b"mif1" + brand) + b"".join(boxes)


def boxes_in_boxes(depth: int = 5_000) -> bytes:
    """Deeper than any recursion goes; each box says its true length."""
    body = b""
    for _ in range(depth):
        body = box(b"ipco", body)
    return heif(b"heic", box(b"meta", bytes(4) + box(b"iprp", body)))


def boxes_that_overlap() -> bytes:
    return heif(b"heic", box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", b"", 4_096), 64), 40), box(b"mdat"))


def box_of_size(size: int, kind: bytes = b"meta") -> bytes:
    return heif(b"avif", box(kind, struct.pack(">Q", 2**63 - 1) + bytes(64), size))


def box_flood(kind: bytes = b"free") -> bytes:
    return heif(b"heic", box(kind) * 400_000)


def items_to_nowhere() -> bytes:
    """One item in a thousand places far behind the end, four gigabytes each."""
    places = struct.pack(">II", 2**32 - 1, 2**32 - 1) * 1_000
    located = box(b"iloc", bytes([0, 0, 0, 0, 0x44, 0]) + struct.pack(">HHHH", 1, 1, 0, 1_000) + places)
    named = box(
        b"iinf", bytes(4) + struct.pack(">H", 1) + box(b"infe", b"\2\0\0\0" + struct.pack(">HH", 1, 0) + b"hvc1")
    )
    first = box(b"pitm", bytes(4) + struct.pack(">H", 1))
    kind = box(b"hdlr", bytes(8) + b"pict" + bytes(13))
    return heif(b"heic", box(b"meta", bytes(4) + kind + first + named + located))


def references_in_a_circle() -> bytes:
    """Each item is derived from the other, and from itself."""

    def item(number: int) -> bytes:
        return box(b"infe", b"\2\0\0\0" + struct.pack(">HH", number, 0) + b"grid\0")

    named = box(b"iinf", bytes(4) + struct.pack(">H", 2) + item(1) + item(2))
    circle = box(b"dimg", struct.pack(">HHHH", 1, 2, 2, 1)) + box(b"dimg", struct.pack(">HHHH", 2, 2, 1, 2))
    parts = box(b"iref", bytes(4) + circle)
    inside = box(b"idat", b"\0\1\xff\xff" + struct.pack(">II", 2**31, 2**31))
    places = b"".join(struct.pack(">HHHHII", number, 1, 0, 1, 0, 12) for number in (1, 2))
    located = box(b"iloc", b"\1\0\0\0\x44\0" + struct.pack(">H", 2) + places)
    head = box(b"hdlr", bytes(8) + b"pict" + bytes(13)) + box(b"pitm", bytes(4) + struct.pack(">H", 1))
    return heif(b"heic", box(b"meta", bytes(4) + head + named + parts + located + inside))


def avif() -> bytes:
    return saved(photograph(64, 48), "AVIF", speed=10, max_threads=1)


def avif_of_size(width: int, height: int) -> bytes:
    """A good AVIF whose container says another size than its pixels have."""
    data = bytearray(avif())
    struct.pack_into(">II", data, data.index(b"ispe") + 8, width, height)
    return bytes(data)


def heif_names_of_lies() -> bytes:
    """A note whose type is no text, in a file that says that it is a HEIC."""
    data = saved(photograph(64, 48), "AVIF", speed=10, max_threads=1, xmp=b"<x:xmpmeta/>")
    return data.replace(b"application/rdf+xml", b"appl\xff\x7fation/rdf+xml").replace(b"avif", b"heic")


def avif_many_frames(count: int = 400) -> bytes:
    frames = [Image.new("RGB", (16, 16), (number % 256, 0, 0)) for number in range(count)]
    return saved(frames[0], "AVIF", save_all=True, append_images=frames[1:], speed=10, max_threads=1)
