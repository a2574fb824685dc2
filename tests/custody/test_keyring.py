"""The keys of an encrypted case: what opens it, what does not, and what a change of passphrase leaves behind."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import outcome
from workbench.custody import recovery_key
from workbench.custody.key_file import Cost, argon2id, read_key_file
from workbench.custody.keyring import KEYS, Keyring
from workbench.domain.refusals import Refusal

CHEAP = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)
FIRST, SECOND = "correct horse battery", "another long passphrase"


def made(folder: Path) -> tuple[Keyring, str]:
    keyring = Keyring(CHEAP)
    prepared = keyring.prepare(FIRST)
    keyring.keep(folder, prepared)
    keyring.adopt(folder, prepared)
    return keyring, prepared.recovery


def code(call: object) -> str:
    found = outcome(call)  # type: ignore[arg-type]
    return found.code if isinstance(found, Refusal) else ""


def test_passphrase_and_recovery_key_open_the_same_keys(tmp_path: Path) -> None:
    keyring, recovery = made(tmp_path)
    held = keyring.keys(tmp_path)
    for entered in (FIRST, recovery, recovery.lower().replace("-", " ")):
        other = Keyring(CHEAP)
        assert code(lambda one=other: one.keys(tmp_path)) == "case.locked"
        other.unlock(tmp_path, entered)
        assert other.keys(tmp_path) == held
    assert code(lambda: Keyring(CHEAP).unlock(tmp_path, "not this one at all")) == "keys.wrong"
    keyring.lock(tmp_path)
    assert keyring.is_locked(tmp_path)


def test_a_new_passphrase_and_a_new_recovery_key_take_the_place_of_the_old(tmp_path: Path) -> None:
    keyring, recovery = made(tmp_path)
    held = keyring.keys(tmp_path)
    keyring.change_passphrase(tmp_path, recovery, SECOND)
    fresh = keyring.change_recovery_key(tmp_path, SECOND)
    for entered in (FIRST, recovery):
        assert code(lambda said=entered: Keyring(CHEAP).unlock(tmp_path, said)) in ("keys.wrong", "keys.mistyped")
    for entered in (SECOND, fresh):
        other = Keyring(CHEAP)
        other.unlock(tmp_path, entered)
        assert other.keys(tmp_path) == held


def test_a_change_that_was_cut_short_leaves_what_there_was(tmp_path: Path) -> None:
    keyring, _ = made(tmp_path)
    (tmp_path / f"{KEYS}.new").write_bytes(b'{"format": "workb')
    Keyring(CHEAP).unlock(tmp_path, FIRST)
    keyring.change_passphrase(tmp_path, FIRST, SECOND)
    Keyring(CHEAP).unlock(tmp_path, SECOND)
    assert not (tmp_path / f"{KEYS}.new").exists()


def test_a_short_passphrase_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    keyring, _ = made(tmp_path)
    before = (tmp_path / KEYS).read_bytes()
    assert code(lambda: keyring.change_passphrase(tmp_path, FIRST, "short")) == "keys.passphrase-short"
    assert code(lambda: keyring.change_passphrase(tmp_path, "wrong wrong wrong", SECOND)) == "keys.wrong"
    assert (tmp_path / KEYS).read_bytes() == before


@pytest.mark.parametrize("field", ["memory_kib", "iterations", "lanes", "salt", "kind", "wrapped", "nonce"])
def test_a_slot_that_was_altered_opens_nothing(tmp_path: Path, field: str) -> None:
    made(tmp_path)
    raw = json.loads((tmp_path / KEYS).read_text())
    for slot in raw["slots"]:
        if slot["kind"] == "passphrase":
            found = slot[field]
            other = "recovery" if field == "kind" else f"{'B' if found[0] == 'A' else 'A'}{found[1:]}" if isinstance(
                found, str) else found + 1  # fmt: skip
            slot[field] = other
            break
    (tmp_path / KEYS).write_text(json.dumps(raw))
    assert code(lambda: Keyring(CHEAP).unlock(tmp_path, FIRST)) in ("keys.wrong", "keys.damaged")


def test_a_slot_that_was_taken_away_is_found(tmp_path: Path) -> None:
    made(tmp_path)
    raw = json.loads((tmp_path / KEYS).read_text())
    raw["slots"] = [slot for slot in raw["slots"] if slot["kind"] == "passphrase"]
    (tmp_path / KEYS).write_text(json.dumps(raw))
    assert code(lambda: Keyring(CHEAP).unlock(tmp_path, FIRST)) == "keys.damaged"


@pytest.mark.parametrize("change", [{"memory_kib": 8}, {"iterations": 1}, {"memory_kib": 2**30}, {"lanes": 0}])
def test_less_of_argon2id_than_is_allowed_is_refused_unread(tmp_path: Path, change: dict[str, int]) -> None:
    made(tmp_path)
    raw = json.loads((tmp_path / KEYS).read_text())
    for slot in raw["slots"]:
        slot |= change if slot["kind"] == "passphrase" else {}
    (tmp_path / KEYS).write_text(json.dumps(raw))
    assert code(lambda: Keyring(CHEAP).unlock(tmp_path, FIRST)) == "keys.damaged"


@given(st.binary(max_size=300))
def test_a_key_file_by_a_stranger_is_read_or_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_key_file(raw)


@given(st.binary(min_size=20, max_size=20))
def test_a_recovery_key_reads_back_from_what_was_written_down(key: bytes) -> None:
    text = recovery_key.written(key)
    assert recovery_key.read(text) == key
    assert recovery_key.read(text.replace("0", "o").replace("1", "l").lower()) == key


@given(st.binary(min_size=20, max_size=20), st.integers(0, 31), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_slip_in_a_recovery_key_is_found(key: bytes, place: int, letter: str) -> None:
    text = recovery_key.written(key).replace("-", "")
    slipped = text[:place] + letter + text[place + 1 :]
    assume(slipped != text and recovery_key.written(_without_check(slipped)).replace("-", "")[32:] != text[32:])
    with pytest.raises(ValueError, match="mistyped"):
        recovery_key.read(slipped)


def _without_check(text: str) -> bytes:
    number = 0
    for character in text[:32]:
        number = number << 5 | "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(character)
    return number.to_bytes(20, "big")


def test_argon2id_is_that_of_rfc_9106() -> None:
    """Section 5.3: the vector of Argon2id, and our own use of it against the library's with the same parameters."""
    deriving = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    )
    assert deriving.derive(b"\x01" * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    plain = Argon2id(salt=b"s" * 16, length=32, iterations=3, lanes=4, memory_cost=64 * 1024)
    words, apart = "p\u00e9p\u00e9 tient bon", "pe\u0301pe\u0301 tient bon"
    expected = plain.derive(words.encode())
    assert argon2id(words, b"s" * 16, CHEAP) == argon2id(apart, b"s" * 16, CHEAP) == expected


def test_hkdf_is_that_of_rfc_5869() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), 42, bytes(range(13)), bytes(range(0xF0, 0xFA))).derive(b"\x0b" * 22)
    assert derived.hex().startswith("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
