"""The library page: libraries attached and switched, packs and lists taken in and passed on."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.cases import files
from tests.desktop.builders import AtOnce, open_session, session, workroom
from tests.desktop.test_journeys import CTRL, KEY, key, new_case, typed
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.library.deliveries import ProvenanceForm
from workbench.desktop.library.presenter import LibraryPresenter
from workbench.desktop.session import Session
from workbench.domain.entries import read_entry

NOTHING_SAID = ProvenanceForm()
MD5 = ("0" * 31 + "1", "0" * 31 + "2")


class StopsAfter(AtOnce):
    """Somebody stops each job once it has looked `looks` times whether anybody did."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def run(self, work: Any, *others: Any) -> Any:
        def stopping(task: Any) -> Any:
            asked = 0

            def cancelled() -> bool:
                nonlocal asked
                asked += 1
                return asked > self.looks

            task.cancelled = cancelled
            return work(task)

        return super().run(stopping, *others)


def filled(folder: Path, *names: str) -> tuple[Session, LibraryPresenter]:
    """A case with one library of pictures of these names."""
    made = open_session(folder, a=b"image a")
    library = LibraryPresenter(made, LibrarySearch(made))
    library.open(folder / "older wars", new=True)
    if names:
        pictures = {name: f"image {name}".encode() for name in names}
        told = ProvenanceForm("2019", "Aleppo", "an archive", "a siege", "a note")
        library.deliveries.add(files(folder / "pictures", **pictures), told)
    return made, library


def journal(made: Session) -> list[tuple[str, dict[str, Any]]]:
    entries = (read_entry(stored.body) for stored in made.case.journal.stored_entries())
    return [(entry.kind, dict(entry.facts)) for entry in entries]


def altered(pack: Path) -> None:
    """The pack with another place in its signed list of contents."""
    with zipfile.ZipFile(pack) as opened:
        inside = {name: opened.read(name) for name in opened.namelist()}
    with zipfile.ZipFile(pack, "w") as out:
        for name, body in inside.items():
            out.writestr(name, body.replace(b"Aleppo", b"Raqqa!"))


@pytest.mark.parametrize("contents", ["pictures", "previews", "hashes"])
def test_a_library_is_passed_on_and_taken_in_with_who_signed_it(contents: str, tmp_path: Path) -> None:
    _, library = filled(tmp_path, "bridge", "market")
    pack = tmp_path / "out.pack"
    library.deliveries.pass_on(pack, contents)
    assert pack.is_file()
    assert str(pack) in library.deliveries.message
    assert "signed with key" in library.deliveries.message
    library.open(tmp_path / "taken", new=True)
    library.deliveries.bring([str(pack)], "", NOTHING_SAID)
    deliveries = library.deliveries
    assert (deliveries.counts["added"], deliveries.counts["refused"]) == (2, 0)
    [(words, own)] = deliveries.signers
    assert own
    assert "as this installation signed it" in words
    assert library.rows.length == 2
    row = library.rows[0]
    assert row
    told = dict(library.details(row))
    assert {"Aleppo", "an archive", "a siege", "a note"} <= set(told.values()), "a pack brings its own provenance"
    library.deliveries.bring([str(pack)], "", NOTHING_SAID)
    assert library.deliveries.counts["known"] == 2
    assert "2 there already" in library.deliveries.summary()


def test_a_pack_of_somebody_else_is_said_to_be_of_an_unknown_key(tmp_path: Path) -> None:
    _, theirs = filled(tmp_path / "they", "bridge")
    theirs.deliveries.pass_on(tmp_path / "out.pack", "hashes")
    _, ours = filled(tmp_path / "we")
    ours.deliveries.bring([str(tmp_path / "out.pack")], "", NOTHING_SAID)
    [(words, own)] = ours.deliveries.signers
    assert not own
    assert "does not know whose key that is" in words


