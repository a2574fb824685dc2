"""The directories of a TIFF as pages and previews, without decoding them (TIFF 6.0; BigTIFF)."""

import struct
from dataclasses import dataclass

from workbench.domain.examinations import Limits, Tag
from workbench.readers.reading import Reading

READER = "structure"
ENTRIES_READ = 1_000
CHILDREN_READ = 16

WIDTH, HEIGHT, COMPRESSION, SUBFILES = 0x0100, 0x0101, 0x0103, 0x014A
PREVIEW_OFFSET, PREVIEW_LENGTH, SUBFILE_TYPE = 0x0201, 0x0202, 0x00FE
_SIZES = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8}
_CODES = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_COMPRESSIONS = {1: "none", 2: "CCITT", 5: "LZW", 6: "old JPEG", 7: "JPEG", 8: "deflate", 32946: "deflate"}


@dataclass(frozen=True, slots=True)
class Directory:
    """Where it stands, the numbers of the tags that are read here, and the next directory's offset."""

    offset: int
    values: dict[int, tuple[int, ...]]
    following: int


def tiff_pages(untrusted: bytes, most: int) -> int:
    """How many directories follow one another, counted up to `most`; a chain that comes back to itself ends there."""
    form = _form(untrusted)
    if form is None:
        return 0
    order, big, offset = form
    seen: set[int] = set()
    while offset and offset not in seen and len(seen) < most:
        directory = _directory(untrusted, offset, order, big)
        if directory is None:
            break
        seen.add(offset)
        offset = directory.following
    return len(seen)


def tiff_structure(untrusted: bytes, limits: Limits) -> Reading:
    """Tags of the family TIFF: each directory's size, kind and compression.

    Facts: `byte-order`, `tiff` (`classic`, `big`), `directories` and `sub-directories` (how many), `embedded`
    (previews as JPEG). A chain that comes back to itself ends there.
    """
    form = _form(untrusted)
    if form is None:
        return Reading()
    order, big, first = form
    tags: list[Tag] = []
    seen: set[int] = set()
    counts = {"IFD": 0, "SubIFD": 0}
    previews = 0
    waiting = [("IFD", first)]
    while waiting and len(seen) < limits.pages:
        kind, offset = waiting.pop(0)
        if offset in seen:
            continue
        seen.add(offset)
        directory = _directory(untrusted, offset, order, big)
        if directory is None:
            continue
        name = f"{kind}{counts[kind]}"
        counts[kind] += 1
        tags.append(Tag(READER, "TIFF", "Directories", name, _said(directory)))
        previews += bool(directory.values.get(PREVIEW_LENGTH))
        waiting += [("SubIFD", child) for child in directory.values.get(SUBFILES, ())[:CHILDREN_READ]]
        if directory.following and kind == "IFD":
            waiting.append((kind, directory.following))
    facts = {
        "byte-order": "little" if order == "<" else "big",
        "tiff": "big" if big else "classic",
        "directories": str(counts["IFD"]),
        "sub-directories": str(counts["SubIFD"] or ""),
        "embedded": str(previews or ""),
    }
    cuts = {"pages": 0} if any(offset not in seen for _, offset in waiting) else {}
    return Reading(tuple(tags), {key: value for key, value in facts.items() if value}, cuts)


def _form(untrusted: bytes) -> tuple[str, bool, int] | None:
    order = {b"II": "<", b"MM": ">"}.get(untrusted[:2])
    if order is None or len(untrusted) < 16:
        return None
    (version,) = struct.unpack_from(order + "H", untrusted, 2)
    if version == 43:
        return order, True, struct.unpack_from(order + "Q", untrusted, 8)[0]
    return (order, False, struct.unpack_from(order + "I", untrusted, 4)[0]) if version == 42 else None


def _directory(untrusted: bytes, offset: int, order: str, big: bool) -> Directory | None:
    head, entry, pointer = (8, 20, 8) if big else (2, 12, 4)
    if offset < 8 or offset + head > len(untrusted):
        return None
    (count,) = struct.unpack_from(order + ("Q" if big else "H"), untrusted, offset)
    values: dict[int, tuple[int, ...]] = {}
    for number in range(min(count, ENTRIES_READ)):
        at = offset + head + entry * number
        if at + entry > len(untrusted):
            return Directory(offset, values, 0)
        tag, kind, length = struct.unpack_from(order + ("HHQ" if big else "HHI"), untrusted, at)
        if tag in (WIDTH, HEIGHT, COMPRESSION, SUBFILES, PREVIEW_OFFSET, PREVIEW_LENGTH, SUBFILE_TYPE):
            values[tag] = _numbers(untrusted, at + entry - pointer, kind, length, order, pointer)
    at = offset + head + entry * count
    following = (
        struct.unpack_from(order + ("Q" if big else "I"), untrusted, at)[0] if at + pointer <= len(untrusted) else 0
    )
    return Directory(offset, values, following)


def _numbers(untrusted: bytes, place: int, kind: int, length: int, order: str, pointer: int) -> tuple[int, ...]:
    if kind not in _SIZES or not 0 < length <= CHILDREN_READ:
        return ()
    if _SIZES[kind] * length > pointer:
        (place,) = struct.unpack_from(order + ("Q" if pointer == 8 else "I"), untrusted, place)
    if place + _SIZES[kind] * length > len(untrusted):
        return ()
    return struct.unpack_from(f"{order}{length}{_CODES[kind]}", untrusted, place)


def _said(directory: Directory) -> str:
    def one(tag: int) -> int | None:
        return next(iter(directory.values.get(tag, ())), None)

    width, height, compression, length = one(WIDTH), one(HEIGHT), one(COMPRESSION), one(PREVIEW_LENGTH)
    parts = [f"at {directory.offset}"]
    if width is not None and height is not None:
        parts.append(f"{width} x {height}")
    if compression is not None:
        parts.append(_COMPRESSIONS.get(compression, f"compression {compression}"))
    if length:
        parts.append(f"JPEG of {length} bytes at {one(PREVIEW_OFFSET)}")
    if (one(SUBFILE_TYPE) or 0) & 1:
        parts.append("reduced")
    return ", ".join(parts)
