"""Decisions taken back, and given again: always by a new entry, and nothing is ever taken out of the journal."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.casework.cases import Case
from workbench.casework.ports import Draft
from workbench.domain.entries import Entry
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Confidence, Status


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict that was given on one piece of evidence: the entry's name, and its facts."""

    id: str
    facts: Mapping[str, Any]


def given(entries: Sequence[Entry]) -> tuple[Given, ...]:
    """The verdicts among entries that were just written."""
    return tuple(Given(f"{e.book}/{e.number}", e.facts) for e in entries if e.kind == "verdict.given")


def take_back(case: Case, verdicts: Sequence[Given], reasons: str) -> tuple[Given, ...]:
    """Give, in place of these verdicts, those that they superseded; where they superseded none, `open` for `reasons`.

    What is returned can be taken back in the same way, which gives the verdicts again. One entry for each, all in one
    transaction, with the name of what it undoes in its facts. Refusal `undo.overtaken` where one of them stands no
    more, `undo.reasons-missing`.
    """
    if not reasons.strip():
        raise Refusal("undo.reasons-missing")
    moment = case.clock()
    text = "\n".join((moment.isoformat(), str(case.views.size()), *(verdict.id for verdict in verdicts)))
    group = {"group": hashlib.sha256(text.encode()).hexdigest()[:16]} if len(verdicts) > 1 else {}
    drafts = []
    for verdict in verdicts:
        facts = verdict.facts
        standing = [
            one.id
            for one in case.views.verdicts(facts["evidence"])
            if one.verdict.claim == facts["claim"] and not one.superseded
        ]
        if verdict.id not in standing:
            raise Refusal("undo.overtaken", evidence=str(facts["evidence"])[:16])
        again = {**_former(case, facts, reasons), "supersedes": standing, "undoes": verdict.id}
        drafts.append(Draft("verdict.given", {key: value for key, value in again.items() if key != "group"} | group))
    return given(case.journal.append(drafts, case.author, moment))


def restore_match(case: Case, evidence: str, match: str) -> None:
    """Have a match that was set aside stand again. Refusal `match.unknown`, `undo.overtaken`."""
    stored = next((one for one in case.views.matches(evidence) if one.id == match), None)
    if stored is None:
        raise Refusal("match.unknown", id=match)
    if not stored.dismissed:
        raise Refusal("undo.overtaken", evidence=evidence[:16])
    case.journal.append([Draft("match.restored", {"evidence": evidence, "match": match})], case.author, case.clock())


def _former(case: Case, facts: Mapping[str, Any], reasons: str) -> Mapping[str, Any]:
    """What is to stand again: the newest of the verdicts that were superseded, or `open`."""
    for name in reversed(facts["supersedes"]):
        if former := case.views.verdict_facts(name):
            return former
    return {
        **facts,
        "status": Status.OPEN.value,
        "reasons": reasons.strip(),
        "categories": [],
        "pillars": [],
        "confidence": Confidence.NOT_STATED.value,
        "cites": [],
        "gap_reason": "",
    }
