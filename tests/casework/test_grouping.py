"""Near-copies within a case: groups that stand, links that stay cut, and one decision for all of a group."""

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import known_image, match
from tests.cases import NOON, as_case, brought_in, files, key, new_case, reopened
from tests.near_copies import EarlierEvidence, LookingExaminer
from workbench.casework.cases import Case
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.comparing import compare, dismiss, found_matches
from workbench.casework.grouping import Known, best_of, decide_for_group, group_copies, unlink
from workbench.casework.ports import Draft
from workbench.custody.disk import PlainDisk
from workbench.domain.examinations import Limits
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.intervals import between
from workbench.domain.places import Place
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Status, Verdict
from workbench.storage.case_store import DATABASE, create_case
from workbench.storage.database import connect


def grouped(case: Case, examiner: LookingExaminer | None = None) -> int:
    """How many links were written."""
    examiner = examiner or LookingExaminer()
    return sum(len(one.linked) for one in group_copies(case, EarlierEvidence(), examiner, Limits()))


def pictures(case: Case, folder: Path, *texts: str) -> list[str]:
    """Evidence in the order of `texts`, `image ` being put before each."""
    named = {f"p{number:02}": f"image {text}".encode() for number, text in enumerate(texts)}
    return [outcome.sha256 for outcome in brought_in(case, files(folder / "in", **named))]


def refusal_of(case: Case, call: Callable[[], object]) -> str:
    entries = case.views.counts().entries
    with pytest.raises(Refusal) as refused:
        call()
    assert case.views.counts().entries == entries, "what is refused writes nothing"
    return refused.value.code


