"""Known photographs found again: fingerprints and local features propose, a look at both pictures decides."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from workbench.casework.library_ports import Finder, Located, Proposals, Search
from workbench.casework.ports import Examiner
from workbench.domain.examinations import Examination, Limits, Refused
from workbench.domain.features import Alignment, Picture
from workbench.domain.known import Edit, Match, MatchKind
from workbench.domain.limits import agreed
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal

MOST_LOOKED_AT = 12
"""Known pictures that one query is laid upon, at most."""


def finder(search: Search, examiner: Callable[[], Examiner], limits: Limits) -> Finder:
    """The whole way of finding, for the libraries of one search. The door to the examiner is opened by a call only."""
    return _Finder(search, examiner, limits)


@dataclass(frozen=True, slots=True)
class _Finder:
    search: Search
    examiner: Callable[[], Examiner]
    limits: Limits

    def __call__(self, query: Original, examination: Examination) -> tuple[Match, ...]:
        examiner = self.examiner()
        listed = _listed(query, examination, self.search)
        found = found_again(query, examination, self.search, examiner, self.limits)
        met = {match.id for match in listed}
        return (*listed, *(match for match in found if match.id not in met))

    def not_compared(self, examination: Examination) -> int:
        return self.search.not_compared(examination)

    def not_compared_features(self) -> int:
        return self.search.not_compared_features()


def _listed(query: Original, examination: Examination, search: Search) -> tuple[Match, ...]:
    """Known images of which only an MD5 or SHA-1 is known, and which the query's bytes have."""
    found: dict[str, Match] = {}
    for kind in sorted(search.digest_kinds()):
        with query.open("rb") as original:
            digest = hashlib.file_digest(original, kind).hexdigest()
        found |= {match.id: match for match in search.same_digest(examination, kind, digest)}
    return tuple(found.values())


def found_again(
    query: Original, examination: Examination, search: Proposals, examiner: Examiner, limits: Limits
) -> tuple[Match, ...]:
    """Every known image that the query is, exactly, as a whole or in part, and photographs of the same scene.

    A likeness of fingerprints becomes a match by a look at both pictures. Where the look shows that they differ it is
    dropped; where there was nothing to look at, or too little to tell, it stays: a match that is not `aligned`.
    """
    limits = agreed(limits, examination.limits)  # a file that was let in under higher ones is looked at under them
    whole = search.whole(examination)
    exact = [match for match in whole if match.kind is MatchKind.EXACT]
    alike = {(match.library, match.known.id): match for match in whole if match.kind is not MatchKind.EXACT}
    try:
        variants = examiner.query_features(query, examination.sha256, limits)
        same = {(match.library, match.known.id) for match in exact}
        located = _once((*search.likely(variants), *map(search.locate, alike.values())), same)
        own = Picture(query, features=dict(variants).get("as-is"))
        pictures = [_laid(picture, alike.get((one.library, one.known.id))) for one, picture in located]
        looks = examiner.align_many(own, pictures, limits) if located else ()
    except Refusal:
        return whole
    refuted = set()
    for (one, _), laid, look in zip(located, pictures, looks, strict=True):
        name = (one.library, one.known.id)
        if isinstance(look, Refused):
            continue
        if look.kind:
            odds = None if look.kind == MatchKind.SCENE else search.odds(look.agreement)
            alike[name] = _match(one, look, alike.get(name), search.match_id(examination, one), odds)
        elif look.unlike and laid.alike:
            refuted.add(name)
            alike.pop(name)
    for match in _by_thumbnail(examination, search):
        name = (match.library, match.known.id)
        if name not in refuted:
            alike.setdefault(name, match)
    return (*exact, *sorted(alike.values(), key=_order))


def _laid(picture: Picture, match: Match | None) -> Picture:
    """Fingerprints do not know where a border lies that one of the two has."""
    if match is None or any(edit.code.startswith("edit.border-") for edit in match.edits):
        return picture
    return replace(picture, alike=match.transform)


def _by_thumbnail(examination: Examination, search: Proposals) -> Iterable[Match]:
    """The small picture inside the file is asked too: it may show what the large one no longer does."""
    if examination.thumbnail:
        small = replace(examination, fingerprints=examination.thumbnail.fingerprints)
        for match in search.whole(small):
            if match.kind is not MatchKind.EXACT:
                yield replace(match, edits=(Edit("edit.by-thumbnail"),))


def _once(located: Iterable[Located], without: set[tuple[str, str]]) -> list[tuple[Located, Picture]]:
    kept: dict[tuple[str, str], tuple[Located, Picture]] = {}
    for one in located:
        name = (one.library, one.known.id)
        if one.picture and name not in without:
            kept.setdefault(name, (one, one.picture))
    return list(kept.values())[:MOST_LOOKED_AT]


def _match(one: Located, look: Alignment, alike: Match | None, name: str, odds: float | None) -> Match:
    edits = tuple(Edit(code, facts) for code, facts in look.edits)
    match = Match(
        id=name,
        known=one.known,
        library=one.library,
        kind=MatchKind(look.kind),
        transform=look.transform,
        edits=edits,
        overlap_query=look.overlap_query,
        overlap_known=look.overlap_known,
        score=look.agreement,
        false_match_odds=odds,
        differences=look.differences,
        aligned=True,
    )
    if alike is None:
        return match
    known_odds = [one for one in (odds, alike.false_match_odds) if one is not None]
    return replace(match, evidence=alike.evidence, false_match_odds=min(known_odds, default=None))


def _order(match: Match) -> tuple[bool, float, str]:
    return match.kind is MatchKind.SCENE, -match.score, match.id
