"""`workbench verify`: whether a case, or the bundle of one, is still what was written."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.verifying import HARMLESS, verify
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.refusals import Refusal


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    try:
        kept = [Path(file).read_text("utf-8") for file in options.checkpoint]
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("verify.checkpoint-unreadable", path=", ".join(options.checkpoint), reason=str(error)) from error
    subject, signer = Path(options.case), ""
    if subject.is_file():
        audit, signer = room.check_bundle(subject, kept)
    else:
        with contextlib.closing(room.open_case(subject)) as case:
            audit = verify(case, room.read_checkpoint, kept)
    for problem in audit.problems:
        words = voice.wording.say(problem.code)
        voice.line({"subject": problem.subject, "ok": problem.code in HARMLESS, "problem": words})
        voice.tell("command.problem", subject=problem.subject, problem=words)
    books = [{"book": book, "size": size, "root": root} for book, size, root in audit.checkpoints]
    newest = max(books, key=lambda one: int(str(one["size"])), default=None)
    checkpoint = {"size": newest["size"], "root": newest["root"]} if newest else None
    voice.line({"ok": audit.ok, "entries": audit.entries, "checkpoint": checkpoint, "books": books}
               | ({"signer": signer} if signer else {}))  # fmt: skip
    if signer:
        voice.tell("bundle.signer", key=signer)
    voice.tell("command.verified" if audit.ok else "command.not-verified", entries=audit.entries,
               problems=len(audit.problems))  # fmt: skip
    for _, size, root in audit.checkpoints:
        voice.tell("command.checkpoint", size=size, root=root)
    return 0 if audit.ok else 1
