"""`workbench known`: add, list, export, import, renew."""

import argparse
import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance, add_known
from workbench.casework.measuring import Measuring
from workbench.casework.packs import export_pack
from workbench.casework.receiving import Signed, receive
from workbench.casework.renewing import renew_known
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal

_PAGE = 500


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    verbs = {"add": _add, "list": _list, "export": _export, "import": _import, "renew": _renew}
    return verbs[options.known_verb](options, room, voice)


def _add(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    provenance, source = _provenance(options), room.files(options.paths, "file", "", "")
    examiner, row_of = room.examiner(), room.feature_row
    with contextlib.closing(library_at(room, Path(options.library))) as library:
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
    files, provenance = map(Path, options.paths), _provenance(options)
    with contextlib.closing(library_at(room, Path(options.library))) as library, room.scratch() as scratch:
        came = receive(library, files, options.hashes, provenance, room.exchange, lambda: _measuring(room), scratch)
        return _told(_unsigned(came, voice), options, voice)


def _unsigned(came: Iterable[Signed | KnownOutcome], voice: Voice) -> Iterator[KnownOutcome]:
    """The outcomes; who signed a pack is said on the way."""
    for one in came:
        if isinstance(one, KnownOutcome):
            yield one
        else:
            voice.line({"path": one.path, "signed_by": one.signer.key, "own": one.signer.own})
            voice.tell("pack.signed-own" if one.signer.own else "pack.signed-unknown", key=one.signer.key)


def _renew(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    counts: Counter[str] = Counter()
    with contextlib.closing(room.open_library(Path(options.library))) as library, room.scratch() as scratch:
        for outcome in renew_known(library, _measuring(room), room.exchange.usable_features, scratch):
            counts[outcome.outcome] += 1
            voice.progress("command.importing", count=counts.total(), path=outcome.path)
            why = _line(outcome, voice)
            if outcome.outcome == "refused":
                voice.progress_done()
                voice.tell("renew.refused", path=outcome.path, reason=why)
        voice.progress_done()
        voice.tell("renew.done", renewed=counts["renewed"], current=counts["current"],
                   without=counts["without-picture"], refused=counts["refused"], name=library.store.name)  # fmt: skip
    if counts["without-picture"]:
        voice.tell("renew.ask")
    return 1 if counts["refused"] else 0


def _measuring(room: Workroom) -> Measuring:
    return Measuring(room.examiner(), room.encode, room.feature_row, room.limits)


def _provenance(options: argparse.Namespace) -> Provenance:
    first = parse_interval(options.first_known) if options.first_known else None
    return Provenance(first, options.place, options.source, options.note, options.event)


def _told(outcomes: Iterable[KnownOutcome], options: argparse.Namespace, voice: Voice) -> int:
    """Say what became of each file, entry or line; 1 where something was refused."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts[outcome.outcome] += 1
        voice.progress("command.importing", count=counts.total(), path=outcome.path)
        if why := _line(outcome, voice):
            voice.progress_done()
            voice.tell("command.not-admitted" if outcome.refusal else "command.kept-with-caveat",
                       path=outcome.path, reason=why)  # fmt: skip
    voice.progress_done()
    voice.tell("command.known-added", added=counts["added"], known=counts["known"], refused=counts["refused"])
    first = _provenance(options).first_known
    if first and not first.zone_stated:
        voice.tell("command.zone-missing", interval=first.text())
    return 1 if counts["refused"] else 0


def _line(outcome: KnownOutcome, voice: Voice) -> str | None:
    """The JSON line of an outcome; the sentence that goes with it, where one does."""
    why = voice.wording.refusal(outcome.refusal) if outcome.refusal else None
    caveat = voice.wording.say(outcome.caveat) if outcome.caveat else None
    voice.line({"path": outcome.path, "id": outcome.id or None, "outcome": outcome.outcome, "reason": why,
                "caveat": caveat})  # fmt: skip
    return why or caveat


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
