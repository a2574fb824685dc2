"""One decision on several pieces of evidence that a person selected: all of it is written, or nothing."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.casework.cases import Case
from workbench.casework.deciding import group_name, verdict_drafts
from workbench.casework.ports import Draft
from workbench.domain.entries import Entry
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Verdict


def decide_together(case: Case, verdict: Verdict, members: Sequence[str]) -> tuple[Entry, ...]:
    """Give one verdict on every member; `verdict.evidence` is not looked at.

    It cites nothing, since what is known of one member need not be known of another. One `verdict.given` for each, in
    the order of `members`; `group` in their facts names the one decision. Refusals as from `decide`, and
    `selection.empty`, `selection.cites`.
    """
    if not members:
        raise Refusal("selection.empty")
    if verdict.cites:
        raise Refusal("selection.cites")
    moment = case.clock()
    group = group_name(case, verdict.claim, moment, members) if len(members) > 1 else ""
    event = next((claim.event for claim in case.views.claims() if claim.id == verdict.claim), "")
    offered = frozenset(case.views.exhibits(event)) if event else None
    drafts: list[Draft] = []
    for member in dict.fromkeys(members):
        drafts += verdict_drafts(case, replace(verdict, evidence=member), (), (), group, offered)
    written = case.journal.append(drafts, case.author, moment)
    return tuple(entry for entry in written if entry.kind == "verdict.given")
