"""`workbench limits`: the limits that files are read under."""

import argparse

from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.limits import shown


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    for name, value, usual in shown(room.limits):
        voice.line({"limit": name, "value": float(value), "usual": float(usual)})
        what, code = voice.wording.say(f"limits.of-{name}"), "limits.line" if value == usual else "limits.line-changed"
        voice.tell(code, name=name, value=value, usual=usual, what=what)
    voice.tell("limits.where", path=room.home / "limits.toml")
    return 0
