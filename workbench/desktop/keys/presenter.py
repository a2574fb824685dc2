"""The sheet of all keys, and the changing of them."""

from collections.abc import Callable, Mapping

from workbench.desktop.commands import Command, Commands, KeyTaken, ranked
from workbench.desktop.plain_text import Speech


class KeysPresenter:
    """Every command with its key, narrowed by a few letters. Knows no widgets.

    `keep` is given all choices after each change; `applied` the command whose key has changed.
    """

    def __init__(
        self,
        commands: Commands,
        speech: Speech,
        chosen: Mapping[str, tuple[str, ...]],
        keep: Callable[[Mapping[str, tuple[str, ...]]], None],
        applied: Callable[[Command], None],
    ) -> None:
        self._commands, self._speech, self._keep, self._applied = commands, speech, keep, applied
        self._chosen = dict(chosen)
        self.shown: list[Command] = []
        self.message, self.tone = "", "accent"
        self.changed: Callable[[], None] = lambda: None

    def narrow(self, text: str) -> None:
        """Show what the letters find, in the order of the menus where there are none."""
        choices = [(one.id, f"{self.words(one)} {self.group(one)} {' '.join(one.keys)}") for one in self._commands]
        self.shown = [self._commands[name] for name in ranked(text, choices)]
        self.changed()

    def words(self, command: Command) -> str:
        return self._speech.say(f"desktop.command.{command.id}")

    def group(self, command: Command) -> str:
        return self._speech.say(f"desktop.group.{command.group}")

    def own(self, command: Command) -> bool:
        """Whether it has a key that the person gave it."""
        return command.id in self._chosen

    def give(self, command: Command, key: str) -> None:
        """Have `command` answer to `key` alone; where that is taken, whose it is is said and nothing changes."""
        if not key:
            self._tell("desktop.keys.none", "undermines")
            return
        try:
            self._use(command, (key,))
        except KeyTaken as taken:
            other = self.words(self._commands[taken.other])
            self._tell("desktop.keys.taken", "undermines", key=key, command=other)
            return
        self._chosen[command.id] = (key,)
        self._keep(self._chosen)
        self._tell("desktop.keys.given", "supports", key=key, command=self.words(command))

    def restore(self, command: Command) -> None:
        """Give a command our keys back, where no other has them by now."""
        if command.id not in self._chosen:
            return
        try:
            self._use(command, self._commands.first_keys(command.id))
        except KeyTaken as taken:
            other = self.words(self._commands[taken.other])
            self._tell("desktop.keys.taken", "undermines", key=taken.key, command=other)
            return
        del self._chosen[command.id]
        self._keep(self._chosen)
        self._tell("desktop.keys.restored", "supports", command=self.words(command))

    def _use(self, command: Command, keys: tuple[str, ...]) -> None:
        changed = self._commands.rekey(command.id, keys)
        self.shown = [changed if one.id == changed.id else one for one in self.shown]
        self._applied(changed)

    def _tell(self, code: str, tone: str, **facts: str) -> None:
        self.message, self.tone = self._speech.say(code, **facts), tone
        self.changed()
