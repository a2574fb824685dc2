"""Back up, restore and stop, as commands: they ask for a place and tell the window what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.keeping.presenter import KeepingPresenter
from workbench.desktop.plain_text import Speech


class KeepingMenu:
    def __init__(
        self,
        presenter: KeepingPresenter,
        speech: Speech,
        chooser: Chooser,
        is_open: Callable[[], bool],
        folder_for: Callable[[Path, str], Path],
        tell: Callable[[str, str], None],
    ) -> None:
        self._presenter, self._say, self._chooser = presenter, speech.say, chooser
        self._is_open, self._folder_for = is_open, folder_for
        presenter.changed = lambda: tell(presenter.message, presenter.tone)

    def commands(self) -> Sequence[Command]:
        at_work = self._presenter
        return (
            Command("back-up-case", ("Ctrl+B",), self.ask_backup, "case",
                    ready=lambda: self._is_open() and not at_work.running),
            Command("restore-case", ("Ctrl+Shift+O",), self.ask_restore, "case", ready=lambda: not at_work.running),
            Command("stop-copying", ("Ctrl+Shift+X",), at_work.stop, "case", ready=lambda: at_work.running),
        )  # fmt: skip

    def ask_backup(self) -> None:
        name = self._presenter.suggested_name()
        if target := self._chooser.save(self._say("desktop.keeping.backup-title"), name, ".zip"):
            self._presenter.back_up(target)

    def ask_restore(self) -> None:
        chosen = self._chooser.files(self._say("desktop.keeping.restore-title"))
        if chosen and (parent := self._chooser.folder(self._say("desktop.keeping.parent-title"))):
            self._presenter.restore(Path(chosen[0]), self._folder_for(Path(parent), Path(chosen[0]).stem))
