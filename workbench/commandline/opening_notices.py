"""What opening a case did or found, said by whichever verb opens it."""

from dataclasses import replace
from pathlib import Path

from workbench.casework.cases import Case
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice


def announcing(room: Workroom, voice: Voice) -> Workroom:
    """The same workroom, whose cases say on the error stream what opening them did."""

    def open_case(folder: Path) -> Case:
        case = room.open_case(folder)
        for notice in case.notices:
            voice.warn(voice.wording.say(notice.code, notice.facts))
        return case

    return replace(room, open_case=open_case)
