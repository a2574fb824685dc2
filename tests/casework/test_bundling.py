"""A bundle verifies; and every kind of change to it is found and named, whoever signs it afterwards."""

import json
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import bundles
from tests.bundles import CHECKER, Members, lines, members_of, put, rechained, retold
from tests.cases import key
from workbench.casework.cases import Case
from workbench.casework.workroom import Workroom
from workbench.custody.keys import installation_key
from workbench.domain.entries import canonical_json, leaf_hash
from workbench.domain.merkle import grown, root
from workbench.domain.refusals import Refusal

check = bundles.checker().check


@dataclass(frozen=True)
class Made:
    folder: Path
    room: Workroom
    case: Case
    file: Path
    members: Members

    @property
    def book(self) -> str:
        return str(json.loads(self.members["manifest.json"])["books"][0]["book"])

    @property
    def notes(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in lines(self.members, "checkpoints.jsonl")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return a_bundle(tmp_path_factory.mktemp("bundled"))


def a_bundle(folder: Path) -> Made:
    room = bundles.workroom(folder)
    case = bundles.a_case(room, folder)
    file = bundles.bundled(room, case, folder / "bundle.zip")
    return Made(folder, room, case, file, members_of(file))


def named(outcome: Any) -> set[tuple[str, str]]:
    """The problems; entries and checkpoints by their number and size alone."""
    return {(re.sub(r"^(entry .*/|checkpoint .*@)", "", one.subject), one.code) for one in outcome.problems}


def test_an_untouched_bundle_verifies(made: Made, tmp_path: Path) -> None:
    outcome = check(made.file)
    assert outcome.problems == ()
    assert outcome.ok
    assert outcome.entries == len(lines(made.members)) > 12
    assert outcome.books[0].size == outcome.entries
    with zipfile.ZipFile(made.file) as opened:
        opened.extractall(tmp_path)
    assert check(tmp_path).problems == (), "as a folder too"
    audit, signer = made.room.check_bundle(made.file, [made.notes[3]["note"]])
    assert audit.ok
    assert signer == outcome.signer == made.book


def test_the_same_case_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    files = []
    for name in ("one", "other"):
        shutil.copytree(made.case.folder, tmp_path / name)
        case = bundles.ticking(made.room.open_case(tmp_path / name))
        files.append(bundles.bundled(made.room, case, tmp_path / f"{name}.zip").read_bytes())
        case.close()
    assert files[0] == files[1]


def _altered(number: int) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        bodies = lines(members)
        bodies[number] = bodies[number].replace(b'"tester"', b'"nobody"')
        put(members, bodies)

    return change


def _uncanonical(members: Members) -> None:
    bodies = lines(members)
    put(members, [*bodies[:7], bodies[7].replace(b'"at":', b'"at": '), *bodies[8:]])


def _unreadable(members: Members) -> None:
    bodies = lines(members)
    put(members, [*bodies[:7], b"{", *bodies[8:]])


def _removed(*numbers: int) -> Callable[[Members], None]:
    return lambda members: put(members, [b for n, b in enumerate(lines(members)) if n not in numbers])


def _unchained(members: Members) -> None:
    *bodies, end = lines(members)
    put(members, [*bodies, canonical_json(json.loads(end) | {"previous": STRAY})])


def _appended(members: Members) -> None:
    bodies = lines(members)
    entry = json.loads(bodies[-1])
    put(members, [*bodies, canonical_json(entry | {"number": len(bodies), "previous": leaf_hash(bodies[-1])})])


def _inserted(members: Members) -> None:
    bodies = lines(members)
    put(members, [*bodies[:7], canonical_json(json.loads(bodies[7]) | {"author": "nobody"}), *bodies[7:]])


def _swapped(members: Members) -> None:
    bodies = lines(members)
    bodies[5], bodies[9] = bodies[9], bodies[5]
    put(members, bodies)


def _moved(members: Members) -> None:
    bodies = lines(members)
    put(members, [*bodies[:4], *bodies[5:11], bodies[4], *bodies[11:]])


def _note_changed(members: Members) -> None:
    notes = lines(members, "checkpoints.jsonl")
    one = json.loads(notes[2])
    notes[2] = canonical_json(one | {"note": one["note"].replace("\n" + str(one["size"]), "\n99", 1)})
    put(members, notes, "checkpoints.jsonl")


def _note_misplaced(members: Members) -> None:
    notes = lines(members, "checkpoints.jsonl")
    notes[2] = canonical_json(json.loads(notes[2]) | {"note": json.loads(notes[3])["note"]})
    put(members, notes, "checkpoints.jsonl")


def _note_removed(which: int) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        notes = lines(members, "checkpoints.jsonl")
        del notes[which]
        put(members, notes, "checkpoints.jsonl")

    return change


def _key_changed(manifest: dict[str, Any]) -> None:
    manifest["books"][0]["public_key"] = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def _first(members: Members, folder: str) -> str:
    return min(name for name in members if name.startswith(folder))


def _damage(folder: str) -> Callable[[Members], None]:
    return lambda members: members.update({_first(members, folder): b"another"})


def _loss(folder: str) -> Callable[[Members], None]:
    return lambda members: members.pop(_first(members, folder)) and None


STRAY = "ab" * 32
JOURNAL: list[tuple[str, Callable[[Members], object], set[tuple[str, str]]]] = [
    ("altered", _altered(7), {("7", "entry-altered")}),
    ("first altered", _altered(0), {("0", "entry-altered")}),
    ("altered in its form", _uncanonical, {("7", "entry-altered")}),
    ("made unreadable", _unreadable, {("7", "entry-altered")}),
    ("two altered", lambda m: [_altered(4)(m), _altered(9)(m)], {("4", "entry-altered"), ("9", "entry-altered")}),
    ("removed", _removed(6), {("6", "entry-missing")}),
    ("several removed", _removed(6, 7, 8), {(n, "entry-missing") for n in "678"}),
    ("inserted", _inserted, {("7", "entry-added")}),
    ("swapped", _swapped, {("5", "entry-swapped"), ("9", "entry-swapped")}),
    ("moved", _moved, {("4", "entry-swapped")}),
    ("a note changed", _note_changed, {("*2", "checkpoint-signature")}),
    ("a note misplaced", _note_misplaced, {("*2", "checkpoint-altered")}),
    ("a note removed", _note_removed(4), {("*4", "checkpoint-missing")}),
]
CONTENTS: list[tuple[str, Callable[[Members], object], set[tuple[str, str]]]] = [
    ("end removed", lambda m: _removed(len(lines(m)) - 1)(m), {("-1", "entry-missing")}),
    ("end altered", lambda m: _altered(len(lines(m)) - 1)(m), {("-1", "entry-unsigned")}),
    ("end taken off its chain", _unchained, {("-1", "entry-altered")}),
    ("end added", _appended, {("-0", "entry-added")}),
    ("last note removed", _note_removed(-1), {("-1", "entry-added")}),
    ("all entries removed", lambda m: put(m, []), {("journal", "journal-empty")}),
    ("written anew from 7", lambda m: put(m, rechained(lines(m), 7)), {("7", "entry-unsigned")}),
    ("original altered", _damage("originals/"), {("original *", "original-damaged")}),
    ("original removed", _loss("originals/"), {("original *", "original-missing")}),
    ("original added", lambda m: m.update({f"originals/{STRAY}": b""}), {(f"original {STRAY}", "original-added")}),
    ("examination altered", _damage("examinations/"), {("document *", "document-damaged")}),
    ("examination removed", _loss("examinations/"), {("document *", "document-missing")}),
    ("examination added", lambda m: m.update({f"examinations/{STRAY}.json": b""}),
     {(f"document {STRAY}", "document-unrecorded")}),
    ("known image altered", lambda m: m.update({"known.jsonl": b"{}\n"}), {("known.jsonl", "known-altered")}),
    ("title altered", lambda m: retold(m, lambda t: t.update(title="x")), {("manifest", "manifest-altered")}),
    ("case altered", lambda m: retold(m, lambda t: t.update(case="x")), {("manifest", "manifest-altered")}),
    ("count altered", lambda m: retold(m, lambda t: t.update(entries=1)), {("manifest", "manifest-altered")}),
    ("root altered", lambda m: retold(m, lambda t: t["books"][0].update(root=STRAY)),
     {("manifest, book *", "manifest-altered")}),
    ("key altered", lambda m: retold(m, _key_changed), {("book *", "book-key")}),
    ("book left out", lambda m: retold(m, lambda t: t.update(books=[])), {("book *", "book-unknown")}),
]  # fmt: skip


def spelled(made: Made, expected: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """`*2` is the size of that note, `-1` the last entry, `original *` the first original."""
    count, spelled = len(lines(made.members)), set()
    for subject, code in expected:
        if subject.startswith("*"):
            subject = str(made.notes[int(subject[1:])]["size"])
        elif subject.startswith("-"):
            subject = str(count - int(subject[1:]))
        elif subject.endswith("*"):
            folder = {"original": "originals/", "document": "examinations/"}.get(subject[:-2])
            name = _first(made.members, folder).split("/")[1].split(".")[0] if folder else made.book
            subject = subject[:-1] + name
        spelled.add((subject, code))
    return spelled


@pytest.mark.parametrize(("what", "change", "expected"), JOURNAL + CONTENTS, ids=[one[0] for one in JOURNAL + CONTENTS])
def test_every_change_is_named_whoever_signs_the_list_anew(
    made: Made, tmp_path: Path, what: str, change: Callable[[Members], object], expected: set[tuple[str, str]]
) -> None:
    members = dict(made.members)
    change(members)
    exact = (what, change, expected) in JOURNAL
    expected = spelled(made, expected)
    plainly = check(bundles.closed(members, tmp_path / "plain.zip"))
    assert expected <= named(plainly)
    assert {"member-altered", "member-missing", "member-added", "manifest-altered"} & {c for _, c in named(plainly)}
    audit, _ = made.room.check_bundle(tmp_path / "plain.zip", [])
    assert {(one.subject, one.code) for one in plainly.problems} == {
        (one.subject, one.code.removeprefix("verify.")) for one in audit.problems
    }, "workbench verify says the same"
    forged = check(bundles.closed(bundles.signed_anew(members, key(tmp_path)), tmp_path / "forged.zip"))
    assert expected | {("signer", "signer-unknown")} <= named(forged)
    if exact:
        told = {(s, c) for s, c in named(forged) if c.startswith(("entry", "checkpoint"))}
        assert told == expected, "no other entry is accused"


@pytest.mark.parametrize("name", ["README.txt", "check.py", "allowed_signers", "signer.pem", "journal.jsonl"])
def test_changes_to_files_are_named(made: Made, tmp_path: Path, name: str) -> None:
    for change, code in ((b"x", "member-altered"), (None, "member-missing")):
        members = dict(made.members)
        if change is None:
            del members[name]
        else:
            members[name] += change
        assert (f"file {name}", code) in named(check(bundles.closed(members, tmp_path / "b.zip")))


@pytest.mark.parametrize("name", bundles.UNLISTED)
def test_changes_to_the_list_and_its_signatures_are_named(made: Made, tmp_path: Path, name: str) -> None:
    body = made.members[name]
    broken = made.members | {name: body[:40] + (b"0" if body[40:41] != b"0" else b"1") + body[41:]}
    found = named(check(bundles.closed(broken, tmp_path / "b.zip")))
    assert ("file SHA256SUMS", "list-signature") in found
    del broken[name]
    assert (f"file {name}", "member-missing") in named(check(bundles.closed(broken, tmp_path / "b.zip")))


def test_added_and_double_files_are_named(made: Made, tmp_path: Path) -> None:
    assert ("file extra.txt", "member-added") in named(
        check(bundles.closed(made.members | {"extra.txt": b"x"}, tmp_path / "b.zip"))
    )
    shutil.copy(made.file, tmp_path / "double.zip")
    with zipfile.ZipFile(tmp_path / "double.zip", "a") as more, pytest.warns(UserWarning, match="Duplicate"):
        more.writestr("known.jsonl", b"x")
    assert ("file known.jsonl", "member-twice") in named(check(tmp_path / "double.zip"))


def test_another_signer_than_the_one_that_was_named_is_told(made: Made, tmp_path: Path) -> None:
    assert check(made.file, key=made.book).ok
    assert {code for _, code in named(check(made.file, key="0123"))} == {"signer-other"}


def own(made: Made, members: Members) -> Members:
    """The bundle signed anew by the one who holds the installation's key, with checkpoints for what it now holds."""
    signer = installation_key(made.folder / "home" / "keys")
    bodies = lines(members)
    about = json.loads(members["manifest.json"])["books"][0]
    subtrees: tuple[str, ...] = ()
    notes = []
    for size, body in enumerate(bodies, 1):
        subtrees, _ = grown(subtrees, size - 1, [leaf_hash(body)])
        notes.append(
            {"book": made.book, "size": size, "note": signer.checkpoint(about["origin"], size, root(subtrees))}
        )
    put(members, [canonical_json(note) for note in notes], "checkpoints.jsonl")
    book = about | {"size": len(bodies), "root": root(subtrees), "checkpoints": len(notes)}
    retold(members, lambda told: told.update(entries=len(bodies), books=[book]))
    return bundles.signed_anew(members, signer)


def test_a_cut_end_and_a_rewritten_journal_show_beside_a_kept_checkpoint(made: Made, tmp_path: Path) -> None:
    """The holder of the key can make both look sound: only what was kept elsewhere tells."""
    kept = made.notes[-1]["note"]
    cut, anew = dict(made.members), dict(made.members)
    put(cut, [line for line in lines(cut) if b'"match.found"' not in line])
    cut["known.jsonl"] = b""
    put(anew, rechained(lines(anew), 0))
    for members, code in ((cut, "tail-cut"), (anew, "history-rewritten")):
        file = bundles.closed(own(made, members), tmp_path / f"{code}.zip")
        assert check(file).problems == ()
        assert {(f"book {made.book}", code)} == named(check(file, [kept]))
        assert [one.code for one in made.room.check_bundle(file, [kept])[0].problems] == [f"verify.{code}"]
    assert check(made.file, [kept]).ok
    another = kept.replace("workbench.case/", "workbench.case/0")
    assert {code for _, code in named(check(made.file, [another]))} == {"book-missing"}
    assert {code for _, code in named(check(made.file, [kept.replace("\n1", "\n2", 1)]))} == {"checkpoint-signature"}


def flipped(made: Made, chance: random.Random) -> tuple[str, Members]:
    """The bundle with one bit of one of its records turned over, and the record's name."""
    name = chance.choice(["journal.jsonl", "checkpoints.jsonl", "known.jsonl", _first(made.members, "examinations/")])
    body = bytearray(made.members[name])
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return name, made.members | {name: bytes(body)}


@pytest.mark.parametrize("seed", range(40))
def test_no_flipped_bit_goes_unseen_even_if_the_holder_of_the_key_signs_the_list_again(
    made: Made, tmp_path: Path, seed: int
) -> None:
    name, changed = flipped(made, random.Random(seed))
    assert (f"file {name}", "member-altered") in named(check(bundles.closed(changed, tmp_path / "plain.zip")))
    again = bundles.signed_anew(changed, installation_key(made.folder / "home" / "keys"))
    outcome = check(bundles.closed(again, tmp_path / "again.zip"))
    assert not outcome.ok
    assert not {"bundle-unreadable", "member-altered"} & {code for _, code in named(outcome)}


def test_hashes_only_leaves_the_originals_out(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.case.folder, tmp_path / "case")
    case = made.room.open_case(tmp_path / "case")
    file = bundles.bundled(made.room, case, tmp_path / "b.zip", originals=False)
    case.close()
    assert not [name for name in members_of(file) if name.startswith("originals/")]
    assert check(file).ok


def test_a_case_that_does_not_verify_is_bundled_only_as_it_is(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.case.folder, tmp_path / "case")
    case = made.room.open_case(tmp_path / "case")
    lost = min(case.vault.stored())
    case.vault.path(lost).unlink()
    target = tmp_path / "b.zip"
    with pytest.raises(Refusal) as refused:
        bundles.bundled(made.room, case, target)
    assert refused.value.code == "bundle.not-as-written"
    assert not target.exists()
    bundles.bundled(made.room, case, target, as_it_is=True)
    case.close()
    outcome = check(target)
    assert {(one.subject, one.code) for one in outcome.problems} == {(f"original {lost}", "original-missing")}
    assert lost in outcome.remarks[0]


def test_what_cannot_be_written_leaves_nothing(made: Made, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refusal):
        bundles.bundled(made.room, made.case, tmp_path / "file" / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("body", [b"", b"no zip", b"PK\x03\x04" + bytes(60)])
def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(body)
    assert [one.code for one in check(tmp_path / "b.zip").problems] == ["bundle-unreadable"]


def test_the_checker_is_a_program_of_its_own(made: Made, tmp_path: Path) -> None:
    """Isolated from the environment and from every installed package."""
    bundles.closed(made.members | {"known.jsonl": b"x"}, tmp_path / "bad.zip")
    (tmp_path / "kept.txt").write_text(made.notes[-1]["note"], "utf-8")
    for file, code, said in ((made.file, 0, "ALL AS"), (tmp_path / "bad.zip", 1, "file known.jsonl: this file is not")):
        ran = subprocess.run(
            [sys.executable, "-I", "-S", str(CHECKER), str(file), "--checkpoint", str(tmp_path / "kept.txt")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == code, ran.stderr
        assert said in ran.stdout


COMMANDS = (
    "sha256sum --quiet -c SHA256SUMS",
    "ssh-keygen -Y verify -f allowed_signers -I workbench -n file -s SHA256SUMS.sig < SHA256SUMS",
    "openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.ed25519",
)


def test_sha256sum_openssh_and_openssl_alone_verify_it(made: Made, tmp_path: Path) -> None:
    for program in ("sha256sum", "ssh-keygen", "openssl"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    with zipfile.ZipFile(made.file) as opened:
        opened.extractall(tmp_path)
    told = (tmp_path / "README.txt").read_text("utf-8")
    for command in COMMANDS:
        assert command.replace("--quiet ", "") in told
        assert subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "SHA256SUMS").write_bytes(made.members["SHA256SUMS"] + b"\n")
    for command in COMMANDS[1:]:
        assert subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_signature_line_ends_with_a_line_feed_and_nothing_else(made: Made, tmp_path: Path) -> None:
    """A form feed in its place differs by one bit, and other readers of lines take it for an end."""
    members = dict(made.members)
    notes = lines(members, "checkpoints.jsonl")
    put(members, [notes[0].replace(b'=\\n","', b'=\\f","'), *notes[1:]], "checkpoints.jsonl")
    assert members["checkpoints.jsonl"] != made.members["checkpoints.jsonl"]
    again = bundles.closed(
        bundles.signed_anew(members, installation_key(made.folder / "home" / "keys")), tmp_path / "b.zip"
    )
    assert "checkpoint-signature" in {code for _, code in named(check(again))}
    note = json.loads(notes[0])["note"]
    public = bytes.fromhex(json.loads(made.members["manifest.json"])["books"][0]["public_key"])
    assert made.room.read_checkpoint(note, public)
    with pytest.raises(ValueError, match=r"data|padding|signature"):
        made.room.read_checkpoint(note[:-1] + "\f", public)
