"""The blocks of a GIF, read without decoding it (GIF89a specification)."""

from workbench.domain.examinations import Limits, Tag
from workbench.readers.reading import Reading
from workbench.readers.tail import parts_from

READER = "structure"
TEXTS_SHOWN = 16
TEXT_BYTES = 64 * 1024


def gif_frames(untrusted: bytes, most: int) -> int:
    """How many frames there are, read no further than `most`."""
    if len(untrusted) < 13:
        return 0
    position, frames = 13 + _colours(untrusted[10]), 0
    while position + 10 < len(untrusted) and frames < most:
        if untrusted[position] == 0x2C:
            frames += 1
            position += 11 + _colours(untrusted[position + 9])
        elif untrusted[position] == 0x21:
            position += 2
        else:
            break
        while position < len(untrusted) and untrusted[position]:
            position += 1 + untrusted[position]
        position += 1
    return frames


def gif_structure(untrusted: bytes, limits: Limits) -> Reading:
    """Tags of the family GIF: version, screen, frames, comments, application blocks, loops.

    Facts: `gif` (the version), `frames-declared`, `applications`, `comments`, `end-marker`, `trailing-bytes`,
    `trailing-kinds`.
    """
    one = _Gif(untrusted, limits.chunks)
    return Reading(tuple(one.tags), {key: value for key, value in one.facts.items() if value}, one.cuts)


class _Gif:
    def __init__(self, untrusted: bytes, most: int) -> None:
        self._untrusted, self._most = untrusted, most
        self.cuts: dict[str, int] = {}
        self.tags: list[Tag] = []
        self.facts: dict[str, str] = {"gif": untrusted[3:6].decode("ascii", "replace")}
        self._applications: dict[str, None] = {}
        self._frames = self._comments = 0
        self._say("GIFVersion", self.facts["gif"])
        self._say("ImageWidth", int.from_bytes(untrusted[6:8], "little"))
        self._say("ImageHeight", int.from_bytes(untrusted[8:10], "little"))
        end = self._walk()
        self._say("FrameCount", self._frames)
        self.facts["frames-declared"] = str(self._frames)
        self.facts["comments"] = str(self._comments or "")
        self.facts["applications"] = ", ".join(list(self._applications)[:TEXTS_SHOWN])
        self.facts["end-marker"] = "absent" if end is None else "present"
        if end is not None:
            behind = parts_from(untrusted, end)
            self.facts["trailing-bytes"] = str(len(untrusted) - end)
            self.facts["trailing-kinds"] = ", ".join(dict.fromkeys(part.kind for part in behind))

    def _say(self, name: str, value: object) -> None:
        self.tags.append(Tag(READER, "GIF", "GIF", name, str(value)))

    def _walk(self) -> int | None:
        """The offset behind the trailer; None where the blocks break off before it."""
        untrusted = self._untrusted
        if len(untrusted) < 13:
            return None
        position = 13 + _colours(untrusted[10])
        for _ in range(self._most):
            kind = untrusted[position : position + 1]
            if kind == b";":
                return position + 1
            if kind == b",":
                flags = untrusted[position + 9 : position + 10]
                if not flags:
                    return None
                self._frames += 1
                position = self._sub_blocks(position + 11 + _colours(flags[0]))[1]
            elif kind == b"!":
                label = untrusted[position + 1 : position + 2]
                data, position = self._sub_blocks(position + 2)
                self._extension(label, data)
            else:
                return None
        self.cuts["chunks"] = 0
        return None

    def _extension(self, label: bytes, data: bytes) -> None:
        if label == b"\xfe":
            self._comments += 1
            if self._comments <= TEXTS_SHOWN:
                self._say("Comment", data.decode("utf-8", "replace"))
        elif label == b"\xff" and len(data) >= 11:
            name = data[:11].decode("ascii", "replace").strip()
            if name not in self._applications and len(self._applications) < TEXTS_SHOWN:
                self._say("Application", name)
            self._applications[name if name.isprintable() else data[:11].hex()] = None
            if data[:8] == b"NETSCAPE" and len(data) >= 14:
                self._say("AnimationIterations", int.from_bytes(data[12:14], "little") or "infinite")

    def _sub_blocks(self, position: int) -> tuple[bytes, int]:
        """The first bytes of a chain of sub-blocks, and the offset behind its terminator."""
        untrusted, size = self._untrusted, 0
        kept: list[bytes] = []
        while position < len(untrusted):
            length = untrusted[position]
            if length == 0:
                return b"".join(kept), position + 1
            if size < TEXT_BYTES:
                kept.append(untrusted[position + 1 : position + 1 + length])
                size += length
            position += 1 + length
        return b"".join(kept), position


def _colours(flags: int) -> int:
    """Bytes of the colour table that a flag byte announces."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
