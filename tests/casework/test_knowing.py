"""Libraries of known images, built from folders."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import ReadingExaminer, files, new_case
from workbench.bootstrap import ORIGINALS
from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance, add_known, attach, switch
from workbench.custody.vault import FolderVault
from workbench.domain.examinations import Limits
from workbench.domain.intervals import parse_interval
from workbench.domain.refusals import Refusal
from workbench.sources.files import FilesSource
from workbench.storage.library_store import create_library, open_library

OLD = Provenance(parse_interval("2018-06"), "Spain", "an archive", "a path")


def a_library(folder: Path) -> KnownLibrary:
    vault = FolderVault(folder / ORIGINALS)
    library = KnownLibrary(folder, create_library(folder, "1234567890abcdef", folder.name), vault)
    vault.create()
    return library


def added(library: KnownLibrary, locations: list[str]) -> list[KnownOutcome]:
    source = FilesSource(locations)
    return list(
        add_known(
            library, source, OLD, ReadingExaminer(), lambda preview: b"jpeg", lambda features: features.points, Limits()
        )
    )


def test_each_file_has_an_outcome_and_reads_back(tmp_path: Path) -> None:
    library = a_library(tmp_path / "library")
    paths = files(tmp_path / "in", a=b"image a", b=b"words", c=b"image a")
    outcomes = added(library, [*paths, str(tmp_path / "gone")])
    assert [outcome.outcome for outcome in outcomes] == ["added", "refused", "known", "refused"]
    assert [outcome.refusal.code for outcome in outcomes if outcome.refusal] == [
        "examine.not-an-image",
        "source.missing",
    ]
    [row] = library.store.page(0, 10)
    assert row.known == replace(
        row.known, id=outcomes[0].id, path=paths[0], first_known=OLD.first_known, place="Spain", note="a path"
    )
    assert library.vault.path(row.known.sha256).read_bytes() == b"image a"
    assert list((tmp_path / "library" / ORIGINALS / "incoming").iterdir()) == []


def test_an_unstated_zone_stays_unstated(tmp_path: Path) -> None:
    library = a_library(tmp_path / "library")
    added(library, files(tmp_path / "in", a=b"image a"))
    library.close()
    again = open_library(tmp_path / "library")
    [row] = again.page(0, 10)
    assert row.known.first_known == OLD.first_known
    assert row.known.first_known
    assert not row.known.first_known.zone_stated


def test_adding_again_keeps_what_was_known_first(tmp_path: Path) -> None:
    library = a_library(tmp_path / "library")
    paths = files(tmp_path / "in", a=b"image a")
    added(library, paths)
    assert [outcome.outcome for outcome in added(library, paths)] == ["known"]
    assert library.store.count() == 1


def test_a_library_is_attached_to_a_case_once(tmp_path: Path) -> None:
    case, library = new_case(tmp_path), a_library(tmp_path / "library")
    attach(case, library)
    entries = case.views.counts().entries
    attach(case, library)
    assert case.views.counts().entries == entries
    assert [attached.name for attached in case.views.libraries()] == ["library"]


def test_a_library_is_switched_off_and_on_in_the_journal(tmp_path: Path) -> None:
    case, library = new_case(tmp_path), a_library(tmp_path / "library")
    attach(case, library)
    entries = case.views.counts().entries
    for name, on in (("library", False), (library.store.id, False), (str(tmp_path / "library"), True)):
        assert switch(case, name, on).on is on
        assert [attached.on for attached in case.views.libraries()] == [on]
    assert case.views.counts().entries == entries + 2, "what is so already is not written"
    switch(case, "library", False)
    case.journal.rebuild()
    attach(case, library)
    assert [attached.on for attached in case.views.libraries()] == [False], "it stays off until it is switched on"
    with pytest.raises(Refusal) as refused:
        switch(case, "another", True)
    assert refused.value.code == "library.not-attached"
