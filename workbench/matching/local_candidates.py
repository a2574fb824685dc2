"""From a picture's local features to the few known images that are worth being aligned and looked at.

Each feature of the query votes for the images of its nearest known features, by how much nearer they are than
the last of them (Jegou et al., "Exploiting descriptor distances for precise image search", 2011): what is
everywhere decides nothing. A known feature that many of the query's point to counts as the root of their number.
The images with most votes are then ordered by how many matches agree on one pose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.domain.features import DESCRIPTOR_BYTES, POINT_BYTES, LocalFeatures
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import packed_places, unpacked_places
from workbench.matching.local_index import LocalIndex
from workbench.matching.poses import pose
from workbench.matching.turns import Homography

MOST_ASKED = 1_000
"""Features of each variant that ask, strongest first."""
PROBES = 3
"""Cells that each feature of the query looks into."""
MOST_LOOKED_AT = 8_000
"""Entries that each feature compares, nearest cells first: the cost of a query is bounded in any library."""
NEIGHBOURS = 8
FARTHEST = 0.16
"""Squared distance of unit descriptors (rotated) beyond which nothing is a neighbour."""
POSED = 40
"""Images whose matches are compared for a common pose."""
MATCHES = 80
LIKELIEST = 2
"""Candidates that are worth a look whatever speaks for them: a copy of a dark or hazy picture has little."""
LEAST_MATCHES = 5
"""Matches that agree on one pose and make any other candidate worth a look: unrelated images have one to four."""

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LocalCandidate:
    """A known image worth a look. `number` is its number in `library`; `variant` the query's.

    `matches` agree on `transform`, which leads from the query, so turned, to the known image, both measured in
    their own longest edges. None of it says that they are one photograph: aligning and looking does.
    """

    library: str
    number: int
    variant: str
    votes: float
    matches: int
    transform: Homography


@dataclass(frozen=True, slots=True)
class _Votes:
    """One line for each vote: query feature (over all variants), image (over all libraries), place, weight."""

    feature: Numbers
    image: Numbers
    place: Numbers
    weight: Floats


def local_candidates(
    variants: Sequence[tuple[str, LocalFeatures]],
    libraries: Mapping[str, LocalIndex],
    codebook: Codebook,
    most: int = 10,
) -> tuple[LocalCandidate, ...]:
    """At most `most` known images, the likeliest first; each comes once, in the variant that fits best."""
    given = [(name, strongest(one, MOST_ASKED)) for name, one in variants if len(one)]
    if not given:
        return ()
    descriptors = np.concatenate([np.frombuffer(one.descriptors, np.uint8).reshape(-1, 128) for _, one in given])
    of_variant = np.repeat(np.arange(len(given)), [len(one) for _, one in given])
    places = unpacked_places(np.concatenate([packed_places(one) for _, one in given]))
    names = list(libraries)
    votes = _votes(codebook.rotate(descriptors), [libraries[name] for name in names], codebook)
    found: dict[int, LocalCandidate] = {}
    for image, variant, lines in _strongest(votes, of_variant):
        known = unpacked_places(votes.place[lines].astype(np.uint32))
        fit = pose(places[votes.feature[lines]], known, votes.weight[lines])
        library, number = names[image >> 31], image & ((1 << 31) - 1)
        one = LocalCandidate(library, number, given[variant][0], fit.weight, fit.matches, fit.transform)
        if image not in found or _rank(one) > _rank(found[image]):
            found[image] = one
    return tuple(sorted(found.values(), key=_rank, reverse=True)[:most])


def worth_a_look(candidates: Sequence[LocalCandidate]) -> list[LocalCandidate]:
    """Those of the candidates, likeliest first, that are to be aligned and looked at."""
    return [one for rank, one in enumerate(candidates) if rank < LIKELIEST or one.matches >= LEAST_MATCHES]


def strongest(features: LocalFeatures, most: int) -> LocalFeatures:
    """The first `most` features."""
    points, descriptors = features.points[: most * POINT_BYTES], features.descriptors[: most * DESCRIPTOR_BYTES]
    return LocalFeatures(features.recipe, features.width, features.height, points, descriptors)


def _rank(one: LocalCandidate) -> tuple[int, float, int]:
    return one.matches, one.votes, -one.number


def _votes(rotated: Floats, libraries: Sequence[LocalIndex], codebook: Codebook) -> _Votes:
    far, cells = codebook.nearest_cells(rotated, PROBES)
    with codebook.lock:
        return _neighbours(rotated, far, cells, libraries, codebook)


def _neighbours(
    rotated: Floats, far: Floats, cells: Numbers, libraries: Sequence[LocalIndex], codebook: Codebook
) -> _Votes:
    parts = [(shelf, *part) for shelf, library in enumerate(libraries) for part in library.parts()]
    if not parts:
        none = np.empty(0, np.int64)
        return _Votes(none, none, none, np.empty(0, np.float32))
    looked_at = np.cumsum(np.sum([sizes for _, _, sizes in parts], axis=0)[cells], axis=1)
    # The nearest cell is always looked into, however full.
    looked_at[:, 0] = 0
    cells = np.where(looked_at <= MOST_LOOKED_AT, cells, -1)
    distances, images, places = [], [], []
    searcher = codebook.searcher
    for shelf, index, _ in parts:
        searcher.replace_invlists(index.invlists, False)
        searcher.ntotal, searcher.nprobe = index.ntotal, PROBES
        distance, ids = searcher.search_preassigned(rotated, NEIGHBOURS, cells, far)
        distances.append(distance)
        images.append(np.where(ids < 0, -1, (ids >> 32) | (shelf << 31)))
        places.append(ids & 0xFFFFFFFF)
    return _weighed(np.hstack(distances), np.hstack(images), np.hstack(places))


def _weighed(distance: Floats, image: Numbers, place: Numbers) -> _Votes:
    """The votes of the nearest neighbours, each query feature voting once for an image."""
    order = np.argsort(np.where(image < 0, np.inf, distance), axis=1, kind="stable")[:, :NEIGHBOURS]
    near: Floats = np.take_along_axis(np.where(image < 0, np.inf, distance), order, axis=1).astype(np.float32)
    limit = np.minimum(near[:, -1:], FARTHEST)
    weight = np.where(near < limit, 1 - near / np.maximum(limit, 1e-9), 0).astype(np.float32).ravel()
    lines = np.flatnonzero(weight > 0)
    feature = lines // order.shape[1]
    images = np.take_along_axis(image, order, axis=1).ravel()[lines]
    places = np.take_along_axis(place, order, axis=1).ravel()[lines]
    # Nearest first within a feature already: the first line of a pair is the best.
    _, first = np.unique(images << 16 | feature, return_index=True)
    return _Votes(feature[first], images[first], places[first], weight[lines][first])


def _strongest(votes: _Votes, of_variant: NDArray[np.intp]) -> list[tuple[int, int, Numbers]]:
    """Image, variant and the lines of its heaviest matches, for the images with most votes."""
    if not len(votes.image):
        return []
    key = votes.image * len(of_variant) + of_variant[votes.feature]  # variants are fewer than features
    _, spot, crowd = np.unique(key * 7919 + votes.place % 7919, return_inverse=True, return_counts=True)
    weight = votes.weight / np.sqrt(crowd[spot])
    keys, owner = np.unique(key, return_inverse=True)
    total = np.bincount(owner, weight)
    best = np.argsort(-total, kind="stable")[:POSED]
    order = np.lexsort((-weight, owner))
    starts = np.searchsorted(owner[order], np.arange(len(keys) + 1))
    chosen = []
    for one in best:
        lines = order[starts[one] : starts[one + 1]][:MATCHES]
        chosen.append((int(keys[one]) // len(of_variant), int(keys[one]) % len(of_variant), lines))
    return chosen
