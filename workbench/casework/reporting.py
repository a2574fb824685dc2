"""A report: everything the case knows of one event, gathered and then rendered."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from workbench.casework.cases import Case
from workbench.casework.claiming import find_event
from workbench.casework.comparing import found_matches
from workbench.casework.examining import Inspection, examination_of, findings_of
from workbench.casework.ports import Draft
from workbench.casework.verifying import CheckpointReader
from workbench.casework.view_ports import EvidenceRow
from workbench.domain.claims import Event
from workbench.domain.refusals import Refusal
from workbench.domain.reports import BookCheckpoint, Report, ReportedImage

_PAGE = 500


class Renderer(Protocol):
    def render(self, report: Report) -> bytes: ...


def report_on(
    case: Case, event_id: str, inspection: Inspection, read_checkpoint: CheckpointReader, program: str
) -> Report:
    """Gather the report on one event: every image of the case, as it stands now. Refusal `event.unknown`."""
    event = find_event(case, event_id)
    images: list[ReportedImage] = []
    while page := case.views.evidence_page(len(images), _PAGE):
        images += [_image(case, row, event, inspection) for row in page]
    return Report(
        case_id=case.id,
        case_title=case.title,
        event=event,
        claims=case.views.claims(event.id),
        images=tuple(images),
        refused=case.views.refusals(0, 1_000_000),
        checkpoints=newest_checkpoints(case, read_checkpoint),
        written_at=case.clock().isoformat(timespec="seconds"),
        written_by=case.author,
        program=program,
        exhibits=case.views.exhibits(event.id),
    )


def _image(case: Case, row: EvidenceRow, event: Event, inspection: Inspection) -> ReportedImage:
    sha256 = row.evidence.sha256
    matches = found_matches(case, sha256, event)
    standing = [found.match for found in matches if not found.dismissed]
    return ReportedImage(
        evidence=row.evidence,
        arrivals=case.views.arrivals(sha256),
        examination=examination_of(case, sha256),
        findings=findings_of(case, sha256, event, standing, inspection),
        matches=matches,
        verdicts=tuple(given for given in case.views.verdicts(sha256) if given.verdict.event == event.id),
        history=case.views.history(sha256),
        preview=case.views.preview(sha256) or b"",
    )


def newest_checkpoints(case: Case, read_checkpoint: CheckpointReader) -> tuple[BookCheckpoint, ...]:
    """The newest checkpoint of each book; Refusal `verify.checkpoint-signature` where its signature fails."""
    newest = {stored.book: stored for stored in case.journal.stored_checkpoints()}
    found = []
    for stored in newest.values():
        try:
            _, size, root = read_checkpoint(stored.note, stored.public_key)
        except ValueError as error:
            raise Refusal("verify.checkpoint-signature", subject=stored.book) from error
        found.append(BookCheckpoint(stored.book, stored.origin, size, root, stored.note, stored.public_key.hex()))
    return tuple(found)


def write_report(
    case: Case, report: Report, renderer: Renderer, target: Path, keep: Callable[[Path, bytes], None]
) -> str:
    """Render, write to `target`, and record in the journal that this was done; the SHA-256 of what was written."""
    body = renderer.render(report)
    keep(target, body)
    sha256 = hashlib.sha256(body).hexdigest()
    facts = {"event": report.event.id, "to": target.name, "sha256": sha256}
    case.journal.append([Draft("report.written", facts)], case.author, case.clock())
    return sha256
