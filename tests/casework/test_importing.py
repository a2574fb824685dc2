"""From files to evidence: one outcome a file, in the journal before it is said."""

import hashlib
import os
import threading
from pathlib import Path

import pytest

from tests.cases import ReadingExaminer, brought_in, files, new_case, reopened
from workbench.casework.importing import import_files
from workbench.domain.evidence import ImportStatus
from workbench.domain.examinations import Limits
from workbench.domain.refusals import Refusal
from workbench.sources.files import FilesSource


def test_files_and_folders_in_any_mix(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    files(tmp_path / "in", a=b"image a", b=b"image b")
    files(tmp_path / "in" / "deep", c=b"image c")
    single = files(tmp_path / "other", d=b"image d")
    outcomes = brought_in(case, [str(tmp_path / "in"), *single])
    assert [(Path(o.path).name, o.status) for o in outcomes] == [(name, ImportStatus.ADMITTED) for name in "abcd"]
    assert [row.name for row in case.views.evidence_page(0, 10)] == list("abcd")


def test_originals_stay_byte_for_byte(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    body = b"image" + os.urandom(3_000_000)
    [path] = files(tmp_path / "in", a=body)
    [outcome] = brought_in(case, [path])
    assert outcome.sha256 == hashlib.sha256(body).hexdigest()
    assert case.vault.path(outcome.sha256).read_bytes() == body == Path(path).read_bytes()


def test_the_same_bytes_twice_are_one_evidence_with_two_arrivals(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    paths = files(tmp_path / "in", a=b"image same", b=b"image same")
    outcomes = brought_in(case, paths)
    assert [outcome.status for outcome in outcomes] == [ImportStatus.ADMITTED, ImportStatus.KNOWN]
    [again] = brought_in(case, paths[:1])
    assert again.status is ImportStatus.KNOWN
    [row] = case.views.evidence_page(0, 10)
    assert row.arrivals == 3
    assert [arrival.name for _, arrival in case.views.arrivals(row.evidence.sha256)] == ["a", "b", "a"]


def test_whatever_cannot_be_read_is_an_outcome(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    paths = files(tmp_path / "in", text=b"a line of text", good=b"image", empty=b"")
    os.mkfifo(tmp_path / "in" / "pipe")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    outcomes = brought_in(case, [str(tmp_path / "in"), str(tmp_path / "gone.jpg")])
    assert {Path(o.path).name: (o.status.value, o.code) for o in outcomes} == {
        "empty": ("refused", "examine.not-an-image"),
        "good": ("admitted", ""),
        "gone.jpg": ("missing", "source.missing"),
        "loop": ("refused", "source.not-a-file"),
        "pipe": ("refused", "source.not-a-file"),
        "text": ("refused", "examine.not-an-image"),
    }
    recorded = {Path(refused.path).name: refused for refused in case.views.refusals()}
    assert len(recorded) == 5
    assert recorded["text"].sha256 == hashlib.sha256(b"a line of text").hexdigest()
    assert dict(recorded["text"].facts)["name"] == "text"
    assert Path(paths[0]).read_bytes() == b"a line of text"
    assert list((case.folder / "originals" / "incoming").iterdir()) == []


def test_a_fault_of_ours_costs_one_file(tmp_path: Path) -> None:
    def fault(path: Path) -> None:
        if path.read_bytes() == b"image b":
            raise ZeroDivisionError

    case = new_case(tmp_path)
    paths = files(tmp_path / "in", a=b"image a", b=b"image b", c=b"image c")
    outcomes = brought_in(case, paths, ReadingExaminer(fault))
    assert [outcome.code for outcome in outcomes] == ["", "import.fault", ""]


def test_a_name_that_is_no_text_is_kept_readably(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    (tmp_path / "in").mkdir()
    name = os.fsdecode(b"caf\xe9.jpg")
    (tmp_path / "in" / name).write_bytes(b"image")
    [outcome] = brought_in(case, [str(tmp_path / "in")])
    assert outcome.status is ImportStatus.ADMITTED
    assert outcome.path.endswith("caf⟨U+DCE9⟩.jpg")


def test_cancelling_keeps_what_was_finished(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    paths = files(tmp_path / "in", **{f"{n:03}": b"image %d" % n for n in range(300)})
    stop = threading.Event()
    done = []
    examiner = ReadingExaminer()
    outcomes = import_files(case, FilesSource(paths), examiner, lambda preview: b"jpeg", Limits(), stop.is_set)
    for outcome in outcomes:
        done.append(outcome)
        stop.set()
    assert 1 <= len(done) < 300
    assert case.views.counts().evidence == len(done)


def test_cancelling_does_not_wait_for_a_file_that_hangs(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    hang, stop = threading.Event(), threading.Event()

    def wait(path: Path) -> None:
        stop.set()
        hang.wait()

    paths = files(tmp_path / "in", a=b"image a")
    examiner = ReadingExaminer(wait)
    try:
        assert list(import_files(case, FilesSource(paths), examiner, lambda p: b"", Limits(), stop.is_set)) == []
    finally:
        hang.set()


def test_what_was_acknowledged_is_there_after_reopening(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    [outcome] = brought_in(case, files(tmp_path / "in", a=b"image a"))
    second = reopened(tmp_path)
    assert second.views.evidence(outcome.sha256)
    brought_in(second, files(tmp_path / "in", b=b"image b"))
    assert case.views.counts().evidence == 2, "two instances on one case see and write one journal"
    brought_in(case, files(tmp_path / "in", c=b"image c"))
    assert second.views.counts().evidence == 3


def test_a_case_needs_a_folder_of_its_own(tmp_path: Path) -> None:
    files(tmp_path / "case", a=b"something else")
    with pytest.raises(Refusal) as refused:
        new_case(tmp_path)
    assert refused.value.code == "case.folder-in-use"
    assert (tmp_path / "case" / "a").read_bytes() == b"something else"
