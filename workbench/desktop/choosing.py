"""Asking for files and folders: the only windows that stand in front of ours."""

import os
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget

from workbench.desktop.plain_text import Speech


class Chooser(Protocol):
    """Empty answers mean that the person changed their mind."""

    def folder(self, title: str) -> Path | None: ...

    def files(self, title: str) -> list[str]: ...

    def save(self, title: str, name: str, suffix: str) -> Path | None: ...


class DialogChooser:
    """Qt's own file dialogs, in which nothing is renamed or deleted; the system's would remember what was chosen.

    Qt's own question before a file is replaced reads the file's name as markup where it looks like some: it is
    asked here, as plain text.
    """

    def __init__(self, parent: QWidget, speech: Speech) -> None:
        self._parent, self._speech = parent, speech

    def folder(self, title: str) -> Path | None:
        dialog = self._dialog(title, QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        chosen = self._asked(dialog)
        return Path(chosen[0]) if chosen else None

    def files(self, title: str) -> list[str]:
        return self._asked(self._dialog(title, QFileDialog.FileMode.ExistingFiles))

    def save(self, title: str, name: str, suffix: str) -> Path | None:
        dialog = self._dialog(title, QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilter(f"*{suffix}")
        dialog.selectFile(name)
        chosen = self._asked(dialog)
        if not chosen:
            return None
        target = Path(chosen[0]) if Path(chosen[0]).suffix == suffix else Path(f"{chosen[0]}{suffix}")
        return target if not target.exists() or self._may_replace(target) else None

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self._parent, title)
        dialog.setFileMode(mode)
        dialog.setOption(QFileDialog.Option.ReadOnly)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.destroyed.connect(lambda: remember_no_folders())
        return dialog

    def _asked(self, dialog: QFileDialog) -> list[str]:
        try:
            return dialog.selectedFiles() if dialog.exec() else []
        finally:
            dialog.deleteLater()

    def _may_replace(self, target: Path) -> bool:
        box = replacing_question(self._parent, self._speech, target)
        try:
            return box.exec() == QMessageBox.StandardButton.Yes
        finally:
            box.deleteLater()


def remember_no_folders() -> None:
    """Qt keeps a list of the folders that were chosen, for every program that uses it: here it gets no place to keep
    it, and elsewhere than on Linux the list is taken away each time."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    if sys.platform != "linux":  # where settings have one place that cannot be chosen
        QSettings(QSettings.Scope.UserScope, "QtProject").remove("FileDialog")


def replacing_question(parent: QWidget, speech: Speech, target: Path) -> QMessageBox:
    """Whether a file that is there may be replaced; its name stands there as plain text."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(speech.say("desktop.replace.title"))
    box.setText(speech.say("desktop.replace", name=target.name))
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
    for label in box.findChildren(QLabel):
        label.setOpenExternalLinks(False)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    return box
