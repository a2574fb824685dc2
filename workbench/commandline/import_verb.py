"""`workbench import`: files and folders into a case, one outcome a file."""

import argparse
import contextlib
from collections import Counter
from pathlib import Path

from workbench.casework.importing import import_files
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.evidence import ImportOutcome, ImportStatus
from workbench.domain.intervals import parse_interval


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    if options.posted:
        parse_interval(options.posted)  # what cannot be read is refused before anything is taken in
    source = room.files(options.paths, options.kind, options.url, options.collected_by, options.posted)
    counts: Counter[str] = Counter()
    examiner = room.examiner()  # where it may not be used, nothing is refused file by file
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        outcomes = import_files(case, source, examiner, room.encode, room.limits)
        with contextlib.closing(outcomes):
            for outcome in outcomes:
                counts[outcome.status] += 1
                voice.progress("command.importing", count=counts.total(), path=outcome.path)
                voice.line(outcome_line(outcome, voice))
                if outcome.status not in (ImportStatus.ADMITTED, ImportStatus.KNOWN):
                    voice.progress_done()
                    voice.tell("command.not-admitted", path=outcome.path, reason=reason(outcome, voice))
    voice.progress_done()
    voice.tell("command.imported", **{status.value: counts[status] for status in ImportStatus})
    return 1 if counts[ImportStatus.REFUSED] or counts[ImportStatus.MISSING] else 0


def outcome_line(outcome: ImportOutcome, voice: Voice) -> dict[str, str | None]:
    """The line of `import --json` for one file."""
    return {
        "path": outcome.path,
        "outcome": outcome.status.value,
        "sha256": outcome.sha256 or None,
        "media_type": outcome.media_type or None,
        "reason": reason(outcome, voice) or None,
    }


def reason(outcome: ImportOutcome, voice: Voice) -> str:
    """Why a file was not admitted, in a sentence; empty where it was."""
    return voice.wording.say(outcome.code, dict(outcome.facts)) if outcome.code else ""
