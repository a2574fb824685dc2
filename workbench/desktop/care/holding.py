"""Looking at a picture for as long as a key is held."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent

_GONE = (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)


class Holding(QObject):
    """`begin` shows; `hide` is called when a key is let go, or the window is left. Events are looked at only then."""

    def __init__(self, parent: QObject, show: Callable[[], None], hide: Callable[[], None]) -> None:
        super().__init__(parent)
        self._show, self._hide = show, hide
        self._on = False

    def begin(self) -> None:
        app = QCoreApplication.instance()
        if app is not None and not self._on:
            self._on = True
            app.installEventFilter(self)
            self._show()

    def end(self) -> None:
        app = QCoreApplication.instance()
        if app is not None and self._on:
            self._on = False
            app.removeEventFilter(self)
            self._hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        let_go = event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat()
        if let_go or event.type() in _GONE:
            self.end()
        return False
