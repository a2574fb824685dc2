"""What the child measures to find a photograph again: its local features, and how it lies on known pictures."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image

from workbench.alignment.aligning import Side, align
from workbench.alignment.transforms import Matrix
from workbench.domain.examinations import Limits
from workbench.domain.features import DESCRIPTOR_BYTES, POINT_BYTES, LocalFeatures
from workbench.domain.refusals import Refusal
from workbench.fingerprints import local_features
from workbench.sandbox.decoding import decode
from workbench.sandbox.protocol import Frame

KNOWN_EDGE = 448
"""Longest edge, in pixels, to which known pictures are reduced when they are aligned: half the cost, and all found."""
WARM_UP_EDGE = 240


def features(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
    """One decode, and the features of each of the `variants` that were asked for."""
    found = local_features.extract(_decoded(untrusted, limits)[0])
    rows, blob = [], b""
    for variant in request["variants"]:
        one = found if variant == "as-is" else local_features.mirrored(found)
        rows.append((variant, one.recipe, one.width, one.height, len(one)))
        blob += one.points + one.descriptors
    return Frame({"features": rows}, blob)


def alignments(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
    """The query against each known picture: the file is one after the other, `parts` says what each is.

    A part is (length of the picture, features: None, or their width, height and count, whose bytes follow the
    picture; size of the original, of which the picture is a preview, or None; a transform between unit squares, or
    None). A known picture that cannot be decoded costs its own answer only; of a query that cannot, the refusal is
    the answer.
    """
    parts, start = [], 0
    for length, features, size, unit in request["parts"]:
        picture = untrusted[start : start + length]
        start += length
        given = None
        if features:
            width, height, count = features
            middle, end = start + count * POINT_BYTES, start + count * (POINT_BYTES + DESCRIPTOR_BYTES)
            given = LocalFeatures("", width, height, untrusted[start:middle], untrusted[middle:end])
            start = end
        parts.append(_Part(picture, given, size, None if unit is None else np.array(unit, float)))
    query = _side(parts[0], limits, query=True)
    return Frame({"alignments": [_aligned(query, part, limits) for part in parts[1:]]})


@dataclass(frozen=True, slots=True)
class _Part:
    untrusted: bytes
    features: LocalFeatures | None
    size: tuple[int, int] | None
    unit: Matrix | None


def warm_up() -> None:
    """Run every path of OpenCV once, small and on one thread, so that whatever it loads is loaded."""
    cv2.setNumThreads(1)
    cells = np.random.default_rng(7).integers(0, 256, (24, 32, 3), np.uint8)
    picture = Image.fromarray(cells).resize((WARM_UP_EDGE, WARM_UP_EDGE * 3 // 4), Image.Resampling.BICUBIC)
    known = _prepared(picture, picture.size, WARM_UP_EDGE, query=False)
    for shown in (picture, picture.rotate(5), picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)):
        align(_prepared(shown, shown.size, WARM_UP_EDGE, query=True), known)


def _aligned(query: Side, part: _Part, limits: Limits) -> dict[str, Any]:
    try:
        return asdict(align(query, _side(part, limits, query=False), part.unit))
    except Refusal as refusal:
        return {"error": refusal.code}


def _decoded(untrusted: bytes, limits: Limits, edge: int = local_features.EDGE) -> tuple[Image.Image, tuple[int, int]]:
    """The picture as features need it, and its upright original size."""
    found = decode(untrusted, limits, edge, edge)
    size = (found.height, found.width) if found.orientation >= 5 else (found.width, found.height)
    return found.rgb, size


def _side(part: _Part, limits: Limits, query: bool) -> Side:
    edge = local_features.EDGE if query else KNOWN_EDGE
    rgb, size = _decoded(part.untrusted, limits, edge)
    return _prepared(rgb, part.size or size, edge, query, part.features)


def _prepared(
    rgb: Image.Image, size: tuple[int, int], edge: int, query: bool, features: LocalFeatures | None = None
) -> Side:
    small = local_features.resized(rgb, edge)
    found = local_features.extract(rgb, edge) if features is None else features
    found = local_features.rescaled(found, small.width, small.height)
    return Side(np.asarray(small), (size[0], size[1]), found, local_features.mirrored(found) if query else None)
