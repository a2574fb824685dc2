"""Children by fork: locked like any other, quickly replaced, and gone when whoever asked for them is gone."""

import hashlib
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.hostile.crafted import exif_that_takes_for_ever, photograph, saved
from tests.sandbox.fake_child import GENEROUS, children, command, ended
from workbench.domain.examinations import Examination, Limits
from workbench.domain.refusals import Refusal
from workbench.sandbox.nursery import Forked, Nursery
from workbench.sandbox.process import Spawned, child_command
from workbench.sandbox.supervisor import ChildExaminer
from workbench.sandbox.worker import Worker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a nursery needs fork, pidfd and /proc")

ROOT = str(Path(__file__).resolve().parents[2])
PICTURE = saved(photograph(), "JPEG")
SUPERVISOR = """
import hashlib, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from workbench.domain.examinations import Limits
from workbench.sandbox.supervisor import ChildExaminer
examiner = ChildExaminer(workers=1)
print(examiner.isolation.level, flush=True)
path = Path(sys.argv[2])
examiner.examine(path, hashlib.sha256(path.read_bytes()).hexdigest(), Limits(reader_seconds=600))
"""
ACCOUNT = """
import hashlib, resource, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from workbench.domain.examinations import Limits
from workbench.sandbox.supervisor import ChildExaminer
examiner = ChildExaminer(workers=1)
assert examiner.isolation
path = Path(sys.argv[2])
if path.exists():
    examiner.examine(path, hashlib.sha256(path.read_bytes()).hexdigest(), Limits())
examiner.close()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def examined(examiner: ChildExaminer, folder: Path, data: bytes, limits: Limits | None = None) -> Examination:
    path = folder / "untrusted"
    path.write_bytes(data)
    return examiner.examine(path, hashlib.sha256(data).hexdigest(), limits or Limits())


@contextmanager
def family() -> Iterator[tuple[ChildExaminer, int]]:
    """An examiner with one child at work, and its nursery's number."""
    before = children()
    with closing(ChildExaminer(workers=1)) as examiner:
        assert examiner.isolation.layers
        (nursery,) = children() - before
        yield examiner, nursery


def test_a_forked_child_is_locked_as_a_spawned_one_is() -> None:
    with closing(ChildExaminer(1)) as forked, closing(ChildExaminer(1, command=child_command())) as spawned:
        assert forked.isolation == spawned.isolation
        assert forked.tools == spawned.tools


def test_the_children_are_the_nurserys(tmp_path: Path) -> None:
    with family() as (examiner, nursery):
        assert examined(examiner, tmp_path, PICTURE).complete
        assert children(nursery)


def test_a_lost_child_is_replaced_at_once(tmp_path: Path) -> None:
    with closing(ChildExaminer(workers=1)) as examiner:
        usual, after = [], []
        for _ in range(9):
            with pytest.raises(Refusal):
                examined(examiner, tmp_path, PICTURE[:600])
            for took in (after, usual):
                begun = time.perf_counter()
                assert examined(examiner, tmp_path, PICTURE).complete
                took.append(time.perf_counter() - begun)
        assert statistics.median(after) - statistics.median(usual) < 0.2


def test_a_child_that_hangs_is_replaced(tmp_path: Path) -> None:
    with closing(ChildExaminer(workers=1)) as examiner:
        found = examined(examiner, tmp_path, exif_that_takes_for_ever(), Limits(reader_seconds=0.3))
        assert ("exifread", "examine.reader-took-too-long") in {(one.reader, one.code) for one in found.refused}
        assert {one.reader for one in found.refused if "cut" not in one.code} == {"exifread"}
        assert examined(examiner, tmp_path, PICTURE).refused == ()


def test_without_its_nursery_the_next_picture_is_examined_all_the_same(tmp_path: Path) -> None:
    before = children()
    with family() as (examiner, nursery):
        pidfds = [os.pidfd_open(pid) for pid in children(nursery)]
        os.kill(nursery, signal.SIGKILL)
        assert ended(pidfds), "a child outlived its nursery"
        assert examined(examiner, tmp_path, PICTURE).complete
        assert examined(examiner, tmp_path, PICTURE).complete
        assert nursery not in children()
    assert children() <= before


def test_a_nursery_that_cannot_be_had_is_done_without() -> None:
    nursery = Nursery(command())  # a program that knows nothing of nurseries
    with closing(nursery):
        process = nursery.start()
        assert isinstance(process, Spawned)
        worker = Worker(process, 2**30)
        assert worker.greet().tools == {"fake": "1"}
        worker.kill()


def test_closing_leaves_nothing_behind(tmp_path: Path) -> None:
    with family() as (examiner, nursery):
        examined(examiner, tmp_path, PICTURE)
        mine = children(nursery) | {nursery}
        assert len(mine) >= 2
    assert not [pid for pid in mine if Path(f"/proc/{pid}").exists()]


def test_the_childrens_memory_is_accounted_for(tmp_path: Path) -> None:
    """Whoever waits for the nursery learns the peak of its children, which have it from the system and not by word."""
    path = tmp_path / "untrusted"
    path.write_bytes(saved(Image.linear_gradient("L").resize((6000, 5000)).convert("RGB"), "PNG", compress_level=1))
    peaks = []
    for wanted in ("nothing", str(path)):
        done = subprocess.run(
            [sys.executable, "-I", "-c", ACCOUNT, ROOT, wanted], capture_output=True, check=True, timeout=GENEROUS
        )
        peaks.append(int(done.stdout) * 1024)
    # The nursery's own peak counts too, and is the higher one where its children had nothing to do.
    assert peaks[1] - peaks[0] > 6000 * 5000 * 3 // 2


def test_a_child_that_ended_is_not_left_a_zombie() -> None:
    before = children()
    with closing(Nursery(child_command())) as nursery:
        process = nursery.start()
        (number,) = children() - before
        (child,) = children(number)
        process.end()
        end = time.monotonic() + GENEROUS
        while Path(f"/proc/{child}").exists():
            assert time.monotonic() < end


def test_the_supervisors_end_is_everyones_even_of_a_child_at_work(tmp_path: Path) -> None:
    path = tmp_path / "untrusted"
    path.write_bytes(exif_that_takes_for_ever())
    arguments = [sys.executable, "-I", "-c", SUPERVISOR, ROOT, str(path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout
        supervisor.stdout.readline()
        (nursery,) = children(supervisor.pid)
        mine = children(nursery)
        idle = sum(map(processor_time, mine))
        end = time.monotonic() + GENEROUS
        while sum(map(processor_time, mine)) < idle + 20:  # until one of them is deep in the file
            assert time.monotonic() < end
        pidfds = [os.pidfd_open(pid) for pid in mine | {nursery}]
        supervisor.kill()
        assert ended(pidfds)


def processor_time(pid: int) -> int:
    """In the system's ticks, which are hundredths of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_five_hundred_replacements_leave_no_descriptor_open() -> None:
    before = children()
    with closing(Nursery(child_command())) as nursery:
        nursery.start().end()
        (number,) = children() - before
        places = [Path("/proc/self/fd"), Path(f"/proc/{number}/fd")]
        first = [len(list(place.iterdir())) for place in places]
        for _ in range(500):
            process = nursery.start()
            assert isinstance(process, Forked)
            process.end()
        last = [len(list(place.iterdir())) for place in places]
    assert last[0] == first[0]
    assert last[1] <= first[1] + 2  # it may not have come to the last ones yet
