"""Known images found again in the case's evidence, and what a person made of them."""

from typing import Any

from workbench.casework.cases import Case
from workbench.casework.examining import examination_of
from workbench.casework.library_ports import Finder
from workbench.casework.ports import Draft
from workbench.casework.view_ports import StoredMatch
from workbench.domain.claims import Event
from workbench.domain.intervals import parse_interval
from workbench.domain.known import Candidate, Edit, KnownImage, Match, MatchKind, Timing, timing
from workbench.domain.refusals import Refusal
from workbench.domain.reports import FoundMatch


def compare(case: Case, evidence: str, finder: Finder) -> tuple[Match, ...]:
    """Look for known images in one piece of evidence and write new matches into the case.

    What was recorded before is not written again, and a dismissed match stays dismissed. Returns all that
    was found now, dismissed ones included. Nothing where the evidence was not examined.
    """
    examination = examination_of(case, evidence)
    if examination is None:
        return ()
    found = finder(case.vault.path(evidence), examination)
    recorded = {stored.id: stored.facts for stored in case.views.matches(evidence)}
    fresh = [match_facts(evidence, match) for match in found]
    drafts = [Draft("match.found", facts) for facts in fresh if recorded.get(facts["id"]) != facts]
    if drafts:
        case.journal.append(drafts, case.author, case.clock())
    return found


def not_compared(case: Case, evidence: str, finder: Finder) -> int:
    """How many known images could not be compared by fingerprint; 0 where the evidence was not examined."""
    examination = examination_of(case, evidence)
    return finder.not_compared(examination) if examination else 0


def dismiss(case: Case, evidence: str, match: str, reason: str) -> None:
    """Set a match aside for a stated reason. Refusal `match.unknown`, `match.reason-missing`."""
    if match not in {stored.id for stored in case.views.matches(evidence)}:
        raise Refusal("match.unknown", id=match)
    if not reason.strip():
        raise Refusal("match.reason-missing")
    facts = {"evidence": evidence, "match": match, "reason": reason.strip()}
    case.journal.append([Draft("match.dismissed", facts)], case.author, case.clock())


def found_matches(case: Case, evidence: str, event: Event | None) -> tuple[FoundMatch, ...]:
    """The case's matches of one piece of evidence, with what each means for the event."""
    return tuple(
        FoundMatch(match, timing(match.known, event.interval) if event else Timing.UNDATED, stored.dismissed)
        for stored in case.views.matches(evidence)
        if (match := match_of(stored))
    )


def match_facts(evidence: str, match: Match) -> dict[str, Any]:
    """The facts of a `match.found` entry: the known image as it stood when it was found."""
    known = match.known
    return {
        "id": match.id,
        "evidence": evidence,
        "library": match.library,
        "kind": match.kind.value,
        "known": {
            "id": known.id,
            "sha256": known.sha256,
            "path": known.path,
            "first_known": known.first_known.text() if known.first_known else None,
            "place": known.place,
            "source": known.source,
            "note": known.note,
            "event": known.event,
        },
        "fingerprints": [
            {
                "kind": c.fingerprint,
                "variant": c.variant,
                "distance": c.distance,
                "bits": c.bits,
                "known_variant": c.known_variant,
            }
            for c in match.evidence
        ],
        "aligned": match.aligned,
        "transform": [[repr(float(cell)) for cell in row] for row in match.transform],
        "edits": [{"code": edit.code, "facts": dict(edit.facts)} for edit in match.edits],
        "differences": [[repr(float(side)) for side in box] for box in match.differences],
        "overlap_query": repr(float(match.overlap_query)),
        "overlap_known": repr(float(match.overlap_known)),
        "score": repr(float(match.score)),
        "false_match_odds": None if match.false_match_odds is None else repr(float(match.false_match_odds)),
    }


def match_of(stored: StoredMatch) -> Match:
    """The match that a `match.found` entry records."""
    f, k = stored.facts, stored.facts["known"]
    first = parse_interval(k["first_known"]) if k["first_known"] else None
    known = KnownImage(k["id"], k["sha256"], k["path"], first, k["place"], k["source"], k["note"], k.get("event", ""))
    rows = tuple((float(a), float(b), float(c)) for a, b, c in f["transform"])
    return Match(
        id=f["id"],
        known=known,
        library=f["library"],
        kind=MatchKind(f["kind"]),
        transform=rows,
        edits=tuple(Edit(edit["code"], tuple(edit["facts"].items())) for edit in f["edits"]),
        overlap_query=float(f["overlap_query"]),
        overlap_known=float(f["overlap_known"]),
        score=float(f["score"]),
        false_match_odds=None if f["false_match_odds"] is None else float(f["false_match_odds"]),
        evidence=tuple(
            Candidate(known, c["kind"], c["variant"], c["distance"], c["bits"], f["library"], c["known_variant"])
            for c in f["fingerprints"]
        ),
        aligned=f["aligned"],
        differences=tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in f["differences"]),
    )
