"""One byte of the database changed, one original damaged: `verify` names it. And what `repair` makes of it.

With the seal that closing a case leaves, any byte is found. Without it, as after a crash, a byte in which nothing is
stored cannot be: there the table counts those whose change can be read back, told by a dump of every table but the
insides of the search index, which is made of the journal.
"""

import contextlib
import hashlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.trials.imports import checked, files, imported, room
from tests.trials.ledger import Plan, Row, Trial
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.verifying import verify
from workbench.custody.keys import read_checkpoint
from workbench.domain.claims import InformationGrade, SourceGrade
from workbench.domain.intervals import between
from workbench.domain.places import Place
from workbench.domain.refusals import Refusal
from workbench.storage.database_seal import SUFFIX

_LOST = {"entry", "document", "checkpoint", "book"}
"""What a page that is destroyed may have held for good."""


def run(plan: Plan) -> Iterator[Row]:
    chance = random.Random(plan.seed)
    case, admitted = _a_case(plan, chance, plan.count(20, 60))
    yield from _flips(plan, case, chance)
    yield _repairs(plan, case, admitted, chance)
    yield _originals(plan, chance)


def _a_case(plan: Plan, chance: random.Random, count: int) -> tuple[Path, set[str]]:
    """A case that was closed, with a little of everything in it."""
    folder = plan.folder
    paths = files(folder / "in", count, chance, most=3_000)
    with contextlib.closing(room(folder).new_case(folder / "case", "trial")) as case:
        admitted = set()
        for first in range(0, count, 10):
            admitted |= {sha256 for _, sha256, _ in imported(case, paths[first : first + 10])}
        event = record_event(case, "Strike", between("2025-11-24", "2025-11-25"), Place("Khost"))
        record_claim(case, event.id, "It was taken there.", "somebody", SourceGrade("F"), InformationGrade("6"))
    return folder / "case", admitted


def _flips(plan: Plan, case: Path, chance: random.Random) -> Iterator[Row]:
    database, times = case / "case.db", plan.count(20, 500)
    whole, seal = database.read_bytes(), (case / f"case.db{SUFFIX}").read_bytes()
    dump = _dump(database)
    found = readable = found_unsealed = 0
    for _ in range(times):
        body = bytearray(whole)
        place = chance.randrange(len(body))
        body[place] ^= 1 << chance.randrange(8)
        found += _found(plan, case, bytes(body), seal)
        changed = _dump(database, bytes(body)) != dump
        readable += changed
        if changed:
            found_unsealed += _found(plan, case, bytes(body), None)
    _put(case, whole, seal)
    yield Row("flipped bits of the database", f"{times} of {times}", f"{found} of {times}", times, found == times)
    yield Row(
        "the same without the seal, as after a crash", "each whose change can be read",
        f"{found_unsealed} of {readable}; {times - readable} in unused bytes", times, found_unsealed == readable,
    )  # fmt: skip
    untouched = not _found(plan, case, whole, seal) and not _found(plan, case, whole, None)
    _put(case, whole, seal)
    yield Row("control: not touched", "nothing found", "nothing" if untouched else "something", 2, untouched)


def _put(case: Path, body: bytes, seal: bytes | None) -> None:
    for suffix in ("-wal", "-shm", SUFFIX):
        (case / f"case.db{suffix}").unlink(missing_ok=True)
    (case / "case.db").write_bytes(body)
    if seal is not None:
        (case / f"case.db{SUFFIX}").write_bytes(seal)


def _found(plan: Plan, case: Path, body: bytes, seal: bytes | None) -> bool:
    """Whether `verify` finds something wrong, or opening says that it made tables again. A fault of ours is neither."""
    _put(case, body, seal)
    try:
        with contextlib.closing(room(plan.folder).open_case(case)) as opened:
            return bool(opened.notices) or not verify(opened, read_checkpoint).ok
    except Refusal:
        return True


