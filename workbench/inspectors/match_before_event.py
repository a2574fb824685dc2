"""Was this picture known before the event?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.known import Match, MatchKind, Timing, timing
from workbench.domain.measures import odds, when
from workbench.domain.verdicts import Pillar

SAME_FILE = {
    Timing.BEFORE: "match.file-before",
    Timing.NOT_CERTAINLY_BEFORE: "match.file-not-before",
    Timing.UNDATED: "match.file-undated",
}
LIKE = {
    Timing.BEFORE: "match.like-before",
    Timing.NOT_CERTAINLY_BEFORE: "match.like-not-before",
    Timing.UNDATED: "match.like-undated",
}
SAME = {
    Timing.BEFORE: "match.same-before",
    Timing.NOT_CERTAINLY_BEFORE: "match.same-not-before",
    Timing.UNDATED: "match.same-undated",
}
SCENE = "match.scene"
CODES = (*SAME_FILE.values(), *SAME.values(), *LIKE.values(), SCENE)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """One finding a match. Only an image that was certainly known before the event undermines.

    A scene is another photograph of a place, and the place may well be struck again: always neutral.
    """
    if dossier.event is None:
        return
    for match in dossier.matches:
        when = timing(match.known, dossier.event.interval)
        undermines = when is Timing.BEFORE and match.kind is not MatchKind.SCENE
        bearing = Bearing.UNDERMINES if undermines else Bearing.NEUTRAL
        if match.kind is MatchKind.SCENE:
            yield _finding(SCENE, Basis.INFERRED, bearing, match)
        elif match.kind is MatchKind.EXACT:
            yield _finding(SAME_FILE[when], Basis.OBSERVED, bearing, match)
        elif match.aligned:
            yield _finding(SAME[when], Basis.DERIVED, bearing, match)
        else:
            yield _finding(LIKE[when], Basis.DERIVED, bearing, match)


def _finding(code: str, basis: Basis, bearing: Bearing, match: Match) -> Finding:
    known = match.known
    facts = (
        ("match", match.id),
        ("known", known.name),
        ("library", match.library),
        ("known_since", when(known.first_known) if known.first_known else ""),
        ("known_place", known.place),
        ("agreement", f"{round(100 * match.score)} %"),
        ("odds", "?" if match.false_match_odds is None else odds(match.false_match_odds)),
    )
    return Finding(code, basis, bearing, facts, f"{code}.caveat", Pillar.DATE)
