"""The window's beginning and end."""

import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from workbench import assets
from workbench.casework.workroom import Workroom
from workbench.desktop.choosing import Chooser
from workbench.desktop.jobs import Jobs
from workbench.desktop.main_window import MainWindow
from workbench.desktop.session import Session
from workbench.desktop.theme import Look, system_prefers_dark
from workbench.desktop.window_state import read_state


def run(room: Workroom, case_folder: Path | None) -> int:
    """Show the window, on a case where one is named, until it is closed; the exit code."""
    app = application(sys.argv[:1])
    window = open_window(room)
    window.show()
    if case_folder is not None:
        window.open_folder(case_folder)
    sys.excepthook = lambda kind, error, trace: _own_fault(window, kind, error, trace)
    # Ctrl+C in the terminal closes the window; Python looks at signals only while it runs.
    signal.signal(signal.SIGINT, lambda *_: window.close())
    awake = QTimer(interval=250)
    awake.timeout.connect(lambda: None)
    awake.start()
    return app.exec()


def _own_fault(
    window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A fault of ours in one click is said in the window and on the terminal, and costs nothing else."""
    traceback.print_exception(kind, error, trace)
    window.notice.tell(window.session.speech.say("desktop.fault", reason=kind.__name__), "undermines")


def application(arguments: list[str]) -> QApplication:
    """The one application object of this process."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("workbench")
    app.setApplicationDisplayName("")
    return app


def open_window(room: Workroom, chooser: Chooser | None = None) -> MainWindow:
    """A window with no case open, in the colours that the person or the desktop chose."""
    state = read_state(room.home)
    look = Look(assets.resources(), state.dark if state.dark is not None else system_prefers_dark())
    look.chosen = state.dark is not None
    look.apply()
    jobs = Jobs()
    window = MainWindow(Session(room, jobs), jobs, look, chooser)
    window.setWindowIcon(look.icon("verify", "accent"))
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda: look.follow(system_prefers_dark()))
    return window
