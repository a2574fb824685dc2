"""A seized laptop: what an encrypted case gives away, what is found of tampering, and what a crash leaves."""

import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.cases import brought_in, files
from tests.trials import at_rest_secrets, at_rest_speed
from tests.trials.ledger import Plan, Row, Trial
from workbench.casework.verifying import verify
from workbench.custody.key_file import Cost
from workbench.custody.keyring import KEYS, Keyring
from workbench.custody.keys import installation_key, read_checkpoint
from workbench.custody.sealed_original import CHUNK, MAGIC, SALT, TAG, TRAILER, chunks_for
from workbench.custody.vault import FolderVault
from workbench.custody.vault_forms import Sealed
from workbench.domain.refusals import Refusal
from workbench.strongroom import Strongroom

ROOT = Path(__file__).parents[2]
FIRST, SECOND = "correct horse battery staple", "quite another long passphrase"
CHEAP = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)
"""As little as is allowed: here it is counted how often, and not how long."""
_HEAD, _SEALED = len(MAGIC) + SALT, CHUNK + TAG


def run(plan: Plan) -> Iterator[Row]:
    random_of = random.Random(plan.seed)
    yield from _tampered(plan, random_of)
    yield from _known_image(plan, random_of)
    yield _nothing_rewritten(plan)
    yield _killed_while_changing(plan, random_of)
    yield _killed_while_encrypting(plan, random_of)
    yield from at_rest_secrets.rows(plan)
    yield from at_rest_speed.rows(plan)


TRIAL = Trial("at_rest", run)


def _vault(folder: Path, random_of: random.Random, sizes: list[int]) -> tuple[FolderVault, list[str]]:
    vault = FolderVault(folder, Sealed(random_of.randbytes(32), random_of.randbytes(32)))
    vault.create()
    staged = [vault.stage(io.BytesIO(random_of.randbytes(size)), 2**30) for size in sizes]
    vault.publish(staged)
    return vault, [one.sha256 for one in staged]


def _file(vault: FolderVault, folder: Path, sha256: str) -> Path:
    return next(folder.rglob(vault.path(sha256).name))


