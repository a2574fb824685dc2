"""The window, driven through its tasks without a person: `python -m tests.driven_window FOLDER`. Exit 0 at the end."""

import os
import sys
from pathlib import Path

from tests.desktop.builders import Told, an_event, wait_for
from workbench.assets import resources
from workbench.bootstrap import build
from workbench.desktop.application import application, open_window
from workbench.desktop.navigation import TASKS

SAMPLE = resources() / "sample"


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    room = build(os.environ)
    application(["driven"])
    chooser = Told()
    window = open_window(room, chooser)
    window.faults.raised.connect(lambda notice: (print(notice, file=sys.stderr), os._exit(5)))
    window.faults.watch()
    window.show()
    idle = lambda: wait_for(lambda: not window.session.background.busy())  # type: ignore[attr-defined]  # noqa: E731
    window.session.new(folder / "case", "Offline")
    names = ("IMG_20251125_021214.jpg", "photo_2025-11-25_05-02-55.jpg")
    window.bring_in([str(SAMPLE / "incoming" / name) for name in names])
    idle()
    library = window.session.open_library(folder / "library", new=True)
    chooser.next_files = [str(SAMPLE / "known" / "bridge.jpg")]
    window.views["library"].deliveries.ask_files()
    idle()
    an_event(window.session)
    for task in TASKS:
        window.go(task)
        idle()
        for command in window.commands:
            if command.task == task and command.ready() and not _asks_a_person(command.id):
                command.run()
                idle()
        window.grab()
    window.go("report")
    chooser.next_save = folder / "report.html"
    window.commands["write-report"].run()
    idle()
    window.commands["verify"].run()
    idle()
    window.close()
    room.close()
    return 0 if (folder / "report.html").is_file() and library else 4


def _asks_a_person(name: str) -> bool:
    return name.startswith(("quit", "close", "tag-family"))


if __name__ == "__main__":
    sys.exit(main())
