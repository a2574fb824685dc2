"""`workbench note`: what is to be seen on an image, said before others look at it."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.claiming import find_evidence
from workbench.casework.noting import note_content
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.content_notes import ContentKind, noted


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    note = noted(frozenset(map(ContentKind, options.kind)), options.text)
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        evidence = find_evidence(case, options.evidence)
        note_content(case, evidence, note)
    voice.line({"evidence": evidence, **note.facts})
    kinds = ", ".join(voice.wording.say(f"content-kind.{kind.value}", {}) for kind in note.kinds)
    said = ": ".join(part for part in (kinds, note.text) if part)
    voice.tell("command.noted" if note else "command.note-taken-back", id=evidence[:16], note=said)
    return 0
