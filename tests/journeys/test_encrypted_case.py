"""An encrypted case by the command line and the strongroom: made so, made so later, handed on, and cut off."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import outcome
from tests.cases import brought_in, files
from workbench.__main__ import main
from workbench.casework.verifying import verify
from workbench.custody import changeover
from workbench.custody.key_file import Cost
from workbench.custody.keyring import Keyring
from workbench.custody.keys import installation_key, read_checkpoint
from workbench.domain.refusals import Refusal
from workbench.storage.case_store import DATABASE
from workbench.strongroom import ORIGINALS, Strongroom

CHEAP = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)
FIRST = "correct horse battery"
Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `workbench ... --json`; the exit code and the JSON lines."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))

    def workbench(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        code = main([*map(str, arguments), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return workbench


def written(folder: Path, name: str, words: str) -> Path:
    (folder / name).write_text(f"{words}\n", "utf-8")
    return folder / name


def strongroom(folder: Path) -> Strongroom:
    return Strongroom(lambda: installation_key(folder / "keys"), "tester", read_checkpoint, Keyring(CHEAP))


def a_plain_case(folder: Path) -> int:
    """A case in `folder / "case"` with three pieces of evidence; how many entries it has."""
    case = strongroom(folder).plain_case(folder / "case", "Night of bridges")
    brought_in(case, files(folder / "in", **{f"witness-{n}.jpg": b"image that nobody may find" * n for n in (1, 2, 3)}))
    entries = len(case.journal.stored_entries())
    case.close()
    return entries


def plain_words(folder: Path) -> list[Path]:
    found = (b"that nobody may find", b"witness-1", b"Night of bridges", b"SQLite format 3")
    return [file for file in folder.rglob("*") if file.is_file() and any(one in file.read_bytes() for one in found)]


def test_every_verb_asks_for_the_passphrase_and_then_works(run: Run, tmp_path: Path) -> None:
    case, secret = tmp_path / "case", written(tmp_path, "p", FIRST)
    other = written(tmp_path, "q", "another one entirely")
    code, lines = run("case", "new", case, "--encrypted", "--passphrase-file", secret)
    assert code == 0
    recovery = written(tmp_path, "r", lines[1]["recovery_key"])
    assert run("verify", case)[1][0]["refused"] == "keys.no-passphrase"
    assert run("verify", case, "--passphrase-file", other)[1][0]["refused"] == "keys.wrong"
    assert run("verify", case, "--passphrase-file", recovery)[0] == 0

    assert run("case", "passphrase", case, "--passphrase-file", recovery, "--new-passphrase-file", other)[0] == 0
    assert run("verify", case, "--passphrase-file", secret)[1][0]["refused"] == "keys.wrong"
    code, [line] = run("case", "recovery", case, "--passphrase-file", other)
    assert code == 0
    assert run("verify", case, "--passphrase-file", recovery)[1][0]["refused"] == "keys.mistyped"
    assert run("verify", case, "--passphrase-file", written(tmp_path, "s", line["recovery_key"]))[0] == 0

    bundle = tmp_path / "case.zip"
    assert run("bundle", case, "--to", bundle, "--passphrase-file", other)[0] == 0
    assert run("verify", bundle)[0] == 0


def test_what_comes_into_an_encrypted_case_is_nowhere_in_the_open(tmp_path: Path) -> None:
    room = strongroom(tmp_path)
    case, _ = room.new_case(tmp_path / "case", "Night of bridges", FIRST)
    brought_in(case, files(tmp_path / "in", **{"witness-1.jpg": b"image that nobody may find"}))
    assert not plain_words(tmp_path / "case")
    assert verify(case, read_checkpoint).ok
    assert case.views.evidence_count() == 1
    case.close()
    assert not plain_words(tmp_path / "case")


def test_a_plain_case_is_encrypted_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    entries = a_plain_case(tmp_path)
    (tmp_path / "case" / "notes.txt").write_text("mine")
    assert plain_words(tmp_path / "case"), "the control: before, it stands there in the open"
    room = strongroom(tmp_path)
    made = room.encrypt(tmp_path / "case", FIRST)
    assert made.left_plain == ("notes.txt",)
    assert not plain_words(tmp_path / "case")

    later = strongroom(tmp_path)
    assert later.is_locked(tmp_path / "case")
    assert outcome(lambda: later.open_case(tmp_path / "case")).code == "case.locked"
    later.unlock(tmp_path / "case", made.recovery_key)
    case = later.open_case(tmp_path / "case")
    assert verify(case, read_checkpoint).ok
    kinds = [row.body for row in case.journal.stored_entries()]
    assert len(kinds) == entries + 1
    assert b"case.encrypted" in kinds[-1]
    case.close()
    assert outcome(lambda: room.encrypt(tmp_path / "case", FIRST)).code == "encrypt.already"


def test_a_case_that_is_open_or_damaged_is_not_encrypted(tmp_path: Path) -> None:
    a_plain_case(tmp_path)
    room, folder = strongroom(tmp_path), tmp_path / "case"
    opened = strongroom(tmp_path).open_case(folder)
    assert outcome(lambda: room.encrypt(folder, FIRST)).code in ("encrypt.in-use", "case.busy")
    opened.close()
    original = next(file for file in (folder / ORIGINALS).rglob("*") if file.is_file())
    original.chmod(0o600)
    original.write_bytes(b"another picture")
    assert outcome(lambda: room.encrypt(folder, FIRST)).code == "encrypt.not-as-written"
    assert outcome(lambda: room.encrypt(folder, "short")).code == "keys.passphrase-short"
    assert not room.is_encrypted(folder)
    assert not (folder / changeover.GROWING).exists()


def test_stopping_leaves_the_plain_case(tmp_path: Path) -> None:
    entries = a_plain_case(tmp_path)
    room = strongroom(tmp_path)
    found = outcome(lambda: room.encrypt(tmp_path / "case", FIRST, lambda done, of: done < 2))
    assert isinstance(found, Refusal)
    assert found.code == "encrypt.stopped"
    case = room.open_case(tmp_path / "case")
    assert len(case.journal.stored_entries()) == entries
    assert verify(case, read_checkpoint).ok
    case.close()


@pytest.mark.parametrize("steps", range(6))
def test_a_changeover_that_was_cut_off_is_brought_to_its_end(tmp_path: Path, steps: int) -> None:
    """From the moment when the copy is complete, wherever it is stopped: here by what is already done by hand."""
    entries = a_plain_case(tmp_path)
    folder, aside = tmp_path / "case", tmp_path / "aside"
    before = {name: (folder / name) for name in (DATABASE, ORIGINALS)}
    for name, kept in before.items():
        aside.mkdir(exist_ok=True)
        _copied(kept, aside / name)
    room = strongroom(tmp_path)
    room.encrypt(folder, FIRST)
    # Back to the moment of the commit: the copy in `encrypted`, the plain files in their places.
    complete = folder / changeover.COMPLETE
    complete.mkdir()
    for name in (DATABASE, "case.keys", ORIGINALS):
        (folder / name).rename(complete / name)
    for seal in folder.glob(f"{DATABASE}.*"):
        seal.unlink()
    for name in before:
        _copied(aside / name, folder / name)
    _partly(folder, complete, steps)

    later = strongroom(tmp_path)
    assert later.is_locked(folder)
    later.unlock(folder, FIRST)
    case = later.open_case(folder)
    assert len(case.journal.stored_entries()) == entries + 1
    assert verify(case, read_checkpoint).ok
    case.close()
    assert not plain_words(folder)
    assert not complete.exists()


def _partly(folder: Path, complete: Path, steps: int) -> None:
    import shutil

    acts: list[Callable[[], object]] = [
        lambda: (folder / DATABASE).unlink(),
        lambda: (complete / DATABASE).rename(folder / DATABASE),
        lambda: (complete / "case.keys").rename(folder / "case.keys"),
        lambda: shutil.rmtree(folder / ORIGINALS),
        lambda: (complete / ORIGINALS).rename(folder / ORIGINALS),
    ]
    for act in acts[:steps]:
        act()


def _copied(source: Path, target: Path) -> None:
    import shutil

    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)


def test_a_missing_key_file_is_said(tmp_path: Path) -> None:
    room = strongroom(tmp_path)
    case, _ = room.new_case(tmp_path / "case", "x", FIRST)
    case.close()
    (tmp_path / "case" / "case.keys").unlink()
    assert outcome(lambda: room.open_case(tmp_path / "case")).code == "keys.missing"
