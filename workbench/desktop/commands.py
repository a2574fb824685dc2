"""Everything that can be done in the window, by name and key: menus and the command palette are made from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """`id` words itself as `desktop.command.ID`; `keys` are Qt key sequences, the first one is shown.

    `task` is the task in whose view the keys work, or empty where they work everywhere; `narrow` keeps the
    keys to the widgets that the view names, since elsewhere they mean something else (a space on a button).
    """

    id: str
    keys: tuple[str, ...]
    run: Callable[[], object]
    group: str
    task: str = ""
    ready: Callable[[], bool] = _always
    narrow: bool = False


class KeyTaken(ValueError):
    """`key` belongs to the command `other` in a place where both would hear it."""

    def __init__(self, key: str, other: str) -> None:
        super().__init__(f"{key} belongs to {other}")
        self.key, self.other = key, other


class Commands:
    """All commands in the order in which they were added; no two share a name, nor a key in one place."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}
        self._first: dict[str, tuple[str, ...]] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def add(self, command: Command) -> None:
        """ValueError where the name is taken or there is no key; KeyTaken where a key is another's."""
        if command.id in self._commands or not command.keys:
            raise ValueError(f"command {command.id} is there already or has no key")
        self._claim(command, command.keys)
        self._commands[command.id] = command
        self._first[command.id] = command.keys

    def rekey(self, name: str, keys: tuple[str, ...]) -> Command:
        """The command with other keys in place of its own; KeyError, KeyTaken, and then nothing has changed."""
        command = self._commands[name]
        before = dict(self._keys)
        self._keys = {place: owner for place, owner in before.items() if owner != name}
        try:
            self._claim(command, keys)
        except KeyTaken:
            self._keys = before
            raise
        self._commands[name] = replace(command, keys=keys)
        return self._commands[name]

    def first_keys(self, name: str) -> tuple[str, ...]:
        """The keys that it had before anybody gave it others."""
        return self._first[name]

    def _claim(self, command: Command, keys: tuple[str, ...]) -> None:
        places = (command.task, "") if command.task else ("", *dict.fromkeys(task for task, _ in self._keys))
        for key in keys:
            for place in places:
                if (place, key) in self._keys:
                    raise KeyTaken(key, self._keys[place, key])
        self._keys |= {(command.task, key): command.id for key in keys}

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, name: str) -> Command:
        return self._commands[name]


def ranked(text: str, choices: list[tuple[str, str]]) -> list[str]:
    """The ids of (id, words) whose words hold every part of `text`: a match at a word's beginning comes first."""
    parts = text.casefold().split()
    found = []
    for place, (name, words) in enumerate(choices):
        low = words.casefold()
        if all(part in low for part in parts):
            late = sum(not any(word.startswith(part) for word in low.split()) for part in parts)
            found.append((late, place, name))
    return [name for _, _, name in sorted(found)]
