"""What the child says, checked and bounded before it becomes domain objects. Until then it is hostile."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.domain.examinations import (
    VARIANTS,
    Fingerprint,
    Isolation,
    IsolationLevel,
    Limits,
    Preview,
    Tag,
    Thumbnail,
)
from workbench.domain.limits import CUT
from workbench.sandbox.protocol import Frame

FINGERPRINTS, LAYERS, TOOLS, READERS, FACTS = 256, 64, 64, 32, 64
NAME_CHARACTERS = 128
PICTURE_EDGE = 2**31
BITS_DIGITS = 16
"""Hex digits in 64 bits."""

_CODE = re.compile(r"examine\.[a-z-]{1,40}")
_HEX = re.compile(r"[0-9a-f]{1,512}")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")
_MEDIA_TYPE = re.compile(r"image/[a-z0-9.+-]{1,40}")
_VARIANTS = frozenset(VARIANTS) | {f"{turn} trimmed" for turn in VARIANTS}


class InvalidReply(Exception):
    """The child's answer is not of the agreed shape."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What a child says of itself once it is locked."""

    isolation: Isolation
    tools: Mapping[str, str]
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A step that was answered with a refusal."""

    code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Pixels:
    """All that one decode gave."""

    format: str
    media_type: str
    width: int
    height: int
    orientation: int
    complete: bool
    recipe: str
    fingerprints: tuple[Fingerprint, ...]
    preview: Preview
    thumbnail: Thumbnail | None


@dataclass(frozen=True, slots=True)
class Read:
    """`cuts`: the limits that left something out, and how much would be needed where that is known, else 0."""

    tags: tuple[Tag, ...]
    facts: Mapping[str, str]
    cuts: Mapping[str, int] = field(default_factory=dict)


def parse_hello(frame: Frame) -> Hello:
    header = frame.header
    try:
        level = IsolationLevel(_text(header, "level"))
    except ValueError as error:
        raise InvalidReply("level") from error
    layers = tuple((_plain(row, 0), _plain(row, 1)) for row in _rows(header, "layers", LAYERS, 2))
    readers = tuple(_key(name) for name in _list(header, "readers", READERS))
    return Hello(Isolation(level, layers), _texts(header, "tools", TOOLS, NAME_CHARACTERS), readers)


def parse_failure(frame: Frame) -> Failure | None:
    """The refusal that an answer holds, or None where it holds a result."""
    if "error" not in frame.header:
        return None
    code = _text(frame.header, "error")
    if not _CODE.fullmatch(code):
        raise InvalidReply("error")
    facts: dict[str, str | int] = {}
    for key, value in _mapping(frame.header, "facts", 16).items():
        number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
        facts[_key(key)] = value if number else bounded_text(value, 200)
    return Failure(code, facts)


def parse_pixels(frame: Frame) -> Pixels:
    header = frame.header
    preview, rest = _preview(_pair(header.get("preview")), memoryview(frame.blob))
    raw, thumbnail = header.get("thumbnail"), None
    if raw is not None:
        if not isinstance(raw, dict):
            raise InvalidReply("thumbnail")
        small, rest = _preview(_pair(raw.get("preview")), rest)
        thumbnail = Thumbnail(_size(raw, "width"), _size(raw, "height"), _fingerprints(raw), small)
    if rest:
        raise InvalidReply("blob")
    media_type, complete = _text(header, "media_type"), header.get("complete")
    if not _MEDIA_TYPE.fullmatch(media_type) or not isinstance(complete, bool):
        raise InvalidReply("media_type")
    return Pixels(
        _key(header.get("format")),
        media_type,
        _size(header, "width"),
        _size(header, "height"),
        _integer(header.get("orientation"), 1, 8),
        complete,
        bounded_text(header.get("recipe"), 2 * NAME_CHARACTERS),
        _fingerprints(header),
        preview,
        thumbnail,
    )


def parse_render(frame: Frame, longest_edge: int) -> Preview:
    preview, rest = _preview(_pair(frame.header.get("preview")), memoryview(frame.blob))
    if rest or max(preview.width, preview.height) > longest_edge:
        raise InvalidReply("preview")
    return preview


def parse_read(frame: Frame, reader: str, limits: Limits) -> Read:
    longest = limits.value_characters
    tags = tuple(
        Tag(reader, *(_plain(row, place) for place in range(3)), *(bounded_text(text, longest) for text in row[3:]))
        for row in _rows(frame.header, "tags", limits.tags, 5)
    )
    cuts = {}
    for name, needed in _mapping(frame.header, "cuts", len(CUT)).items():
        if name not in CUT:
            raise InvalidReply("cuts")
        cuts[name] = _integer(needed, 0, 2**53)
    return Read(tags, _texts(frame.header, "facts", FACTS, limits.value_characters), cuts)


def bounded_text(value: object, characters: int) -> str:
    """A string no longer than `characters`, without NULs and lone surrogates: it must survive UTF-8 and SQL."""
    if not isinstance(value, str):
        raise InvalidReply("text")
    return value[:characters].replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _preview(size: tuple[int, int], blob: memoryview) -> tuple[Preview, memoryview]:
    length = size[0] * size[1] * 3
    try:
        return Preview(*size, bytes(blob[:length])), blob[length:]
    except ValueError as error:
        raise InvalidReply("preview") from error


def _fingerprints(header: Mapping[str, Any]) -> tuple[Fingerprint, ...]:
    """Each variant of each kind once, in whole words: a library keeps them so."""
    found: dict[tuple[str, str], Fingerprint] = {}
    for kind, variant, bits, quality, recipe in _rows(header, "fingerprints", FINGERPRINTS, 5):
        if not isinstance(bits, str) or not _HEX.fullmatch(bits):
            raise InvalidReply("fingerprint")
        if not isinstance(variant, str) or variant not in _VARIANTS:
            raise InvalidReply("fingerprint")
        name, number = _key(kind), _integer(quality, 0, 100)
        if len(bits) % BITS_DIGITS or (name, variant) in found:
            raise InvalidReply("fingerprint")
        found[name, variant] = Fingerprint(name, variant, bits, number, bounded_text(recipe, NAME_CHARACTERS))
    return tuple(found.values())


def _list(header: Mapping[str, Any], key: str, most: int) -> list[Any]:
    value = header.get(key)
    if not isinstance(value, list) or len(value) > most:
        raise InvalidReply(key)
    return value


def _rows(header: Mapping[str, Any], key: str, most: int, width: int) -> list[list[Any]]:
    rows = _list(header, key, most)
    if not all(isinstance(row, list) and len(row) == width for row in rows):
        raise InvalidReply(key)
    return rows


def _mapping(header: Mapping[str, Any], key: str, most: int) -> Mapping[str, Any]:
    value = header.get(key, {})
    if not isinstance(value, dict) or len(value) > most:
        raise InvalidReply(key)
    return value


def _texts(header: Mapping[str, Any], key: str, most: int, characters: int) -> Mapping[str, str]:
    return {_key(name): bounded_text(text, characters) for name, text in _mapping(header, key, most).items()}


def _text(header: Mapping[str, Any], key: str) -> str:
    return bounded_text(header.get(key), NAME_CHARACTERS)


def _plain(row: list[Any], index: int) -> str:
    return bounded_text(row[index], NAME_CHARACTERS)


def _key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise InvalidReply("key")
    return value


def _size(header: Mapping[str, Any], key: str) -> int:
    return _integer(header.get(key), 1, PICTURE_EDGE)


def _pair(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise InvalidReply("size")
    return _integer(value[0], 1, 8192), _integer(value[1], 1, 8192)


def _integer(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidReply("number")
    return value
