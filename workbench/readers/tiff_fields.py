"""The bytes of a few fields of a TIFF or BigTIFF, found without decoding it (TIFF 6.0; BigTIFF by libtiff)."""

import struct
from collections.abc import Collection

from workbench.domain.examinations import Limits

PAGES_READ, ENTRIES_READ = Limits().pages, 2_000
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}


def tiff_fields(
    untrusted: bytes, wanted: Collection[int], most: int, pages: int = PAGES_READ
) -> dict[int, list[bytes]]:
    """Field -> its bytes in each of `pages` that has it, first page first; no more than `most` bytes together.

    Bytes stand as in the file, whatever type and byte order the field claims.
    """
    order = "<" if untrusted[:2] == b"II" else ">"
    big = untrusted[2:4] in (b"\x2b\0", b"\0\x2b")
    head, count_form, entry_form, next_form = (
        ("Q", "Q", "HHQ8s", "Q") if big else ("I", "H", "HHI4s", "I")
    )  # fmt: skip
    found: dict[int, list[bytes]] = {}
    seen: set[int] = set()
    (offset,) = _unpacked(order + head, untrusted, 8 if big else 4) or (0,)
    while offset and offset not in seen and len(seen) < pages:
        seen.add(offset)
        (count,) = _unpacked(order + count_form, untrusted, offset) or (0,)
        position = offset + struct.calcsize(order + count_form)
        for _ in range(min(count, ENTRIES_READ)):
            entry = _unpacked(order + entry_form, untrusted, position)
            if not entry:
                return found
            position += struct.calcsize(order + entry_form)
            tag, kind, number, inline = entry
            if tag in wanted:
                size = min(number * _SIZES.get(kind, 1), most)
                most -= size
                place = struct.unpack(order + next_form, inline)[0]
                data = inline[:size] if size <= len(inline) else untrusted[place : place + size]
                found.setdefault(tag, []).append(data)
        (offset,) = _unpacked(order + next_form, untrusted, position) or (0,)
    return found


def _unpacked(form: str, untrusted: bytes, position: int) -> tuple | None:  # type: ignore[type-arg]
    try:
        return struct.unpack_from(form, untrusted, position)
    except struct.error:
        return None
