"""What the child measures to find a photograph again: its local features, and how it lies on known pictures."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import cv2
import numpy as np
from PIL import Image

from workbench.alignment.aligning import Side, align
from workbench.domain.examinations import Limits
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
    """The query against each known picture: the file is one after the other, `lengths` says where each ends.

    A known picture that cannot be decoded costs its own answer only; of a query that cannot, the refusal is
    the answer.
    """
    parts, start = [], 0
    for length in request["lengths"]:
        parts.append(untrusted[start : start + length])
        start += length
    query = _side(parts[0], limits, query=True)
    return Frame({"alignments": [_aligned(query, part, limits) for part in parts[1:]]})


def warm_up() -> None:
    """Run every path of OpenCV once, small and on one thread, so that whatever it loads is loaded."""
    cv2.setNumThreads(1)
    cells = np.random.default_rng(7).integers(0, 256, (24, 32, 3), np.uint8)
    picture = Image.fromarray(cells).resize((WARM_UP_EDGE, WARM_UP_EDGE * 3 // 4), Image.Resampling.BICUBIC)
    known = _prepared(picture, picture.size, WARM_UP_EDGE, query=False)
    for shown in (picture, picture.rotate(5), picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)):
        align(_prepared(shown, shown.size, WARM_UP_EDGE, query=True), known)


def _aligned(query: Side, untrusted: bytes, limits: Limits) -> dict[str, Any]:
    try:
        return asdict(align(query, _side(untrusted, limits, query=False)))
    except Refusal as refusal:
        return {"error": refusal.code}


def _decoded(untrusted: bytes, limits: Limits, edge: int = local_features.EDGE) -> tuple[Image.Image, tuple[int, int]]:
    """The picture as features need it, and its upright original size."""
    found = decode(untrusted, limits, edge, edge)
    size = (found.height, found.width) if found.orientation >= 5 else (found.width, found.height)
    return found.rgb, size


def _side(untrusted: bytes, limits: Limits, query: bool) -> Side:
    edge = local_features.EDGE if query else KNOWN_EDGE
    return _prepared(*_decoded(untrusted, limits, edge), edge, query)


def _prepared(rgb: Image.Image, size: tuple[int, int], edge: int, query: bool) -> Side:
    found = local_features.extract(rgb, edge)
    pixels = np.asarray(local_features.resized(rgb, edge))
    return Side(pixels, size, found, local_features.mirrored(found) if query else None)
