"""What a person does in the window, without a person."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.desktop.builders import wait_for
from workbench.desktop.choosing import DialogChooser
from workbench.desktop.main_window import MainWindow


def opened(window: MainWindow, case: Path, passphrase: str) -> None:
    """The case open in the window."""
    if not window.lock.covers:
        window.start.open(case)
    if passphrase:
        window.lock.unlock(passphrase)
    if not wait_for(lambda: window.session.is_open and not window.session.background.busy()):
        raise SystemExit("the case did not open")


def settle(window: MainWindow) -> None:
    if not wait_for(lambda: not window.session.background.busy()):
        raise SystemExit("the work did not end")


def choose_a_folder(window: MainWindow, case: Path) -> None:
    """As a person does, who then changes their mind: the dialog has seen where the case lies."""
    chooser = DialogChooser(window, window.session.speech)
    timer = QTimer(interval=100)

    def leave() -> None:
        for dialog in QApplication.topLevelWidgets():
            if dialog.isModal() and dialog.isVisible():
                dialog.setDirectory(str(case))
                dialog.reject()

    timer.timeout.connect(leave)
    timer.start()
    chooser.folder("x")
    timer.stop()
