"""The command line; with no verb, the window."""

import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from workbench import assets
from workbench.bootstrap import build
from workbench.casework.workroom import Workroom
from workbench.commandline.opening_notices import announcing
from workbench.commandline.parser import parser
from workbench.commandline.passphrases import Passphrases
from workbench.commandline.verbs import VERBS
from workbench.commandline.voice import Voice, standard_voice
from workbench.domain.examinations import IsolationLevel
from workbench.domain.faults import Own, code_name, fault_of
from workbench.domain.refusals import Refusal
from workbench.logbook import surroundings
from workbench.speaking import spoken_language
from workbench.wording import Wording

DONE, NOT_DONE, USAGE, FAULT = 0, 1, 2, 3
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(arguments: Sequence[str] | None = None, child: Sequence[str] | None = None) -> int:
    """Run one verb, or the window. 0: done; 1: something was refused, not found or failed; 2: usage; 3: a fault.

    `child` starts another program than ours in the place of the one that reads files.
    """
    options = parser().parse_args(arguments)
    try:
        room = build(os.environ, given=getattr(options, "limit", ()), child=child)
    except Refusal as refusal:
        return _unset(options, refusal)
    except Exception as error:  # before there are words or a log: only where it was is told
        print("\n".join(fault_of(error).lines()), file=sys.stderr)
        return FAULT
    room.precautions.fresh_process = getattr(options, "hostile_source", False)
    room.precautions.accepted = IsolationLevel(getattr(options, "accept_isolation", "full"))
    voice = standard_voice(room.wording, getattr(options, "json", False))
    verb, began, ended = Own(options.verb or "window"), time.monotonic(), FAULT
    room.log.note(Own("begun"), verb=verb, on=surroundings(room.program))
    try:
        ended = run_verb(options, room, voice)
    finally:
        room.close()
        room.log.note(Own("ended"), verb=verb, code=ended, milliseconds=round((time.monotonic() - began) * 1000))
    return ended


def _unset(options: Namespace, refusal: Refusal) -> int:
    """What was set for the program cannot be meant: it is said, and nothing is begun."""
    wording = Wording(assets.resources() / "locale", spoken_language(os.environ))
    standard_voice(wording, getattr(options, "json", False)).refuse(refusal)
    if options.verb is None and (sys.platform != "linux" or any(os.environ.get(name) for name in DISPLAYS)):
        from workbench.desktop.application import say

        say(wording.refusal(refusal))
    return NOT_DONE


def run_verb(options: Namespace, room: Workroom, voice: Voice) -> int:
    """Do what the options ask for; the exit code, whatever goes wrong."""
    try:
        if options.verb is None:
            if sys.platform == "linux" and not any(os.environ.get(name) for name in DISPLAYS):
                raise Refusal("window.no-display")  # Qt would end the process without a word to the user
            from workbench.desktop.application import run  # Qt is loaded for the window only

            return run(room, Path(options.window_case) if options.window_case else None)
        return VERBS[options.verb](options, announcing(Passphrases(options, room).room(), voice), voice)
    except Refusal as refusal:
        room.log.note(Own("refused"), code=code_name(refusal.code, room.wording.sentences))
        voice.progress_done()
        voice.refuse(refusal)
        return NOT_DONE
    except KeyboardInterrupt:
        voice.progress_done()
        voice.warn(room.wording.say("command.interrupted"))
        return NOT_DONE
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE
    except Exception as error:  # its message may hold a name or a path: only where it was raised is told
        voice.progress_done()
        voice.fault(room.fault(error, Own("command")))
        return FAULT


if __name__ == "__main__":
    sys.exit(main())
