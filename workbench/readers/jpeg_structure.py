"""How a JPEG is packed, read without decoding it (ITU-T T.81, annex B; JFIF 1.02)."""

from collections.abc import Iterator
from itertools import groupby

from workbench.domain.examinations import Limits, Tag
from workbench.readers.jpeg_mpo import mpo_pictures
from workbench.readers.jpeg_segments import (
    COMMENT,
    END_OF_IMAGE,
    FRAMES,
    HUFFMAN,
    PROGRESSIVE,
    QUANTISATION,
    RESTART,
    marker_name,
    segments,
)
from workbench.readers.jpeg_tables import Table, digest, quality, quantisation_tables
from workbench.readers.reading import Reading
from workbench.readers.tail import Part, jpegs_in, parts_from

READER = "structure"
SHOWN = 60
COMMENTS_READ = 16
PICTURES_SHOWN = 32
SEGMENTS_SEARCHED = 64
"""For pictures inside them: a hostile file may hold thousands that are nothing but beginnings of pictures."""

_PROCESSES = {0: "baseline", 1: "extended sequential", 2: "progressive", 3: "lossless", 9: "extended, arithmetic"}
_SUBSAMPLINGS = {
    (1.0, 1.0): "4:4:4",
    (2.0, 1.0): "4:2:2",
    (2.0, 2.0): "4:2:0",
    (1.0, 2.0): "4:4:0",
    (4.0, 1.0): "4:1:1",
    (4.0, 2.0): "4:1:0",
}
_UNITS = {0: "none", 1: "inches", 2: "cm"}
_STANDARD_HUFFMAN = frozenset(
    bytes.fromhex(lengths)
    for lengths in (
        "00010501010101010100000000000000",
        "00030101010101010101010000000000",
        "0002010303020403050504040000017d",
        "00020102040403040705040400010277",
    )
)
"""How many codes of each length the standard's own four tables have (T.81, K.3): nothing was optimised."""


def jpeg_structure(untrusted: bytes, limits: Limits) -> Reading:
    """Tags of the families JFIF, JPEG, MPF and File, and these facts where they apply:

    `progressive`, `process`, `subsampling` (`4:2:0`), `restart-interval`, `huffman` (`standard`, `optimised`),
    `markers` in their order, `segments` (the application segments), `tables` (their digest), `quality` (on the
    IJG's scale, exact or `about N`), `quality-distance`, `jfif` (version, unit, density), `comments`, `embedded`
    (how many), `mpo-pictures`, `end-marker`, `trailing-bytes` and `trailing-kinds`.
    `trailing-bytes` is missing where the end marker is: `end-marker` is then `absent`.
    """
    one = _Jpeg(untrusted, limits.chunks)
    return Reading(tuple(one.tags), {key: value for key, value in one.facts.items() if value}, one.cuts)


