"""`workbench case`: new, rebuild."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.refusals import Refusal


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    folder = Path(options.case)
    if options.case_verb == "new":
        if options.encrypted:
            raise Refusal("case.no-encryption-yet")
        with contextlib.closing(room.new_case(folder, options.title or folder.resolve().name)) as case:
            voice.line({"case": str(case.folder), "id": case.id, "title": case.title})
            voice.tell("command.case-made", path=case.folder, title=case.title)
        return 0
    with contextlib.closing(room.open_case(folder)) as case:
        entries = case.journal.rebuild()
        voice.line({"case": str(case.folder), "entries": entries})
        voice.tell("command.rebuilt", entries=entries)
    return 0
