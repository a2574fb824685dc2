"""`workbench known`: add, list."""

import argparse
import contextlib
from collections import Counter
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import Provenance, add_known
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal

_PAGE = 500


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    return _add(options, room, voice) if options.known_verb == "add" else _list(options, room, voice)


def _add(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    first = parse_interval(options.first_known) if options.first_known else None
    provenance = Provenance(first, options.place, options.source, options.note)
    source = room.files(options.paths, "file", "", "")
    counts: Counter[str] = Counter()
    with contextlib.closing(library_at(room, Path(options.library))) as library:
        examiner, row_of = room.examiner(), room.feature_row
        for outcome in add_known(library, source, provenance, examiner, room.encode, row_of, room.limits):
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
                            "place": known.place, "source": known.source, "note": known.note})  # fmt: skip
                shown = first or voice.wording.say("command.undated")
                voice.tell("command.known", id=known.id, path=known.path, first_known=shown, place=known.place)
            offset += len(page)
        voice.tell("command.known-count", count=library.store.count(), name=library.store.name)
    return 0
