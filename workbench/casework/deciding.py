"""Verdicts: a person's conclusion on an exhibit, superseded and never changed."""

import hashlib
from collections.abc import Container, Sequence
from datetime import datetime

from workbench.casework.cases import Case
from workbench.casework.claiming import find_claim, find_evidence
from workbench.casework.ports import Draft
from workbench.domain.claims import Exhibit
from workbench.domain.entries import Entry
from workbench.domain.findings import Finding
from workbench.domain.known import Match
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Verdict, check_verdict


def decide(case: Case, verdict: Verdict, findings: Sequence[Finding] = (), matches: Sequence[Match] = ()) -> Entry:
    """Record a verdict; the exhibit is offered where it was not, and standing verdicts are superseded.

    `findings` and `matches` that the verdict cites are written with the words and facts they had, so that a
    later inspector cannot change what the reviewer saw. Refusals of `check_verdict`, `evidence.unknown`,
    `claim.unknown`, `verdict.cites-unknown`.
    """
    return case.journal.append(verdict_drafts(case, verdict, findings, matches), case.author, case.clock())[-1]


def verdict_drafts(
    case: Case,
    verdict: Verdict,
    findings: Sequence[Finding],
    matches: Sequence[Match],
    group: str = "",
    exhibits: Container[Exhibit] | None = None,
) -> list[Draft]:
    """What `decide` writes, the verdict last: nothing is written yet. Refusals as from `decide`.

    `group` names the one decision to which the verdicts on several pieces of evidence belong; `exhibits` are those of
    the claim's event, where they are at hand.
    """
    check_verdict(verdict)
    find_evidence(case, verdict.evidence)
    claim = find_claim(case, verdict.claim)
    cited = _cited(verdict, findings, matches)
    exhibits = case.views.exhibits(claim.event) if exhibits is None else exhibits
    offered = Exhibit(verdict.evidence, verdict.claim) in exhibits
    standing = [
        given.id
        for given in case.views.verdicts(verdict.evidence)
        if given.verdict.claim == verdict.claim and not given.superseded
    ]
    facts = {
        "evidence": verdict.evidence,
        "claim": verdict.claim,
        "event": claim.event,
        "status": verdict.status.value,
        "reviewer": verdict.reviewer.strip(),
        "reasons": verdict.reasons.strip(),
        "categories": sorted(category.value for category in verdict.categories),
        "pillars": [{"pillar": n.pillar.value, "light": n.light.value, "text": n.text} for n in verdict.pillars],
        "confidence": verdict.confidence.value,
        "cites": cited,
        "gap_reason": verdict.gap_reason.strip(),
        "supersedes": standing,
    }
    if group:
        facts["group"] = group
    exhibit = Draft("exhibit.offered", {"evidence": verdict.evidence, "claim": verdict.claim})
    return [*([] if offered else [exhibit]), Draft("verdict.given", facts)]


def group_name(case: Case, claim: str, moment: datetime, members: Sequence[str]) -> str:
    """A name for one decision on several pieces of evidence: 16 hex digits, of what it is on and when."""
    text = "\n".join((claim, moment.isoformat(), str(case.views.size()), *members))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cited(verdict: Verdict, findings: Sequence[Finding], matches: Sequence[Match]) -> list[dict[str, object]]:
    cited: list[dict[str, object]] = []
    for name in verdict.cites:
        of_findings = [f for f in findings if f.identity() == name]
        of_matches = [m for m in matches if m.id == name]
        if not of_findings and not of_matches:
            raise Refusal("verdict.cites-unknown", id=name)
        for finding in of_findings:
            facts = {"facts": dict(finding.facts), "basis": finding.basis.value, "bearing": finding.bearing.value}
            cited.append({"id": name, "finding": facts})
        for match in of_matches:
            cited.append({"id": name, "match": {"known": match.known.id, "kind": match.kind.value}})
    return cited
