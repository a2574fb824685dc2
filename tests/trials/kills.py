"""kill -9 at each named step of an import and at random moments of the whole program; and what is left of the case.

After each the case is opened as a person would: what was acknowledged must be there byte for byte and verify, what the
import left on its way in must lie in the quarantine, and the same files must come in again.
"""

import contextlib
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.trials.disks import CountingDisk, DyingDisk, KillingDisk
from tests.trials.imports import Running, begin, checked, files, imported, left, room
from tests.trials.killed_program import killed_import
from tests.trials.ledger import Plan, Row, Trial
from workbench.casework.cases import Case
from workbench.casework.disk_ports import STEPS
from workbench.casework.meeting import GROUP
from workbench.custody.disk import PlainDisk
from workbench.domain.refusals import Refusal

_GROUPS = 3
_FILES = GROUP * (_GROUPS - 1) + 1
"""Of so many at least `_GROUPS` groups are acknowledged, one after the other."""


def run(plan: Plan) -> Iterator[Row]:
    chance = random.Random(plan.seed)
    for step in STEPS:
        yield _at_step(plan, step, chance)
    yield _two_at_once(plan, chance)
    yield from _elsewhere(plan, chance)
    yield _whole_program(plan)


def _at_step(plan: Plan, step: str, chance: random.Random) -> Row:
    times = plan.count(1, 20)
    acknowledged = lost = unsound = moved = missed = again = 0
    for number in range(times):
        folder = plan.folder / f"{step}-{number}"
        paths = files(folder / "in", _FILES, chance)
        room(folder).new_case(folder / "case", "trial").close()
        per_group = step in ("folder-synced", "transaction-begun", "entries-written", "committed")
        nth = chance.randint(1, _GROUPS if per_group else _FILES)
        lines = begin(folder, folder / "case", paths, KillingDisk(step, nth)).end()
        missed += len(lines) >= _FILES and step != "acknowledged"
        leftovers = {one.name for one in (folder / "case" / "originals" / "incoming").iterdir()}
        after = left(folder, folder / "case", lines)
        quarantined = {one.name for one in (folder / "case").glob("quarantine/*/incoming/*")}
        acknowledged, lost = acknowledged + after.acknowledged, lost + after.lost
        unsound += not after.audit.ok
        moved += quarantined == leftovers and not any((folder / "case" / "originals" / "incoming").iterdir())
        again += _comes_in_again(folder, paths)
        shutil.rmtree(folder)
    said = f"{lost} of {acknowledged} lost, {times - unsound} verify, {moved} tidied, {again} went on"
    held = (lost, unsound, moved, again, missed) == (0, 0, times, times, 0)
    return Row(f"kill -9 at {step}", "0 lost, all verify, leftovers set aside, import goes on", said, times, held)


def _comes_in_again(folder: Path, paths: list[str]) -> bool:
    with contextlib.closing(room(folder).open_case(folder / "case")) as case:
        outcomes = list(imported(case, paths))
        after = checked(case, {sha256 for _, sha256, _ in outcomes})
    return len(outcomes) == len(paths) == after.acknowledged and after.sound


def _two_at_once(plan: Plan, chance: random.Random) -> Row:
    """Two instances take in the same files into one case; one is killed. What either acknowledged is there once."""
    times, lost, unsound, doubled = plan.count(1, 20), 0, 0, 0
    for number in range(times):
        folder = plan.folder / f"two-{number}"
        paths = files(folder / "in", _FILES, chance)
        room(folder).new_case(folder / "case", "trial").close()
        step = chance.choice(STEPS)
        one: Running = begin(folder, folder / "case", paths, KillingDisk(step, chance.randint(1, _GROUPS)))
        two = begin(folder, folder / "case", paths[::-1], PlainDisk())
        lines = one.end() + two.end()
        after = left(folder, folder / "case", lines)
        lost, unsound = lost + after.lost, unsound + (not after.audit.ok)
        doubled += sum(1 for _ in (folder / "case").glob("originals/??/*")) != _FILES
        shutil.rmtree(folder)
    said = f"{lost} lost, {times - unsound} verify, {doubled} with other than {_FILES} originals"
    aim = "0 lost, all verify, each original once"
    return Row("two instances, same files, one killed", aim, said, times, (lost, unsound, doubled) == (0, 0, 0))


