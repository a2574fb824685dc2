"""Known images of which there is nothing but hashes, taken in from lists."""

from collections.abc import Generator
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance
from workbench.casework.library_ports import Measured
from workbench.casework.pack_manifest import known_id
from workbench.casework.pack_ports import Exchange
from workbench.domain.known import KnownImage
from workbench.domain.unseen import writable

MOST_REFUSED = 10_000
"""Lines of one list that are refused one by one; a file with more is no list of hashes."""


def import_list(
    library: KnownLibrary, file: Path, meaning: str, provenance: Provenance, exchange: Exchange
) -> Generator[KnownOutcome, None, None]:
    """Keep every image of a list of hashes; an outcome for each line is yielded once it is kept.

    What the list says of an image (when it was first known, where it was found) comes before what `provenance`
    says of all. `meaning` is `pdq`, `sha256` or empty: what 64 hex digits are where the list does not tell.
    Refusal `list.*` where the file is no list.
    """
    name, refused = writable(file.name), 0
    for one in exchange.listed(file, meaning):
        path = writable(one.name) or f"{name}:{one.line}"
        if one.refusal:
            refused += 1
            yield KnownOutcome(f"{name}:{one.line}", "", "refused", one.refusal)
            if refused >= MOST_REFUSED:
                return
            continue
        measured = Measured(fingerprints=one.fingerprints, digests=one.digests)
        known = KnownImage(
            known_id(one.sha256, measured), one.sha256, path, one.first_known or provenance.first_known,
            provenance.place, one.source or provenance.source, provenance.note, provenance.event,
        )  # fmt: skip
        kept = library.store.note(known, measured)
        yield KnownOutcome(path, known.id, "added" if kept else "known")
