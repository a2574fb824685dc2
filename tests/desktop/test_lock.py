"""Locking the window on an encrypted case, by a key and on idle, and what it shows meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog

from tests.cases import files
from tests.desktop.builders import session, workroom
from tests.desktop.conftest import Desk
from workbench.casework.importing import import_files
from workbench.desktop.lock.presenter import Asking, LockPresenter
from workbench.desktop.session import Session

PASSPHRASE = "correct horse battery"  # noqa: S105 - made up


class Hand:
    """Work that is under way for as long as a test says, and a clock that it sets."""

    def __init__(self) -> None:
        self.working, self.stopped, self.now = False, False, 0.0

    def busy(self) -> bool:
        return self.working

    def stop(self) -> None:
        self.stopped = True

    def clock(self) -> float:
        return self.now


class Locked:
    """A presenter on an encrypted case with two pieces of evidence."""

    def __init__(self, folder: Path) -> None:
        self.hand = Hand()
        self.session: Session = session(workroom(folder))
        self.lock = LockPresenter(self.session, self.hand, self.hand.clock)
        self.folder = folder / "case"
        self.lock.create(self.folder, "Night of bridges")
        self.lock.finish("", PASSPHRASE, PASSPHRASE)
        self.recovery_key = self.lock.recovery_key
        self.lock.noted()
        room = self.session.room
        source = room.files(files(folder / "in", one=b"image 1", two=b"image 2"), "file", "", "")
        self.outcomes = list(import_files(self.session.case, source, room.examiner(), room.encode, room.limits))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Locked]:
    locked = Locked(tmp_path)
    yield locked
    locked.session.close()


def test_a_key_locks_and_the_passphrase_brings_back_where_one_was(made: Locked) -> None:
    chosen = made.outcomes[1].sha256
    made.session.select(chosen)
    made.lock.put_by = lambda: "typed and not saved"
    back: list[object] = []
    made.lock.take_up = back.append
    made.lock.lock()
    assert made.hand.stopped
    assert not made.session.is_open
    assert made.session.room.locks.is_locked(made.folder)
    assert made.lock.covers

    made.lock.unlock("not the passphrase")
    assert not made.session.is_open
    assert "does not open" in made.lock.message

    made.lock.unlock(made.recovery_key)
    assert made.session.is_open
    assert made.session.current == chosen
    assert back == ["typed and not saved"]
    assert made.lock.asking is Asking.NOTHING
    assert not made.lock.covers


def test_idle_locks_after_the_minutes_that_are_set_and_not_before(made: Locked) -> None:
    minutes = made.session.room.lock_minutes
    made.lock.touched()
    made.hand.now += minutes * 60 - 1
    made.lock.tick()
    assert made.session.is_open
    made.lock.touched()
    made.hand.now += minutes * 60 - 1
    made.lock.tick()
    assert made.session.is_open
    made.hand.now += 1
    made.lock.tick()
    assert made.lock.covers
    assert not made.session.is_open


def test_on_idle_work_under_way_is_finished_behind_the_lock(made: Locked) -> None:
    made.hand.working = True
    made.hand.now += 60 * 60
    made.lock.tick()
    assert made.lock.covers
    assert made.lock.waiting
    assert not made.hand.stopped
    made.lock.leave()
    assert made.lock.covers, "the page is not left while the case is open behind it"
    made.lock.tick()
    assert made.session.is_open
    made.hand.working = False
    made.lock.tick()
    assert not made.session.is_open
    assert made.session.room.locks.is_locked(made.folder)


def test_a_locked_page_lets_in_only_by_passphrase_even_while_work_goes_on(made: Locked) -> None:
    made.hand.working = True
    made.lock.lock()
    made.lock.unlock("not the passphrase")
    assert made.lock.covers
    made.lock.unlock(PASSPHRASE)
    assert not made.lock.covers
    assert made.session.is_open


def test_a_plain_case_has_no_lock_and_can_be_encrypted(tmp_path: Path) -> None:
    made, hand = session(workroom(tmp_path)), Hand()
    made.new(tmp_path / "case", "Plain")
    lock = LockPresenter(made, hand, hand.clock)
    lock.lock()
    hand.now += 60 * 60
    lock.tick()
    assert not lock.covers
    assert not lock.can_lock

    lock.begin(Asking.ENCRYPT)
    lock.finish("", PASSPHRASE, "another one")
    assert lock.asking is Asking.ENCRYPT
    assert not made.room.locks.is_encrypted(tmp_path / "case")
    lock.finish("", PASSPHRASE, PASSPHRASE)
    assert lock.asking is Asking.SHOWN
    assert lock.recovery_key
    assert made.is_open
    assert made.room.locks.is_encrypted(tmp_path / "case")
    lock.keep(tmp_path / "kept.txt")
    assert (tmp_path / "kept.txt").read_text().strip() == lock.recovery_key
    lock.noted()
    assert not lock.recovery_key
    made.close()


def test_closing_a_case_forgets_its_keys(made: Locked) -> None:
    made.session.close()
    assert made.session.room.locks.is_locked(made.folder)


def test_passphrase_and_recovery_key_are_changed_only_by_who_knows_one(made: Locked) -> None:
    made.lock.begin(Asking.PASSPHRASE)
    made.lock.finish("not the passphrase", "quite another one", "quite another one")
    assert made.lock.asking is Asking.PASSPHRASE
    made.lock.finish(PASSPHRASE, "quite another one", "quite another one")
    assert made.lock.asking is Asking.NOTHING
    made.lock.begin(Asking.RECOVERY)
    made.lock.finish("quite another one", "", "")
    assert made.lock.recovery_key not in ("", made.recovery_key)


def test_while_it_is_locked_the_window_shows_and_does_nothing_else(desk: Desk) -> None:
    window = desk.window
    window.start.new(desk.folder, "Night of bridges", encrypted=True)
    page = window.views["lock"]
    for each in (page.fresh, page.again):
        each.setText(PASSPHRASE)
    page.finish()
    desk.settle()
    assert page.key.text() == window.lock.recovery_key
    page.noted.click()
    assert window.task == "intake"
    window.go("events")
    window.actions_by["lock-case"].trigger()
    assert window.task == "lock"
    assert "bridges" not in window.windowTitle()
    assert not window.rail.isVisible()
    assert not window.status.isVisible()
    assert not page.folder.isVisibleTo(page)
    for action in ("go-review", "palette", "import-files", "verify", "open-case", "close-case"):
        window.actions_by[action].trigger()
    assert window.task == "lock"
    assert not window.palette_list.isVisible()
    page.current.setText(PASSPHRASE)
    page.finish()
    desk.settle()
    assert window.task == "events"
    assert "bridges" in window.windowTitle()
    assert page.current.text() == ""


def test_no_list_of_folders_is_kept(desk: Desk, tmp_path: Path) -> None:
    dialog = QFileDialog(desk.window, "x", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    dialog.reject()
    dialog.deleteLater()
    desk.app.sendPostedEvents(None, 52)
    assert not Path(QSettings(QSettings.Scope.UserScope, "QtProject").fileName()).is_file()
