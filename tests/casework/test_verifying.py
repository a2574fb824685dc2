"""Every kind of change to a case is found and named."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests import bundles
from tests.cases import brought_in, files, key, new_case, reopened
from workbench.casework.cases import Case
from workbench.casework.ports import Draft
from workbench.casework.verifying import Audit, verify
from workbench.custody.keys import read_checkpoint
from workbench.domain import merkle
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


JOURNAL: list[tuple[Tamper, set[str]]] = [
    (lambda db: rewritten(db, 7, leaf_too=False), {"7:entry-altered"}),
    (lambda db: rewritten(db, 7, leaf_too=True), {"7:entry-altered"}),
    (lambda db: db.execute("UPDATE entries SET body = 'x' WHERE number = 0"), {"0:entry-altered"}),
    (lambda db: db.execute("DELETE FROM entries WHERE number = 6"), {"6:entry-missing"}),
    (lambda db: db.execute("DELETE FROM entries WHERE number >= 20"), {"20:entry-missing", "21:entry-missing"}),
    (lambda db: swapped(db, "body"), {"5:entry-swapped", "9:entry-swapped"}),
    (lambda db: swapped(db, "body, leaf"), {"5:entry-swapped", "9:entry-swapped"}),
    (added, {"22:entry-added"}),
    (rechained, {"7:entry-unsigned"}),
]


@pytest.mark.parametrize(("change", "expected"), JOURNAL)
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
    leaves = [leaf for (leaf,) in db.execute("SELECT leaf FROM entries ORDER BY number")]
    db.execute("UPDATE books SET size = 20, subtrees = ?", (json.dumps(merkle.grown((), 0, leaves)[0]),))
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


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_timed_case(tmp_path_factory.mktemp("timed"))


def a_timed_case(folder: Path) -> Path:
    """A case whose entries have times: what was written together has one."""
    case = bundles.ticking(new_case(folder))
    for number in range(6):
        brought_in(case, files(folder / "in", **{f"{number}.jpg": b"image %d" % number}))
    case.journal.append([Draft("report.written", {"to": "report.html"})], case.author, case.clock())
    case.close()
    return folder


def changed(timed: Path, folder: Path, change: Tamper, kept: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    """What is found in a copy of that case after somebody changed its database, tables made anew."""
    shutil.copytree(timed, folder / "copy")
    with contextlib.closing(sqlite3.connect(folder / "copy" / "case" / "case.db")) as db, db:
        change(db)
    with contextlib.closing(reopened(folder / "copy")) as case:
        with contextlib.suppress(Exception):
            case.journal.rebuild()
        return {(re.sub(r"^(entry .*/|checkpoint .*@)", "", p.subject), p.code.removeprefix("verify."))
                for p in audit(case, *kept).problems}  # fmt: skip


def positions(db: sqlite3.Connection) -> None:
    """Two entries in each other's place in the order of arrival, with nothing in them changed."""
    db.execute("UPDATE entries SET position = -5 WHERE number = 5")
    db.execute("UPDATE entries SET position = 6 WHERE number = 9")
    db.execute("UPDATE entries SET position = 10 WHERE number = 5")


def last_note(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)")


def foreign_key(db: sqlite3.Connection) -> None:
    db.execute("UPDATE books SET public_key = ?", (bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc" * 2),))


def previous_changed(db: sqlite3.Connection) -> None:
    """The last entry with another `previous`: the checkpoint before vouches for the one that it no longer names."""
    number, body = db.execute("SELECT number, body FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    entry = read_entry(body)
    forged = replace(entry, previous="ab" * 32).canonical()
    db.execute("UPDATE entries SET body = ?, leaf = ? WHERE number = ?", (forged, leaf_hash(forged), number))


BESIDE: list[tuple[Tamper, set[tuple[str, str]]]] = [
    (positions, {("5", "entry-swapped"), ("9", "entry-swapped")}),
    (lambda db: db.execute("DELETE FROM checkpoints WHERE size = 6"), {("6", "checkpoint-missing")}),
    (last_note, {("14", "entry-added")}),
    (lambda db: db.execute("UPDATE books SET size = 3"), {("book *", "book-standing")}),
    (lambda db: db.execute("UPDATE books SET subtrees = '[]'"), {("book *", "book-standing")}),
    (lambda db: db.execute("DELETE FROM books"), {("book *", "book-missing")}),
    (foreign_key, {("book *", "book-key"), ("6", "checkpoint-signature")}),
    (lambda db: db.execute("UPDATE meta SET value = 'x' WHERE key = 'title'"), {("case", "case-renamed")}),
    (lambda db: [db.execute(f"DELETE FROM {t}") for t in ("entries", "checkpoints", "books")],
     {("journal", "journal-empty")}),
    (previous_changed, {("14", "entry-altered")}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), BESIDE)
def test_each_change_beside_the_entries_is_named(
    timed: Path, tmp_path: Path, change: Tamper, expected: set[tuple[str, str]]
) -> None:
    book = key(timed).book
    expected = {(subject.replace("*", book), code) for subject, code in expected}
    assert changed(timed, tmp_path, lambda db: None) == set(), "untouched, it verifies"
    shutil.rmtree(tmp_path / "copy")
    found = changed(timed, tmp_path, change)
    assert expected <= found
    assert {one for one in found if one[1].startswith("entry-alt")} <= expected


def test_a_book_that_was_taken_away_is_named_by_the_others_and_by_kept_checkpoints(timed: Path, tmp_path: Path) -> None:
    shutil.copytree(timed, tmp_path / "two")
    other = reopened(tmp_path / "two", keys=tmp_path / "other laptop")
    brought_in(other, files(tmp_path / "two" / "in", **{"x.jpg": b"image x"}))
    kept = {stored.book: stored.note for stored in other.journal.stored_checkpoints()}
    other.close()
    first, second = key(timed).book, key(tmp_path / "other laptop").book

    def without(book: str) -> Tamper:
        return lambda db: [db.execute(f"DELETE FROM {table} WHERE {column} = ?", (book,)) for table, column in
                           (("entries", "book"), ("checkpoints", "book"), ("books", "id"))]  # fmt: skip

    assert (f"book {first}", "book-missing") in changed(tmp_path / "two", tmp_path / "a", without(first))
    assert not {code for _, code in changed(tmp_path / "two", tmp_path / "b", without(second))} - {
        "original-unrecorded"
    }, "a book of which no other tells: only a kept checkpoint shows it"
    origin = f"workbench.case/c0ffee00c0ffee00/{second}"
    assert (f"book of {origin}", "book-missing") in changed(
        tmp_path / "two", tmp_path / "c", without(second), (kept[second],)
    )
