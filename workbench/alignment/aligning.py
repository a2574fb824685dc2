"""Align and look: how a query lies on a known picture, and whether it is the same photograph.

Features propose a transform, pixels decide. Geometry alone never says "same photograph": a logo, a template or a
room seen twice has geometry, too.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workbench.alignment import edits as naming
from workbench.alignment.core import TEXTURED, Core, core
from workbench.alignment.correspondences import corresponding, points, squared_distances
from workbench.alignment.overlap import CELL, SAME, Overlap, clipped, overlap, shared_area
from workbench.alignment.transforms import Matrix, Proposal, applied, jacobian, plausible, proposals
from workbench.domain.features import Alignment, LocalFeatures

NOTHING = Alignment("", ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), 0, 0.0, 0.0, 0.0)
SECOND_LOOK = 6
"""Agreeing points that a further transform must have to be looked at, where the first shows nothing the same."""
LEAST_TEXTURED = 30
LEAST_AGREEMENT = 0.6
LEAST_STRICT = 0.45
LEAST_CORE = 0.35
"""Share of the overlap that the core must have where the frames of both pictures coincide: a watermark, a logo, a
channel's frame or an app's buttons stand in the same place of pictures that have nothing else in common."""
LEAST_CORE_MOVED = 0.25
"""The same where they do not: the core is then a tile, or a crop inside a screenshot."""
COINCIDE = 0.8
OVERHANG = 0.015
"""Share of each picture that the other does not show, above which neither was cut from the other."""
MOSTLY = 0.6
STRAIGHT = 0.2
"""Degrees of turning or shearing that two crops of one photograph do not have between them, and two shots do."""
CERTAIN = 0.9
"""Compared pixels by which the far ends of the overlap must be turned before a turn is believed."""
SLANTED = 1.02
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

    @property
    def same(self) -> bool:
        found = self.core
        box = (found.box[2] - found.box[0]) * (found.box[3] - found.box[1])
        coincide = min(self.overlap.share_query, self.overlap.share_known) >= COINCIDE
        least = LEAST_CORE if coincide else LEAST_CORE_MOVED
        return (
            found.textured >= LEAST_TEXTURED
            and found.agreement >= LEAST_AGREEMENT
            and found.strict >= LEAST_STRICT
            and box >= least * self.overlap.size[0] * self.overlap.size[1]
            and not self.another_shot
        )

    @property
    def another_shot(self) -> bool:
        """Each shows what the other does not, and one is turned, sheared or slanted against the other: nobody crops
        like that, and two shots of one scene always differ so. In a tile of a collage nothing can be said of it."""
        width, height = self.overlap.size
        left, top, right, bottom = self.core.box
        tile = (right - left) * (bottom - top) < MOSTLY * width * height
        if tile or max(self.overlap.share_query, self.overlap.share_known) > 1 - OVERHANG:
            return False
        matrix = self.overlap.matrix @ np.linalg.inv(self.overlap.frame)
        steps = jacobian(matrix, np.array([width, height]) / 2)
        name, tilt = naming.turn(steps)
        steps = steps @ np.array(naming.TURNS[name], float).T
        shear = np.degrees((steps[0, 1] + steps[1, 0]) / (steps[0, 0] + steps[1, 1]))
        slant = naming.slant(matrix, np.array([[0, 0], [width, 0], [0, height], [width, height]], float))
        straight = max(STRAIGHT, float(np.degrees(CERTAIN / np.hypot(width, height))))
        return bool(max(abs(tilt), abs(shear)) > straight or slant > SLANTED)


def align(query: Side, known: Side) -> Alignment:
    """How `query` lies on `known`: `whole`, `partial`, `scene` or nothing, with what tells them apart.

    The same pictures always give the same answer. Pictures without texture give nothing.
    """
    target = points(known.features)
    found: list[tuple[bool, Proposal]] = []
    for mirror, features in ((False, query.features), (True, query.mirrored)):
        if features is None:
            continue
        source = points(features)
        pairs = corresponding(squared_distances(source, target))
        found += [(mirror, one) for one in proposals(source, target, pairs)]
    found.sort(key=lambda one: -len(one[1].pairs))
    best: _Look | None = None
    for mirror, proposal in found:
        if best is not None and len(proposal.pairs) < SECOND_LOOK:
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
    inner = core(found.blocks) if found is not None else None
    if found is None or inner is None or not plausible(found.matrix, _size(query), _size(known)):
        return None
    return _Look(mirror, proposal, found, inner)


def _answer(query: Side, known: Side, look: _Look) -> Alignment:
    size, known_size = _size(query), _size(known)
    clip = _visible(look)
    back = np.linalg.inv(look.overlap.frame)
    (left, top), (right, bottom) = applied(back, np.array([clip[:2], clip[2:]], float))
    shown = clipped(shared_area(size, known_size, look.overlap.matrix), (left, top, right, bottom))
    shares = naming.Shares(
        min(1.0, _area(shown) / (size[0] * size[1])),
        min(1.0, _area(applied(look.overlap.matrix, shown)) / (known_size[0] * known_size[1])),
    )
    kind = _kind(look, shares)
    if not kind:
        return NOTHING
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
    return "scene" if place else ""


def _visible(look: _Look) -> Box:
    """What of the overlap shows the known picture, in compared pixels: the overlap, but for the sides on which what
    lies beyond the core differs."""
    blocks, inner = look.overlap.blocks, look.core
    textured = blocks.inside & (np.maximum(blocks.spread_query, blocks.spread_known) > TEXTURED)
    differs = textured & (blocks.likeness <= SAME)
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


def _area(polygon: NDArray[Any]) -> float:
    return float(cv2.contourArea(polygon.astype(np.float32))) if len(polygon) >= 3 else 0.0