def test_what_is_refused_is_listed_with_its_reason_and_the_rest_is_taken_in(tmp_path: Path) -> None:
    _, library = filled(tmp_path, "bridge")
    pack = tmp_path / "out.pack"
    library.deliveries.pass_on(pack, "hashes")
    altered(pack)
    [listed] = files(tmp_path / "lists", **{"md5.txt": f"md5\n{MD5[0]}\nnothing\n{MD5[1]}\n".encode()})
    library.deliveries.bring([str(tmp_path / "gone"), str(pack), listed], "", ProvenanceForm("2018"))
    deliveries = library.deliveries
    refused = [(line.name, line.reason) for line in deliveries.lines if line.sign == "✕"]
    assert [name for name, _ in refused] == ["gone", "out.pack", "md5.txt:3"]
    assert all(reason for _, reason in refused)
    assert deliveries.counts["added"] == 2
    assert "3 refused" in deliveries.message
    assert not deliveries.running
    assert library.rows.length == 3
    row = library.rows[1]
    assert row
    assert "2019-01-01" in library.row_words(row)[1], "what a list does not say is as it was typed"


def test_hashes_that_may_be_two_things_are_asked_about_in_the_windows_own_words(tmp_path: Path) -> None:
    _, library = filled(tmp_path)
    [listed] = files(tmp_path / "lists", bare=("f0" * 32 + "\n").encode())
    library.deliveries.bring([listed], "", NOTHING_SAID)
    [line] = library.deliveries.lines
    assert "Bare hashes of 64 digits are" in line.reason
    assert "--hashes" not in line.reason
    library.deliveries.bring([listed], "pdq", NOTHING_SAID)
    assert library.deliveries.counts["added"] == 1


def test_a_vics_list_is_taken_in_by_its_exact_hashes(tmp_path: Path) -> None:
    _, library = filled(tmp_path)
    body = {"value": [{"MediaID": 1, "Category": 2, "MD5": MD5[0]}, {"MediaID": 2, "MD5": "?"}]}
    [listed] = files(tmp_path / "lists", **{"vics.json": json.dumps(body).encode()})
    library.deliveries.bring([listed], "", NOTHING_SAID)
    assert dict(library.deliveries.counts) == {"added": 1, "refused": 1}


def test_a_list_that_is_stopped_keeps_what_was_taken_in(tmp_path: Path) -> None:
    made, library = filled(tmp_path)
    made.background = StopsAfter(3)
    [listed] = files(tmp_path / "lists", long="".join(f"{n:032x}\n" for n in range(100)).encode())
    library.deliveries.bring([listed], "", NOTHING_SAID)
    assert library.deliveries.counts["added"] == library.rows.length == 4
    assert "stays" in library.deliveries.message


def test_a_pack_that_is_stopped_is_not_there_at_all(tmp_path: Path) -> None:
    made, library = filled(tmp_path, "bridge", "market", "square")
    made.background = StopsAfter(1)
    before = sorted(path.name for path in tmp_path.iterdir())
    library.deliveries.pass_on(tmp_path / "out.pack", "pictures")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert "no pack was written" in library.deliveries.message
    assert library.deliveries.ready


def test_another_case_hears_nothing_of_what_was_under_way(tmp_path: Path) -> None:
    made, library = filled(tmp_path)
    [listed] = files(tmp_path / "lists", one=f"{MD5[0]}\n".encode())

    class Late(AtOnce):
        def run(self, work: Any, done: Any, failed: Any, progress: Any = lambda news: None) -> Any:
            def leave_first(result: Any) -> None:
                made.close()
                done(result)

            return super().run(work, leave_first, failed, progress)

    made.background = Late()
    library.deliveries.bring([listed], "", NOTHING_SAID)
    assert (library.deliveries.message, library.deliveries.lines, library.deliveries.running) == ("", [], False)


def test_a_library_is_left_out_and_taken_back_and_both_stand_in_the_journal(tmp_path: Path) -> None:
    made, library = filled(tmp_path, "a")
    current = made.case.views.evidence_page(0, 1)[0]
    assert current.matches == 1
    library.switch()
    [line] = library.libraries()
    assert (line.sign, line.on) == ("–", False)
    assert "left out · images: 1" in line.state
    assert made.searched == ()
    assert made.known, "what was found with it can still be looked at"
    made.close()
    made.open(tmp_path / "case")
    assert not library.libraries()[0].on
    library.switch()
    assert [one.store.name for one in made.searched] == ["older wars"]
    switched = [facts["on"] for kind, facts in journal(made) if kind == "library.switched"]
    assert switched == [False, True]


