"""Whether anybody is at the window: keys, clicks and movements, looked for only while an encrypted case is open.

They are seen where they reach the window, before they reach its parts: the parts are told of much more, and each look
costs time.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

_SIGNS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class IdleWatch(QObject):
    """Tells `touched` of every sign of life and `tick` every second, while it is on."""

    def __init__(self, window: QWidget, touched: Callable[[], None], tick: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._touched, self._tick = window, touched, tick
        self._watched: QWindow | None = None
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._look)

    def turn(self, on: bool) -> None:
        if on == self._timer.isActive():
            return
        if on:
            self._touched()
            self._timer.start()
            self._watch()
            return
        self._timer.stop()
        if self._watched:
            self._watched.removeEventFilter(self)
            self._watched = None

    def _look(self) -> None:
        self._watch()
        self._tick()

    def _watch(self) -> None:
        if self._watched is None and (handle := self._window.windowHandle()):  # there once it has been shown
            handle.installEventFilter(self)
            self._watched = handle

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._touched()
        return False
