"""`workbench inspect`: what files tell, outside or inside a case."""

import argparse
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbench.casework.cases import Case
from workbench.casework.claiming import find_event, find_evidence
from workbench.casework.comparing import found_matches
from workbench.casework.examining import dossier_of, inspect_file
from workbench.casework.situating import surroundings_of
from workbench.casework.workroom import Workroom
from workbench.commandline.surroundings_lines import UNKNOWN, surroundings_line, tell_surroundings
from workbench.commandline.voice import Voice
from workbench.domain.claims import Event
from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Binding, Presence, Standing
from workbench.domain.dossiers import Dossier
from workbench.domain.evidence import Evidence
from workbench.domain.examinations import Examination
from workbench.domain.findings import Finding
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable

_PAGE = 500
UNMEASURED: dict[str, Any] = {"media_type": None, "width": None, "height": None, "tags": [], "findings": [],
                              "c2pa": None, **UNKNOWN, "isolation": None}  # fmt: skip


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    if options.case:
        return _in_case(options, room, voice)
    if not options.paths:
        raise Refusal("command.nothing-named")
    failed = False
    examiner, source = room.examiner(), room.files(options.paths, "file", "", "")
    with room.scratch() as vault:
        for arrival in source.arrivals():
            path, sha256 = writable(arrival.path), None
            try:
                with source.open(arrival) as untrusted:
                    staged = vault.stage(untrusted, room.limits.file_bytes)
                sha256 = staged.sha256
                try:
                    examination, findings = inspect_file(
                        staged.path, sha256, arrival, examiner, room.limits, room.inspection
                    )
                finally:
                    vault.discard(staged)
                evidence = Evidence(sha256, staged.size, examination.media_type)
                _say(path, Dossier(evidence, (arrival,), examination), findings, room, voice)
            except Refusal as refusal:
                failed = True
                why = voice.wording.refusal(refusal.about(path))
                voice.line({"path": path, "sha256": sha256, **UNMEASURED, "refused": [{"reader": "*", "reason": why}]})
                voice.tell("command.not-admitted", path=path, reason=why)
    return int(failed)


def _in_case(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        event = _event(case, options.event)
        for sha256 in [find_evidence(case, name) for name in options.paths] or every_evidence(case):
            standing = [found.match for found in found_matches(case, sha256, event) if not found.dismissed]
            dossier, row = dossier_of(case, sha256, event, standing), case.views.evidence(sha256)
            if dossier and row:
                _say(row.name, dossier, room.inspection(dossier), room, voice)
    return 0


def _event(case: Case, name: str | None) -> Event | None:
    """The named event; without a name the case's only one, or None."""
    events = case.views.events()
    if name:
        return find_event(case, name)
    return events[0] if len(events) == 1 else None


def every_evidence(case: Case) -> Iterable[str]:
    """The digests of all evidence of a case, in order of arrival."""
    offset = 0
    while page := case.views.evidence_page(offset, _PAGE):
        yield from (row.evidence.sha256 for row in page)
        offset += len(page)


def _say(path: str, dossier: Dossier, findings: tuple[Finding, ...], room: Workroom, voice: Voice) -> None:
    say, examination = voice.wording.say, dossier.examination
    around = surroundings_of(dossier, room.gazetteer())
    voice.line(
        {
            "path": path,
            "sha256": examination.sha256,
            "media_type": examination.media_type,
            "width": examination.width,
            "height": examination.height,
            "tags": [
                {
                    "reader": t.reader,
                    "family": t.family,
                    "group": t.group,
                    "name": t.name,
                    "value": t.value,
                    "interpreted": t.interpreted,
                }
                for t in examination.tags
            ],
            "container": dict(examination.container),
            "findings": [finding_line(finding, voice) for finding in findings],
            "c2pa": c2pa(examination),
            **surroundings_line(around),
            "isolation": examination.isolation.level.value,
            "limits": dict(examination.limits),
            "refused": [
                {"reader": r.reader, "reason": say(r.code, {**dict(r.facts), **Refusal(r.code).about(path).facts})}
                for r in examination.refused
            ],
        }
    )
    voice.tell("command.inspected", path=path, sha256=examination.sha256, media_type=examination.media_type,
               width=examination.width, height=examination.height, tags=len(examination.tags))  # fmt: skip
    tell_surroundings(around, voice)
    for finding in findings:
        facts = dict(finding.facts)
        bearing = say(f"bearing.{finding.bearing.value}")
        voice.tell(
            "command.finding", bearing=bearing, sentence=say(finding.code, facts), caveat=say(finding.caveat, facts)
        )


def finding_line(finding: Finding, voice: Voice) -> dict[str, Any]:
    """A finding as `--json` has it: the code and its facts, and the same in words."""
    facts = dict(finding.facts)
    return {
        "code": finding.code,
        "basis": finding.basis.value,
        "bearing": finding.bearing.value,
        "pillar": finding.pillar,
        "facts": facts,
        "sentence": voice.wording.say(finding.code, facts),
        "caveat": voice.wording.say(finding.caveat, facts),
    }


def c2pa(examination: Examination) -> dict[str, Any]:
    """Content Credentials as three facts that are kept apart, in few words, and in `detail` in all of them."""
    found = credentials(examination)
    if found is None:
        return {"manifest": "absent", "binding": None, "signer": None, "signature": None, "detail": None}
    standing, binding = found.signer.standing, found.binding
    detail = {"manifest": found.manifest.presence, "binding": binding, "signer": standing, "url": found.manifest.url,
              "altered": found.manifest.altered, "faulty": found.manifest.faulty, "name": found.signer.name,
              "issuer": found.signer.issuer, "trust_list": found.signer.trust_list,
              "time": found.signer.time.isoformat() if found.signer.time else None}  # fmt: skip
    return {
        "manifest": "present" if found.manifest.presence is Presence.EMBEDDED else "unreadable",
        "binding": _BINDINGS.get(binding),
        "signer": _SIGNERS.get(standing),
        "signature": _SIGNATURES.get(standing, "valid"),
        "detail": detail,
    }


_BINDINGS = {Binding.VALID: "valid", Binding.PARTIAL: "valid", Binding.MISMATCH: "invalid", Binding.INEXACT: "invalid"}
_SIGNERS = {Standing.TRUSTED: "trusted", Standing.UNTRUSTED: "untrusted", Standing.EXPIRED: "expired",
            Standing.REVOKED: "untrusted", Standing.UNSUITABLE: "untrusted"}  # fmt: skip
_SIGNATURES = {Standing.SIGNATURE_INVALID: "invalid", Standing.UNCHECKED: None}
