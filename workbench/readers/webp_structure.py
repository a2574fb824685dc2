"""The chunks of a WebP, read without decoding it (WebP container specification, RFC 9649)."""

from collections.abc import Iterator

from workbench.domain.examinations import Limits, Tag
from workbench.readers.reading import Reading
from workbench.readers.tail import parts_from

READER = "structure"
CHUNKS_READ = Limits().chunks
_FEATURES = ((0x20, "ICC"), (0x10, "alpha"), (0x08, "EXIF"), (0x04, "XMP"), (0x02, "animation"))


def webp_chunks(untrusted: bytes, most: int = CHUNKS_READ) -> Iterator[tuple[bytes, bytes, int]]:
    """Type, data and the offset behind each chunk of the RIFF, up to its stated end or where it breaks."""
    end = min(len(untrusted), 8 + int.from_bytes(untrusted[4:8], "little"))
    position = 12
    for _ in range(most):
        head = untrusted[position : min(end, position + 8)]
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], "little")
        after = position + 8 + size + size % 2
        yield head[:4], untrusted[position + 8 : min(end, position + 8 + size)], after
        position = after


def webp_structure(untrusted: bytes, limits: Limits) -> Reading:
    """Tags of the family RIFF: canvas and frame sizes, what the header announces, the animation's loop.

    Facts: `webp` (`lossy`, `lossless` or `extended`), `chunks`, `frames-declared`, `alpha`, `trailing-bytes` and
    `trailing-kinds` behind the RIFF, `end-marker` `absent` where the file is shorter than its header says.
    """
    tags: list[Tag] = []
    facts: dict[str, str] = {}
    kinds: dict[str, int] = {}

    def say(group: str, name: str, value: object) -> None:
        tags.append(Tag(READER, "RIFF", group, name, str(value)))

    for kind, data, _ in webp_chunks(untrusted, limits.chunks):
        name = kind.decode("ascii", "replace").strip(" \0")
        name = name if name.isalnum() else kind.hex()
        kinds[name] = kinds.get(name, 0) + 1
        if kind == b"VP8X" and len(data) >= 10:
            facts["webp"] = "extended"
            announced = [feature for bit, feature in _FEATURES if data[0] & bit]
            facts["alpha"] = "yes" if data[0] & 0x10 else "no"
            say("VP8X", "WebP_Flags", ", ".join(announced) or "none")
            say("VP8X", "ImageWidth", 1 + int.from_bytes(data[4:7], "little"))
            say("VP8X", "ImageHeight", 1 + int.from_bytes(data[7:10], "little"))
        elif kind == b"VP8 " and len(data) >= 10 and data[3:6] == b"\x9d\x01\x2a" and kinds[name] == 1:
            facts.setdefault("webp", "lossy")
            say("VP8", "VP8Version", (data[0] >> 1) & 7)
            say("VP8", "ImageWidth", int.from_bytes(data[6:8], "little") & 0x3FFF)
            say("VP8", "ImageHeight", int.from_bytes(data[8:10], "little") & 0x3FFF)
        elif kind == b"VP8L" and len(data) >= 5 and data[0] == 0x2F and kinds[name] == 1:
            facts.setdefault("webp", "lossless")
            bits = int.from_bytes(data[1:5], "little")
            facts.setdefault("alpha", "yes" if bits >> 28 & 1 else "no")
            say("VP8L", "ImageWidth", 1 + (bits & 0x3FFF))
            say("VP8L", "ImageHeight", 1 + (bits >> 14 & 0x3FFF))
        elif kind == b"ANIM" and len(data) >= 6:
            say("ANIM", "AnimationLoopCount", int.from_bytes(data[4:6], "little"))
    if kinds.get("ANMF"):
        facts["frames-declared"] = str(kinds["ANMF"])
        say("ANMF", "FrameCount", kinds["ANMF"])
    facts["chunks"] = " ".join(name if count == 1 else f"{name}×{count}" for name, count in list(kinds.items())[:60])
    stated = 8 + int.from_bytes(untrusted[4:8], "little")
    stated += stated % 2
    facts["end-marker"] = "absent" if stated - stated % 2 > len(untrusted) + 1 else "present"
    if facts["end-marker"] == "present":
        behind = parts_from(untrusted, min(stated, len(untrusted)))
        facts["trailing-bytes"] = str(max(0, len(untrusted) - stated))
        facts["trailing-kinds"] = ", ".join(dict.fromkeys(part.kind for part in behind))
    cuts = {"chunks": 0} if sum(kinds.values()) == limits.chunks else {}
    return Reading(tuple(tags), {key: value for key, value in facts.items() if value}, cuts)
