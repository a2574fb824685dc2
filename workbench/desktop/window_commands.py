"""What can be done whatever task is in view."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from workbench.desktop.commands import Command
from workbench.desktop.navigation import TASKS
from workbench.desktop.session import Topic

if TYPE_CHECKING:
    from workbench.desktop.main_window import MainWindow


def window_commands(window: "MainWindow") -> Sequence[Command]:
    session, isolation = window.session, window.isolation
    is_open = lambda: session.is_open  # noqa: E731
    to_tasks = tuple(
        Command(f"go-{task}", (f"Ctrl+{number}",), partial(window.go, task), "go", ready=is_open)
        for number, task in enumerate(TASKS, 1)
    )
    return (
        Command("palette", ("Ctrl+K",), lambda: window.palette_list.open(), "go"),
        Command("show-keys", ("?", "F1"), lambda: window.go("keys"), "view"),
        Command("language", ("Ctrl+Shift+U",), lambda: window.go("language"), "view"),
        *to_tasks,
        Command("back", ("Alt+Left",), window.back, "go", ready=lambda: window.way.can_go_back),
        *window.keeping.commands(),
        Command("close-case", ("Ctrl+W",), window.close_case, "case", ready=is_open),
        Command("quit", ("Ctrl+Q",), lambda: window.close(), "case"),
        Command("hide-pictures", ("H", "Ctrl+H"), lambda: session.announce(Topic.COVER), "view"),
        *window.undoing.commands(),
        Command("light-or-dark", ("Ctrl+Shift+L",), window.look.toggle, "view"),
        Command("high-contrast", ("Ctrl+Alt+L",), window.look.toggle_contrast, "view"),
        Command("copy-fault", ("Ctrl+Shift+F",), lambda: window.fault_notice.copy(), "view"),
        Command("isolation", ("Ctrl+Shift+S",), lambda: window.notice.tell(isolation.in_full), "view"),
        Command("accept-isolation", ("Ctrl+Shift+A",), isolation.accept, "case"),
        Command("hostile-source", ("Ctrl+Shift+H",), isolation.turn_hostile_source, "case"),
    )
