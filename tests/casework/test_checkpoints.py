"""Checkpoints that are kept elsewhere, countersigned and time-stamped; and what is refused."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests import bundles
from tests.builders import outcome
from tests.cases import NOON
from tests.custody.test_timestamps import Authority, needs_openssl, openssl
from workbench.casework import checkpoints
from workbench.casework.cases import Case
from workbench.casework.verifying import verify
from workbench.casework.workroom import Workroom
from workbench.custody.timestamps import timestamp_request
from workbench.domain.entries import read_entry
from workbench.domain.refusals import Refusal

check = bundles.checker()


@pytest.fixture
def room(tmp_path: Path) -> Workroom:
    return bundles.workroom(tmp_path)


@pytest.fixture
def case(room: Workroom, tmp_path: Path) -> Iterator[Case]:
    case = bundles.a_case(room, tmp_path, 2)
    yield case
    case.close()


def exported(room: Workroom, case: Case, target: Path) -> Path:
    checkpoints.export_checkpoint(case, target, room.read_checkpoint, room.keep)
    return target


def last(case: Case) -> tuple[str, dict[str, object]]:
    entry = read_entry(case.journal.stored_entries()[-1].body)
    return entry.kind, dict(entry.facts)


def refused(room: Workroom, case: Case, file: Path) -> str:
    entries = len(case.journal.stored_entries())
    found = outcome(lambda: checkpoints.take_countersigned(case, file, room.notary, room.read_checkpoint))
    assert isinstance(found, Refusal)
    assert len(case.journal.stored_entries()) == entries, "nothing was kept"
    return found.code


def test_an_exported_checkpoint_is_the_newest_and_verifies(room: Workroom, case: Case, tmp_path: Path) -> None:
    size = len(case.journal.stored_entries())
    note = exported(room, case, tmp_path / "c.txt").read_text("utf-8")
    assert note.split("\n")[1] == str(size)
    assert last(case)[0] == "checkpoint.exported"
    assert verify(case, room.read_checkpoint, [note]).ok
    found = outcome(lambda: checkpoints.newest(case, room.read_checkpoint, "0" * 16))
    assert isinstance(found, Refusal)
    assert found.code == "checkpoint.no-book"


def test_a_colleague_countersigns_and_the_case_keeps_it(room: Workroom, case: Case, tmp_path: Path) -> None:
    colleague = bundles.workroom(tmp_path / "colleague")
    file = exported(room, case, tmp_path / "c.txt")
    plain = file.read_text("utf-8")
    at = NOON + timedelta(days=1)
    checkpoints.countersign(file, colleague.notary, at, colleague.keep, None, colleague.read_checkpoint)
    checkpoints.countersign(file, room.notary, at, room.keep, case, room.read_checkpoint)
    assert file.read_text("utf-8").startswith(plain), "one more line each under the same note"
    _, by = checkpoints.take_countersigned(case, file, room.notary, room.read_checkpoint)
    assert [one.public_key for one in by] == [colleague.notary.public().hex(), room.notary.public().hex()]
    assert {one.at for one in by} == {at.isoformat()}
    kind, facts = last(case)
    assert (kind, facts["note"]) == ("checkpoint.countersigned", file.read_text("utf-8"))
    assert verify(case, room.read_checkpoint, [file.read_text("utf-8")]).ok
    bundle = bundles.bundled(room, case, tmp_path / "b.zip")
    told = check.check(bundle, [file.read_text("utf-8")])
    assert told.ok
    assert by[0].key in told.remarks[0]
    assert "2025-11-26T12:00:00+00:00" in told.remarks[0]


def test_countersignatures_that_do_not_hold_are_refused(room: Workroom, case: Case, tmp_path: Path) -> None:
    file = exported(room, case, tmp_path / "c.txt")
    assert refused(room, case, file) == "checkpoint.no-countersignature"
    colleague = bundles.workroom(tmp_path / "colleague")
    checkpoints.countersign(file, colleague.notary, NOON, colleague.keep, None, colleague.read_checkpoint)
    signed = file.read_text("utf-8")
    name = f"workbench.key/{colleague.notary.public().hex()}"
    size, digit = signed.split("\n")[1], signed[-8]
    changes = {
        signed[:-8] + ("A" if digit != "A" else "B") + signed[-7:]: "checkpoint.unreadable",
        signed.replace(name, name[:-1] + ("0" if name[-1] != "0" else "1")): "checkpoint.unreadable",
        signed.replace(f"\n{size}\n", "\n3\n", 1): "checkpoint.unreadable",
        signed.replace("workbench.case/", "workbench.case/0"): "checkpoint.other-case",
        "": "checkpoint.other-case",
    }
    for text, code in changes.items():
        file.write_text(text, "utf-8")
        assert refused(room, case, file) == code
    file.write_text(signed.replace(signed[-8:], ("A" if digit != "A" else "B") + signed[-7:]), "utf-8")
    found = check.check(bundles.bundled(room, case, tmp_path / "b.zip"), [file.read_text("utf-8")])
    assert "checkpoint-signature" in {one.code for one in found.problems}


def test_a_colleague_whose_copy_differs_does_not_sign(room: Workroom, case: Case, tmp_path: Path) -> None:
    """Here the colleague's copy is an older one: what the checkpoint speaks of is not in it."""
    older = checkpoints.newest(case, room.read_checkpoint)
    file = exported(room, case, tmp_path / "c.txt")
    before = file.read_text("utf-8")
    newer = before.replace(f"\n{older.size}\n", f"\n{older.size + 1}\n")
    shorter = replace(case, journal=ShorterJournal(case, older.size - 2))
    for text, code in ((before, "checkpoint.differs"), (newer, "checkpoint.unreadable")):
        file.write_text(text, "utf-8")
        found = outcome(lambda: checkpoints.countersign(
            file, room.notary, NOON, room.keep, shorter, room.read_checkpoint))  # fmt: skip
        assert isinstance(found, Refusal)
        assert found.code == code
        assert file.read_text("utf-8") == text


