"""What was decided is taken back by new entries, and nothing is ever taken out of the journal."""

from pathlib import Path

import pytest

from tests.builders import event as an_event
from tests.builders import match
from tests.cases import brought_in, files, new_case
from workbench.casework.cases import Case
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.comparing import dismiss, match_facts
from workbench.casework.deciding import decide
from workbench.casework.deciding_together import decide_together
from workbench.casework.ports import Draft
from workbench.casework.undoing import given, restore_match, take_back
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Status, Verdict


def a_case(folder: Path, count: int = 1) -> tuple[Case, list[str]]:
    case = new_case(folder)
    brought_in(case, files(folder / "in", **{f"n{number}": b"image %d" % number for number in range(count)}))
    plain = an_event()
    record_claim(case, record_event(case, plain.title, plain.interval, plain.place).id, "It shows it", "a channel")
    return case, [row.evidence.sha256 for row in case.views.evidence_page(0, 99)]


def verdict(evidence: str, status: Status, reasons: str = "seen") -> Verdict:
    return Verdict(evidence, "claim-1", "event-1", status, "R", reasons, gap_reason="known")


def standing(case: Case, evidence: str) -> list[tuple[str, str]]:
    return [
        (one.verdict.status.value, one.verdict.reasons) for one in case.views.verdicts(evidence) if not one.superseded
    ]


def test_a_first_verdict_taken_back_leaves_the_image_open_and_can_be_given_again(tmp_path: Path) -> None:
    case, [image] = a_case(tmp_path)
    written = given([decide(case, verdict(image, Status.REFUTED))])
    before = [row.body for row in case.journal.stored_entries()]
    back = take_back(case, written, "a slip")
    assert standing(case, image) == [("open", "a slip")]
    assert case.views.evidence_page(0, 1)[0].statuses == ()
    again = take_back(case, back, "once more")
    assert standing(case, image) == [("refuted", "seen")]
    take_back(case, again, "and back")
    assert standing(case, image) == [("open", "a slip")]
    after = [row.body for row in case.journal.stored_entries()]
    assert after[: len(before)] == before, "nothing was taken away"
    assert len(after) == len(before) + 3
    assert case.journal.stale_projections() == ()


def test_the_verdict_before_stands_again_as_it_was(tmp_path: Path) -> None:
    case, [image] = a_case(tmp_path)
    decide(case, verdict(image, Status.VERIFIED, "two sources"))
    written = given([decide(case, verdict(image, Status.UNLIKELY, "the shadow"))])
    [back] = take_back(case, written, "a slip")
    assert standing(case, image) == [("verified", "two sources")]
    assert back.facts["undoes"] == written[0].id


def test_what_was_decided_since_is_not_undone(tmp_path: Path) -> None:
    case, [image] = a_case(tmp_path)
    written = given([decide(case, verdict(image, Status.LIKELY))])
    decide(case, verdict(image, Status.REFUTED))
    size = case.views.size()
    with pytest.raises(Refusal, match=r"undo\.overtaken"):
        take_back(case, written, "a slip")
    assert case.views.size() == size


def test_one_decision_on_a_selection_is_one_to_take_back(tmp_path: Path) -> None:
    case, images = a_case(tmp_path, 3)
    written = given(decide_together(case, verdict("", Status.UNDETERMINED), images))
    assert [standing(case, image) for image in images] == [[("undetermined", "seen")]] * 3
    assert len({one.facts["group"] for one in written}) == 1
    back = take_back(case, written, "a slip")
    assert [standing(case, image) for image in images] == [[("open", "a slip")]] * 3
    assert len({one.facts["group"] for one in back} | {written[0].facts["group"]}) == 2


def test_a_decision_on_a_selection_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    case, images = a_case(tmp_path, 2)
    size = case.views.size()
    for members, said, code in (
        ([*images, "ab" * 32], verdict("", Status.LIKELY), "evidence.unknown"),
        (images, verdict("", Status.LIKELY, " "), "verdict.reasons-missing"),
        ([], verdict("", Status.LIKELY), "selection.empty"),
        (images, Verdict("", "claim-9", "", Status.LIKELY, "R", "seen"), "claim.unknown"),
        (images, Verdict("", "claim-1", "", Status.VERIFIED, "R", "seen"), "verdict.pillars-empty"),
        (images, Verdict("", "claim-1", "", Status.LIKELY, "R", "seen", cites=("a",)), "selection.cites"),
    ):
        with pytest.raises(Refusal) as refused:
            decide_together(case, said, members)
        assert refused.value.code == code
    assert case.views.size() == size


def test_a_match_that_was_set_aside_stands_again(tmp_path: Path) -> None:
    case, [image] = a_case(tmp_path)
    case.journal.append([Draft("match.found", match_facts(image, match()))], "tester", case.clock())
    dismiss(case, image, "m1", "another street")
    restore_match(case, image, "m1")
    assert [one.dismissed for one in case.views.matches(image)] == [""]
    with pytest.raises(Refusal, match=r"undo\.overtaken"):
        restore_match(case, image, "m1")
    assert case.journal.stale_projections() == ()
