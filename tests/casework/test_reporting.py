"""What a report says of libraries and of decisions for a group: gathered from a case that has both."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.cases import NOON, ReadingExaminer, brought_in, files, new_case
from workbench.bootstrap import build
from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.grouping import decide_for_group
from workbench.casework.knowing import Provenance, add_known, attach, switch
from workbench.casework.ports import Draft
from workbench.casework.reporting import Shelves, report_on
from workbench.casework.workroom import Workroom
from workbench.custody.keys import read_checkpoint
from workbench.domain.examinations import Examination
from workbench.domain.gazetteer import PlaceTable
from workbench.domain.intervals import parse_interval
from workbench.domain.known import Match
from workbench.domain.places import Place
from workbench.domain.reports import Report
from workbench.domain.verdicts import Status, Verdict


class Unlike:
    """A finder that finds nothing and could compare with nothing but `alike` of each library's images."""

    def __init__(self, libraries: Sequence[KnownLibrary], alike: int) -> None:
        self._count = sum(library.store.count() for library in libraries) - alike

    def __call__(self, original: Path, examination: Examination) -> tuple[Match, ...]:
        return ()

    def not_compared(self, examination: Examination) -> int:
        return self._count

    def not_compared_features(self) -> int:
        return 1


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Workroom]:
    made = build({"WORKBENCH_HOME": str(tmp_path / "home"), "WORKBENCH_AUTHOR": "tester"})
    yield made
    made.close()


def a_case(folder: Path) -> Case:
    case = new_case(folder)
    brought_in(case, files(folder / "in", a=b"image a", b=b"image b", c=b"image c"))
    event = record_event(case, "Strikes", parse_interval("2025-10-09"), Place("Paktika"))
    record_claim(case, event.id, "It shows them", "a channel")
    return case


def shelf(room: Workroom, folder: Path, *pictures: str) -> KnownLibrary:
    library = room.new_library(folder)
    source = room.files(files(folder.parent / "older", **{one: f"image {one}".encode() for one in pictures}), "file",
                        "", "")  # fmt: skip
    list(add_known(library, source, Provenance(), ReadingExaminer(), lambda _: b"jpeg", lambda _: b"", room.limits))
    return library


def reported(case: Case, room: Workroom, alike: int = 0) -> Report:
    shelves = Shelves(room.open_library, lambda libraries: Unlike(libraries, alike))
    return report_on(case, case.views.events()[0].id, lambda _: (), read_checkpoint, "test", shelves, PlaceTable(()))


def test_every_library_stands_in_the_report_as_it_is(room: Workroom, tmp_path: Path) -> None:
    case = a_case(tmp_path)
    for name, pictures in (("on", "xyz"), ("off", "uv"), ("gone", "w"), ("other", "t")):
        with contextlib.closing(shelf(room, tmp_path / name, *pictures)) as library:
            attach(case, library)
    switch(case, "off", False)
    (tmp_path / "gone").rename(tmp_path / "elsewhere")
    (tmp_path / "other").rename(tmp_path / "hidden")
    room.new_library(tmp_path / "other").close()
    report = reported(case, room, alike=1)
    stand = [(one.name, one.on, one.count, one.without_features, one.code) for one in report.libraries]
    assert stand == [
        ("on", True, 3, 1, ""),
        ("off", False, 2, 0, ""),
        ("gone", True, None, 0, "library.not-there"),
        ("other", True, None, 0, "library.another"),
    ]
    on = report.libraries[0].id
    assert [image.not_compared for image in report.images] == [((on, 2),)] * 3
    assert all(image.not_compared == () for image in reported(case, room, alike=3).images)
    case.close()


def test_a_case_without_libraries_has_none_in_its_report(room: Workroom, tmp_path: Path) -> None:
    case = a_case(tmp_path)
    assert reported(case, room).libraries == ()
    case.close()


def test_a_decision_for_a_group_is_one_in_the_report(room: Workroom, tmp_path: Path) -> None:
    case = a_case(tmp_path)
    one, other, alone = (row.evidence.sha256 for row in case.views.evidence_page(0, 3))
    case.journal.append([Draft("copies.linked", {"evidence": one, "other": other})], "tester", NOON)
    [claim] = case.views.claims()
    verdict = Verdict(one, claim.id, claim.event, Status.REFUTED, "a reviewer", "Known since 2018")
    decide_for_group(case, verdict, {one: ((), ()), other: ((), ())})
    groups = {image.evidence.sha256: [given.group for given in image.verdicts] for image in reported(case, room).images}
    [group] = groups[one]
    assert group
    assert groups == {one: [group], other: [group], alone: []}
    case.close()
