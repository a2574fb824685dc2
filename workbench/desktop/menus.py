"""Commands made into menus, keys and the sheet of keys."""

import contextlib
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from workbench.desktop.commands import Command, Commands, KeyTaken
from workbench.desktop.directions import directed
from workbench.desktop.keys.choices import keep_choices, read_choices
from workbench.desktop.keys.presenter import KeysPresenter
from workbench.desktop.session import Session
from workbench.desktop.task_view import TaskView

_REPEATED = ("next", "previous", "pan", "zoom")
"""How the names of commands begin that go on while their key is held."""
GROUPS = ("case", "go", "review", "compare", "forensic", "library", "events", "report", "view")


class Menus:
    """Gives every command its key, its menu line and its place on the sheet; `actions` holds them by name."""

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        commands: Commands,
        views: Mapping[str, TaskView],
        run: Callable[[Command], None],
    ) -> None:
        self._window, self._commands, self._views, self._run = window, commands, views, run
        self._say = session.speech.say
        self.actions: dict[str, QAction] = {}
        home, keep = session.room.home, session.room.keep
        chosen = read_choices(home)
        for name, keys in chosen.items():
            with contextlib.suppress(KeyError, KeyTaken):  # of another version, or by now another's
                commands.rekey(name, keys)
        self.sheet = KeysPresenter(
            commands, session.speech, chosen, lambda kept: keep_choices(home, kept, keep), self._rekeyed
        )
        menus: dict[str, QMenu] = {}
        for group in GROUPS:
            if any(command.group == group for command in commands):
                menus[group] = window.menuBar().addMenu(self._say(f"desktop.group.{group}"))
                menus[group].aboutToShow.connect(partial(self._show_what_is_possible, True))
                menus[group].aboutToHide.connect(partial(self._show_what_is_possible, False))
        for command in commands:
            action = self.actions[command.id] = self._action(command)
            menus[command.group].addAction(action)
        window.menuBar().setAccessibleName(self._say("desktop.menus"))

    def _action(self, command: Command) -> QAction:
        action = QAction(directed(self._say(f"desktop.command.{command.id}").replace("&", "&&")), self._window)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setAutoRepeat(command.id.removeprefix("forensic-").startswith(_REPEATED))
        action.triggered.connect(lambda: self._run(self._commands[command.id]))
        if not command.task:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self._window.addAction(action)
            return action
        view = self._views[command.task]
        narrow = command.narrow
        context = Qt.ShortcutContext.WidgetShortcut if narrow else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(context)
        for widget in view.narrow_widgets() if narrow else (view,):
            widget.addAction(action)
        return action

    def _rekeyed(self, command: Command) -> None:
        self.actions[command.id].setShortcuts([QKeySequence(key) for key in command.keys])

    def _show_what_is_possible(self, in_menu: bool) -> None:
        """An open menu greys what cannot be done now; keys stay, so that they can say so."""
        for command in self._commands:
            self.actions[command.id].setEnabled(not in_menu or command.ready())
