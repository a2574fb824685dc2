"""`workbench match --case CASE --within`: the near-copies within a case, grouped, listed and taken apart."""

import argparse

from workbench.casework.cases import Case
from workbench.casework.claiming import find_evidence
from workbench.casework.grouping import best_of, group_copies, unlink
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.refusals import Refusal


def run(case: Case, options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    if options.unlink:
        return _unlink(case, options, voice)
    if options.paths or options.library:
        raise Refusal("group.takes-all")
    searched = linked = skipped = 0
    for done in group_copies(case, room.evidence_search(case), room.examiner(), room.limits):
        searched, linked = searched + done.searched, linked + len(done.linked)
        skipped += not done.searched
        voice.progress("group.searching", count=searched)
    voice.progress_done()
    groups = case.views.groups()
    for members in groups:
        _say(case, members, voice)
    voice.tell("group.searched", searched=searched, linked=linked, groups=len(groups))
    if skipped:
        voice.tell("group.not-examined", count=skipped)
    return 0


def _unlink(case: Case, options: argparse.Namespace, voice: Voice) -> int:
    if len(options.paths) not in (1, 2):
        raise Refusal("group.unlink-needs")
    evidence, *others = (find_evidence(case, name) for name in options.paths)
    cut = unlink(case, evidence, options.reason, *others)
    left = case.views.group(evidence)
    voice.line({"unlinked": [entry.facts["other"] for entry in cut], "evidence": evidence, "group": list(left)})
    voice.tell("group.unlinked", count=len(cut), evidence=evidence[:16])
    still = [other for other in others if other in left]
    if still:
        voice.tell("group.still-together", evidence=evidence[:16], other=still[0][:16])
    return 0


def _say(case: Case, members: tuple[str, ...], voice: Voice) -> None:
    best = best_of(case, members)
    why = voice.wording.say(best.why, dict(best.facts))
    # A group is known by its smallest digest: the same name in whatever order its members came.
    voice.line({"group": min(members), "best": best.evidence, "why": best.why, "facts": dict(best.facts),
                "members": list(members)})  # fmt: skip
    voice.tell("group.group", count=len(members), best=best.evidence[:16], why=why)
    for member in members:
        row = case.views.evidence(member)
        voice.tell("group.member", id=member[:16], path=row.name if row else "")
