"""Every kind of change to a case is found and named."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases import brought_in, files, new_case, reopened
from workbench.casework.cases import Case
from workbench.casework.verifying import Audit, verify
from workbench.custody.keys import read_checkpoint
from workbench.domain.entries import leaf_hash, read_entry

Tamper = Callable[[sqlite3.Connection], None]


def a_case(folder: Path) -> Case:
    """Ten pictures, imported one by one: two entries and a checkpoint each, after the two of the opening."""
    case = new_case(folder)
    for number in range(10):
        brought_in(case, files(folder / "in", **{f"{number}.jpg": b"image %d" % number}))
    return case


def audit(case: Case, *kept: str) -> Audit:
    return verify(case, read_checkpoint, kept)


def named(found: Audit) -> set[str]:
    """The problems as `number:code`, with the book left out."""
    return {f"{p.subject.rpartition('/')[2]}:{p.code.removeprefix('verify.')}" for p in found.problems}


def tampered(folder: Path, change: Tamper) -> Audit:
    """The audit of a case whose database somebody changed with another program."""
    a_case(folder).close()
    db = sqlite3.connect(folder / "case" / "case.db")
    change(db)
    db.commit()
    db.close()
    case = reopened(folder)
    try:
        return audit(case)
    finally:
        case.close()


def rewritten(db: sqlite3.Connection, number: int, leaf_too: bool) -> None:
    (body,) = db.execute("SELECT body FROM entries WHERE number = ?", (number,)).fetchone()
    forged = body.replace(b'"tester"', b'"nobody"')
    leaf = leaf_hash(forged) if leaf_too else leaf_hash(body)
    db.execute("UPDATE entries SET body = ?, leaf = ? WHERE number = ?", (forged, leaf, number))


def swapped(db: sqlite3.Connection, columns: str) -> None:
    one, other = (db.execute(f"SELECT {columns} FROM entries WHERE number = ?", (n,)).fetchone() for n in (5, 9))
    places = ", ".join(f"{column} = ?" for column in columns.split(", "))
    db.execute(f"UPDATE entries SET {places} WHERE number = 5", other)
    db.execute(f"UPDATE entries SET {places} WHERE number = 9", one)


def added(db: sqlite3.Connection) -> None:
    book, number, leaf, body = db.execute(
        "SELECT book, number, leaf, body FROM entries ORDER BY number DESC"
    ).fetchone()
    entry = read_entry(body)
    forged = type(entry)(book, number + 1, entry.kind, entry.author, entry.at, entry.facts, leaf).canonical()
    row = (book, number + 1, leaf_hash(forged), forged)
    db.execute("INSERT INTO entries (book, number, leaf, body) VALUES (?, ?, ?, ?)", row)


def rechained(db: sqlite3.Connection) -> None:
    """Everything from entry 7 on written anew, each with a fresh hash, as one without the key could."""
    previous = None
    for book, number, body in db.execute("SELECT book, number, body FROM entries WHERE number >= 7 ORDER BY number"):
        entry = read_entry(body)
        forged = type(entry)(
            book, number, entry.kind, "nobody", entry.at, entry.facts, previous or entry.previous
        ).canonical()
        previous = leaf_hash(forged)
        db.execute("UPDATE entries SET body = ?, leaf = ? WHERE number = ?", (forged, previous, number))


def test_a_case_as_it_was_written_verifies(tmp_path: Path) -> None:
    case = a_case(tmp_path)
    found = audit(case)
    assert found.ok
    assert found.problems == ()
    assert found.entries == 22
    assert found.checkpoints[0][1] == 22


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda db: rewritten(db, 7, leaf_too=False), {"7:entry-altered"}),
        (lambda db: rewritten(db, 7, leaf_too=True), {"7:entry-altered"}),
        (lambda db: db.execute("UPDATE entries SET body = 'x' WHERE number = 0"), {"0:entry-altered"}),
        (lambda db: db.execute("DELETE FROM entries WHERE number = 6"), {"6:entry-missing"}),
        (lambda db: db.execute("DELETE FROM entries WHERE number >= 20"), {"20:entry-missing", "21:entry-missing"}),
        (lambda db: swapped(db, "body"), {"5:entry-swapped", "9:entry-swapped"}),
        (lambda db: swapped(db, "body, leaf"), {"5:entry-swapped", "9:entry-swapped"}),
        (added, {"22:entry-added"}),
        (rechained, {"7:entry-unsigned"}),
    ],
)
def test_each_change_to_the_journal_is_named(tmp_path: Path, change: Tamper, expected: set[str]) -> None:
    found = tampered(tmp_path, change)
    assert not found.ok
    assert expected <= named(found)
    entries = {problem for problem in named(found) if "entry" in problem and "unsigned" not in problem}
    assert entries <= expected


def test_a_forged_checkpoint_is_named(tmp_path: Path) -> None:
    found = tampered(tmp_path, lambda db: db.execute("UPDATE checkpoints SET note = replace(note, '8', '9')"))
    assert "verify.checkpoint-signature" in {problem.code for problem in found.problems}


def test_a_changed_table_is_named(tmp_path: Path) -> None:
    found = tampered(tmp_path, lambda db: db.execute("UPDATE arrivals SET path = '/elsewhere' WHERE position = 3"))
    assert {problem.subject for problem in found.problems} == {"table arrivals"}


def test_a_changed_examination_is_named(tmp_path: Path) -> None:
    found = tampered(tmp_path, lambda db: db.execute("UPDATE documents SET body = 'x'"))
    assert {problem.code for problem in found.problems} == {"verify.document-damaged"}


def test_damaged_missing_and_stray_originals_are_named(tmp_path: Path) -> None:
    case = a_case(tmp_path)
    first, second = sorted(case.vault.stored())[:2]
    os.chmod(case.vault.path(first), 0o644)
    case.vault.path(first).write_bytes(b"another picture")
    case.vault.path(second).unlink()
    stray = tmp_path / "case" / "originals" / "ab"
    stray.mkdir(exist_ok=True)
    (stray / ("ab" * 32)).write_bytes(b"nobody admitted it")
    found = {(problem.subject.removeprefix("original "), problem.code) for problem in audit(case).problems}
    assert found == {
        (first, "verify.original-damaged"),
        (second, "verify.original-missing"),
        ("ab" * 32, "verify.original-unrecorded"),
    }


def test_a_stray_original_alone_is_no_failure(tmp_path: Path) -> None:
    """A crash between rename and journal leaves one; nothing that was acknowledged is wrong."""
    case = a_case(tmp_path)
    stray = tmp_path / "case" / "originals" / "ab"
    stray.mkdir(exist_ok=True)
    (stray / ("ab" * 32)).write_bytes(b"nobody admitted it")
    assert audit(case).ok
    assert len(audit(case).problems) == 1


def cut(folder: Path) -> str:
    """A case whose last entries and their checkpoints were taken away; the checkpoint that it had."""
    case = a_case(folder)
    kept = case.journal.stored_checkpoints()[-1].note
    case.close()
    db = sqlite3.connect(folder / "case" / "case.db")
    db.execute("DELETE FROM entries WHERE number >= 20")
    db.execute("DELETE FROM checkpoints WHERE size > 20")
    db.commit()
    db.close()
    case = reopened(folder)
    case.journal.rebuild()
    case.close()
    return kept


def test_a_cut_tail_shows_only_beside_a_checkpoint_from_elsewhere(tmp_path: Path) -> None:
    kept = cut(tmp_path)
    case = reopened(tmp_path)
    assert audit(case).ok
    assert {problem.code for problem in audit(case, kept).problems} >= {"verify.tail-cut"}


def test_projections_are_made_again_from_the_journal(tmp_path: Path) -> None:
    case = a_case(tmp_path)
    before = case.views.evidence_page(0, 50)
    case.close()
    db = sqlite3.connect(tmp_path / "case" / "case.db")
    db.execute("DELETE FROM evidence")
    db.commit()
    db.close()
    case = reopened(tmp_path)
    assert case.views.evidence_page(0, 50) == ()
    assert case.journal.rebuild() == 22
    assert case.views.evidence_page(0, 50) == before
    assert audit(case).ok


def test_another_laptop_writes_a_book_of_its_own(tmp_path: Path) -> None:
    a_case(tmp_path).close()
    other = reopened(tmp_path, keys=tmp_path / "other laptop")
    brought_in(other, files(tmp_path / "in", **{"x.jpg": b"image x"}))
    found = audit(other)
    assert found.ok
    assert sorted(size for _, size, _ in found.checkpoints) == [3, 22]