def _tampered(plan: Plan, random_of: random.Random) -> Iterator[Row]:
    """Each kind of change to a sealed original, each undone before the next."""
    folder = plan.folder / "tampered"
    vault, digests = _vault(folder, random_of, [200_000, 200_000, 70_000])
    files = [_file(vault, folder, sha256) for sha256 in digests]

    def flipped(raw: bytes) -> bytes:
        at = random_of.randrange(len(raw))
        return raw[:at] + bytes([raw[at] ^ 1 << random_of.randrange(8)]) + raw[at + 1 :]

    def reordered(raw: bytes) -> bytes:
        count = (len(raw) - _HEAD - TRAILER - TAG) // _SEALED
        parts = [raw[_HEAD + n * _SEALED :][:_SEALED] for n in range(count)]
        one, other = random_of.sample(range(count), 2)
        parts[one], parts[other] = parts[other], parts[one]
        return raw[:_HEAD] + b"".join(parts) + raw[_HEAD + count * _SEALED :]

    def left_out(raw: bytes) -> bytes:
        at = _HEAD + random_of.randrange((len(raw) - _HEAD) // _SEALED) * _SEALED
        return raw[:at] + raw[at + _SEALED :]

    def foreign_chunk(raw: bytes) -> bytes:
        at = _HEAD + random_of.randrange(3) * _SEALED
        return raw[:at] + files[1].read_bytes()[at : at + _SEALED] + raw[at + _SEALED :]

    kinds: dict[str, Callable[[bytes], bytes]] = {
        "one bit flipped": flipped,
        "cut short": lambda raw: raw[: random_of.randrange(len(raw))],
        "chunks in another order": reordered,
        "a chunk left out": left_out,
        "a chunk of another file": foreign_chunk,
        "another file under its name": lambda raw: files[1].read_bytes(),
        "bytes added": lambda raw: raw + random_of.randbytes(random_of.randrange(1, 100_000)),
    }
    tries, target, digest = plan.count(30, 300), files[0], digests[0]
    sound = target.read_bytes()
    target.chmod(0o600)
    for kind, change in kinds.items():
        found = 0
        for _ in range(tries):
            target.write_bytes(change(sound))
            found += _refused(vault, digest)
        yield Row(f"sealed original, {kind}", "all found", f"{found} of {tries} found", tries, found == tries)
    target.write_bytes(sound)
    fine = sum(not _refused(vault, one) for one in digests)
    yield Row("control: sealed originals untouched", "none found", f"{3 - fine} of 3 found", 3, fine == 3)


def _refused(vault: FolderVault, sha256: str) -> bool:
    try:
        return vault.digest(sha256) != sha256
    except OSError:
        return True


def _known_image(plan: Plan, random_of: random.Random) -> Iterator[Row]:
    """Whether names or sizes in the vault tell that a file somebody has is among them."""
    count = plan.count(40, 400)
    sizes = [int(2 ** random_of.uniform(13, 21)) for _ in range(count)]
    folder, plain_folder = plan.folder / "sealed", plan.folder / "plain"
    _, digests = _vault(folder, random_of, sizes)
    plain = FolderVault(plain_folder)
    plain.create()
    plain.publish([plain.stage(io.BytesIO(random_of.randbytes(size)), 2**30) for size in sizes])
    names = {one.name for one in folder.rglob("*") if one.is_file()}
    lengths = {one.stat().st_size for one in folder.rglob("*") if one.is_file()}
    told = sum(digest in names or size in lengths for digest, size in zip(digests, sizes, strict=True))
    yield Row("a known image tested for by SHA-256 or size", "none told", f"{told} of {count} told", count, not told)
    told = sum(size in {one.stat().st_size for one in plain_folder.rglob("*") if one.is_file()} for size in sizes)
    yield Row("control: the same in a plain vault", "all told", f"{told} of {count} told", count, told == count)
    shared = sum(list(map(_bucket, sizes)).count(_bucket(size)) > 1 for size in sizes)
    buckets = len(lengths)
    yield Row("sizes that are left to see", "few", f"{buckets} lengths for {count} files; {shared} share theirs", count,
              buckets < count / 2)  # fmt: skip
    times = {one.stat().st_mtime_ns for one in folder.rglob("*") if one.is_file()}
    yield Row("times of change of sealed files", "one", f"{len(times)}", count, len(times) == 1)


def _bucket(size: int) -> int:
    return chunks_for(size)


def _strongroom(folder: Path) -> Strongroom:
    return Strongroom(lambda: installation_key(folder / "keys"), "tester", read_checkpoint, Keyring(CHEAP))


def _nothing_rewritten(plan: Plan) -> Row:
    room, folder = _strongroom(plan.folder), plan.folder / "passphrase-case"
    case, _ = room.new_case(folder, "A case", FIRST)
    case.vault.publish([case.vault.stage(io.BytesIO(bytes(100_000)), 2**30)])
    case.close()

    def state() -> dict[str, tuple[int, str]]:
        files = (one for one in folder.rglob("*") if one.is_file() and one.name != KEYS)
        return {str(one): (one.stat().st_mtime_ns, hashlib.sha256(one.read_bytes()).hexdigest()) for one in files}

    before = state()
    room.change_passphrase(folder, FIRST, SECOND)
    after = state()
    changed = sum(after.get(name) != one for name, one in before.items()) + len(after.keys() - before.keys())
    opens = _opens(folder, SECOND) and not _opens(folder, FIRST)
    return Row("files rewritten by a change of passphrase, beside the key file", "0",
               f"{changed} of {len(before)}; the old one {'no longer opens' if opens else 'STILL OPENS'}",
               len(before), not changed and opens)  # fmt: skip


def _opens(folder: Path, entered: str) -> bool:
    try:
        Keyring(CHEAP).unlock(folder, entered)
    except Refusal:
        return False
    return True


_CHANGER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workbench.custody.key_file import Cost
from workbench.custody.keyring import Keyring
folder, keyring = Path(sys.argv[2]), Keyring(Cost(64 * 1024, 3, 4))
first, second = sys.argv[3:]
print("ready", flush=True)
while True:
    keyring.change_passphrase(folder, first, second)
    first, second = second, first
"""


def _killed_while_changing(plan: Plan, random_of: random.Random) -> Row:
    room, folder = _strongroom(plan.folder), plan.folder / "changing"
    case, recovery = room.new_case(folder, "A case", FIRST)
    case.close()
    tries, usable, now = plan.count(3, 40), 0, (FIRST, SECOND)
    for _ in range(tries):
        changer = subprocess.Popen([sys.executable, "-c", _CHANGER, str(ROOT), str(folder), *now], stdout=-1)
        assert changer.stdout
        changer.stdout.readline()
        time.sleep(random_of.uniform(0.0, 0.8))
        changer.kill()
        changer.wait()
        opening = [_opens(folder, FIRST), _opens(folder, SECOND), _opens(folder, recovery)]
        usable += opening[0] != opening[1] and opening[2]
        now = (FIRST, SECOND) if opening[0] else (SECOND, FIRST)
    return Row("kill -9 while the passphrase is changed: old or new opens, and the recovery key", "all",
               f"{usable} of {tries}", tries, usable == tries)  # fmt: skip


_ENCRYPTER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workbench.custody.key_file import Cost
from workbench.custody.keyring import Keyring
from workbench.custody.keys import installation_key, read_checkpoint
from workbench.strongroom import Strongroom
folder, keyring = Path(sys.argv[2]), Keyring(Cost(64 * 1024, 3, 4))
room = Strongroom(lambda: installation_key(folder.parent / "keys"), "tester", read_checkpoint, keyring)
print("ready", flush=True)
room.encrypt(folder, sys.argv[3])
"""


def _killed_while_encrypting(plan: Plan, random_of: random.Random) -> Row:
    """The case is then the plain or the encrypted one, it verifies, and nothing of it is gone."""
    made = plan.folder / "encrypting" / "made"
    case = _strongroom(made.parent).plain_case(made, "A case")
    pictures = {f"n{n}.jpg": b"image" + random_of.randbytes(9000) for n in range(40)}
    brought_in(case, files(made.parent / "in", **pictures))
    entries = len(case.journal.stored_entries())
    case.close()
    tries, whole, kinds = plan.count(2, 40), 0, {"plain": 0, "encrypted": 0}
    longest = _until_encrypted(made)
    for number in range(tries):
        copy = made.parent / f"copy-{number}"
        shutil.copytree(made, copy)
        command = [sys.executable, "-c", _ENCRYPTER, str(ROOT), str(copy), FIRST]
        encrypter = subprocess.Popen(command, stdout=-1, stderr=-3)
        assert encrypter.stdout
        encrypter.stdout.readline()
        time.sleep(random_of.uniform(0.0, longest))
        encrypter.kill()
        encrypter.wait()
        room = _strongroom(made.parent)
        kind = "encrypted" if room.is_encrypted(copy) else "plain"
        kinds[kind] += 1
        if kind == "encrypted":
            room.unlock(copy, FIRST)
        opened = room.open_case(copy)
        kept = len(opened.journal.stored_entries())
        plain_left = kind == "encrypted" and _holds(copy, b"SQLite format 3\0")
        whole += verify(opened, read_checkpoint).ok and kept >= entries and not plain_left
        opened.close()
        shutil.rmtree(copy)
    return Row("kill -9 while a case is encrypted: it opens, verifies, and nothing is gone", "all",
               f"{whole} of {tries} ({kinds['plain']} still plain, {kinds['encrypted']} encrypted)",
               tries, whole == tries)  # fmt: skip


def _until_encrypted(made: Path) -> float:
    copy = made.parent / "timed"
    shutil.copytree(made, copy)
    began = time.perf_counter()
    _strongroom(made.parent).encrypt(copy, FIRST)
    shutil.rmtree(copy)
    return 1.1 * (time.perf_counter() - began)


def _holds(folder: Path, needle: bytes) -> bool:
    return any(needle in Path(root, name).read_bytes() for root, _, names in os.walk(folder) for name in names)
