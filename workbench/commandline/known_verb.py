"""`workbench known`: add, list, export, import."""

import argparse
import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance, add_known
from workbench.casework.listing import import_list
from workbench.casework.meeting import writable
from workbench.casework.packs import Measuring, export_pack, import_pack
from workbench.casework.ports import Vault
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal

_PAGE = 500


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    verbs = {"add": _add, "list": _list, "export": _export, "import": _import}
    return verbs[options.known_verb](options, room, voice)


def _add(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    provenance, source = _provenance(options), room.files(options.paths, "file", "", "")
    with contextlib.closing(library_at(room, Path(options.library))) as library:
        examiner, row_of = room.examiner(), room.feature_row
        outcomes = add_known(library, source, provenance, examiner, room.encode, row_of, room.limits)
        return _told(outcomes, options, voice)


def _export(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    target = Path(options.to)
    with contextlib.closing(room.open_library(Path(options.library))) as library:
        name = library.store.name
        count, key = export_pack(library, target, options.contents, room.program, room.exchange)
    voice.line({"path": str(target), "library": name, "with": options.contents, "count": count, "key": key})
    voice.tell("pack.exported", count=count, name=name, path=target, key=key)
    return 0


def _import(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    with contextlib.closing(library_at(room, Path(options.library))) as library, room.scratch() as scratch:
        return _told(_brought(library, scratch, options, room, voice), options, voice)


def _brought(
    library: KnownLibrary, scratch: Vault, options: argparse.Namespace, room: Workroom, voice: Voice
) -> Iterator[KnownOutcome]:
    """What becomes of every entry and line of each file; a file that is neither is refused, and the next taken."""
    for file in map(Path, options.paths):
        try:
            if not room.exchange.is_pack(file):
                yield from import_list(library, file, options.hashes, _provenance(options), room.exchange)
                continue
            measuring = Measuring(room.examiner(), room.encode, room.feature_row, room.limits)
            signer, outcomes = import_pack(library, file, room.exchange, measuring, scratch)
            voice.line({"path": str(file), "signed_by": signer.key, "own": signer.own})
            voice.tell("pack.signed-own" if signer.own else "pack.signed-unknown", key=signer.key)
            yield from outcomes
        except Refusal as refusal:
            yield KnownOutcome(writable(str(file)), "", "refused", refusal)


def _provenance(options: argparse.Namespace) -> Provenance:
    first = parse_interval(options.first_known) if options.first_known else None
    return Provenance(first, options.place, options.source, options.note, options.event)


def _told(outcomes: Iterable[KnownOutcome], options: argparse.Namespace, voice: Voice) -> int:
    """Say what became of each file, entry or line; 1 where something was refused."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts[outcome.outcome] += 1
        refusal = outcome.refusal
        why = voice.wording.refusal(refusal) if refusal else None
        voice.progress("command.importing", count=counts.total(), path=outcome.path)
        voice.line({"path": outcome.path, "id": outcome.id or None, "outcome": outcome.outcome, "reason": why})
        if why:
            voice.progress_done()
            voice.tell("command.not-admitted", path=outcome.path, reason=why)
    voice.progress_done()
    voice.tell("command.known-added", added=counts["added"], known=counts["known"], refused=counts["refused"])
    first = _provenance(options).first_known
    if first and not first.zone_stated:
        voice.tell("command.zone-missing", interval=first.text())
    return 1 if counts["refused"] else 0


def library_at(room: Workroom, folder: Path) -> KnownLibrary:
    """The library in `folder`, made where nothing is there yet."""
    try:
        return room.open_library(folder)
    except Refusal as refusal:
        if refusal.code != "library.not-there":
            raise
        return room.new_library(folder)


def _list(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    with contextlib.closing(room.open_library(Path(options.library))) as library:
        offset = 0
        while page := library.store.page(offset, _PAGE):
            for row in page:
                known = row.known
                first = known.first_known.text() if known.first_known else None
                voice.line({"id": known.id, "path": known.path, "sha256": known.sha256, "first_known": first,
                            "place": known.place, "source": known.source, "event": known.event,
                            "note": known.note})  # fmt: skip
                shown = first or voice.wording.say("command.undated")
                voice.tell("command.known", id=known.id, path=known.path, first_known=shown, place=known.place)
            offset += len(page)
        voice.tell("command.known-count", count=library.store.count(), name=library.store.name)
    return 0
