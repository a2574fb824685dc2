"""The child's answers about features and alignments, checked and bounded before they become domain objects."""

import math
import re
from typing import Any

from workbench.domain.examinations import Refused
from workbench.domain.features import DESCRIPTOR_BYTES, POINT_BYTES, Alignment, LocalFeatures
from workbench.domain.known import MatchKind
from workbench.sandbox.protocol import Frame
from workbench.sandbox.replies import NAME_CHARACTERS, InvalidReply, bounded_text

MOST_FEATURES = 4096
MOST_EDGE = 8192
FEATURES_BLOB = 2 * MOST_FEATURES * (POINT_BYTES + DESCRIPTOR_BYTES)
MOST_EDITS, MOST_FACTS, MOST_DIFFERENCES = 32, 4, 64
LARGEST = 1e6
"""What an entry of a transform between unit squares may be at most."""
KINDS = frozenset({"", MatchKind.WHOLE.value, MatchKind.PARTIAL.value, MatchKind.SCENE.value})
EDITS = frozenset(
    "edit." + name
    for name in (
        "blurred", "border-added", "border-removed", "brighter", "caption-added", "coloured", "contrast-lowered",
        "contrast-raised", "cropped", "darker", "flipped", "greyscale", "inside-larger", "mirrored", "overlay",
        "perspective", "resaved", "resized", "squashed", "tilted", "tinted", "transposed", "transversed",
        "turned-180", "turned-270", "turned-90",
    )
)  # fmt: skip
"""The codes that aligning may name; each has its sentence."""

_CODE = re.compile(r"examine\.[a-z-]{1,40}")
_KEY = re.compile(r"[a-z]{1,20}")
_NUMBER = re.compile(r"[0-9]{1,4}")


def parse_features(frame: Frame, variants: tuple[str, ...]) -> tuple[tuple[str, LocalFeatures], ...]:
    """Features of each of the variants, in their order; InvalidReply where it is anything else."""
    rows, blob, found = frame.header.get("features"), memoryview(frame.blob), []
    if not isinstance(rows, list) or len(rows) != len(variants):
        raise InvalidReply("features")
    for row, variant in zip(rows, variants, strict=True):
        if not isinstance(row, list) or len(row) != 5 or row[0] != variant:
            raise InvalidReply("features")
        recipe = bounded_text(row[1], NAME_CHARACTERS)
        width, height, count = (_integer(row[2], 1, MOST_EDGE), _integer(row[3], 1, MOST_EDGE), _integer(row[4], 0))
        points, rest = blob[: count * POINT_BYTES], blob[count * POINT_BYTES :]
        descriptors, blob = rest[: count * DESCRIPTOR_BYTES], rest[count * DESCRIPTOR_BYTES :]
        if len(descriptors) != count * DESCRIPTOR_BYTES:
            raise InvalidReply("features")
        found.append((variant, LocalFeatures(recipe, width, height, bytes(points), bytes(descriptors))))
    if blob:
        raise InvalidReply("blob")
    return tuple(found)


def parse_alignments(frame: Frame, count: int) -> tuple[Alignment | Refused, ...]:
    """One answer for each of `count` known pictures."""
    rows = frame.header.get("alignments")
    if frame.blob or not isinstance(rows, list) or len(rows) != count:
        raise InvalidReply("alignments")
    return tuple(_alignment(row) for row in rows)


def _alignment(row: Any) -> Alignment | Refused:
    if not isinstance(row, dict):
        raise InvalidReply("alignment")
    if "error" in row:
        code = row["error"]
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise InvalidReply("error")
        return Refused("align", code)
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise InvalidReply("kind")
    return Alignment(
        kind,
        tuple(_row(line) for line in _list(row.get("transform"), 3, 3)),
        _integer(row.get("inliers"), 0),
        _share(row.get("overlap_query")),
        _share(row.get("overlap_known")),
        _share(row.get("agreement")),
        tuple(_edit(one) for one in _list(row.get("edits"), 0, MOST_EDITS)),
        tuple(_box(one) for one in _list(row.get("differences"), 0, MOST_DIFFERENCES)),
        row.get("unlike") is True,
    )


def _row(value: Any) -> tuple[float, float, float]:
    one, two, three = (_number(entry, LARGEST) for entry in _list(value, 3, 3))
    return one, two, three


def _edit(value: Any) -> tuple[str, tuple[tuple[str, str], ...]]:
    code, facts = _list(value, 2, 2)
    if not isinstance(code, str) or code not in EDITS:
        raise InvalidReply("edit")
    found = []
    for fact in _list(facts, 0, MOST_FACTS):
        key, text = _list(fact, 2, 2)
        if not (isinstance(key, str) and _KEY.fullmatch(key) and isinstance(text, str) and _NUMBER.fullmatch(text)):
            raise InvalidReply("edit")
        found.append((key, text))
    return code, tuple(found)


def _box(value: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = (_share(one) for one in _list(value, 4, 4))
    if not (left <= right and top <= bottom):
        raise InvalidReply("box")
    return left, top, right, bottom


def _list(value: Any, least: int, most: int) -> list[Any]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise InvalidReply("list")
    return value


def _share(value: Any) -> float:
    number = _number(value, 1.0)
    if number < 0:
        raise InvalidReply("share")
    return number


def _number(value: Any, most: float) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise InvalidReply("number")
    if abs(value) > most or not math.isfinite(value):  # in this order: not every whole number has a float
        raise InvalidReply("number")
    return float(value)


def _integer(value: Any, least: int, most: int = MOST_FEATURES) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidReply("integer")
    return value
