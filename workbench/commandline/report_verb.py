"""`workbench report`: the report on one event, in the format that the file's name asks for."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.reporting import Shelves, report_on, write_report
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.refusals import Refusal


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    target = Path(options.to)
    renderer = room.renderers.get(target.suffix.lower())
    if renderer is None:
        raise Refusal("report.other-format", suffix=target.suffix or "none", known=", ".join(room.renderers))
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        shelves = Shelves(room.open_library, room.finder)
        report = report_on(
            case, options.event, room.inspection, room.read_checkpoint, room.program, shelves, room.gazetteer()
        )
        sha256 = write_report(case, report, renderer, target, room.keep)
    checkpoints = [{"origin": c.origin, "size": c.size, "root": c.root} for c in report.checkpoints]
    voice.line({"path": str(target), "sha256": sha256, "images": len(report.images), "checkpoints": checkpoints})
    voice.tell("command.reported", path=target, images=len(report.images), sha256=sha256)
    return 0
