"""What the program did wrong, said in the window: what is kept, and details that can be passed on."""

import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from workbench.casework.workroom import Workroom
from workbench.desktop.controls import Notice, button
from workbench.desktop.plain_text import Speech
from workbench.domain.faults import Own


class Faults(QObject):
    """Takes every error that nobody foresaw, from whichever thread; `raised` brings its notice into the window."""

    raised = Signal(str)

    def __init__(self, room: Workroom) -> None:
        super().__init__()
        self._room = room

    def caught(self, error: BaseException, where: str) -> None:
        """Log the error, and have it said. It is not said on the terminal, where its message would stand."""
        self.raised.emit(self._room.fault(error, Own(where)))

    def watch(self) -> None:
        """From now on take what is raised in a click, in a thread or while something is thrown away, and what Qt
        has to remark, whose words may hold a path."""
        sys.excepthook = lambda kind, error, trace: self.caught(error, "window")
        threading.excepthook = lambda told: self.caught(told.exc_value or RuntimeError(), "thread")
        sys.unraisablehook = lambda told: self.caught(told.exc_value or RuntimeError(), "unraisable")
        qInstallMessageHandler(self._remarked)

    def _remarked(self, kind: QtMsgType, about: QMessageLogContext, words: str | None) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            self._room.log.note(Own("qt"), kind=Own(kind.name))


class FaultNotice(Notice):
    """The notice of a fault, with a button that copies its details."""

    def __init__(self, speech: Speech, tell: Callable[[str], Any]) -> None:
        super().__init__(speech.say("desktop.dismiss"))
        self._say, self._tell = speech.say, tell
        self.details = ""
        self.add_button(button(speech.say("desktop.fault-copy"), self.copy))

    def show_fault(self, details: str) -> None:
        self.details = details
        self.tell(self._say("desktop.fault-notice"), "undermines")

    def copy(self) -> None:
        """Put the details of the last fault on the clipboard."""
        if not self.details:
            self._tell(self._say("desktop.fault-copied-none"))
            return
        QGuiApplication.clipboard().setText(self.details)
        self._tell(self._say("desktop.fault-copied"))
