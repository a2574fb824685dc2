"""Align and look: how a query lies on a known picture, and whether it is the same photograph.

Features propose a transform, pixels decide. Geometry alone never says "same photograph": a logo, a template or a
room seen twice has geometry, too.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workbench.alignment import edits as naming
from workbench.alignment.core import TEXTURED, Core, core
from workbench.alignment.correspondences import corresponding, points, squared_distances
from workbench.alignment.judging import LEAST_TEXTURED, area, same_photograph
from workbench.alignment.overlap import CELL, SAME, Overlap, clipped, overlap, shared_area
from workbench.alignment.transforms import Matrix, Proposal, applied, jacobian, plausible, proposals, whole_frame
from workbench.domain.features import Alignment, LocalFeatures

NOTHING = Alignment("", ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), 0, 0.0, 0.0, 0.0)
UNLIKE = replace(NOTHING, unlike=True)
SECOND_LOOK = 6
"""Agreeing points that a further transform must have to be looked at, where the first shows nothing the same."""
LEAST_SIDE = 40
"""Longest side, in pixels of the original, of a picture that has enough in it to be told from others."""
SCENE_POINTS = 20
SCENE_SPREAD = 0.12
"""Share of the query's area that the points of a place must span: those of a watermark lie together."""
NEARLY_WHOLE = 0.9
OVERLAY_SHARE = 0.015
STRIP_DIFFERS = 0.2

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two pictures: `rgb` (height, width, 3), upright and in the size that `features` were taken from;
    `size`: width and height of the upright original; `mirrored`: the features of its mirror image, of a query."""

    rgb: NDArray[np.uint8]
    size: tuple[int, int]
    features: LocalFeatures
    mirrored: LocalFeatures | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    mirror: bool
    proposal: Proposal
    overlap: Overlap
    core: Core
    same: bool


def align(query: Side, known: Side, unit: Matrix | None = None) -> Alignment:
    """How `query` lies on `known`: `whole`, `partial`, `scene` or nothing, with what tells them apart.

    `unit`: a homography between their unit squares that is tried where features tell nothing: fingerprints know how
    two pictures lie that have too few features. The same pictures always give the same answer. Pictures without
    texture give nothing.
    """
    if min(max(query.size), max(known.size)) < LEAST_SIDE:
        return NOTHING
    target = points(known.features)
    found: list[tuple[bool, Proposal]] = []
    for mirror, features in ((False, query.features), (True, query.mirrored)):
        if features is None:
            continue
        source = points(features)
        pairs = corresponding(squared_distances(source, target))
        found += [(mirror, one) for one in proposals(source, target, pairs)]
    found.sort(key=lambda one: -len(one[1].pairs))
    if unit is not None:
        found.append(whole_frame(unit, _size(query), _size(known)))
    best: _Look | None = None
    for mirror, proposal in found:
        if best is not None and len(proposal.pairs) < SECOND_LOOK and proposal.spread < 1:
            continue
        look = _look(query, known, mirror, proposal)
        if look is not None and (best is None or look.same):
            best = look
        if best is not None and best.same:
            break
    if best is None:
        return NOTHING
    return _answer(query, known, best)


def _look(query: Side, known: Side, mirror: bool, proposal: Proposal) -> _Look | None:
    here = np.ascontiguousarray(query.rgb[:, ::-1]) if mirror else query.rgb
    grey = [np.asarray(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), np.uint8) for one in (here, known.rgb)]
    found = overlap(grey[0], grey[1], proposal.matrix)
    inner = core(found.blocks, not len(proposal.pairs)) if found is not None else None
    sizes = _size(query), _size(known)
    if found is None or inner is None or not plausible(found.matrix, *sizes):
        return None
    return _Look(mirror, proposal, found, inner, same_photograph(found, inner, proposal.spread, *sizes))


def _answer(query: Side, known: Side, look: _Look) -> Alignment:
    size, known_size = _size(query), _size(known)
    clip = _visible(look)
    back = np.linalg.inv(look.overlap.frame)
    (left, top), (right, bottom) = applied(back, np.array([clip[:2], clip[2:]], float))
    shown = clipped(shared_area(size, known_size, look.overlap.matrix), (left, top, right, bottom))
    shares = naming.Shares(
        min(1.0, area(shown) / (size[0] * size[1])),
        min(1.0, area(applied(look.overlap.matrix, shown)) / (known_size[0] * known_size[1])),
    )
    kind = _kind(look, shares)
    if not kind:
        return UNLIKE if _differs(look.overlap) else NOTHING
    mirroring = np.array([[-1, 0, size[0]], [0, 1, 0], [0, 0, 1]], float) if look.mirror else np.eye(3)
    matrix = look.overlap.matrix @ mirroring
    unit = np.diag([1 / known_size[0], 1 / known_size[1], 1]) @ matrix @ np.diag([size[0], size[1], 1.0])
    edits: list[naming.Edit] = []
    differences: tuple[tuple[float, float, float, float], ...] = ()
    if kind != "scene":
        edits, differences = _edits(query, known, look, matrix, applied(mirroring, shown), shares)
    return Alignment(
        kind,
        _rows(unit / unit[2, 2]),
        len(look.proposal.pairs),
        shares.query,
        shares.known,
        look.core.agreement,
        tuple(edits),
        differences,
    )


def _kind(look: _Look, shares: naming.Shares) -> str:
    if look.same:
        return "whole" if min(shares.query, shares.known) >= NEARLY_WHOLE else "partial"
    place = len(look.proposal.pairs) >= SCENE_POINTS and look.proposal.spread >= SCENE_SPREAD
    place = place and look.core.agreement > 0
    return "scene" if place else ""


def _textured(found: Overlap) -> NDArray[np.bool_]:
    blocks = found.blocks
    return np.asarray(blocks.inside & (np.maximum(blocks.spread_query, blocks.spread_known) > TEXTURED))


def _differs(found: Overlap) -> bool:
    """Whether there is enough to compare, and most of it is not the same."""
    textured = _textured(found)
    same = textured & (found.blocks.likeness > SAME)
    return bool(textured.sum() >= LEAST_TEXTURED and same.sum() < textured.sum() / 2)


def _visible(look: _Look) -> Box:
    """What of the overlap shows the known picture, in compared pixels: the overlap, but for the sides on which what
    lies beyond the core differs."""
    inner = look.core
    differs = _textured(look.overlap) & (look.overlap.blocks.likeness <= SAME)
    left, top = inner.box[0] // CELL, inner.box[1] // CELL
    right, bottom = inner.box[2] // CELL - 1, inner.box[3] // CELL - 1

    def beyond(strip: NDArray[np.bool_]) -> bool:
        return bool(strip.sum() >= max(3, STRIP_DIFFERS * strip.size))

    width, height = look.overlap.size
    return (
        inner.box[0] if beyond(differs[:, :left]) else 0,
        inner.box[1] if beyond(differs[:top]) else 0,
        inner.box[2] if beyond(differs[:, right:]) else width,
        inner.box[3] if beyond(differs[bottom:]) else height,
    )


def _edits(
    query: Side, known: Side, look: _Look, matrix: Matrix, shown: NDArray[Any], shares: naming.Shares
) -> tuple[list[naming.Edit], tuple[tuple[float, float, float, float], ...]]:
    size, known_size = _size(query), _size(known)
    grown = np.diag([known.size[0] / known_size[0], known.size[1] / known_size[1], 1.0])
    shrunk = np.diag([size[0] / query.size[0], size[1] / query.size[1], 1.0])
    found = naming.geometric(grown @ matrix @ shrunk, query.size, known.size, shares)
    left_out = applied(matrix, shown).astype(np.float32)
    if naming.without_border(known.rgb, left_out):
        found = [("edit.border-removed", ()) if code == "edit.cropped" else (code, facts) for code, facts in found]
    found += naming.surrounding(query.rgb, shown.astype(np.float32), shares.query)
    found += naming.tonal(*_samples(query, known, look))
    inner = look.core
    left, top, right, bottom = inner.box
    enlarged = size[0] > query.size[0] or known_size[0] > known.size[0]
    if not enlarged and not any(code == "edit.resized" for code, _ in found):
        found += naming.blurred(look.overlap.query[top:bottom, left:right], look.overlap.known[top:bottom, left:right])
    back = np.linalg.inv(look.overlap.frame)
    differences = []
    area = 0.0
    for one in inner.boxes:
        corners = applied(back, np.array([one[:2], one[2:]], float)) / size
        low, high = np.clip(corners, 0, 1)
        if look.mirror:
            low[0], high[0] = 1 - high[0], 1 - low[0]
        differences.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
        area += float(np.prod(high - low))
    if area >= OVERLAY_SHARE * shares.query:
        found.append(("edit.overlay", (("percent", f"{100 * min(1.0, area / shares.query):.0f}"),)))
    return found or [("edit.resaved", ())], tuple(differences)


def _samples(query: Side, known: Side, look: _Look) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Mean colours of the blocks that agree, in both."""
    blocks = look.overlap.blocks
    row, column = np.nonzero(blocks.inside & (blocks.likeness > SAME))
    middle = np.stack([column + 1, row + 1], axis=1) * float(CELL)
    here = applied(np.linalg.inv(look.overlap.frame), middle)
    there = applied(look.overlap.matrix, here)
    scale = 1 / look.overlap.frame[0, 0]
    step = float(np.sqrt(abs(np.linalg.det(jacobian(look.overlap.matrix, here.mean(axis=0))))))
    if look.mirror:
        here = here * [-1, 1] + [query.rgb.shape[1], 0]
    found = []
    for side, at, block in ((query, here, CELL * scale), (known, there, CELL * scale * step)):
        width = max(1, round(block))
        blurred = cv2.blur(side.rgb, (width, width))
        places = np.asarray(at, np.float32).reshape(-1, 1, 2) - np.float32(0.5)
        found.append(np.asarray(cv2.remap(blurred, places[..., 0], places[..., 1], cv2.INTER_LINEAR)[:, 0], np.uint8))
    return found[0], found[1]


def _rows(matrix: Matrix) -> tuple[tuple[float, float, float], ...]:
    return tuple((float(one), float(two), float(three)) for one, two, three in matrix)


def _size(side: Side) -> tuple[int, int]:
    return side.rgb.shape[1], side.rgb.shape[0]
