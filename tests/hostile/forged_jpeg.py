"""JPEGs made to exhaust, to loop or to mislead. Each function gives the bytes of one file."""

import struct

from tests.hostile.crafted import jpeg_with_exif, photograph, saved


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def plain() -> bytes:
    return saved(photograph(), "JPEG")


def behind_start(*segments: bytes) -> bytes:
    """A good JPEG with more segments right behind its start."""
    good = plain()
    return good[:2] + b"".join(segments) + good[2:]


def _frame_at(data: bytes) -> int:
    """Where the body of the frame header begins."""
    return next(data.index(bytes([0xFF, kind])) + 4 for kind in (0xC0, 0xC2) if bytes([0xFF, kind]) in data)


def with_size(width: int, height: int) -> bytes:
    data = bytearray(plain())
    struct.pack_into(">HH", data, _frame_at(data) + 1, height, width)
    return bytes(data)


def scans(count: int = 4_000, side: int = 2_000) -> bytes:
    """A progressive picture whose last refining scan is said again and again: each costs a walk over all blocks."""
    good = saved(photograph(side, side), "JPEG", progressive=True)
    last = good.rindex(b"\xff\xda")
    head = 2 + int.from_bytes(good[last + 2 : last + 4], "big")
    return good[:-2] + (good[last : last + head] + b"\0") * count + good[-2:]


def sequential_scans(count: int = 3_000) -> bytes:
    """One component, and thousands of scans of it in a process that needs one."""
    good = saved(photograph().convert("L"), "JPEG")
    scan = good.index(b"\xff\xda")
    return good[:-2] + good[scan:-2] * 3 + good[scan : scan + 12] * count + good[-2:]


def application_flood() -> bytes:
    return behind_start(segment(0xE1, b"x" * 8) * 120_000)


def comment_flood() -> bytes:
    return behind_start(segment(0xFE, b"<script>" * 8_000) * 400)


def empty_segment_flood() -> bytes:
    return behind_start(segment(0xE5, b"") * 500_000)


def profile_of_lies() -> bytes:
    """Part 0 of 0, part 255 of 2, the same part twice, and a profile that says that it is 4 GiB."""
    parts = ((0, 0), (255, 2), (1, 255), (1, 255))
    return behind_start(*(segment(0xE2, b"ICC_PROFILE\0" + bytes(one) + b"\xff" * 5_000) for one in parts))


def unknown_component() -> bytes:
    data = bytearray(plain())
    data[data.index(b"\xff\xda") + 5] = 0xEE
    return bytes(data)


def no_components() -> bytes:
    data = bytearray(plain())
    data[_frame_at(data) + 5] = 0
    return bytes(data)


def samplings(value: int) -> bytes:
    data = bytearray(plain())
    data[_frame_at(data) + 7] = value
    return bytes(data)


def sixteen_bits() -> bytes:
    data = bytearray(plain())
    data[_frame_at(data)] = 16
    return bytes(data)


def another_process(marker: int) -> bytes:
    """The frame header of a process that the data are not of: lossless, arithmetic, hierarchical."""
    data = bytearray(plain())
    data[_frame_at(data) - 3] = marker
    return bytes(data)


def huffman_of_lies() -> bytes:
    return behind_start(segment(0xC4, b"\0" + b"\xff" * 16 + bytes(200)))


def tables_of_nothing() -> bytes:
    good = plain()
    at = good.index(b"\xff\xdb")
    return good[:at] + segment(0xDB, b"\0" + bytes(64)) + good[at:]


def restart_flood() -> bytes:
    good = plain()
    at = good.index(b"\xff\xda")
    return good[:at] + segment(0xDD, b"\0\1") + good[at:-2] + bytes(range(0xFF, 0xD0, -47)) * 3 + b"\xff\xd0" * 500_000


def padding_flood() -> bytes:
    return plain()[:-2] + b"\xff" * 8_000_000 + b"\xff\xd9"


def orientation(kind: int, value: int) -> bytes:
    entry = struct.pack("<HHII", 0x0112, kind, 1, value)
    return jpeg_with_exif(struct.pack("<2sHIH", b"II", 42, 8, 1) + entry + bytes(4))


def thumbnails_in_thumbnails(depth: int = 40) -> bytes:
    """Each EXIF block holds a JPEG whose EXIF block holds a JPEG."""
    inner = saved(photograph(8, 8), "JPEG")
    for _ in range(depth):
        head = struct.pack("<2sHIHI", b"II", 42, 8, 0, 14)
        second = struct.pack("<HHHII", 2, 0x0201, 4, 1, 44) + struct.pack("<HHIII", 0x0202, 4, 1, len(inner), 0)
        body = b"Exif\0\0" + head + second + bytes(44 - len(head + second)) + inner
        if len(body) > 65_000:
            break
        good = saved(photograph(8, 8), "JPEG")
        inner = good[:2] + segment(0xE1, body) + good[2:]
    return inner


def pictures_of_itself(count: int = 60_000) -> bytes:
    """An index of many pictures, each of which is the file itself."""
    entries = struct.pack("<IIIHH", 0x030000, 2**32 - 1, 0, 1, 1) * 3_000
    fields = struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, count)
    fields += struct.pack("<HHII", 0xB002, 7, len(entries), 50)
    body = b"MPF\0" + struct.pack("<2sHIH", b"II", 42, 8, 3) + fields + struct.pack("<I", 8) + entries
    return behind_start(segment(0xE2, body))


def archive_behind() -> bytes:
    return plain() + b"PK\3\4" + b"\x14\0\0\0\0\0" + b"a" * 200 + b"PK\5\6" + bytes(18)


def page_before() -> bytes:
    return b"<html><script>fetch('http://198.51.100.7/')</script><!--" + plain() + b"-->"


def document_inside() -> bytes:
    return behind_start(segment(0xFE, b"\n%PDF-1.7\n1 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript>>>>"))


def beginnings_only() -> bytes:
    return b"\xff\xd8\xff" * 1_000_000


def lying_adobe() -> bytes:
    """CMYK by its marker, three components by its frame."""
    return behind_start(segment(0xEE, b"Adobe\0\x64\0\0\0\0\2"))


def four_inks() -> bytes:
    return saved(photograph().convert("CMYK"), "JPEG")


def frames_of_two_sizes() -> bytes:
    good = plain()
    at = _frame_at(good) - 4
    frame = bytearray(good[at : at + 19])
    struct.pack_into(">HH", frame, 5, 65_535, 65_535)
    return good[:at] + good[at : at + 19] + bytes(frame) + good[at + 19 :]