def _elsewhere(plan: Plan, chance: random.Random) -> Iterator[Row]:
    """Before each call of the disk while a damaged case is repaired, and while a backup is restored."""
    folder = plan.folder / "elsewhere"
    paths = files(folder / "in", _FILES, chance)
    with contextlib.closing(room(folder).new_case(folder / "sound", "trial")) as case:
        admitted = {sha256 for _, sha256, _ in imported(case, paths)}
    room(folder).keeper.back_up(folder / "sound", folder / "backup.zip")

    def repair(name: str, disk: CountingDisk) -> None:
        room(folder, disk).keeper.repair(folder / name, lambda case, sha256: b"jpeg")

    def damaged(name: str) -> None:
        shutil.copytree(folder / "sound", folder / name)
        database = folder / name / "case.db"
        body = bytearray(database.read_bytes())
        body[70] ^= 0xFF  # nothing of the journal: all of it must come through
        database.write_bytes(body)

    def restore(name: str, disk: CountingDisk) -> None:
        room(folder, disk).keeper.restore(folder / "backup.zip", folder / name)

    yield _at_calls(plan, chance, "repair", folder, admitted, damaged, repair)
    yield _at_calls(plan, chance, "restore", folder, admitted, lambda name: None, restore)


def _at_calls(
    plan: Plan,
    chance: random.Random,
    what: str,
    folder: Path,
    admitted: set[str],
    prepare: Callable[[str], None],
    work: Callable[[str, CountingDisk], None],
) -> Row:
    counted = CountingDisk()
    prepare(f"{what}-dry")
    work(f"{what}-dry", counted)
    every = list(range(1, counted.calls + 1))
    chosen = every if plan.whole else [chance.choice(every)]
    sound = 0
    for number in chosen:
        name = f"{what}-{number}"
        prepare(name)
        _in_another(lambda name=name, number=number: work(name, DyingDisk(number)))  # type: ignore[misc]
        work(name, CountingDisk()) if not _stands(folder / name) or what == "repair" else None
        with contextlib.closing(_opened(folder, name)) as case:
            after = checked(case, admitted)
            sound += after.lost == 0 and not [one for one in after.audit.problems if "original" in one.subject]
        shutil.rmtree(folder / name)
    figure, aim = f"kill -9 before each disk call of {what}", "done again, every original and its entry is there"
    return Row(figure, aim, f"{sound} of {len(chosen)}", len(chosen), sound == len(chosen))


def _stands(case: Path) -> bool:
    return (case / "case.db").is_file()


def _opened(folder: Path, name: str) -> Case:
    return room(folder).open_case(folder / name)


def _in_another(work: Callable[[], None]) -> None:
    """Do it in a process that may die."""
    pid = os.fork()
    if not pid:
        with contextlib.suppress(Refusal, OSError):
            work()
        os._exit(0)
    os.waitpid(pid, 0)


def _whole_program(plan: Plan) -> Row:
    times, count = plan.count(3, 100), plan.count(12, 80)
    acknowledged = lost = unsound = 0
    for number in range(times):
        folder = plan.folder / f"program-{number}"
        one = killed_import(folder, count, plan.seed * 1000 + number)
        acknowledged, lost = acknowledged + one.acknowledged, lost + one.lost
        unsound += not one.verified
        shutil.rmtree(folder)
    said = f"{lost} of {acknowledged} lost, {times - unsound} verify"
    return Row("kill -9 at random, whole program", "0 lost, all verify", said, times, (lost, unsound) == (0, 0))


TRIAL = Trial("kills", run)
