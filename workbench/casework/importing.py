"""From files somewhere to evidence in the case, one outcome a file."""

import hashlib
from collections.abc import Callable, Generator
from contextlib import closing

from workbench.casework.cases import Case
from workbench.casework.documents import to_document
from workbench.casework.meeting import Met, meet
from workbench.casework.ports import Draft, Examiner, Source, Staged
from workbench.domain.evidence import Arrival, ImportOutcome, ImportStatus
from workbench.domain.examinations import Examination, Limits, Preview
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable


def import_files(
    case: Case,
    source: Source,
    examiner: Examiner,
    encode: Callable[[Preview], bytes],
    limits: Limits,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int = 4,
) -> Generator[ImportOutcome, None, None]:
    """Admit every file of `source`; an outcome is yielded once it is on the disk and in the journal.

    Each file is hashed while it is copied, examined in the child from the copy, renamed to its place, and
    entered in the journal; files that are ready together share a transaction. When `cancelled` turns true
    no further file is begun, files in hand are dropped, and what was yielded stays.
    """
    if case.read_only:
        raise Refusal("case.read-only")
    known = case.views.known_digests()
    with closing(meet(case.vault, source, examiner, limits, known, cancelled, workers)) as groups:
        for group in groups:
            yield from _acknowledge(case, group, encode, known)


def _acknowledge(
    case: Case, group: list[Met], encode: Callable[[Preview], bytes], known: set[str]
) -> list[ImportOutcome]:
    """Bring a group into the case: originals in place and synced first, then one journal transaction."""
    drafts: list[Draft] = []
    documents: list[bytes] = []
    previews: dict[str, bytes] = {}
    outcomes: list[ImportOutcome] = []
    published: list[Staged] = []
    fresh: set[str] = set()
    for met in group:
        if met.refusal or not met.staged:
            refusal = met.refusal or Refusal("examine.not-an-image")
            drafts.append(_refused(met, refusal))
            outcomes.append(_refusal_outcome(met, refusal))
            if met.staged:
                case.vault.discard(met.staged)
            continue
        sha256, examination = met.staged.sha256, met.examination
        drafts.append(_arrived(met.arrival, met.staged, examination, case))
        if sha256 in known or sha256 in fresh or examination is None:
            if sha256 in known and not case.vault.path(sha256).is_file():
                published.append(met.staged)  # the original was lost: here it is again
            else:
                case.vault.discard(met.staged)
            outcomes.append(_outcome(met, ImportStatus.KNOWN, sha256, _media_type(case, sha256, examination)))
            continue
        fresh.add(sha256)
        published.append(met.staged)
        document = to_document(examination)
        documents.append(document)
        if examination.preview:
            previews[sha256] = encode(examination.preview)
        drafts.append(examined_draft(examination, document, previews.get(sha256, b"")))
        outcomes.append(_outcome(met, ImportStatus.ADMITTED, sha256, examination.media_type))
    try:
        case.vault.publish(published)
        case.journal.append(drafts, case.author, case.clock(), documents, previews)
    except BaseException:
        for copy in published:
            case.vault.discard(copy)
        raise
    known |= fresh
    return outcomes


def examined_draft(examination: Examination, document: bytes, preview: bytes) -> Draft:
    """The journal's line for an examination: where its document lies, the preview's digest (empty where there is none)
    and what it was made with."""
    return Draft(
        "evidence.examined",
        {
            "evidence": examination.sha256,
            "document": hashlib.sha256(document).hexdigest(),
            "width": examination.width,
            "height": examination.height,
            "preview": hashlib.sha256(preview).hexdigest() if preview else "",
            "recipe": examination.recipe,
            "isolation": examination.isolation.level.value,
            "tools": dict(examination.tools),
        },
    )


def _arrived(arrival: Arrival, staged: Staged, examination: Examination | None, case: Case) -> Draft:
    return Draft(
        "evidence.arrived",
        {
            "evidence": staged.sha256,
            "size": staged.size,
            "media_type": _media_type(case, staged.sha256, examination),
            "arrival": {
                "path": writable(arrival.path),
                "name": writable(arrival.name),
                "kind": arrival.kind,
                "url": arrival.url,
                "collected_by": arrival.collected_by,
                "file_modified": arrival.file_modified,
                "posted": arrival.posted,
            },
        },
    )


def _media_type(case: Case, sha256: str, examination: Examination | None) -> str:
    if examination:
        return examination.media_type
    row = case.views.evidence(sha256)
    return row.evidence.media_type if row else ""


def _refused(met: Met, refusal: Refusal) -> Draft:
    sha256 = met.staged.sha256 if met.staged else ""
    facts = {"path": met.path, "sha256": sha256, "code": refusal.code, "facts": _facts(refusal)}
    return Draft("arrival.refused", facts)


def _refusal_outcome(met: Met, refusal: Refusal) -> ImportOutcome:
    status = ImportStatus.MISSING if refusal.code == "source.missing" else ImportStatus.REFUSED
    sha256 = met.staged.sha256 if met.staged else ""
    return ImportOutcome(met.path, status, sha256, "", refusal.code, tuple(_facts(refusal).items()))


def _facts(refusal: Refusal) -> dict[str, str | int]:
    return {key: writable(value) if isinstance(value, str) else value for key, value in refusal.facts.items()}


def _outcome(met: Met, status: ImportStatus, sha256: str, media_type: str) -> ImportOutcome:
    return ImportOutcome(met.path, status, sha256, media_type)
