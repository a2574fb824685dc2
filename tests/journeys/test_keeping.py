"""Nothing is lost: leftovers, damage, read-only media, clocks that jump, two instances, backups."""

import contextlib
import io
import json
import os
import random
import shutil
import sqlite3
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import outcome
from tests.cases import brought_in, files
from tests.trials.disks import FailingDisk
from tests.trials.imports import checked, imported, room
from tests.trials.imports import files as many
from workbench.casework.cases import Case
from workbench.casework.verifying import verify
from workbench.casework.workroom import Workroom
from workbench.custody.case_lock import CaseLock
from workbench.custody.keys import read_checkpoint
from workbench.domain.refusals import Refusal


@pytest.fixture
def office(tmp_path: Path) -> Workroom:
    return room(tmp_path)


def a_case(office: Workroom, folder: Path, count: int = 6) -> set[str]:
    """A case in `folder`, closed; the digests of its originals."""
    with contextlib.closing(office.new_case(folder, "A case")) as case:
        paths = many(folder.parent / f"in-{folder.name}", count, random.Random(1))
        return {sha256 for _, sha256, _ in imported(case, paths)}


def kinds(case: Case) -> list[str]:
    return [json.loads(row.body)["kind"] for row in case.journal.stored_entries()]


def codes(case: Case) -> set[str]:
    return {problem.code for problem in verify(case, read_checkpoint).problems}


