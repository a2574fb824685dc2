"""The chunks of a PNG, read without decoding it (PNG third edition, sections 5 and 11)."""

import zlib
from collections.abc import Iterator

from workbench.domain.examinations import Limits, Tag
from workbench.readers.reading import Reading
from workbench.readers.tail import parts_from

READER = "structure"
CHUNKS_READ = Limits().chunks
KEYS_SHOWN = 40
TEXTS_READ = 1_000
BYTES_A_CHARACTER = 8
"""So many bytes of one text are read, or unpacked, for each character that is allowed; what stands behind is left."""
INFLATED_TOGETHER = 1024 * 1024
TEXT = (b"tEXt", b"zTXt", b"iTXt")
XMP = "XML:com.adobe.xmp"

_COLOURS = {0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"}
_INTENTS = {0: "perceptual", 1: "relative colorimetric", 2: "saturation", 3: "absolute colorimetric"}


def png_chunks(untrusted: bytes, most: int = CHUNKS_READ) -> Iterator[tuple[bytes, bytes]]:
    """Type and data of each chunk, up to where the structure breaks; no more than `most`."""
    position = 8
    for _ in range(most):
        head = untrusted[position : position + 8]
        if len(head) < 8:
            return
        length = int.from_bytes(head[:4], "big")
        yield head[4:], untrusted[position + 8 : position + 8 + length]
        position += length + 12


def png_structure(untrusted: bytes, limits: Limits) -> Reading:
    """Tags of the family PNG: the header, text under its own key, time, density, gamma, colour and animation.

    Facts: `text-keys`, `interlaced`, `colour`, `chunks` in their order, `frames-declared` of an animation,
    `end-marker`, and `trailing-bytes` and `trailing-kinds` behind the end chunk.
    """
    one = _Png(untrusted, limits)
    return Reading(tuple(one.tags), {key: value for key, value in one.facts.items() if value}, one.cuts)


class _Png:
    def __init__(self, untrusted: bytes, limits: Limits) -> None:
        self._longest = BYTES_A_CHARACTER * limits.value_characters
        self.cuts: dict[str, int] = {}
        self.tags: list[Tag] = []
        self.facts: dict[str, str] = {}
        self._room = max(INFLATED_TOGETHER, self._longest)
        keys: list[str] = []
        kinds: dict[str, int] = {}
        read, end = 8, None
        for kind, data in png_chunks(untrusted, limits.chunks):
            read += len(data) + 12
            name = kind.decode("latin-1") if kind.isalpha() else kind.hex()
            kinds[name] = kinds.get(name, 0) + 1
            if kind in TEXT and kinds[name] <= TEXTS_READ:
                key = self._text(kind, data)
                if len(keys) < KEYS_SHOWN:
                    keys.append(key)
            elif kind == b"IEND":
                end = min(read, len(untrusted))
                break
            else:
                self._chunk(kind, data)
        if end is None and sum(kinds.values()) == limits.chunks:
            self.cuts["chunks"] = 0
        if any(kinds.get(kind.decode(), 0) > TEXTS_READ for kind in TEXT):
            self.cuts["tags"] = sum(kinds.get(kind.decode(), 0) for kind in TEXT)
        self.facts["text-keys"] = ", ".join(keys)
        self.facts["chunks"] = " ".join(
            name if count == 1 else f"{name}×{count}" for name, count in list(kinds.items())[:60]
        )
        self.facts["end-marker"] = "absent" if end is None else "present"
        if end is not None:
            self.facts["trailing-bytes"] = str(len(untrusted) - end)
            behind = parts_from(untrusted, end)
            self.facts["trailing-kinds"] = ", ".join(dict.fromkeys(part.kind for part in behind))
            for number, part in enumerate(behind, 1):
                self._say("Embedded", f"Part{number}", f"{part.text()} (behind the end)")

    def _say(self, group: str, name: str, value: object) -> None:
        self.tags.append(Tag(READER, "PNG", group, name, str(value)))

    def _chunk(self, kind: bytes, data: bytes) -> None:
        if kind == b"IHDR" and len(data) == 13:
            self.facts["interlaced"] = "yes" if data[12] else "no"
            self.facts["colour"] = _COLOURS.get(data[9], str(data[9]))
            values = (_number(data[:4]), _number(data[4:8]), data[8], self.facts["colour"], self.facts["interlaced"])
            for name, value in zip(
                ("ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Interlace"), values, strict=True
            ):
                self._say("IHDR", name, value)
        elif kind == b"tIME" and len(data) == 7:
            year = int.from_bytes(data[:2], "big")
            month, day, hour, minute, second = data[2:]
            self._say("tIME", "ModifyDate", f"{year:04}:{month:02}:{day:02} {hour:02}:{minute:02}:{second:02}")
        elif kind == b"pHYs" and len(data) == 9:
            self._say("pHYs", "PixelsPerUnitX", _number(data[:4]))
            self._say("pHYs", "PixelsPerUnitY", _number(data[4:8]))
            self._say("pHYs", "PixelUnits", "meters" if data[8] == 1 else "unknown")
        elif kind == b"gAMA" and len(data) == 4:
            self._say("gAMA", "Gamma", f"{_number(data) / 100_000:g}")
        elif kind == b"sRGB" and len(data) == 1:
            self._say("sRGB", "SRGBRendering", _INTENTS.get(data[0], str(data[0])))
        elif kind == b"acTL" and len(data) == 8:
            self.facts["frames-declared"] = str(_number(data[:4]))
            self._say("acTL", "AnimationFrames", _number(data[:4]))
        elif kind == b"sBIT":
            self._say("sBIT", "SignificantBits", " ".join(map(str, data[:4])))
        elif kind == b"iCCP":
            self._say("iCCP", "ProfileName", data.split(b"\0", 1)[0][:79].decode("latin-1"))

    def _text(self, kind: bytes, data: bytes) -> str:
        """One text chunk as a tag under its own key, which is returned."""
        raw, _, rest = data.partition(b"\0")
        key = raw[:79].decode("latin-1")
        if kind == b"tEXt":
            text = self._plain(rest)
        elif kind == b"zTXt":
            text = self._inflated(rest[1:])
        else:
            packed = rest[:1] == b"\1"
            _, _, rest = rest[2:].partition(b"\0")  # the language
            _, _, rest = rest.partition(b"\0")  # the key in that language
            text = self._inflated(rest) if packed else self._plain(rest)
        # The packet is another reader's: here it is only said that it is there.
        self._say(kind.decode(), key or "(no key)", f"({len(data)} bytes)" if key == XMP else text)
        return key

    def _plain(self, raw: bytes) -> str:
        if len(raw) > self._longest:
            self.cuts["text"] = len(raw)
        return _decoded(raw[: self._longest])

    def _inflated(self, packed: bytes) -> str:
        most = min(self._longest, self._room)
        if most <= 0:
            self.cuts["output-mib"] = 0
            return "(not unpacked)"
        unpacker = zlib.decompressobj()
        try:
            raw = unpacker.decompress(packed, most)
        except zlib.error:
            return "(damaged)"
        if unpacker.unconsumed_tail:
            self.cuts["text"] = 0
        self._room -= len(raw)
        return _decoded(raw)


def _decoded(raw: bytes) -> str:
    """Latin-1 by the standard, but most programs write UTF-8 all the same."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return raw[: error.start].decode("utf-8") if error.start > len(raw) - 4 else raw.decode("latin-1")


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
