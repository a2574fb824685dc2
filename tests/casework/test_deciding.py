"""Events, claims, exhibits, and verdicts that are superseded and never changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import match
from tests.cases import brought_in, files, new_case
from workbench.casework.cases import Case
from workbench.casework.claiming import find_evidence, offer_exhibit, record_claim, record_event
from workbench.casework.comparing import compare, dismiss, found_matches
from workbench.casework.deciding import decide
from workbench.domain.claims import InformationGrade, SourceGrade
from workbench.domain.intervals import between
from workbench.domain.known import Timing
from workbench.domain.places import Place, Point, Precision
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Confidence, Light, MediaReview, Pillar, PillarNote, Status, Verdict

ALL_GREEN = tuple(PillarNote(pillar, Light.GREEN, "seen") for pillar in Pillar)


def a_case(folder: Path) -> tuple[Case, Verdict]:
    """A case with one picture, one event and one claim, and a verdict on them that can stand."""
    case = new_case(folder)
    [outcome] = brought_in(case, files(folder / "in", a=b"image a"))
    place = Place("Khost", Point(33.33, 69.92), Precision.PROVINCE)
    event = record_event(case, "Strikes", between("2025-11-24T22:00+04:30", "2025-11-25T06:00+04:30"), place)
    claim = record_claim(
        case, event.id, "It shows them", "a channel", SourceGrade.UNRELIABLE, InformationGrade.DOUBTFUL
    )
    return case, Verdict(outcome.sha256, claim.id, event.id, Status.LIKELY, "the reviewer", "Looks right")


def refusal_of(case: Case, verdict: Verdict) -> str:
    entries = case.views.counts().entries
    with pytest.raises(Refusal) as refused:
        decide(case, verdict)
    assert case.views.counts().entries == entries, "a refused verdict writes nothing"
    return refused.value.code


def test_events_and_claims_read_back_as_they_were_recorded(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    [event], [claim] = case.views.events(), case.views.claims(verdict.event)
    assert event.interval == between("2025-11-24T22:00+04:30", "2025-11-25T06:00+04:30")
    assert event.place == Place("Khost", Point(33.33, 69.92), Precision.PROVINCE)
    assert (claim.source_grade, claim.information_grade) == (SourceGrade.UNRELIABLE, InformationGrade.DOUBTFUL)


def test_a_verdict_reads_back_whole(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    full = replace(
        verdict,
        categories=frozenset({MediaReview.ORIGINAL, MediaReview.DECONTEXTUALIZED}),
        pillars=ALL_GREEN,
        confidence=Confidence.HIGH,
        gap_reason="none",
    )
    decide(case, full)
    [given] = case.views.verdicts(verdict.evidence)
    assert given.verdict == full
    assert case.views.exhibits(verdict.event)


def test_a_later_verdict_supersedes_and_changes_nothing(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    decide(case, verdict)
    decide(case, replace(verdict, status=Status.REFUTED, reasons="Found an older copy"))
    first, second = case.views.verdicts(verdict.evidence)
    assert (first.superseded, second.superseded) == (True, False)
    assert first.verdict == verdict
    row = case.views.evidence(verdict.evidence)
    assert row
    assert row.statuses == ("refuted",)


@pytest.mark.parametrize("other", [MediaReview.TRANSFORMED, MediaReview.EDITED_OR_CROPPED, MediaReview.STAGED])
def test_contradictory_codes_are_refused(tmp_path: Path, other: MediaReview) -> None:
    case, verdict = a_case(tmp_path)
    contradictory = replace(verdict, categories=frozenset({MediaReview.ORIGINAL, other}))
    assert refusal_of(case, contradictory) == "verdict.contradiction"


def test_verified_with_an_empty_pillar_needs_a_recorded_reason(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    bold = replace(verdict, status=Status.VERIFIED, pillars=ALL_GREEN[:4])
    assert refusal_of(case, bold) == "verdict.pillars-empty"
    decide(case, replace(bold, gap_reason="The motive does not matter to this claim"))
    assert case.views.verdicts(verdict.evidence)[0].verdict.gap_reason


def test_what_is_not_there_cannot_be_decided_or_cited(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    assert refusal_of(case, replace(verdict, evidence="ff" * 32)) == "evidence.unknown"
    assert refusal_of(case, replace(verdict, claim="claim-9")) == "claim.unknown"
    assert refusal_of(case, replace(verdict, cites=("gps.far",))) == "verdict.cites-unknown"
    assert refusal_of(case, replace(verdict, reasons="  ")) == "verdict.reasons-missing"


def test_evidence_is_found_by_the_beginning_of_its_digest(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    assert find_evidence(case, verdict.evidence[:8].upper()) == verdict.evidence
    for wrong in ("", "abc", "%%%%", "zzzz"):
        with pytest.raises(Refusal):
            find_evidence(case, wrong)


def test_an_exhibit_is_offered_once(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    offer_exhibit(case, verdict.evidence, verdict.claim)
    entries = case.views.counts().entries
    offer_exhibit(case, verdict.evidence, verdict.claim)
    assert case.views.counts().entries == entries


def test_a_match_is_written_once_and_stays_dismissed(tmp_path: Path) -> None:
    case, verdict = a_case(tmp_path)
    found = (match(id="m1"),)
    assert compare(case, verdict.evidence, lambda path, query: found) == found
    entries = case.views.counts().entries
    compare(case, verdict.evidence, lambda path, query: found)
    assert case.views.counts().entries == entries
    [seen] = found_matches(case, verdict.evidence, case.views.events()[0])
    assert (seen.match, seen.timing, seen.dismissed) == (found[0], Timing.BEFORE, "")
    with pytest.raises(Refusal):
        dismiss(case, verdict.evidence, "m1", " ")
    dismiss(case, verdict.evidence, "m1", "another street")
    compare(case, verdict.evidence, lambda path, query: (match(id="m1", score=0.5),))
    [seen] = found_matches(case, verdict.evidence, None)
    assert seen.dismissed == "another street"
    row = case.views.evidence(verdict.evidence)
    assert row
    assert row.matches == 0