class _Jpeg:
    def __init__(self, untrusted: bytes, most: int) -> None:
        self.tags: list[Tag] = []
        self.facts: dict[str, str] = {}
        self._markers: list[str] = []
        self._names: list[str] = []
        self._tables: dict[int, Table] = {}
        self._comments = 0
        self._parts: list[tuple[Part, str]] = []
        self._indexed: set[int] = set()
        end = None
        for marker, body, after in segments(untrusted, most=most):
            self._markers.append(marker_name(marker))
            if marker == END_OF_IMAGE:
                end = after
                break
            self._segment(untrusted, marker, body, after)
        self.cuts = {"chunks": 0} if len(self._markers) == most and end is None else {}
        self._finish(untrusted, end)

    def _say(self, family: str, group: str, name: str, value: object) -> None:
        self.tags.append(Tag(READER, family, group, name, str(value)))

    def _segment(self, untrusted: bytes, marker: int, body: bytes, after: int) -> None:
        if marker in FRAMES and "process" not in self.facts and len(body) >= 6:
            self._frame(marker, body)
        elif marker == QUANTISATION:
            self._tables |= {to: table for to, table in quantisation_tables(body) if to not in self._tables}
        elif marker == HUFFMAN and self.facts.get("huffman") != "optimised":
            self.facts["huffman"] = "standard" if _standard(body) else "optimised"
        elif marker == RESTART and len(body) == 2:
            self.facts["restart-interval"] = str(int.from_bytes(body, "big"))
        elif marker == COMMENT:
            self._comments += 1
            if self._comments <= COMMENTS_READ:
                self._say("File", "File", "Comment", _plain(body))
        elif 0xE0 <= marker <= 0xEF:
            label = body[:20].split(b"\0", 1)[0].decode("ascii", "replace")
            self._names.append(f"{marker_name(marker)} {label if label.isprintable() else ''}".strip())
            self._application(untrusted, marker, body, after)

    def _frame(self, marker: int, body: bytes) -> None:
        process = _PROCESSES.get(marker - 0xC0, marker_name(marker))
        self.facts["progressive"] = "yes" if marker in PROGRESSIVE else "no"
        self.facts["process"] = process
        self._say("File", "File", "EncodingProcess", process)
        self._say("File", "File", "BitsPerSample", body[0])
        self._say("File", "File", "ImageHeight", int.from_bytes(body[1:3], "big"))
        self._say("File", "File", "ImageWidth", int.from_bytes(body[3:5], "big"))
        self._say("File", "File", "ColorComponents", body[5])
        samplings = [body[at] for at in range(7, min(len(body), 6 + 3 * body[5]), 3)]
        name = _subsampling(samplings)
        if name:
            self.facts["subsampling"] = name
            self._say("File", "File", "YCbCrSubSampling", name)

    def _application(self, untrusted: bytes, marker: int, body: bytes, after: int) -> None:
        if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 12 and "jfif" not in self.facts:
            version = f"{body[5]}.{body[6]:02}"
            unit = _UNITS.get(body[7], str(body[7]))
            across, down = int.from_bytes(body[8:10], "big"), int.from_bytes(body[10:12], "big")
            self.facts["jfif"] = f"{version}, {across} x {down}, {unit}"
            names = ("JFIFVersion", "ResolutionUnit", "XResolution", "YResolution")
            for name, value in zip(names, (version, unit, across, down), strict=True):
                self._say("JFIF", "JFIF", name, value)
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
            self._say("JPEG", "Adobe", "DCTEncodeVersion", int.from_bytes(body[5:7], "big"))
            self._say("JPEG", "Adobe", "ColorTransform", body[11])
        elif marker == 0xEC and body.startswith(b"Ducky") and len(body) >= 13:
            self._say("JPEG", "Ducky", "Quality", int.from_bytes(body[9:13], "big"))
        elif marker == 0xE2 and body.startswith(b"MPF\0"):
            self._index(body, after - len(body))
        # A manifest store and a colour profile hold no camera previews; other segments may.
        if marker != 0xEB and not body.startswith(b"ICC_PROFILE\0") and len(self._names) <= SEGMENTS_SEARCHED:
            place = marker_name(marker)
            self._parts += [(part, place) for part in jpegs_in(untrusted, after - len(body), after)]

    def _index(self, body: bytes, offset: int) -> None:
        pictures = mpo_pictures(body, offset)
        if not pictures or self._indexed:
            return
        self.facts["mpo-pictures"] = str(len(pictures))
        self._say("MPF", "MPF", "NumberOfImages", len(pictures))
        for number, picture in enumerate(pictures, 1):
            self._indexed.add(picture.offset)
            value = f"{picture.kind}, {picture.length} bytes at {picture.offset}"
            self._say("MPF", "MPF", f"MPImage{number}", value)

    def _finish(self, untrusted: bytes, end: int | None) -> None:
        self.facts["markers"] = " ".join(_order(self._markers))
        self.facts["segments"] = ", ".join(self._names[:SHOWN])
        self.facts["comments"] = str(self._comments or "")
        self._quantisation()
        self.facts["end-marker"] = "absent" if end is None else "present"
        if end is not None:
            behind = parts_from(untrusted, end)
            self.facts["trailing-bytes"] = str(len(untrusted) - end)
            self.facts["trailing-kinds"] = ", ".join(dict.fromkeys(part.kind for part in behind))
            if any(part.offset in self._indexed for part in behind):
                self.facts["trailing-indexed"] = "yes"
            self._parts += [(part, "behind the end") for part in behind]
        self.facts["embedded"] = str(sum(part.kind == "jpeg" for part, _ in self._parts) or "")
        for number, (part, place) in enumerate(self._parts[:PICTURES_SHOWN], 1):
            self._say("File", "Embedded", f"Part{number}", f"{part.text()} ({place})")

    def _quantisation(self) -> None:
        if not self._tables:
            return
        self.facts["tables"] = digest(self._tables)
        self._say("JPEG", "DQT", "Digest", self.facts["tables"])
        for destination, table in sorted(self._tables.items()):
            self._say("JPEG", "DQT", f"QuantizationTable{destination}", " ".join(map(str, table)))
        luminance = self._tables.get(0)
        if luminance:
            nearest, apart = quality(luminance, self._tables.get(1))
            self.facts["quality"] = f"about {nearest}" if apart else str(nearest)
            self.facts["quality-distance"] = f"{apart:.2f}"


def _subsampling(samplings: list[int]) -> str:
    """`4:2:0` and the like, where the two chroma components are sampled alike; `grey` for one component."""
    if len(samplings) == 1:
        return "grey"
    if len(samplings) < 3 or samplings[1] != samplings[2] or not samplings[1] & 15 or not samplings[1] >> 4:
        return ""
    across = (samplings[0] >> 4) / (samplings[1] >> 4)
    down = (samplings[0] & 15) / (samplings[1] & 15)
    return _SUBSAMPLINGS.get((across, down), "")


def _standard(body: bytes) -> bool:
    """True where every table of a DHT segment is one of the standard's."""
    position = 0
    while position + 17 <= len(body):
        lengths = body[position + 1 : position + 17]
        if lengths not in _STANDARD_HUFFMAN:
            return False
        position += 17 + sum(lengths)
    return True


def _order(markers: list[str]) -> Iterator[str]:
    """Markers as they follow one another, equals counted: `SOI APP0 DQT×2 SOF0 DHT×4 SOS EOI`."""
    yield "SOI"
    for shown, (name, run) in enumerate(groupby(markers)):
        if shown >= SHOWN:
            yield "…"
            return
        count = len(list(run))
        yield name if count == 1 else f"{name}×{count}"


def _plain(body: bytes) -> str:
    try:
        return body.rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        return body.rstrip(b"\0").decode("latin-1")
