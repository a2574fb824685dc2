"""`workbench event add`, `claim add` and `decide`."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.cases import Case
from workbench.casework.claiming import find_claim, find_event, find_evidence, record_claim, record_event
from workbench.casework.comparing import found_matches
from workbench.casework.deciding import decide
from workbench.casework.examining import findings_of
from workbench.casework.grouping import Known, decide_for_group
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.claims import Event, InformationGrade, SourceGrade
from workbench.domain.entries import Entry
from workbench.domain.intervals import between
from workbench.domain.places import Place, Precision, parse_point
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Confidence, Light, MediaReview, Pillar, PillarNote, Status, Verdict


def run_event(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    interval = between(options.start, options.end)
    point = parse_point(options.at) if options.at else None
    stated = Precision(options.precision) if options.precision else None
    place = Place(options.place, point, stated or (Precision.LOCALITY if point else Precision.UNKNOWN))
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        event = record_event(case, options.title, interval, place)
    voice.line({"id": event.id, "title": event.title, "interval": interval.text(), "place": place.name,
                "precision": place.precision.value})  # fmt: skip
    voice.tell("command.event-added", id=event.id, title=event.title, interval=interval.text())
    if not interval.zone_stated:
        voice.tell("command.zone-missing", interval=interval.text())
    return 0


def run_claim(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    grades = SourceGrade(options.source_grade), InformationGrade(options.information_grade)
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        claim = record_claim(case, options.event, options.text, options.by, *grades, options.url)
    voice.line({"id": claim.id, "event": claim.event, "text": claim.text, "by": claim.by})
    voice.tell("command.claim-added", id=claim.id, by=claim.by)
    return 0


def run_decide(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    categories = frozenset(_category(text) for text in options.category)
    pillars = tuple(_pillar(text) for text in options.pillar)
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        evidence, claim = find_evidence(case, options.evidence), find_claim(case, options.claim)
        event = find_event(case, claim.event)
        verdict = Verdict(
            evidence=evidence,
            claim=claim.id,
            event=event.id,
            status=Status(options.status),
            reviewer=options.reviewer,
            reasons=options.reasons,
            categories=categories,
            pillars=pillars,
            confidence=Confidence(options.confidence),
            cites=tuple(options.cite),
            gap_reason=options.gap_reason,
        )
        if options.group:
            members = case.views.group(evidence)
            entries = decide_for_group(case, verdict, {one: _known(case, one, event, room) for one in members})
        else:
            entries = (decide(case, verdict, *_known(case, evidence, event, room)),)
    for entry in entries:
        _say_verdict(entry, voice)
    if options.group:
        voice.tell("group.decided", count=len(entries), group=entries[0].facts["group"])
    return 0


def _known(case: Case, evidence: str, event: Event, room: Workroom) -> Known:
    matches = [found.match for found in found_matches(case, evidence, event) if not found.dismissed]
    return findings_of(case, evidence, event, matches, room.inspection), matches


def _say_verdict(entry: Entry, voice: Voice) -> None:
    facts, name = entry.facts, f"{entry.book}/{entry.number}"
    line = {"id": name, "evidence": facts["evidence"], "claim": facts["claim"], "status": facts["status"],
            "supersedes": list(facts["supersedes"])}  # fmt: skip
    voice.line({**line, "group": facts["group"]} if "group" in facts else line)
    voice.tell("command.decided", status=voice.wording.say(f"status.{facts['status']}"),
               evidence=facts["evidence"][:16], claim=facts["claim"], id=name)  # fmt: skip
    if facts["supersedes"]:
        voice.tell("command.superseded", ids=", ".join(facts["supersedes"]))


def _category(text: str) -> MediaReview:
    """A MediaReview code by its name or its whole schema.org address; Refusal `verdict.category-unknown`."""
    name = text.rstrip("/").rpartition("/")[2]
    for code in MediaReview:
        if name.lower() in (code.value.lower(), code.value.lower().removesuffix("content")):
            return code
    raise Refusal("verdict.category-unknown", text=text, known=", ".join(code.value for code in MediaReview))


def _pillar(text: str) -> PillarNote:
    """`NAME=GRADE:TEXT`; Refusal `verdict.pillar-unreadable`."""
    name, _, rest = text.partition("=")
    light, _, words = rest.partition(":")
    try:
        return PillarNote(Pillar(name.strip().lower()), Light(light.strip().lower()), words.strip())
    except ValueError as error:
        names, lights = ", ".join(p.value for p in Pillar), ", ".join(g.value for g in Light)
        raise Refusal("verdict.pillar-unreadable", text=text, pillars=names, lights=lights) from error
