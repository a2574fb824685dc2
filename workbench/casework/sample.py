"""The sample case: the whole job on pictures that ship with the program, from import to report."""

import contextlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.comparing import compare, found_matches
from workbench.casework.deciding import decide
from workbench.casework.examining import findings_of
from workbench.casework.importing import import_files
from workbench.casework.knowing import Provenance, add_known, attach
from workbench.casework.reporting import Shelves, report_on, write_report
from workbench.casework.workroom import Workroom
from workbench.domain.claims import Claim, Event, InformationGrade, SourceGrade
from workbench.domain.evidence import ImportOutcome
from workbench.domain.intervals import between, parse_interval
from workbench.domain.places import Place, Point, Precision
from workbench.domain.refusals import Refusal
from workbench.domain.reports import Report
from workbench.domain.verdicts import Confidence, Light, MediaReview, Pillar, PillarNote, Status, Verdict

Step = Callable[[str], None]
"""Told the code of each step as it begins."""


@dataclass(frozen=True, slots=True)
class SampleRun:
    """What the sample run made and found: one outcome a file, and the report as it was written."""

    case: Path
    library: Path
    report_file: Path
    outcomes: tuple[ImportOutcome, ...]
    report: Report


def run_sample(room: Workroom, folder: Path, step: Step) -> SampleRun:
    """Do the main job on the sample case in `folder`: library, event, claims, import, matches, verdicts, report.

    Refusal `sample.folder-in-use` where the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal("sample.folder-in-use", path=str(folder))
    script = tomllib.loads((room.sample / "sample.toml").read_text("utf-8"))
    with contextlib.ExitStack() as stack:
        library = stack.enter_context(contextlib.closing(room.new_library(folder / "library")))
        case = stack.enter_context(contextlib.closing(room.new_case(folder / "case", script["title"])))
        step("sample.library")
        _fill(room, library, script["known"])
        attach(case, library)
        step("sample.event")
        event, claims = _told(case, script)
        step("sample.import")
        outcomes = dict(_arrive(room, case, script["file"]))
        step("sample.match")
        finder = room.finder([library])
        for sha256 in sorted(case.views.known_digests()):
            compare(case, sha256, finder)
        step("sample.decide")
        for prepared in script["verdict"]:
            _decide(room, case, event, claims, outcomes[prepared["evidence"]].sha256, prepared, script["reviewer"])
        step("sample.report")
        shelves = Shelves(room.open_library, room.finder)
        report = report_on(
            case, event.id, room.inspection, room.read_checkpoint, room.program, shelves, room.gazetteer()
        )
        target = folder / "report.html"
        write_report(case, report, room.renderers[".html"], target, room.keep)
    return SampleRun(folder / "case", folder / "library", target, tuple(outcomes.values()), report)


def _fill(room: Workroom, library: KnownLibrary, known: list[dict[str, Any]]) -> None:
    for entry in known:
        first = parse_interval(entry["first_known"]) if entry.get("first_known") else None
        source = room.files([str(room.sample / entry["file"])], "file", "", "")
        told = Provenance(first, entry["place"], entry["source"], entry["note"])
        for outcome in add_known(library, source, told, room.examiner(), room.encode, room.feature_row, room.limits):
            if outcome.refusal:
                raise outcome.refusal


def _told(case: Case, script: dict[str, Any]) -> tuple[Event, list[Claim]]:
    told = script["event"]
    interval = between(told["from"], told["to"])
    place = Place(told["place"], Point(told["latitude"], told["longitude"]), Precision(told["precision"]))
    event = record_event(case, told["title"], interval, place)
    claims = [
        record_claim(
            case, event.id, c["text"], c["by"], SourceGrade(c["source_grade"]), InformationGrade(c["information_grade"])
        )
        for c in script["claim"]
    ]
    return event, claims


def _arrive(room: Workroom, case: Case, files: list[dict[str, Any]]) -> Iterator[tuple[str, ImportOutcome]]:
    for told in files:
        source = room.files([str(room.sample / told["name"])], told["kind"], told["url"], told["collected_by"])
        for outcome in import_files(case, source, room.examiner(), room.encode, room.limits):
            yield told["name"], outcome


def _decide(
    room: Workroom, case: Case, event: Event, claims: list[Claim], evidence: str, told: dict[str, Any], reviewer: str
) -> None:
    """Give a prepared verdict; it cites what the inspectors and the library say now against or for the claim."""
    matches = [found.match for found in found_matches(case, evidence, event)]
    findings = findings_of(case, evidence, event, matches, room.inspection)
    cites = tuple(finding.identity() for finding in findings if finding.bearing != "neutral")
    pillars = tuple(PillarNote(Pillar(n), Light(p["light"]), p["text"]) for n, p in told["pillars"].items())
    verdict = Verdict(
        evidence=evidence,
        claim=claims[told["claim"] - 1].id,
        event=event.id,
        status=Status(told["status"]),
        reviewer=reviewer,
        reasons=told["reasons"],
        categories=frozenset(MediaReview(code) for code in told["categories"]),
        pillars=pillars,
        confidence=Confidence(told["confidence"]),
        cites=tuple(dict.fromkeys(cites + tuple(match.id for match in matches))),
        gap_reason=told["gap_reason"],
    )
    decide(case, verdict, findings, matches)
