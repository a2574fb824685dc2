"""`workbench join`: what another laptop wrote of the same case, taken in from its bundle."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.joining import join
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        done = join(
            case, Path(options.bundle), room.check_bundle, room.exchange, room.read_checkpoint, room.examiner(),
            room.encode, room.limits, told=lambda number, of: voice.progress("join.progress", done=number, of=of),
        )  # fmt: skip
    voice.progress_done()
    conflicts = [{"evidence": evidence, "claim": claim} for evidence, claim in done.conflicts]
    voice.line({"path": options.bundle, "signer": done.signer, "entries": done.entries, "originals": done.originals,
                "conflicts": conflicts})  # fmt: skip
    voice.tell("bundle.signer", key=done.signer)
    voice.tell("join.done" if done.entries else "join.nothing-new", entries=done.entries, originals=done.originals)
    for evidence, claim in done.conflicts:
        voice.tell("join.conflict", evidence=evidence[:12], claim=claim)
    return 0
