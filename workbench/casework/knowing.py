"""Building a library of known images."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.importing import writable
from workbench.casework.ports import Draft, Examiner, Source
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Limits, Preview
from workbench.domain.intervals import Interval
from workbench.domain.known import KnownImage
from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of the images that are added together."""

    first_known: Interval | None = None
    place: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownOutcome:
    """What became of one file: `outcome` is `added`, `known` or `refused`; a refusal says why."""

    path: str
    id: str
    outcome: str
    refusal: Refusal | None = None


def add_known(
    library: KnownLibrary,
    source: Source,
    provenance: Provenance,
    examiner: Examiner,
    encode: Callable[[Preview], bytes],
    limits: Limits,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[KnownOutcome]:
    """Add every image of `source`; an outcome is yielded once it is kept. Cancelling keeps what was added."""
    for arrival in source.arrivals():
        if cancelled():
            return
        path = writable(arrival.path)
        try:
            yield _add(library, source, arrival, provenance, examiner, encode, limits)
        except Refusal as refusal:
            yield KnownOutcome(path, "", "refused", refusal.about(path))


def attach(case: Case, library: KnownLibrary) -> None:
    """Have the case compared with a library from now on; harmless where it is already."""
    path = writable(str(library.folder.resolve()))
    if (library.store.id, path) not in {(known.id, known.path) for known in case.views.libraries()}:
        facts = {"library": library.store.id, "name": library.store.name, "path": path}
        case.journal.append([Draft("library.attached", facts)], case.author, case.clock())


def _add(
    library: KnownLibrary,
    source: Source,
    arrival: Arrival,
    provenance: Provenance,
    examiner: Examiner,
    encode: Callable[[Preview], bytes],
    limits: Limits,
) -> KnownOutcome:
    path = writable(arrival.path)
    with source.open(arrival) as untrusted:
        staged = library.vault.stage(untrusted, limits.file_bytes)
    known_id = staged.sha256[:16]
    try:
        if library.store.has(staged.sha256):
            return KnownOutcome(path, known_id, "known")
        examination = examiner.examine(staged.path, staged.sha256, limits)
        library.vault.publish([staged])
    finally:
        library.vault.discard(staged)
    known = KnownImage(
        known_id, staged.sha256, path, provenance.first_known, provenance.place, provenance.source, provenance.note
    )
    preview = encode(examination.preview) if examination.preview else b""
    added = library.store.add(known, examination, preview)
    return KnownOutcome(path, known_id, "added" if added else "known")
