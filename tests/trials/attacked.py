"""One examiner under attack: hostile files go in by its real door, and a good picture is looked at again in between."""

import contextlib
import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tests.hostile.crafted import photograph, saved
from workbench.domain.examinations import Examination, Limits
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer

GOOD = "good.jpg"
STARTING_SECONDS = 5.0
"""What replacing lost children may add to the deadlines of a file, on a busy machine."""


@dataclass(slots=True)
class Attack:
    """What was met: outcomes by code, faults in the parent, and by how much a deadline was passed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    late: list[str] = field(default_factory=list)
    good_looks: int = 0
    resident: int = 0

    @property
    def files(self) -> int:
        return sum(self.outcomes.values())


def attack(files: Iterable[tuple[str, bytes]], folder: Path, good_after: int, workers: int = 2) -> Attack:
    """Examine each file; after every `good_after` of them the good picture, which must be found as it was at first."""
    limits, found = Limits(), Attack()
    examiner = ChildExaminer(workers=workers, limits=limits)
    good = folder / GOOD
    good.write_bytes(good_picture())
    try:
        first = _seen(examiner, good, limits)
        begun = _resident()
        with ThreadPoolExecutor(workers) as threads:
            for number, bunch in enumerate(_bunches(files, good_after)):
                jobs = [
                    threads.submit(_met, examiner, folder / f"{number}-{place}", data, limits)
                    for place, (_, data) in enumerate(bunch)
                ]
                for (name, _), job in zip(bunch, jobs, strict=True):
                    _note(found, name, *job.result(), limits)
                found.good_looks += 1
                if not _alike(_seen(examiner, good, limits), first):
                    found.unlike.append(", ".join(name for name, _ in bunch)[:200])
        found.resident = _resident() - begun
    finally:
        examiner.close()
    return found


def good_picture() -> bytes:
    """A photograph with EXIF and a comment, the same at each call."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x0132] = "Maker", 6, "2025:11:25 02:12:14"
    return saved(photograph(), "JPEG", exif=exif, comment=b"as it was", quality=90)


def _bunches(files: Iterable[tuple[str, bytes]], size: int) -> Iterator[list[tuple[str, bytes]]]:
    bunch: list[tuple[str, bytes]] = []
    for one in files:
        bunch.append(one)
        if len(bunch) == size:
            yield bunch
            bunch = []
    if bunch:
        yield bunch


def _seen(examiner: ChildExaminer, path: Path, limits: Limits) -> Examination:
    return examiner.examine(path, hashlib.sha256(path.read_bytes()).hexdigest(), limits)


def _met(
    examiner: ChildExaminer, path: Path, data: bytes, limits: Limits
) -> tuple[str, float, Examination | None, str]:
    """The outcome's code, the seconds it took, the examination where there is one, and a fault of the parent's."""
    path.write_bytes(data)
    begun, seen, fault = time.perf_counter(), None, ""
    try:
        seen = examiner.examine(path, hashlib.sha256(data).hexdigest(), limits)
        code = "examined" if seen.complete else "examined in part"
    except Refusal as refusal:
        code = refusal.code
    except Exception as error:  # what must not happen, and is counted
        code, fault = "fault", f"{type(error).__name__}: {error}"
    spent = time.perf_counter() - begun
    path.unlink()
    return code, spent, seen, fault


def _note(
    found: Attack, name: str, code: str, spent: float, seen: Examination | None, fault: str, limits: Limits
) -> None:
    found.outcomes[code] += 1
    found.slowest = max(found.slowest, (spent, name))
    if fault:
        found.faults.append(f"{name}: {fault}")
    if seen:
        found.beside.update(one.code for one in seen.refused)
    if spent > limits.step_seconds + limits.file_seconds + STARTING_SECONDS:
        found.late.append(f"{name}: {spent:.1f} s")


def _alike(seen: Examination, first: Examination) -> bool:
    """Whether all that was measured is the same, to the last bit of the preview."""
    return seen == first


def _resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
