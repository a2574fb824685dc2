"""Asking for files and folders: the only windows that stand in front of ours."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget


class Chooser(Protocol):
    """Empty answers mean that the person changed their mind."""

    def folder(self, title: str) -> Path | None: ...

    def files(self, title: str) -> list[str]: ...

    def save(self, title: str, name: str, suffix: str) -> Path | None: ...


class DialogChooser:
    """The system's file dialogs."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self._parent, title)
        return Path(chosen) if chosen else None

    def files(self, title: str) -> list[str]:
        return QFileDialog.getOpenFileNames(self._parent, title)[0]

    def save(self, title: str, name: str, suffix: str) -> Path | None:
        chosen = QFileDialog.getSaveFileName(self._parent, title, name, f"*{suffix}")[0]
        if not chosen:
            return None
        return Path(chosen) if Path(chosen).suffix == suffix else Path(f"{chosen}{suffix}")
