"""The boxes of a HEIC or AVIF, read without decoding it (ISO/IEC 14496-12 and 23008-12)."""

from collections.abc import Iterator

from workbench.domain.examinations import Limits, Tag
from workbench.readers.reading import Reading

READER = "structure"
DEPTH = 6
SHOWN = 32

_CONTAINERS = {b"moov", b"trak", b"mdia", b"iprp", b"ipco", b"minf", b"edts", b"dinf"}
_FULL_CONTAINERS = {b"meta": 4, b"iref": 4}
_REFERENCES = {"thmb": "thumbnails", "auxl": "auxiliary", "dimg": "derived", "cdsc": "descriptions"}


class _Boxes:
    """Every box below the top, with its path; counted, so that a hostile file ends."""

    def __init__(self, untrusted: bytes, most: int) -> None:
        self._untrusted = untrusted
        self._left = most
        self.end = 0
        self.broken = False

    @property
    def spent(self) -> bool:
        """Whether there may be more boxes than were read."""
        return self._left <= 0

    def walk(self, start: int, end: int, path: tuple[bytes, ...] = ()) -> Iterator[tuple[tuple[bytes, ...], int, int]]:
        """Path, offset of the body and offset behind it, of each box between two offsets."""
        position = start
        while position + 8 <= end and self._left > 0:
            self._left -= 1
            head = self._untrusted[position : position + 16]
            size, kind, body = int.from_bytes(head[:4], "big"), head[4:8], position + 8
            if size == 1:
                size, body = int.from_bytes(head[8:16], "big"), position + 16
            elif size == 0:
                size = end - position
            if size < body - position or position + size > end:
                self.broken = self.broken or not path
                return
            here = (*path, kind)
            yield here, body, position + size
            inner = 0 if kind in _CONTAINERS else _FULL_CONTAINERS.get(kind, -1)
            if inner >= 0 and len(here) < DEPTH:
                yield from self.walk(body + inner, position + size, here)
            position += size
            if not path:
                self.end = position


def names_are_text(untrusted: bytes) -> bool:
    """Whether the names and types of all items are UTF-8, as the standard has it: pi-heif dies of others."""
    for path, body, after in _Boxes(untrusted, SHOWN * SHOWN).walk(0, len(untrusted)):
        if path != (b"meta",):
            continue
        at = untrusted.find(b"infe", body, after)
        while at >= 0:
            size = int.from_bytes(untrusted[at - 4 : at], "big")
            try:
                untrusted[at + (16 if untrusted[at + 4] == 2 else 18) : min(after, at - 4 + size)].decode("utf-8")
            except (UnicodeDecodeError, IndexError):
                return False
            at = untrusted.find(b"infe", at + 4, after)
    return True


def isobmff_structure(untrusted: bytes, limits: Limits) -> Reading:
    """Tags of the family HEIF: brands, boxes, items by type, sizes, turns, auxiliary pictures, thumbnails.

    Facts: `brand`, `brands`, `boxes` at the top, `items`, `thumbnails`, `auxiliary` (what for), `end-marker`
    `absent` where a box is longer than the file.
    """
    boxes, one = _Boxes(untrusted, limits.chunks), _Heif(untrusted, limits.chunks)
    for path, body, after in boxes.walk(0, len(untrusted)):
        one.box(path, body, after)
    one.facts["end-marker"] = "absent" if boxes.broken else "present"
    one.spent |= boxes.spent
    return one.reading()


class _Heif:
    def __init__(self, untrusted: bytes, most: int) -> None:
        self._untrusted, self._most = untrusted, most
        self.spent = False
        self._tags: list[Tag] = []
        self._top: list[str] = []
        self._listed = False
        self._items: dict[str, int] = {}
        self._references: dict[str, int] = {}
        self._auxiliary: dict[str, None] = {}
        self.facts: dict[str, str] = {}

    def _say(self, group: str, name: str, value: object) -> None:
        self._tags.append(Tag(READER, "HEIF", group, name, str(value)))

    def box(self, path: tuple[bytes, ...], body: int, after: int) -> None:
        kind, data = path[-1], self._untrusted[body : min(after, body + 4096)]
        if len(path) == 1:
            self._top.append(_four(kind))
        if kind == b"ftyp" and len(path) == 1 and len(data) >= 8:
            brands = [_four(data[at : at + 4]) for at in range(8, len(data) - 3, 4)][:SHOWN]
            self.facts["brand"], self.facts["brands"] = _four(data[:4]), " ".join(brands)
            self._say("ftyp", "MajorBrand", _four(data[:4]))
            self._say("ftyp", "CompatibleBrands", ", ".join(brands))
        elif kind == b"ispe" and len(data) >= 12:
            self._say("ipco", "ImageSpatialExtent", f"{_number(data[4:8])} x {_number(data[8:12])}")
        elif kind == b"irot" and data:
            self._say("ipco", "Rotation", f"{(data[0] & 3) * 90} anti-clockwise")
        elif kind == b"imir" and data:
            self._say("ipco", "Mirror", "left-right" if data[0] & 1 else "top-bottom")
        elif kind == b"auxC":
            purpose = data[4:].split(b"\0", 1)[0][:100].decode("ascii", "replace")
            self._auxiliary[purpose] = None
            self._say("ipco", "AuxiliaryImageType", purpose)
        elif kind == b"infe" and len(data) >= 12:
            self._item(data)
        elif kind == b"iinf" and not self._listed:
            self._listed = True
            self._infos(body, after)
        elif len(path) >= 2 and path[-2] == b"iref" and _four(kind) in _REFERENCES:
            name = _REFERENCES[_four(kind)]
            self._references[name] = self._references.get(name, 0) + 1
        elif kind == b"pitm" and len(data) >= 6:
            self._say("meta", "PrimaryItem", _number(data[4:6] if not data[0] else data[4:8]))

    def _infos(self, body: int, after: int) -> None:
        """The entries of the item information box, whose count stands before them."""
        start = body + (6 if self._untrusted[body : body + 1] == b"\0" else 8)
        boxes = _Boxes(self._untrusted, self._most)
        for path, inner, end in boxes.walk(start, after, (b"meta", b"iinf")):
            if path[-1] == b"infe":
                self._item(self._untrusted[inner : min(end, inner + 256)])
        self.spent |= boxes.spent

    def _item(self, data: bytes) -> None:
        if len(data) >= 12 and data[0] in (2, 3):
            at = 8 if data[0] == 2 else 10
            kind = _four(data[at : at + 4])
            self._items[kind] = self._items.get(kind, 0) + 1

    def reading(self) -> Reading:
        for name, count in self._references.items():
            self._say("iref", name, count)
        items = ", ".join(f"{kind}×{count}" for kind, count in list(self._items.items())[:SHOWN])
        self._say("iinf", "Items", items or "none")
        self.facts |= {
            "boxes": " ".join(self._top[:SHOWN]),
            "items": items,
            "thumbnails": str(self._references.get("thumbnails", "")),
            "auxiliary": ", ".join(list(self._auxiliary)[:SHOWN]),
        }
        facts = {key: value for key, value in self.facts.items() if value}
        return Reading(tuple(self._tags), facts, {"chunks": 0} if self.spent else {})


def _four(raw: bytes) -> str:
    text = raw.decode("latin-1").strip()
    return text if text.isascii() and text.isprintable() else raw.hex()


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