def test_what_a_cut_import_left_is_set_aside_and_said(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case")
    (tmp_path / "case" / "originals" / "incoming" / "tmpleft").write_bytes(b"half")
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        [notice] = case.notices
        assert (notice.code, notice.facts["count"]) == ("opening.leftovers", 1)
        assert (Path(str(notice.facts["folder"])) / "incoming" / "tmpleft").read_bytes() == b"half"
        assert kinds(case)[-1] == "case.repaired"
        assert codes(case) == set()
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        assert case.notices == ()


def test_copies_of_an_instance_at_work_are_left_alone(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case")
    with contextlib.closing(office.open_case(tmp_path / "case")) as one:
        staged = one.vault.stage(io.BytesIO(b"on its way"), 100)
        with contextlib.closing(office.open_case(tmp_path / "case")) as other:
            assert other.notices == ()
            assert staged.path.is_file()
            assert outcome(lambda: office.keeper.repair(tmp_path / "case", lambda c, s: b"")).code == "repair.in-use"
        one.vault.discard(staged)


def test_a_lock_is_held_alone_or_shared(tmp_path: Path) -> None:
    one, other = CaseLock(tmp_path), CaseLock(tmp_path, waited=lambda seconds: one.share())
    assert one.enter()
    assert not other.enter(), "it waited until the first one shared"
    assert not one.alone()
    other.release()
    assert one.alone()


def test_a_case_on_read_only_media_is_read_and_not_written(
    office: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admitted = a_case(office, tmp_path / "case")
    really = os.access

    def access(path: str | Path, mode: int) -> bool:
        return not (mode == os.W_OK and str(path).startswith(str(tmp_path / "case"))) and really(path, mode)

    monkeypatch.setattr(os, "access", access)  # root may write anywhere: the system says otherwise on a real one
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        assert case.read_only
        assert [notice.code for notice in case.notices] == ["opening.read-only"]
        assert checked(case, admitted).sound
        assert case.views.evidence_count() == len(admitted)
        refused = outcome(lambda: brought_in(case, files(tmp_path / "in", **{"x.jpg": b"image x"})))
        assert refused.code == "case.read-only"
        assert outcome(lambda: case.journal.append([], "tester", datetime.now(UTC))).code == "case.read-only"
    assert office.keeper.back_up(tmp_path / "case", tmp_path / "b.zip").files > len(admitted)


def test_a_clock_that_is_set_back_is_named_and_changes_no_order(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case")
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        before = kinds(case)
        earlier = replace(case, clock=lambda: datetime(2001, 1, 1, tzinfo=UTC))
        brought_in(earlier, files(tmp_path / "in", **{"late.jpg": b"image late"}))
        audit = verify(case, read_checkpoint)
        assert audit.ok
        assert [problem.code for problem in audit.problems] == ["verify.clock-back"]
        assert kinds(case) == [*before, "evidence.arrived", "evidence.examined"]


def test_two_instances_take_in_the_same_file_once(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case", 0)
    paths = files(tmp_path / "in", **{"same.jpg": b"image same"})
    one, other = (office.open_case(tmp_path / "case") for _ in range(2))
    with contextlib.closing(one), contextlib.closing(other):
        staged = [case.vault.stage(io.BytesIO(b"image same"), 100) for case in (one, other)]
        one.vault.publish(staged[:1])
        other.vault.publish(staged[1:])
        brought_in(one, paths)
        brought_in(other, paths)
        assert other.views.evidence_count() == 1
        assert len(one.vault.stored()) == 1
        assert codes(one) == set()


def test_a_damaged_stranger_in_the_way_of_an_original_gives_way(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case", 0)
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        staged = case.vault.stage(io.BytesIO(b"image good"), 100)
        place = tmp_path / "case" / "originals" / staged.sha256[:2] / staged.sha256
        place.write_bytes(b"bad")
        case.vault.publish([staged])
        assert case.vault.digest(staged.sha256) == staged.sha256
        assert len(case.vault.leftovers()) == 1


def test_an_original_that_was_lost_comes_back_with_the_same_file(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case", 0)
    paths = files(tmp_path / "in", **{"a.jpg": b"image a"})
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        [first] = brought_in(case, paths)
        (tmp_path / "case" / "originals" / first.sha256[:2] / first.sha256).unlink()
        assert codes(case) == {"verify.original-missing"}
        brought_in(case, paths)
        assert codes(case) == set()


def test_a_fault_of_our_disk_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    room(tmp_path).new_case(tmp_path / "case", "A case").close()
    paths = files(tmp_path / "in", **{"a.jpg": b"image a"})
    with contextlib.closing(room(tmp_path, FailingDisk(1)).open_case(tmp_path / "case")) as case:
        [said] = brought_in(case, paths)
    assert said.code == "vault.unwritable"


def test_repair_sets_aside_and_never_deletes(office: Workroom, tmp_path: Path) -> None:
    admitted = sorted(a_case(office, tmp_path / "case"))
    originals = tmp_path / "case" / "originals"
    damaged = originals / admitted[0][:2] / admitted[0]
    damaged.chmod(0o644)
    damaged.write_bytes(b"damaged")
    stray = originals / "ab" / ("ab" * 32)
    stray.write_bytes(b"stray")
    done = office.keeper.repair(tmp_path / "case", lambda case, sha256: b"jpeg")
    assert {notice.code for notice in done.notices} == {"repair.damaged", "repair.unrecorded"}
    assert (done.aside / "originals" / admitted[0]).read_bytes() == b"damaged"
    assert (done.aside / "originals" / stray.name).read_bytes() == b"stray"
    assert {problem.code for problem in done.audit.problems} == {"verify.original-missing"}
    again = office.keeper.repair(tmp_path / "case", lambda case, sha256: b"jpeg")
    assert again.notices == ()


def test_a_damaged_database_is_copied_aside_and_what_holds_goes_on(office: Workroom, tmp_path: Path) -> None:
    admitted = a_case(office, tmp_path / "case")
    database = tmp_path / "case" / "case.db"
    broken = bytearray(database.read_bytes())
    broken[70] ^= 0xFF
    database.write_bytes(bytes(broken))
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        assert codes(case) == {"verify.database"}
    done = office.keeper.repair(tmp_path / "case", lambda case, sha256: b"jpeg")
    assert (done.aside / "database" / "case.db").read_bytes() == broken
    assert [notice.code for notice in done.notices] == ["repair.database"]
    assert done.audit.ok
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        assert checked(case, admitted).sound
        assert kinds(case)[-1] == "case.repaired"


def test_a_backup_made_while_the_case_is_open_comes_back_and_verifies(office: Workroom, tmp_path: Path) -> None:
    admitted = a_case(office, tmp_path / "case")
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        more = brought_in(case, files(tmp_path / "in", **{"a.jpg": b"image a"}))
        point = verify(case, read_checkpoint).checkpoints
        done = office.keeper.back_up(tmp_path / "case", tmp_path)
    assert done.path.parent == tmp_path
    office.keeper.restore(done.path, tmp_path / "back")
    with contextlib.closing(office.open_case(tmp_path / "back")) as case:
        assert checked(case, admitted | {one.sha256 for one in more}).sound
        assert verify(case, read_checkpoint).checkpoints == point
    assert outcome(lambda: office.keeper.restore(done.path, tmp_path / "case")).code == "case.folder-in-use"
    assert outcome(lambda: office.keeper.back_up(tmp_path / "case", tmp_path / "case")).code == "backup.inside"


def test_an_encrypted_case_is_backed_up_without_its_passphrase_and_stays_encrypted(tmp_path: Path) -> None:
    secret = "a long enough passphrase 7319"  # noqa: S105
    with contextlib.closing(room(tmp_path).locks.new_case(tmp_path / "case", "Zargun", secret)[0]) as case:
        [one] = brought_in(case, files(tmp_path / "in", **{"a.jpg": b"image a telling text"}))
    locked = room(tmp_path)
    done = locked.keeper.back_up(tmp_path / "case", tmp_path / "b.zip")
    body = done.path.read_bytes()
    assert b"telling text" not in body
    assert one.sha256.encode() not in body
    locked.keeper.restore(done.path, tmp_path / "back")
    assert outcome(lambda: locked.open_case(tmp_path / "back")).code == "case.locked"
    locked.locks.unlock(tmp_path / "back", secret)
    with contextlib.closing(locked.open_case(tmp_path / "back")) as case:
        assert checked(case, {one.sha256}).sound


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "C:evil", "con", "originals/.hidden", "a\\b"])
def test_a_name_that_leads_out_of_the_case_is_refused(office: Workroom, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as pack:
        pack.writestr(name, b"x")
        line = {"name": name, "size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
        pack.writestr("backup.json", json.dumps({"format": "workbench.backup/1", "files": [line]}))
    assert outcome(lambda: office.keeper.restore(tmp_path / "evil.zip", tmp_path / "out")).code == "backup.name"
    assert not (tmp_path / "out").exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["evil.zip"]


def test_a_backup_that_is_stopped_or_spoilt_leaves_nothing(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case")
    there = sorted(one.name for one in tmp_path.iterdir())
    case, target = tmp_path / "case", tmp_path / "b.zip"
    stopped = outcome(lambda: office.keeper.back_up(case, target, lambda done, of: done < of // 3))
    assert stopped.code == "backup.stopped"
    assert sorted(one.name for one in tmp_path.iterdir()) == there
    office.keeper.back_up(tmp_path / "case", tmp_path / "b.zip")
    body = bytearray((tmp_path / "b.zip").read_bytes())
    body[len(body) // 2] ^= 1
    (tmp_path / "b.zip").write_bytes(bytes(body))
    with pytest.raises(Refusal):
        office.keeper.restore(tmp_path / "b.zip", tmp_path / "back")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([*there, "b.zip"])


def test_a_preview_that_was_changed_is_named_and_made_again(office: Workroom, tmp_path: Path) -> None:
    a_case(office, tmp_path / "case", 1)
    with contextlib.closing(sqlite3.connect(tmp_path / "case" / "case.db")) as db, db:
        db.execute("UPDATE previews SET jpeg = x'ff'")
    (tmp_path / "case" / "case.db.sha256").unlink()
    with contextlib.closing(office.open_case(tmp_path / "case")) as case:
        assert codes(case) == {"verify.preview-altered"}
    done = office.keeper.repair(tmp_path / "case", lambda case, sha256: b"jpeg")
    assert [notice.code for notice in done.notices] == ["repair.previews"]
    assert done.audit.ok


def test_a_copy_of_the_folder_is_a_case_as_well(office: Workroom, tmp_path: Path) -> None:
    admitted = a_case(office, tmp_path / "case")
    shutil.copytree(tmp_path / "case", tmp_path / "copied")
    with contextlib.closing(office.open_case(tmp_path / "copied")) as case:
        assert checked(case, admitted).sound
