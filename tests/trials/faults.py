"""From a child's fault to the next image: five ways to fail, in the real child, at a moment that is known.

The child and the trial read one monotonic clock. A file names the moment at which the child is to fail; what is
measured runs from there until the next image, a small photograph, has been examined whole by another child. For a
child that hangs the moment is its deadline.
"""

import hashlib
import io
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from PIL import Image

from tests.sandbox.fake_child import children
from tests.sandbox.tampered_child import TOO_LATE, command, fault
from tests.trials.busyness import judged
from tests.trials.ledger import Plan, Row, Trial
from workbench.domain.examinations import Limits
from workbench.domain.refusals import Refusal
from workbench.sandbox.nursery import Nursery
from workbench.sandbox.supervisor import ChildExaminer

AIM_MILLISECONDS = 50
ROUNDS = 3
"""So often the quick part, whose few attempts one busy moment can spoil, tries a figure again."""
SOON = {"memory": 3.0}
USUALLY_SOON, LONGEST = 0.15, 15.0
"""Seconds from asking to the fault: enough for a busy machine to have brought the file to the child, and for the child
to have taken all of its memory."""
KINDS = {
    "killed": ("the child is killed", "examine.child-died"),
    "exit": ("the child ends itself", "examine.child-died"),
    "hang": ("the child hangs, from its deadline", "examine.took-too-long"),
    "memory": ("the child's memory is exhausted", "examine.out-of-memory"),
    "invalid": ("the child answers nonsense", "examine.reply-invalid"),
}


def run(plan: Plan) -> Iterator[Row]:
    if sys.platform != "linux":
        yield Row("from fault to next image", f"<= {AIM_MILLISECONDS} ms", "needs Linux", 0, None)
        return
    image = _photograph(plan.folder / "image.jpg")
    count = plan.count(9, 50)
    before = children()
    with closing(ChildExaminer(1, nursery=Nursery(command()))) as examiner:
        _examine(examiner, image, Limits())
        (nursery,) = children() - before
        usual = [_timed(examiner, image) for _ in range(2 * count)]
        yield Row("an image with nothing before it (for comparison)", "-",
                  f"median {statistics.median(usual):.1f} ms", len(usual), True)  # fmt: skip
        for kind, (figure, code) in KINDS.items():
            took, codes, rounds = [], set(), 0
            while not took or (statistics.median(took) > AIM_MILLISECONDS and rounds < plan.count(ROUNDS, 1)):
                took, rounds = [], rounds + 1
                for _ in range(count // 3 if kind in SOON else count):
                    soon = SOON.get(kind, USUALLY_SOON)
                    told = TOO_LATE
                    while told == TOO_LATE and soon < LONGEST:
                        told, milliseconds = _failing(examiner, nursery, plan.folder / "fault", kind, image, soon)
                        soon *= 2
                    took.append(milliseconds)
                    codes.add(told)
                    _timed(examiner, image)  # faults do not come in pairs
            median, slowest = statistics.median(took), max(took)
            held, note = judged(median <= AIM_MILLISECONDS)
            note += f"; in round {rounds}" if rounds > 1 else ""
            held = held if codes == {code} else False
            yield Row(f"{figure}: to the next image, examined", f"<= {AIM_MILLISECONDS} ms",
                      f"median {median:.1f} ms, slowest {slowest:.1f}; told as {', '.join(sorted(codes))}{note}",
                      len(took), held)  # fmt: skip


def _failing(
    examiner: ChildExaminer, nursery: int, path: Path, kind: str, image: Path, soon: float
) -> tuple[str, float]:
    """How the fault was told, and the milliseconds from it until the image was examined."""
    at = time.monotonic() + soon
    path.write_bytes(fault(kind, at))
    limits = Limits(step_seconds=soon) if kind == "hang" else Limits()
    killer = threading.Thread(target=_kill, args=(nursery, at)) if kind == "killed" else None
    if killer:
        killer.start()
    begun = time.monotonic()
    code = ""
    try:
        _examine(examiner, path, limits)
    except Refusal as refusal:
        code = refusal.code
    _examine(examiner, image, Limits())
    ended = time.monotonic()
    if killer:
        killer.join()
        at = _kill.at  # type: ignore[attr-defined]
    if kind == "hang":
        at = begun + soon
    return code, (ended - at) * 1000


def _kill(nursery: int, at: float) -> None:
    """Kill the child that is at work at this moment, from outside."""
    while (left := at - time.monotonic()) > 0:
        time.sleep(left)
    busiest = max(children(nursery), key=_processor_time)
    _kill.at = time.monotonic()  # type: ignore[attr-defined]
    with suppress(ProcessLookupError):
        os.kill(busiest, 9)


def _processor_time(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _timed(examiner: ChildExaminer, path: Path) -> float:
    begun = time.monotonic()
    _examine(examiner, path, Limits())
    return (time.monotonic() - begun) * 1000


def _examine(examiner: ChildExaminer, path: Path, limits: Limits) -> None:
    examiner.examine(path, hashlib.sha256(path.read_bytes()).hexdigest(), limits)


def _photograph(path: Path) -> Path:
    stream = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(stream, "JPEG", quality=85)
    path.write_bytes(stream.getvalue())
    return path


TRIAL = Trial("faults", run)
