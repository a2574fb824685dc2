"""Cases and libraries that an older version made are opened as they are, or refused with what to do."""

import contextlib
from pathlib import Path

import pytest
import sqlcipher3

from tests.cases import brought_in, files, new_case, reopened
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal
from workbench.storage.library_store import create_library, open_library

BEFORE_FEATURES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE known (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL, first_known TEXT, place TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, media_type TEXT NOT NULL, tools TEXT NOT NULL, preview BLOB);
CREATE TABLE fingerprints (known INTEGER NOT NULL REFERENCES known, kind TEXT NOT NULL, variant TEXT NOT NULL,
    bits TEXT NOT NULL, quality INTEGER NOT NULL, recipe TEXT NOT NULL, PRIMARY KEY (known, kind, variant))
    WITHOUT ROWID;
INSERT INTO meta VALUES ('format', '1'), ('id', 'c0ffee00c0ffee00'), ('name', 'older wars');
INSERT INTO known
    VALUES (4, 'k1', 'ab', 'a.jpg', '2018-06', 'Aleppo', 'an archive', '', 8, 6, 'image/jpeg', '{}', x'ff');
INSERT INTO fingerprints VALUES (4, 'phash', 'as-is', '0123456789abcdef', 90, '1; test');
"""


def altered(database: Path, *statements: str) -> None:
    with contextlib.closing(sqlcipher3.connect(str(database), isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def test_an_older_library_is_opened_with_all_that_it_kept(tmp_path: Path) -> None:
    with contextlib.closing(sqlcipher3.connect(str(tmp_path / "library.db"))) as db:
        db.executescript(BEFORE_FEATURES)
    for _ in range(2):
        with contextlib.closing(open_library(tmp_path)) as library:
            [(known, measured)] = library.everything()
            assert (known.id, known.place, known.event) == ("k1", "Aleppo", "")
            assert known.first_known == parse_interval("2018-06")
            assert (measured.size, measured.preview, measured.picture) == ((8, 6), b"\xff", True)
            assert [one.bits for one in measured.fingerprints] == ["0123456789abcdef"]
            assert measured.features is None
            assert library.digests() == {"ab"}
            assert library.with_digest("md5", "0") == ()


def test_a_library_that_lacks_a_column_is_refused_with_what_to_do(tmp_path: Path) -> None:
    create_library(tmp_path / "library", "c0ffee00c0ffee00", "older wars").close()
    altered(tmp_path / "library" / "library.db", "ALTER TABLE known DROP COLUMN place")
    with pytest.raises(Refusal) as refused:
        open_library(tmp_path / "library")
    assert (refused.value.code, refused.value.facts["missing"]) == ("library.tables-wanting", "known.place")


def test_an_older_case_has_its_tables_made_again_from_the_journal(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    brought_in(case, files(tmp_path / "in", a=b"image a", b=b"image b"))
    counted = case.views.counts()
    case.close()
    altered(case.folder / "case.db", "ALTER TABLE libraries DROP COLUMN searched", "DROP TABLE history")
    again = reopened(tmp_path)
    assert again.views.counts() == counted
    assert again.views.libraries() == ()
    assert again.journal.stale_projections() == ()


def test_an_older_case_whose_journal_is_damaged_is_left_as_it_is(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    brought_in(case, files(tmp_path / "in", a=b"image a"))
    case.close()
    database = case.folder / "case.db"
    altered(database, "DROP TABLE history", "UPDATE entries SET body = 'nothing' WHERE position = 2")
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            reopened(tmp_path)
        assert refused.value.code == "case.not-brought-up"


def test_a_case_whose_record_lacks_a_column_is_refused_with_what_to_do(tmp_path: Path) -> None:
    new_case(tmp_path).close()
    altered(tmp_path / "case" / "case.db", "ALTER TABLE previews DROP COLUMN jpeg")
    with pytest.raises(Refusal) as refused:
        reopened(tmp_path)
    assert (refused.value.code, refused.value.facts["missing"]) == ("case.tables-wanting", "previews.jpeg")
