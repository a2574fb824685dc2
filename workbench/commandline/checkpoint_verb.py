"""`workbench checkpoint`: the journal's signed size and root, kept elsewhere and vouched for by others."""

import argparse
import contextlib
from datetime import UTC, datetime
from pathlib import Path

from workbench.casework import checkpoints
from workbench.casework.cases import Case
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.refusals import Refusal
from workbench.domain.reports import BookCheckpoint


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    with contextlib.ExitStack() as open_things:
        case = None
        if options.case:
            case = open_things.enter_context(contextlib.closing(room.open_case(Path(options.case))))
        if options.countersign:
            return _countersign(Path(options.countersign), case, room, voice)
        if case is None:
            raise Refusal("checkpoint.case-missing")
        return _of_case(options, case, room, voice)


def _countersign(file: Path, case: Case | None, room: Workroom, voice: Voice) -> int:
    at = case.clock() if case else datetime.now(UTC)
    origin = checkpoints.countersign(file, room.notary, at, room.keep, case, room.read_checkpoint)
    voice.line({"path": str(file), "origin": origin, "compared": case is not None})
    voice.tell("checkpoint.countersigned" if case else "checkpoint.countersigned-unseen", path=file, origin=origin)
    return 0


def _of_case(options: argparse.Namespace, case: Case, room: Workroom, voice: Voice) -> int:
    read, notary = room.read_checkpoint, room.notary
    if options.countersigned:
        point, by = checkpoints.take_countersigned(case, Path(options.countersigned), notary, read)
        voice.line(_line(point) | {"by": [{"key": one.key, "at": one.at} for one in by]})
        for one in by:
            voice.tell("checkpoint.countersigned-by", size=point.size, key=one.key, at=one.at)
    elif options.timestamp_reply:
        kept = checkpoints.take_timestamp(case, Path(options.timestamp_reply), notary)
        voice.line({"book": kept.book, "size": kept.size, "at": kept.reply.at, "policy": kept.reply.policy,
                    "serial": kept.reply.serial, "document": kept.sha256, "checked": ["status", "imprint", "nonce"],
                    "unchecked": ["signature", "certificates"]})  # fmt: skip
        voice.tell("timestamp.kept", size=kept.size, at=kept.reply.at, document=kept.sha256)
    elif options.timestamp_request:
        target = Path(options.timestamp_request)
        point = checkpoints.request_timestamp(case, target, notary, read, room.keep, options.book)
        voice.line(_line(point) | {"path": str(target)})
        voice.tell("timestamp.requested", path=target, size=point.size)
    elif options.export:
        target = Path(options.export)
        point = checkpoints.export_checkpoint(case, target, read, room.keep, options.book)
        voice.line(_line(point) | {"path": str(target)})
        voice.tell("checkpoint.exported", path=target, size=point.size, root=point.root)
    else:
        point = checkpoints.newest(case, read, options.book)
        voice.line(_line(point))
        voice.tell("command.checkpoint", size=point.size, root=point.root)
    return 0


def _line(point: BookCheckpoint) -> dict[str, object]:
    return {"book": point.book, "size": point.size, "root": point.root, "note": point.note}
