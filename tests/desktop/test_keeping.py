"""Backing up and restoring from the window, with the work done at once."""

import contextlib
from pathlib import Path

from tests.desktop.builders import Told, open_session
from workbench.desktop.keeping.menu import KeepingMenu
from workbench.desktop.keeping.presenter import KeepingPresenter


def test_a_case_is_backed_up_and_comes_back_opened(tmp_path: Path) -> None:
    made = open_session(tmp_path)
    keeping, opened, heard = KeepingPresenter(made), list[Path](), list[tuple[str, str]]()
    keeping.restored = opened.append
    chosen = Told()
    chosen.next_save, chosen.next_files, chosen.next_folder = tmp_path / "b.zip", [str(tmp_path / "b.zip")], tmp_path
    menu = KeepingMenu(
        keeping, made.speech, chosen, lambda: made.is_open, lambda parent, name: parent / f"{name} back",
        lambda words, tone: heard.append((words, tone)),
    )  # fmt: skip
    menu.ask_backup()
    assert heard[-1][1] == "supports"
    assert str(tmp_path / "b.zip") in heard[-1][0].replace("\u2068", "").replace("\u2069", "")
    menu.ask_restore()
    assert opened == [tmp_path / "b back"]
    assert "root" in heard[-1][0]
    with contextlib.closing(made.room.open_case(opened[0])) as case:
        assert case.id == made.case.id
    ready = {command.id: command.ready() for command in menu.commands()}
    assert ready == {"back-up-case": True, "restore-case": True, "stop-copying": False}


def test_what_is_refused_is_said(tmp_path: Path) -> None:
    made = open_session(tmp_path)
    keeping = KeepingPresenter(made)
    keeping.restore(tmp_path / "nothing.zip", tmp_path / "new")
    assert (keeping.running, keeping.tone) == (False, "undermines")
    assert not (tmp_path / "new").exists()
