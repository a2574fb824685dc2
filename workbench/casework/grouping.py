"""Near-copies within a case: evidence that is one photograph, and one decision for all of it."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from workbench.casework.cases import Case
from workbench.casework.deciding import group_name, verdict_drafts
from workbench.casework.examining import examination_of
from workbench.casework.finding import found_again
from workbench.casework.library_ports import Located, Proposals
from workbench.casework.ports import Draft, Examiner
from workbench.domain.entries import Entry
from workbench.domain.examinations import Examination, Limits
from workbench.domain.features import LocalFeatures
from workbench.domain.findings import Finding
from workbench.domain.known import Match, MatchKind
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Verdict

MOST_OF_A_GROUP = 3
"""Members of one group that a picture is laid upon: they are one photograph, and the others would tell the same."""
_PAGE = 500


class EvidenceSearch(Proposals, Protocol):
    """Proposals from the evidence of a case; it grows while it is asked, and nothing of it is kept."""

    def add(self, examination: Examination, original: Original, features: LocalFeatures | None) -> None:
        """Have evidence found from now on; without features by the whole picture alone."""
        ...


@dataclass(frozen=True, slots=True)
class Grouped:
    """What became of one piece of evidence: the near-copies to which it was newly linked; `searched` is False
    where it was not examined, so that nothing can be said."""

    evidence: str
    linked: tuple[str, ...]
    searched: bool = True


def group_copies(
    case: Case,
    search: EvidenceSearch,
    examiner: Examiner,
    limits: Limits,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Grouped, None, None]:
    """Ask every piece of evidence against those that arrived before it, and link what is one photograph.

    Only what was laid upon another and looked at is linked; photographs of one scene are not. Each pair is written
    once. What a person cut stays cut: no new link brings together two groups between which a link was cut.
    Cancelling keeps what was linked.
    """
    groups = _Groups(case)
    for evidence in _in_order(case):
        if cancelled():
            return
        examination = examination_of(case, evidence)
        if examination is None:
            yield Grouped(evidence, (), searched=False)
            continue
        original = case.vault.path(evidence)
        asked = _Asked(search, groups, evidence)
        found = found_again(original, examination, asked, examiner, limits)
        links = [match for match in found if _one_photograph(match) and groups.join(evidence, match.known.sha256)]
        if links:
            drafts = [Draft("copies.linked", link_facts(evidence, match)) for match in links]
            case.journal.append(drafts, case.author, case.clock())
        search.add(examination, original, asked.features)
        yield Grouped(evidence, tuple(match.known.sha256 for match in links))


def unlink(case: Case, evidence: str, reason: str, other: str = "") -> tuple[Entry, ...]:
    """Cut the link between two near-copies, or without `other` every link of `evidence`, which then stands alone.

    Refusal `group.not-linked`, `group.reason-missing`. Two that were cut may still be in one group by way of others.
    """
    if not reason.strip():
        raise Refusal("group.reason-missing")
    partners = [
        copy.other if copy.one == evidence else copy.one for copy in case.views.copies(evidence) if not copy.cut
    ]
    chosen = [partner for partner in partners if other in ("", partner)]
    if not chosen:
        raise Refusal("group.not-linked", id=evidence[:16], other=other[:16] or "-")
    facts = [{"evidence": evidence, "other": partner, "reason": reason.strip()} for partner in chosen]
    return case.journal.append([Draft("copies.unlinked", one) for one in facts], case.author, case.clock())


@dataclass(frozen=True, slots=True)
class Best:
    """The member of a group to look at first. `why` is a code of `wording.SENTENCES`, which `facts` fill: by what it
    differs from the next best."""

    evidence: str
    why: str
    facts: Mapping[str, str]


def best_of(case: Case, members: Sequence[str]) -> Best:
    """Of the members that were least often cropped, framed or written over, the largest, then the first to arrive.

    `members` come in order of arrival. A member's edits are counted as the share of its links in which it shows less
    than the other, has a border or a band that the other has not, or the two differ in what lies over them: which
    of the two was written over cannot be told, so such a difference counts against both, and the one that differs
    from most others counts as the one that was edited.
    """
    inside = set(members)
    links = [
        copy.facts
        for member in members
        for copy in case.views.copies(member)
        if copy.one == member and not copy.cut and copy.other in inside
    ]
    edited = {member: _share_edited(member, links) for member in members}
    pixels = {member: _pixels(case, member) for member in members}
    order = sorted(members, key=lambda member: (edited[member], -pixels[member]))
    best, row = order[0], case.views.evidence(order[0])
    size = (row.width or 0, row.height or 0) if row else (0, 0)
    facts = {"width": str(size[0]), "height": str(size[1]), "count": str(len(members))}
    if len(order) == 1:
        return Best(best, "group.best-only", facts)
    if edited[best] < edited[order[1]]:
        return Best(best, "group.best-least-edited", facts)
    return Best(best, "group.best-largest" if pixels[best] > pixels[order[1]] else "group.best-earliest", facts)


Known = tuple[Sequence[Finding], Sequence[Match]]
"""What is known of one piece of evidence: its findings, and its matches that were not dismissed."""


def decide_for_group(case: Case, verdict: Verdict, known: Mapping[str, Known]) -> tuple[Entry, ...]:
    """Give one verdict on every near-copy of `verdict.evidence`: all of them are written, or none.

    One `verdict.given` for each member, in order of arrival; `group` in their facts names the one decision. A member
    cites what it has of what the verdict cites: the findings of that name, and matches with the same known image.
    `known` tells it for each member of the group. Refusals as from `decide`; `verdict.cites-unknown` where
    `verdict.evidence` itself lacks what is cited; `group.changed` where `known` and the group are not the same.
    """
    members = case.views.group(verdict.evidence)
    if set(members) != set(known):
        raise Refusal("group.changed")
    own = {match.id: _same_known(match) for match in known[verdict.evidence][1]}
    cited_known = {own[name] for name in verdict.cites if name in own}
    moment = case.clock()
    group = group_name(case, verdict.claim, moment, members)
    drafts: list[Draft] = []
    for member in members:
        findings, matches = known[member]
        cites = verdict.cites
        if member != verdict.evidence:
            names = {finding.identity() for finding in findings} & set(verdict.cites)
            names |= {match.id for match in matches if _same_known(match) in cited_known}
            cites = tuple(sorted(names))
        drafts += verdict_drafts(case, replace(verdict, evidence=member, cites=cites), findings, matches, group)
    written = case.journal.append(drafts, case.author, moment)
    return tuple(entry for entry in written if entry.kind == "verdict.given")


def link_facts(evidence: str, match: Match) -> dict[str, Any]:
    """The facts of a `copies.linked` entry: `edits` and `transform` lead as those of a match whose query is
    `evidence` and whose known image is `other`."""
    return {
        "evidence": evidence,
        "other": match.known.sha256,
        "kind": match.kind.value,
        "aligned": match.aligned,
        "transform": [[repr(float(cell)) for cell in row] for row in match.transform],
        "edits": [{"code": edit.code, "facts": dict(edit.facts)} for edit in match.edits],
        "differences": [[repr(float(side)) for side in box] for box in match.differences],
        "overlap_evidence": repr(float(match.overlap_query)),
        "overlap_other": repr(float(match.overlap_known)),
        "score": repr(float(match.score)),
    }


class _Groups:
    """The groups as they stand and grow, and the pairs that a person keeps apart."""

    def __init__(self, case: Case) -> None:
        self._members = {member: set(group) for group in case.views.groups() for member in group}
        copies = case.views.copies()
        self._apart: dict[str, set[str]] = {}
        for copy in copies:
            if copy.cut:
                self._apart.setdefault(copy.one, set()).add(copy.other)
                self._apart.setdefault(copy.other, set()).add(copy.one)

    def of(self, evidence: str) -> set[str]:
        return self._members.get(evidence) or {evidence}

    def apart(self, one: str, other: str) -> bool:
        """Whether a person cut a link between the groups of the two."""
        here, there = self.of(one), self.of(other)
        return here != there and any(self._apart.get(member, set()) & there for member in here)

    def join(self, one: str, other: str) -> bool:
        """Make one group of two; False where a person keeps them apart."""
        if self.apart(one, other):
            return False
        joined = self.of(one) | self.of(other)
        self._members.update(dict.fromkeys(joined, joined))
        return True


@dataclass(slots=True)
class _Asked:
    """The proposals for one piece of evidence: it leaves out its own group, what a person keeps apart from it, and
    more of a group than is worth a look, and remembers the features that were asked with."""

    search: EvidenceSearch
    groups: _Groups
    evidence: str
    features: LocalFeatures | None = None
    _proposed: set[str] = field(default_factory=set)

    def whole(self, query: Examination) -> tuple[Match, ...]:
        return tuple(match for match in self.search.whole(query) if self._worth(match.known.sha256))

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        self.features = dict(variants).get("as-is")
        return tuple(one for one in self.search.likely(variants) if self._worth(one.known.sha256))

    def locate(self, match: Match) -> Located:
        return self.search.locate(match)

    def odds(self, score: float) -> float | None:
        return self.search.odds(score)

    def match_id(self, query: Examination, known: Located) -> str:
        return self.search.match_id(query, known)

    def _worth(self, other: str) -> bool:
        group = self.groups.of(other)
        if self.evidence in group or self.groups.apart(self.evidence, other):
            return False
        if other not in self._proposed and len(group & self._proposed) >= MOST_OF_A_GROUP:
            return False
        self._proposed.add(other)
        return True


def _one_photograph(match: Match) -> bool:
    return match.aligned and match.kind in (MatchKind.WHOLE, MatchKind.PARTIAL)


def _same_known(match: Match) -> tuple[str, str]:
    return match.library, match.known.id


def _in_order(case: Case) -> Generator[str, None, None]:
    offset = 0
    while page := case.views.evidence_page(offset, _PAGE):
        yield from (row.evidence.sha256 for row in page)
        offset += len(page)


def _pixels(case: Case, evidence: str) -> int:
    row = case.views.evidence(evidence)
    return (row.width or 0) * (row.height or 0) if row else 0


_OF_EVIDENCE = frozenset({"edit.cropped", "edit.border-added", "edit.caption-added", "edit.overlay"})
_OF_OTHER = frozenset({"edit.inside-larger", "edit.border-removed", "edit.overlay"})
"""Edits that make the one or the other of a link the more edited."""


def _share_edited(member: str, links: Iterable[Mapping[str, Any]]) -> float:
    own = [(link, _OF_EVIDENCE if link["evidence"] == member else _OF_OTHER) for link in links
           if member in (link["evidence"], link["other"])]  # fmt: skip
    marked = sum(1 for link, marks in own if marks & {edit["code"] for edit in link["edits"]})
    return marked / len(own) if own else 0.0
