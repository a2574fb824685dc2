"""The drill: a case with everything is backed up while another process imports into it, restored, and verified."""

import contextlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.trials.imports import begin, checked, files, imported, room
from tests.trials.ledger import Plan, Row, Trial
from workbench.casework.book_audit import BookAudit
from workbench.casework.cases import Case
from workbench.casework.sample import run_sample
from workbench.casework.verifying import verify
from workbench.custody.disk import PlainDisk
from workbench.custody.keys import read_checkpoint
from workbench.domain.refusals import Refusal


def run(plan: Plan) -> Iterator[Row]:
    chance = random.Random(plan.seed)
    yield _drill(plan, chance)
    yield _spoilt(plan, chance)


def _drill(plan: Plan, chance: random.Random) -> Row:
    times, good, grew = plan.count(1, 20), 0, 0
    folder = plan.folder
    if plan.whole:
        with contextlib.closing(room(folder)) as office:
            source = run_sample(office, folder / "sample", lambda step: None).case
    else:
        source = folder / "case"
        with contextlib.closing(room(folder).new_case(source, "trial")) as case:
            list(imported(case, files(folder / "first", 20, chance)))
    for number in range(times):
        paths = files(folder / f"in-{number}", 300, chance, most=4_000)
        running = begin(folder, source, paths, PlainDisk())
        running.wait_for(chance.randrange(1, 30))
        before = {line["sha256"] for line in running.lines()}
        done = room(folder).keeper.back_up(source, folder / f"{number}.zip")
        restored = folder / f"restored-{number}"
        room(folder).keeper.restore(done.path, restored)
        running.end()
        with contextlib.closing(room(folder).open_case(restored)) as case:
            after = checked(case, before)
            mine = verify(case, read_checkpoint).checkpoints
        with contextlib.closing(room(folder).open_case(source)) as case:
            same = all(_agrees(case, book, size, root) for book, size, root in mine)
            grew += any(size > there[1] for book, size, _ in verify(case, read_checkpoint).checkpoints
                        for there in mine if there[0] == book)  # fmt: skip
        good += after.sound and same and bool(mine)
        shutil.rmtree(restored)
        done.path.unlink()
    said = f"{good} of {times}; in {grew} the case grew after its backup"
    aim = f"{times} of {times} verify, same checkpoint"
    return Row("backed up during an import, restored", aim, said, times, good == times)


def _agrees(case: Case, book: str, size: int, root: str) -> bool:
    """Whether the case had this root when it had this size."""
    rows = [row for row in case.journal.stored_entries() if row.book == book]
    notes = [note for note in case.journal.stored_checkpoints() if note.book == book]
    return BookAudit(book, rows, notes, read_checkpoint).differs(size, root) == ""


def _spoilt(plan: Plan, chance: random.Random) -> Row:
    """A byte of the backup changed: it is refused and nothing is left, or what is restored is what was backed up."""
    folder, times = plan.folder / "spoilt", plan.count(10, 200)
    with contextlib.closing(room(folder).new_case(folder / "case", "trial")) as case:
        list(imported(case, files(folder / "in", 10, chance)))
    backup = room(folder).keeper.back_up(folder / "case", folder / "backup.zip").path
    room(folder).keeper.restore(backup, folder / "sound")
    expected = _bytes(folder / "sound")
    whole, refused, same = backup.read_bytes(), 0, 0
    for number in range(times):
        body = bytearray(whole)
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        backup.write_bytes(body)
        target = folder / f"restored-{number}"
        try:
            room(folder).keeper.restore(backup, target)
        except Refusal:
            refused += not target.exists()
            continue
        same += _bytes(target) == expected
        shutil.rmtree(target)
    left = [one for one in folder.iterdir() if one.name.startswith(".")]
    said, held = f"{refused} refused, {same} the same bytes, {len(left)} half copies left", refused + same == times
    return Row("a bit of a backup flipped", "refused, or the same bytes", said, times, held and not left)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


TRIAL = Trial("restore", run)
