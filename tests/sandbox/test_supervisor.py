"""What the supervisor makes of children that die, hang, lie or talk nonsense: one outcome, and the next file works."""

import hashlib
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sandbox.fake_child import children, command, ended, is_running
from workbench.domain.examinations import Examination, IsolationLevel, Limits, Refused
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes under /proc")
STEP_HANGS = Limits(step_seconds=0.3)
READER_HANGS = Limits(reader_seconds=3.0)
"""Only what hangs is measured against a short time, and only in the step that hangs: what answers has as long as ever,
so that a busy machine is not taken for a lost child. In `READER_HANGS` the other reader answers within it."""


@contextmanager
def fake(workers: int = 1) -> Iterator[ChildExaminer]:
    examiner = ChildExaminer(workers, command=command())
    try:
        yield examiner
    finally:
        examiner.close()


def examined(examiner: ChildExaminer, folder: Path, mood: str) -> Examination:
    limits = {"hang:pixels": STEP_HANGS, "hang:a": READER_HANGS}.get(mood, Limits())
    path = folder / mood.replace(":", "-")
    path.write_text(mood)
    return examiner.examine(path, hashlib.sha256(mood.encode()).hexdigest(), limits)


def refusal(examiner: ChildExaminer, folder: Path, mood: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        examined(examiner, folder, mood)
    return caught.value


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ("die:pixels", "examine.child-died"),
        ("hang:pixels", "examine.took-too-long"),
        ("lie:pixels", "examine.reply-invalid"),
        ("flood:pixels", "examine.reply-invalid"),
    ],
)
def test_a_child_lost_on_the_picture_costs_that_file_only(tmp_path: Path, mood: str, code: str) -> None:
    with fake() as examiner:
        found = refusal(examiner, tmp_path, mood)
        assert found.code == code
        assert found.facts["name"] == mood.replace(":", "-")
        assert examined(examiner, tmp_path, "good").width == 8


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ("die:a", "examine.child-died"),
        ("hang:a", "examine.reader-took-too-long"),
        ("lie:a", "examine.reply-invalid"),
        ("flood:a", "examine.reply-invalid"),
    ],
)
def test_a_child_lost_in_a_reader_costs_that_reader_only(tmp_path: Path, mood: str, code: str) -> None:
    with fake() as examiner:
        found = examined(examiner, tmp_path, mood)
        assert [(one.reader, one.code) for one in found.refused] == [("a", code)]
        assert [(tag.reader, tag.value) for tag in found.tags] == [("b", "b")]
        assert found.tools == {"fake": "1"}


def test_a_lost_child_is_gone(tmp_path: Path) -> None:
    with fake() as examiner:
        pidfd = os.pidfd_open(int(dict(examiner.isolation.layers)["pid"]))
        refusal(examiner, tmp_path, "hang:pixels")
        assert ended([pidfd])


def test_a_child_that_is_killed_between_two_files_is_replaced_without_a_word(tmp_path: Path) -> None:
    with fake() as examiner:
        pid = int(dict(examiner.isolation.layers)["pid"])
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert examined(examiner, tmp_path, "good").complete


def test_a_child_is_recycled_after_64_files(tmp_path: Path) -> None:
    with fake() as examiner:
        pids = [dict(examined(examiner, tmp_path, "good").isolation.layers)["pid"] for _ in range(65)]
        assert len(set(pids[:64])) == 1
        assert pids[64] != pids[0]


def test_several_threads_share_the_children(tmp_path: Path) -> None:
    moods = ["good", "die:a", "good", "lie:pixels", "good", "good", "die:pixels", "good"]

    def outcome(number: int) -> str:
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            return str(examined(examiner, folder, moods[number]).refused)
        except Refusal as refused:
            return refused.code

    with fake(workers=2) as examiner, ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(outcome, range(len(moods))))
    assert [text for text in outcomes if "examine" in text] == [
        str((Refused("a", "examine.child-died"),)),
        "examine.reply-invalid",
        "examine.child-died",
    ]


def test_closing_leaves_no_process_behind(tmp_path: Path) -> None:
    before = children()
    with fake(workers=2) as examiner:
        examined(examiner, tmp_path, "good")
        mine = children() - before
        assert mine
    assert not any(is_running(pid) for pid in mine)
    assert refusal(examiner, tmp_path, "good").code == "examine.closed"


def test_a_child_that_does_not_start_is_said_so(tmp_path: Path) -> None:
    examiner = ChildExaminer(1, command=[sys.executable, "-I", "-c", "raise SystemExit(1)"])
    try:
        assert refusal(examiner, tmp_path, "good").code == "examine.child-not-started"
    finally:
        examiner.close()


def test_what_the_child_says_of_its_isolation_is_recorded(tmp_path: Path) -> None:
    with fake() as examiner:
        assert examined(examiner, tmp_path, "good").isolation.level is IsolationLevel.REDUCED


def test_a_file_that_is_not_the_admitted_one_is_not_examined(tmp_path: Path) -> None:
    with fake() as examiner:
        path = tmp_path / "changed.jpg"
        path.write_text("good")
        with pytest.raises(Refusal) as caught:
            examiner.examine(path, "0" * 64, Limits())
        assert caught.value.code == "examine.changed"


def test_a_file_that_is_too_large_or_missing_never_reaches_the_child(tmp_path: Path) -> None:
    with fake() as examiner:
        path = tmp_path / "large.jpg"
        path.write_text("good")
        for where, limits, code in (
            (path, Limits(file_bytes=3), "examine.too-large"),
            (tmp_path / "missing.jpg", Limits(), "examine.unreadable"),
        ):
            with pytest.raises(Refusal) as caught:
                examiner.examine(where, hashlib.sha256(b"good").hexdigest(), limits)
            assert caught.value.code == code