def test_a_library_that_is_left_out_finds_nothing_new(tmp_path: Path) -> None:
    made, library = filled(tmp_path)
    library.switch()
    library.deliveries.add(files(tmp_path / "pictures", a=b"image a"), NOTHING_SAID)
    assert made.case.views.evidence_page(0, 1)[0].matches == 0
    library.switch()
    assert made.case.views.evidence_page(0, 1)[0].matches == 1, "switched on, it is searched at once"


def test_several_libraries_are_attached_by_folder_each_on_its_own(tmp_path: Path) -> None:
    made, library = filled(tmp_path, "bridge")
    theirs = session(workroom(tmp_path / "they"))
    theirs.room.new_library(tmp_path / "theirs").close()
    library.open(tmp_path / "theirs")
    assert [line.name for line in library.libraries()] == ["older wars", "theirs"]
    library.switch()
    assert [line.on for line in library.libraries()] == [True, False]
    made.close()
    (tmp_path / "theirs").rename(tmp_path / "moved")
    made.open(tmp_path / "case")
    assert [line.sign for line in library.libraries()] == ["✓", "✕"]
    library.open(tmp_path / "moved")
    assert [line.sign for line in library.libraries()] == ["✓", "–"], "found again, and still left out"
    assert "left out" in library.message


def a_library_by_key(desk: Any) -> Any:
    new_case(desk)
    key(desk, KEY.Key_5, CTRL)
    desk.chooser.next_save = desk.folder / "known"
    key(desk, KEY.Key_N, CTRL | Qt.KeyboardModifier.AltModifier)
    return desk.view("library")


def test_packs_and_lists_come_and_go_by_key(desk: Any) -> None:
    view = a_library_by_key(desk)
    desk.chooser.next_files = files(desk.folder / "lists", **{"md5.txt": f"md5\n{MD5[0]}\nnothing\n".encode()})
    key(desk, KEY.Key_T)
    assert view.deliveries.first.hasFocus()
    typed(view.deliveries.belongs, "a siege")
    key(desk, KEY.Key_L)
    assert view.deliveries.belongs.text() == "a siegel", "a letter typed into a field stays a letter"
    view.libraries.setFocus()
    key(desk, KEY.Key_I)
    desk.settle()
    assert view.deliveries.outcomes.lines.rowCount() == 2
    view.deliveries.outcomes.go(1)
    assert "Line 3" in view.deliveries.reason.text()
    assert "1 added" in view.deliveries.summary.text()
    key(desk, KEY.Key_P)
    assert view.deliveries.contents.hasFocus()
    desk.chooser.next_save = desk.folder / "out.pack"
    view.libraries.setFocus()
    key(desk, KEY.Key_E)
    desk.settle()
    assert (desk.folder / "out.pack").is_file()
    assert "signed with key" in view.deliveries.notice.text
    key(desk, KEY.Key_K)
    assert QApplication.focusWidget() is view.list


def test_a_library_is_switched_by_key_and_by_mouse(desk: Any) -> None:
    view = a_library_by_key(desk)
    key(desk, KEY.Key_L)
    key(desk, KEY.Key_S)
    assert not desk.window.session.searched
    assert view.switch_button.text() == "Search it"
    QTest.mouseClick(view.switch_button, Qt.MouseButton.LeftButton)
    assert desk.window.session.searched
    assert view.switch_button.text() == view.switch_button.accessibleName() == "Leave it out"
    desk.settle()


def test_what_goes_with_a_pack_is_explained_before_it_is_written(desk: Any) -> None:
    view = a_library_by_key(desk)
    view.deliveries.show_tab("pass-on")
    assert view.deliveries.contents.currentData() == "hashes", "nobody passes a picture on by accident"
    assert "No picture" in view.deliveries.contents_hint.text()
    view.deliveries.contents.setCurrentIndex(2)
    assert "in full" in view.deliveries.contents_hint.text()
