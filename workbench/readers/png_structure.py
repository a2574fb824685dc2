"""The chunks of a PNG, read without decoding it (PNG third edition, section 5)."""

from collections.abc import Iterator

CHUNKS_READ = 10_000
KEYS_SHOWN = 40
TEXT = (b"tEXt", b"zTXt", b"iTXt")


def png_chunks(untrusted: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and data of each chunk, up to where the structure breaks."""
    position = 8
    for _ in range(CHUNKS_READ):
        head = untrusted[position : position + 8]
        if len(head) < 8:
            return
        length = int.from_bytes(head[:4], "big")
        yield head[4:], untrusted[position + 8 : position + 8 + length]
        position += length + 12


def png_facts(untrusted: bytes) -> dict[str, str]:
    """`text-keys` of the text chunks, `interlaced`, and `trailing-bytes` after the end chunk."""
    keys: list[str] = []
    facts: dict[str, str] = {}
    read = 8
    for kind, data in png_chunks(untrusted):
        read += len(data) + 12
        if kind == b"IHDR" and len(data) == 13:
            facts["interlaced"] = "yes" if data[12] else "no"
        elif kind in TEXT and len(keys) < KEYS_SHOWN:
            keys.append(data.split(b"\0", 1)[0][:79].decode("latin-1"))
        elif kind == b"IEND":
            facts["trailing-bytes"] = str(max(0, len(untrusted) - read))
            break
    facts["end-marker"] = "present" if "trailing-bytes" in facts else "absent"
    facts["text-keys"] = ", ".join(keys)
    return facts
