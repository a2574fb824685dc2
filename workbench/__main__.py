"""The command line; with no verb, the window."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench.bootstrap import build
from workbench.commandline.parser import parser
from workbench.commandline.verbs import VERBS
from workbench.commandline.voice import standard_voice
from workbench.domain.refusals import Refusal

DONE, NOT_DONE, USAGE = 0, 1, 2
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb, or the window. 0: done; 1: something was refused, not found or failed; 2: usage."""
    options = parser().parse_args(arguments)
    room = build(os.environ)
    voice = standard_voice(room.wording, getattr(options, "json", False))
    try:
        if options.verb is None:
            if sys.platform == "linux" and not any(os.environ.get(name) for name in DISPLAYS):
                raise Refusal("window.no-display")  # Qt would end the process without a word to the user
            from workbench.desktop.application import run  # Qt is loaded for the window only

            return run(room, Path(options.window_case) if options.window_case else None)
        return VERBS[options.verb](options, room, voice)
    except Refusal as refusal:
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
    finally:
        room.close()


if __name__ == "__main__":
    sys.exit(main())
