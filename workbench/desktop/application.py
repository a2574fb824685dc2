"""The window's beginning and end."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from workbench import assets
from workbench.casework.workroom import Workroom
from workbench.desktop.care.care import Care
from workbench.desktop.care.choices import keep_choices, read_choices
from workbench.desktop.choosing import Chooser, remember_no_folders
from workbench.desktop.faults import Faults
from workbench.desktop.fonts import use_fonts
from workbench.desktop.jobs import Jobs
from workbench.desktop.main_window import MainWindow
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session
from workbench.desktop.theme import DARK, LIGHT, PALETTES, Look, system_prefers_dark
from workbench.desktop.window_state import read_state
from workbench.wording import Wording

_TURN_SECONDS = 0.001
"""How long another thread's Python may keep the window waiting; five times as long is usual."""


def run(room: Workroom, case_folder: Path | None) -> int:
    """Show the window, on a case where one is named, until it is closed; the exit code."""
    app = application(sys.argv[:1])
    awake = QTimer(interval=250)
    awake.timeout.connect(lambda: None)
    awake.start()
    while True:
        window = open_window(room)
        window.show()
        if case_folder is not None:
            window.open_folder(case_folder)
        window.faults.watch()
        # Ctrl+C in the terminal closes the window; Python looks at signals only while it runs.
        signal.signal(signal.SIGINT, lambda *_, window=window: window.close())
        code = app.exec()
        if not window.next_language:
            return code
        room, case_folder = room.in_language(window.next_language), window.next_folder
        window.deleteLater()


def say(sentence: str) -> None:
    """One sentence in a box, where there can be no window."""
    application(sys.argv[:1])
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(visible(sentence))
    box.exec()


def application(arguments: list[str]) -> QApplication:
    """The one application object of this process."""
    remember_no_folders()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("workbench")
    sys.setswitchinterval(_TURN_SECONDS)
    app.setApplicationDisplayName("")
    return app


def speak(app: QCoreApplication | None, wording: Wording) -> None:
    """Have the windows that are made from now on written in our fonts, and turned as the language is.

    Numbers keep western digits in every language.
    """
    if isinstance(app, QApplication):
        use_fonts(app, assets.resources() / "fonts")
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if wording.turned else Qt.LayoutDirection.LeftToRight)
        QLocale.setDefault(QLocale.c())


def open_window(room: Workroom, chooser: Chooser | None = None) -> MainWindow:
    """A window with no case open, in the colours that the person or the desktop chose."""
    state = read_state(room.home)
    chosen = PALETTES.get(state.palette)
    care = Care(read_choices(room.home), lambda choices: keep_choices(room.home, choices, room.keep))
    palette = chosen or (DARK if system_prefers_dark() else LIGHT)
    look = Look(assets.resources(), palette, chosen is not None, care)
    speak(QApplication.instance(), room.wording)
    look.apply()
    faults = Faults(room)
    jobs = Jobs(room.log, faults.caught, room.wording.sentences)
    window = MainWindow(Session(room, jobs), jobs, look, faults, chooser)
    window.setWindowIcon(look.icon("verify", "accent"))
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda: look.follow(system_prefers_dark()))
    return window