class ShorterJournal:
    """A copy of a case's journal from before its last entries."""

    def __init__(self, case: Case, size: int) -> None:
        self._journal, self._size = case.journal, size

    def stored_entries(self) -> object:
        return self._journal.stored_entries()[: self._size]

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal, name)


def requested(room: Workroom, case: Case, target: Path) -> bytes:
    checkpoints.request_timestamp(case, target, room.notary, room.read_checkpoint, room.keep)
    return target.read_bytes()


@needs_openssl
def test_a_time_stamp_is_carried_by_hand_and_kept(room: Workroom, case: Case, tmp_path: Path) -> None:
    note = checkpoints.newest(case, room.read_checkpoint).note
    authority, file = Authority(tmp_path / "authority"), tmp_path / "r.tsr"
    file.write_bytes(authority.reply(requested(room, case, tmp_path / "r.tsq")))
    kept = checkpoints.take_timestamp(case, file, room.notary)
    kind, facts = last(case)
    assert (kind, facts["note"], facts["imprint"]) == (
        "checkpoint.timestamped", note, hashlib.sha256(note.encode()).hexdigest()
    )  # fmt: skip
    assert (facts["checked"], facts["unchecked"]) == (["status", "imprint", "nonce"], ["signature", "certificates"])
    assert case.journal.document(kept.sha256) == file.read_bytes()
    assert verify(case, room.read_checkpoint).ok
    bundle = bundles.bundled(room, case, tmp_path / "b.zip")
    assert check.check(bundle).ok
    members = bundles.members_of(bundle)
    (tmp_path / "note.txt").write_bytes(members[f"timestamped/{kept.sha256}.txt"])
    (tmp_path / "stamp.tsr").write_bytes(members[f"timestamps/{kept.sha256}.tsr"])
    assert "Verification: OK" in openssl(tmp_path, "ts", "-verify", "-data", "note.txt", "-in", "stamp.tsr",
                                         "-CAfile", "authority/tsa.pem")  # fmt: skip
    members[f"timestamps/{kept.sha256}.tsr"] += b"x"
    found = check.check(bundles.closed(members, tmp_path / "changed.zip"))
    assert (f"document {kept.sha256}", "document-damaged") in {tuple(one) for one in found.problems}


@needs_openssl
def test_replies_to_something_else_are_refused(room: Workroom, case: Case, tmp_path: Path) -> None:
    imprint = hashlib.sha256(checkpoints.newest(case, room.read_checkpoint).note.encode()).digest()
    authority, file = Authority(tmp_path / "authority"), tmp_path / "r.tsr"
    request = requested(room, case, tmp_path / "r.tsq")
    answers = {
        authority.reply(timestamp_request(bytes(32), 5)): "timestamp.unasked",
        authority.reply(timestamp_request(imprint, 5)): "timestamp.other-nonce",
        authority.reply(request)[:-1]: "timestamp.unreadable",
        bytes.fromhex("30053003020102"): "timestamp.refused",
        request: "timestamp.unreadable",
    }
    entries = len(case.journal.stored_entries())
    for answer, code in answers.items():
        file.write_bytes(answer)
        found = outcome(lambda: checkpoints.take_timestamp(case, file, room.notary))
        assert isinstance(found, Refusal)
        assert found.code == code
    assert len(case.journal.stored_entries()) == entries
