"""Building a library of known images."""

import os
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace

from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.meeting import Met, meet
from workbench.casework.ports import Draft, Examiner, Source
from workbench.casework.view_ports import AttachedLibrary
from workbench.domain.examinations import Limits, Preview
from workbench.domain.features import LocalFeatures
from workbench.domain.intervals import Interval
from workbench.domain.known import KnownImage
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of the images that are added together."""

    first_known: Interval | None = None
    place: str = ""
    source: str = ""
    note: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class KnownOutcome:
    """What became of one file or known image: `outcome` is `added`, `known` or `refused`; a refusal says why.

    `caveat` is the code of a sentence about what could not be kept of an image that was added. Renewing has
    outcomes of its own.
    """

    path: str
    id: str
    outcome: str
    refusal: Refusal | None = None
    caveat: str = ""


def add_known(
    library: KnownLibrary,
    source: Source,
    provenance: Provenance,
    examiner: Examiner,
    encode: Callable[[Preview], bytes],
    row_of: Callable[[LocalFeatures], bytes],
    limits: Limits,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[KnownOutcome, None, None]:
    """Add every image of `source`; an outcome is yielded once it is kept. Cancelling keeps what was added.

    `encode` makes a JPEG of a preview, `row_of` the row of local features that a library keeps.
    """
    with closing(
        meet(library.vault, source, examiner, limits, library.store.digests(), cancelled, with_features=True)
    ) as groups:
        for group in groups:
            for met in group:
                yield _keep(library, met, provenance, encode, row_of)


def attach(case: Case, library: KnownLibrary) -> None:
    """Have the case compared with a library from now on; harmless where it is already."""
    path = writable(str(library.folder.resolve()))
    if (library.store.id, path) not in {(known.id, known.path) for known in case.views.libraries()}:
        facts = {"library": library.store.id, "name": library.store.name, "path": path}
        case.journal.append([Draft("library.attached", facts)], case.author, case.clock())


def switch(case: Case, library: str, on: bool) -> AttachedLibrary:
    """Have a library of the case searched from now on, or not; harmless where it is so already.

    `library` is its name, its id or the folder where it lay. Refusal `library.not-attached`.
    """
    attached = case.views.libraries()
    asked = {library, writable(os.path.abspath(library))}
    found = next((one for one in attached if asked & {one.id, one.name, one.path}), None)
    if found is None:
        raise Refusal("library.not-attached", name=library, known=", ".join(one.name for one in attached) or "–")
    if found.on != on:
        facts = {"library": found.id, "name": found.name, "on": on}
        case.journal.append([Draft("library.switched", facts)], case.author, case.clock())
    return replace(found, on=on)


def _keep(
    library: KnownLibrary,
    met: Met,
    provenance: Provenance,
    encode: Callable[[Preview], bytes],
    row_of: Callable[[LocalFeatures], bytes],
) -> KnownOutcome:
    """The original in its place and synced first, then its line in the library."""
    if met.refusal or not met.staged:
        if met.staged:
            library.vault.discard(met.staged)
        return KnownOutcome(met.path, "", "refused", met.refusal)
    known_id = met.staged.sha256[:16]
    if met.examination is None:
        library.vault.discard(met.staged)
        return KnownOutcome(met.path, known_id, "known")
    library.vault.publish([met.staged])
    told = provenance
    words = map(writable, (told.place, told.source, told.note, told.event))
    known = KnownImage(known_id, met.staged.sha256, met.path, told.first_known, *words)
    preview = encode(met.examination.preview) if met.examination.preview else b""
    row = None if met.features is None else row_of(met.features)
    added = library.store.add(known, met.examination, preview, row)
    return KnownOutcome(met.path, known_id, "added" if added else "known")