def _dump(database: Path, body: bytes | None = None) -> str:
    """A digest of everything that another program reads from the database."""
    copy = database.with_name("dump.db")
    copy.write_bytes(database.read_bytes() if body is None else body)
    digest = hashlib.sha256()
    try:
        with contextlib.closing(sqlite3.connect(copy)) as db:
            db.text_factory = bytes
            for name, sql in db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall():
                if sql and sql.startswith(b"CREATE TABLE") and not name.startswith((b"words_", b"inside_")):
                    digest.update(name)
                    for row in db.execute(f"SELECT * FROM {name.decode()} ORDER BY 1, 2"):
                        digest.update(repr(row).encode())
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        digest.update(type(error).__name__.encode())
    finally:
        for file in database.parent.glob("dump.db*"):
            file.unlink()
    return digest.hexdigest()


def _repairs(plan: Plan, case: Path, admitted: set[str], chance: random.Random) -> Row:
    """A page of the database destroyed: what cannot be saved is named, nothing is deleted, and work goes on."""
    times, good, beyond, lost = plan.count(3, 50), 0, 0, 0
    whole = (case / "case.db").read_bytes()
    for number in range(times):
        copy = plan.folder / f"repair-{number}"
        shutil.copytree(case, copy)
        place = chance.randrange(1, len(whole) // 4096) * 4096  # not the first page: it says where all others are
        broken = whole[:place] + chance.randbytes(4096) + whole[place + 4096 :]
        (copy / "case.db").write_bytes(broken)
        try:
            done = room(plan.folder).keeper.repair(copy, lambda case, sha256: b"jpeg")
        except Refusal as refusal:
            beyond += refusal.code == "repair.beyond"
            good += any(file.read_bytes() == broken for file in copy.glob("quarantine/*/database/case.db"))
            continue
        lost += sum(notice.code == "repair.lost" for notice in done.notices)
        kept = any(file.read_bytes() == broken for file in copy.glob("quarantine/*/database/case.db"))
        named = {problem.subject.split()[0] for problem in done.audit.problems if problem.code != "verify.clock-back"}
        with contextlib.closing(room(plan.folder).open_case(copy)) as opened:
            list(imported(opened, [str(path) for path in sorted((plan.folder / "in").iterdir())]))
            good += kept and checked(opened, admitted).lost == 0 and named <= _LOST
        shutil.rmtree(copy)
    said = f"{good} of {times}; {lost} entries named as lost, {beyond} beyond repair and left as they were"
    return Row("a page destroyed, then repaired", "all: kept aside, named, goes on", said, times, good == times)


def _originals(plan: Plan, chance: random.Random) -> Row:
    count = plan.count(30, 1_000)
    folder = plan.folder / "many"
    paths = files(folder / "in", count, chance, most=2_000)
    with contextlib.closing(room(folder).new_case(folder / "case", "trial")) as case:
        admitted = sorted(sha256 for _, sha256, _ in imported(case, paths))
    for number, sha256 in enumerate(admitted):
        _harm(folder / "case" / "originals" / sha256[:2] / sha256, number % 6, chance)
    with contextlib.closing(room(folder).open_case(folder / "case")) as case:
        named = {problem.subject for problem in verify(case, read_checkpoint).problems}
    found = len(named & {f"original {sha256}" for sha256 in admitted})
    return Row("damaged originals", f"{count} of {count}", f"{found} of {count}", count, found == count)


def _harm(original: Path, way: int, chance: random.Random) -> None:
    """A bit flipped, a byte cut off or put on, zeros within, emptied, or taken away."""
    body = bytearray(original.read_bytes())
    original.chmod(0o644)
    place = chance.randrange(len(body))
    if way == 0:
        body[place] ^= 1 << chance.randrange(8)
    elif way == 1:
        del body[-1]
    elif way == 2:
        body.append(0)
    elif way == 3:
        body[place : place + 16] = bytes(b ^ 0xFF for b in body[place : place + 16])
    elif way == 4:
        body.clear()
    if way == 5:
        original.unlink()
    else:
        original.write_bytes(body)


TRIAL = Trial("damage", run)
