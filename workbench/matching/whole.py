"""Known images found again as a whole: by their bytes, or by fingerprints of the whole picture.

It finds re-saves, reductions, turns, mirrorings and borders. What was cropped or captioned, and the same
place photographed twice, is found by local features and told apart by aligning the two pictures: those
matches join these by `Match.id`, so that one known image stays one match.
"""

import hashlib
from collections.abc import Iterable, Sequence

from workbench.domain.examinations import VARIANTS, Examination
from workbench.domain.known import Candidate, Edit, KnownImage, Match, MatchKind
from workbench.matching.candidates import LibraryIndex
from workbench.matching.odds import RECIPE, false_match_odds
from workbench.matching.turns import HOMOGRAPHIES, SWAPS_SIDES, UNDOES

_TRIMMED = " trimmed"
_SAME_SHAPE = 0.03
"""Share by which two aspect ratios may differ through rounding to whole pixels and blocks."""


def match_id(sha256: str, library: str, known: str) -> str:
    """The name of a match: the same for the same query, library and known image, today and in a year."""
    return hashlib.sha256(f"{sha256}\n{library}\n{known}".encode()).hexdigest()[:16]


def whole_matches(query: Examination, index: LibraryIndex) -> tuple[Match, ...]:
    """The known images that are the query's own bytes, then those whose whole picture looks like it.

    Each known image comes once, by falling score. `score` is the mean agreement over the kinds of
    fingerprint that were asked, 1 - 2 x distance / bits each (1 for equal, 0 for what unrelated pictures
    have), and 0 for a kind that does not point to the image; it is 1 for equal bytes. `edits` are what was
    done to the known image to make the query of it. `transform` and overlaps are those of the pictures
    without the border that `edit.border-*` names: fingerprints do not know where the border lies.
    """
    candidates: dict[tuple[str, str], list[Candidate]] = {}
    for one in index.nearest(query.fingerprints):
        candidates.setdefault((one.library, one.known.id), []).append(one)
    exact = [
        exact_match(query, known, library, candidates.pop((library, known.id), ()))
        for known, library in index.same_bytes(query.sha256)
    ]
    compared = index.compared(query.fingerprints)
    whole = [_whole(query, found, index, compared) for found in candidates.values()]
    return (*exact, *sorted(whole, key=lambda match: (-match.score, match.id)))


def exact_match(query: Examination, known: KnownImage, library: str, evidence: Iterable[Candidate]) -> Match:
    """The match of a query with a known image that has its very bytes."""
    name = match_id(query.sha256, library, known.id)
    same = HOMOGRAPHIES["as-is"]
    return Match(name, known, library, MatchKind.EXACT, same, (), 1.0, 1.0, 1.0, 0.0, tuple(evidence))


def _whole(query: Examination, found: Sequence[Candidate], index: LibraryIndex, compared: int) -> Match:
    best = _best_alignment(found)
    turn = best[0].variant.removesuffix(_TRIMMED)
    kinds = len({one.kind for one in query.fingerprints})
    agreement = {one.fingerprint: 1 - 2 * one.distance / one.bits for one in best}
    measured = all(one.recipe.partition(";")[0] == RECIPE for one in query.fingerprints)
    known, library = best[0].known, best[0].library
    return Match(
        id=match_id(query.sha256, library, known.id),
        known=known,
        library=library,
        kind=MatchKind.WHOLE,
        transform=HOMOGRAPHIES[turn],
        edits=_edits(query, best[0], index.size_of(library, known.id)),
        overlap_query=1.0,
        overlap_known=1.0,
        score=sum(agreement.values()) / kinds,
        false_match_odds=false_match_odds(best, compared, kinds) if measured else None,
        evidence=tuple(found),
    )


def _best_alignment(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of the one pair of variants that most kinds point to; of equals the nearest and plainest.

    A symmetric picture is like several of its own turns.
    """
    pairs: dict[tuple[str, str], list[Candidate]] = {}
    for one in found:
        pairs.setdefault((one.variant, one.known_variant), []).append(one)

    def rank(pair: list[Candidate]) -> tuple[int, float, bool, bool, int]:
        variant, known_variant = pair[0].variant, pair[0].known_variant
        share = sum(one.distance / one.bits for one in pair) / len(pair)
        turn = VARIANTS.index(variant.removesuffix(_TRIMMED))
        return -len(pair), share, variant.endswith(_TRIMMED), known_variant.endswith(_TRIMMED), turn

    return min(pairs.values(), key=rank)


def _edits(query: Examination, best: Candidate, known_size: tuple[int, int] | None) -> tuple[Edit, ...]:
    edits = ["edit.resaved"]  # the bytes differ, or it were an exact match
    turn = best.variant.removesuffix(_TRIMMED)
    if turn != "as-is":
        edits.append(f"edit.{UNDOES[turn]}")
    here, there = best.variant.endswith(_TRIMMED), best.known_variant.endswith(_TRIMMED)
    if here or there:
        edits.append("edit.border-changed" if here and there else f"edit.border-{'added' if here else 'removed'}")
    elif known_size:
        width, height = query.upright_size
        if turn in SWAPS_SIDES:
            width, height = height, width
        if abs(width * known_size[1] / (height * known_size[0]) - 1) > _SAME_SHAPE:
            edits.append("edit.stretched")
        elif (width, height) != known_size:
            edits.append("edit.resized")
    return tuple(Edit(code) for code in edits)
