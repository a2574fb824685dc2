"""`workbench bundle`: the whole case as one file that others can check."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.bundling import bundle
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    target = Path(options.to)
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        done = bundle(
            case, target, options.contents == "originals", options.as_it_is, room.program, room.read_checkpoint,
            room.notary, room.exchange.write,
        )  # fmt: skip
    for problem in done.problems:
        words = voice.wording.say(problem.code)
        voice.line({"subject": problem.subject, "ok": False, "problem": words})
        voice.tell("command.problem", subject=problem.subject, problem=words)
    voice.line({"path": str(target), "sha256": done.sha256, "entries": done.entries, "originals": done.originals,
                "problems": len(done.problems)})  # fmt: skip
    voice.tell("bundle.written", path=target, entries=done.entries, originals=done.originals, sha256=done.sha256)
    return 1 if done.problems else 0
