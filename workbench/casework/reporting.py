"""A report: everything the case knows of one event, gathered and then rendered."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from workbench.casework.book_audit import CheckpointReader
from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.claiming import find_event
from workbench.casework.comparing import found_matches
from workbench.casework.examining import Inspection, dossier_of
from workbench.casework.library_ports import Finder
from workbench.casework.ports import Draft
from workbench.casework.situating import Gazetteer, surroundings_of
from workbench.casework.view_ports import AttachedLibrary, EvidenceRow
from workbench.domain.claims import Event
from workbench.domain.refusals import Refusal
from workbench.domain.reports import BookCheckpoint, Report, ReportedImage, ReportedLibrary
from workbench.domain.surroundings import Surroundings

_PAGE = 500


class Renderer(Protocol):
    def render(self, report: Report) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Shelves:
    """Doors to the libraries of a case: to open the one in a folder, and to ask some what they cannot compare."""

    open: Callable[[Path], KnownLibrary]
    finder: Callable[[Sequence[KnownLibrary]], Finder]


def report_on(
    case: Case,
    event_id: str,
    inspection: Inspection,
    read_checkpoint: CheckpointReader,
    program: str,
    shelves: Shelves,
    gazetteer: Gazetteer,
) -> Report:
    """Gather the report on one event: every image of the case, as it stands now. Refusal `event.unknown`.

    Libraries that are switched on are asked what they could not compare; nothing is searched.
    """
    event = find_event(case, event_id)
    images: list[ReportedImage] = []
    while page := case.views.evidence_page(len(images), _PAGE):
        images += [_image(case, row, event, inspection, gazetteer) for row in page]
    libraries = []
    for attached in case.views.libraries():
        library, images = _asked(attached, images, shelves)
        libraries.append(library)
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
        libraries=tuple(libraries),
    )


def _asked(
    attached: AttachedLibrary, images: list[ReportedImage], shelves: Shelves
) -> tuple[ReportedLibrary, list[ReportedImage]]:
    """A library as it stands, and the images with what it could not compare with each."""
    said = ReportedLibrary(attached.id, attached.name, attached.on)
    try:
        opened = shelves.open(Path(attached.path))
    except Refusal as refusal:
        facts = tuple((key, str(value)) for key, value in refusal.facts.items())
        return replace(said, code=refusal.code, facts=facts), images
    with closing(opened) as library:
        if library.store.id != attached.id:
            return replace(said, code="library.another", facts=(("path", attached.path),)), images
        said = replace(said, count=library.store.count())
        if not attached.on or not said.count:
            return said, images
        finder = shelves.finder([library])
        said = replace(said, without_features=finder.not_compared_features())
        return said, [_not_compared(image, attached.id, finder) for image in images]


def _not_compared(image: ReportedImage, library: str, finder: Finder) -> ReportedImage:
    count = finder.not_compared(image.examination) if image.examination else 0
    return replace(image, not_compared=(*image.not_compared, (library, count))) if count else image


def _image(case: Case, row: EvidenceRow, event: Event, inspection: Inspection, gazetteer: Gazetteer) -> ReportedImage:
    sha256 = row.evidence.sha256
    matches = found_matches(case, sha256, event)
    standing = [found.match for found in matches if not found.dismissed]
    dossier = dossier_of(case, sha256, event, standing)
    return ReportedImage(
        evidence=row.evidence,
        arrivals=case.views.arrivals(sha256),
        examination=dossier.examination if dossier else None,
        findings=inspection(dossier) if dossier else (),
        matches=matches,
        verdicts=tuple(given for given in case.views.verdicts(sha256) if given.verdict.event == event.id),
        history=case.views.history(sha256),
        preview=case.views.preview(sha256) or b"",
        surroundings=surroundings_of(dossier, gazetteer) if dossier else Surroundings(),
        note=row.note,
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
    """Render, write to `target`, and record in the journal that this was done, where that can be written.

    The SHA-256 of what was written.
    """
    body = renderer.render(report)
    keep(target, body)
    sha256 = hashlib.sha256(body).hexdigest()
    facts = {"event": report.event.id, "to": target.name, "sha256": sha256}
    if not case.read_only:
        case.journal.append([Draft("report.written", facts)], case.author, case.clock())
    return sha256