def test_one_photograph_is_one_group_and_a_scene_is_none(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    texts = "bridge town", "bridge town greyscale", "market town", "bridge town cropped"
    a, b, other, c = pictures(case, tmp_path, *texts)
    assert grouped(case) == 3
    assert case.views.groups() == ((a, b, c),)
    assert case.views.group(b) == (a, b, c)
    assert case.views.group(other) == (other,)
    copies = {row.name[-3:]: row.copies for row in case.views.evidence_page(0, 10)}
    assert copies == {"p00": 3, "p01": 3, "p02": 1, "p03": 3}
    assert [row.evidence.sha256 for row in case.views.evidence_page(0, 10, f"copies:{b[:16]}")] == [a, b, c]


def test_a_link_says_what_was_seen_and_both_histories_have_it(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    a, b = pictures(case, tmp_path, "bridge town", "bridge town cropped")
    grouped(case)
    [copy] = case.views.copies(a)
    facts = copy.facts
    assert (facts["evidence"], facts["other"], facts["kind"], facts["aligned"]) == (b, a, "partial", True)
    assert facts["edits"] == [{"code": "edit.cropped", "facts": {"percent": "50"}}]
    assert (facts["overlap_evidence"], facts["overlap_other"]) == ("1.0", "0.5")
    for evidence in (a, b):
        assert "copies.linked" in [line.kind for line in case.views.history(evidence)]


def test_a_pair_is_written_once_and_a_group_is_not_looked_at_again(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    pictures(case, tmp_path, "bridge town", "bridge town", "bridge town grey", "market square")
    grouped(case)
    entries = case.views.counts().entries
    again = LookingExaminer()
    assert grouped(case, again) == 0
    assert case.views.counts().entries == entries
    assert again.looks < 6, "members of a group are not laid upon one another again"


def test_a_large_group_is_not_laid_upon_all_of_itself(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    made = pictures(case, tmp_path, *(f"bridge town e{number}" for number in range(12)))
    examiner = LookingExaminer()
    grouped(case, examiner)
    assert case.views.groups() == (tuple(made),)
    assert examiner.looks <= 3 * 12


def test_what_a_person_cut_stays_cut(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    a, b, c = pictures(case, tmp_path, "bridge town", "bridge town grey", "bridge town cropped")
    grouped(case)
    assert refusal_of(case, lambda: unlink(case, c, "  ")) == "group.reason-missing"
    unlink(case, c, "another bridge")
    assert case.views.groups() == ((a, b),)
    assert refusal_of(case, lambda: unlink(case, c, "again")) == "group.not-linked"
    grouped(case)
    assert case.views.groups() == ((a, b),), "looking again does not undo a person's cut"
    later = pictures(case, tmp_path, "bridge town late")[0]
    grouped(case)
    together = [group for group in case.views.groups() if {a, c} <= set(group)]
    assert not together, "nor does a picture that is like both"
    assert len(case.views.group(later)) > 1
    assert {copy.cut for copy in case.views.copies(c) if copy.cut} == {"another bridge"}
    case.journal.rebuild()
    assert case.views.group(b)[:2] == (a, b)
    assert case.journal.stale_projections() == ()


def test_one_link_of_a_pair_is_cut_alone(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    a, b = pictures(case, tmp_path, "bridge town", "bridge town grey")
    grouped(case)
    [entry] = unlink(case, a, "not the same", b)
    assert (entry.kind, entry.facts["reason"]) == ("copies.unlinked", "not the same")
    assert case.views.groups() == ()


LINKS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda p: p[0] != p[1]))


@settings(max_examples=20, deadline=None)
@given(LINKS, LINKS, st.randoms(use_true_random=False))
def test_groups_are_the_partition_of_standing_links_in_any_order(
    links: list[tuple[str, str]], cuts: list[tuple[str, str]], order: Random
) -> None:
    """Two laptops' books may be joined in either order: linked before cut, or cut before linked."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_case(Path(folder) / "case", "c0ffee", "A case", key(Path(folder)), "tester", NOON, PlainDisk())
        case = as_case(store)
        drafts = [Draft("copies.linked", {"evidence": a, "other": b}) for a, b in links]
        drafts += [Draft("copies.unlinked", {"evidence": a, "other": b, "reason": "no"}) for a, b in cuts]
        order.shuffle(drafts)
        case.journal.append(drafts, "tester", NOON)
        cut = {frozenset(pair) for pair in cuts}
        expected = {one: {one} for one in "abcdefg"}
        for a, b in links:
            if frozenset((a, b)) not in cut:
                joined = expected[a] | expected[b]
                expected.update(dict.fromkeys(joined, joined))
        assert {one: set(case.views.group(one)) for one in "abcdefg"} == expected
        assert sorted(map(sorted, case.views.groups())) == sorted(
            {tuple(sorted(group)): sorted(group) for group in expected.values() if len(group) > 1}.values()
        )
        assert case.journal.stale_projections() == ()
        case.close()


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(["bridge", "market", "school"]), min_size=2, max_size=7), st.data())
def test_the_same_groups_in_whatever_order_pictures_arrive(photographs: list[str], data: st.DataObject) -> None:
    texts = [f"{photograph} town e{number}" for number, photograph in enumerate(photographs)]
    found = []
    for ordered in (texts, data.draw(st.permutations(texts))):
        with tempfile.TemporaryDirectory() as folder:
            case = new_case(Path(folder))
            named = dict(zip(pictures(case, Path(folder), *ordered), ordered, strict=True))
            grouped(case)
            groups = [[named[member] for member in case.views.group(evidence)] for evidence in named]
            found.append({tuple(sorted(group)) for group in groups})
            case.close()
    assert found[0] == found[1] == {tuple(t for t in texts if t.split()[0] == p) for p in photographs} | set()


def sized(case: Case, **sizes: tuple[int, int]) -> None:
    """Give evidence other sizes than the examiner measured."""
    for evidence, (width, height) in sizes.items():
        row = case.views.evidence(evidence.removeprefix("s"))
        assert row
        facts = {"evidence": row.evidence.sha256, "document": row.document, "width": width, "height": height}
        case.journal.append([Draft("evidence.examined", facts)], "tester", NOON)


def test_the_best_is_the_least_edited_then_the_largest_then_the_first(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    first, second = pictures(case, tmp_path, "bridge town a", "bridge town b")
    grouped(case)
    best = best_of(case, (first, second))
    assert (best.evidence, best.why) == (first, "group.best-earliest")
    sized(case, **{f"s{second}": (5000, 4000)})
    best = best_of(case, (first, second))
    assert (best.evidence, best.why, best.facts["width"]) == (second, "group.best-largest", "5000")


@pytest.mark.parametrize(("edit", "edited_first"), [("cropped", True), ("cropped", False), ("caption-added", False)])
def test_an_edited_copy_is_not_best_however_large(tmp_path: Path, edit: str, edited_first: bool) -> None:
    case = new_case(tmp_path)
    plain, edited = "bridge town", f"bridge town {edit}"
    made = pictures(case, tmp_path, *((edited, plain) if edited_first else (plain, edited)))
    whole = made[1 if edited_first else 0]
    sized(case, **{f"s{one}": (9000, 9000) for one in made if one != whole})
    grouped(case)
    best = best_of(case, made)
    assert (best.evidence, best.why) == (whole, "group.best-least-edited")


def test_of_three_the_one_that_differs_from_both_was_written_over(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    made = pictures(case, tmp_path, "bridge town a", "bridge town b", "bridge town overlay")
    sized(case, **{f"s{made[2]}": (9000, 9000)})
    grouped(case)
    assert best_of(case, made).evidence == made[0]


def a_decision(case: Case, evidence: str) -> Verdict:
    event = record_event(case, "Strikes", between("2025-11-24T22:00+04:30", "2025-11-25T06:00+04:30"), Place("Khost"))
    claim = record_claim(case, event.id, "It shows them", "a channel")
    return Verdict(evidence, claim.id, event.id, Status.REFUTED, "the reviewer", "Known since 2018")


def test_a_decision_for_the_group_is_a_verdict_on_each_in_one_go(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    a, b, other = pictures(case, tmp_path, "bridge town", "bridge town grey", "market square")
    grouped(case)
    old = known_image("K1")
    finding = Finding("time.test", Basis.OBSERVED, Bearing.NEUTRAL, (), "time.test.caveat", "date")
    known: dict[str, Known] = {a: ((finding,), (match(old, id="m-a"),)), b: ((), (match(old, id="m-b"),))}
    verdict = replace(a_decision(case, a), cites=(finding.identity(), "m-a"))
    checkpoints = len(case.journal.stored_checkpoints())
    entries = decide_for_group(case, verdict, known)
    assert len(case.journal.stored_checkpoints()) == checkpoints + 1, "one append, one signature"
    assert [entry.facts["evidence"] for entry in entries] == [a, b]
    assert len({entry.facts["group"] for entry in entries}) == 1
    [on_a], [on_b] = case.views.verdicts(a), case.views.verdicts(b)
    assert on_a.verdict == verdict
    assert on_b.verdict == replace(verdict, evidence=b, cites=("m-b",))
    assert not case.views.verdicts(other)
    again = decide_for_group(case, replace(verdict, status=Status.UNLIKELY), known)
    assert {entry.facts["group"] for entry in again}.isdisjoint({entry.facts["group"] for entry in entries})
    assert [given.superseded for given in case.views.verdicts(b)] == [True, False]


def test_a_decision_for_the_group_that_cannot_stand_writes_nothing(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    a, b = pictures(case, tmp_path, "bridge town", "bridge town grey")
    grouped(case)
    verdict = a_decision(case, a)
    nothing: Known = ((), ())
    assert refusal_of(case, lambda: decide_for_group(case, verdict, {a: nothing})) == "group.changed"
    both = {a: nothing, b: nothing}
    silent, cited = replace(verdict, reasons=""), replace(verdict, cites=("no.such",))
    assert refusal_of(case, lambda: decide_for_group(case, silent, both)) == "verdict.reasons-missing"
    assert refusal_of(case, lambda: decide_for_group(case, cited, both)) == "verdict.cites-unknown"


def test_a_dismissed_match_stays_so_after_the_evidence_is_examined_again(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    [a] = pictures(case, tmp_path, "bridge town")
    compare(case, a, lambda path, query: (match(id="m1"),))
    dismiss(case, a, "m1", "another bridge")
    brought_in(case, files(tmp_path / "again", a=b"image bridge town"))
    sized(case, **{f"s{a}": (10, 10)})
    compare(case, a, lambda path, query: (match(id="m1", score=0.4),))
    case.journal.rebuild()
    [found] = found_matches(case, a, None)
    assert (found.dismissed, found.match.score) == ("another bridge", 0.4)


def test_a_case_made_before_there_were_groups_is_given_them(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    a, b = pictures(case, tmp_path, "bridge town", "bridge town grey")
    case.close()
    with contextlib.closing(connect(case.folder / DATABASE)) as db:
        db.executescript("DROP TABLE copies; DROP TABLE copy_groups;")
    again = reopened(tmp_path)
    assert again.views.group(a) == (a,)
    grouped(again)
    assert again.views.group(a) == (a, b)
