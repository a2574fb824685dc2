"""Originals of an encrypted case: what is put away comes back, and nothing else does."""

import io
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import outcome
from workbench.custody.sealed_original import CHUNK, SealedOriginal, Sealing, chunks_for
from workbench.custody.vault import FolderVault
from workbench.custody.vault_forms import Sealed
from workbench.domain.originals import Damaged

KEYS = bytes(range(32)), bytes(range(32, 64))


def a_vault(folder: Path) -> FolderVault:
    vault = FolderVault(folder, Sealed(*KEYS))
    vault.create()
    return vault


def put(vault: FolderVault, body: bytes) -> str:
    staged = vault.stage(io.BytesIO(body), 2**30)
    vault.publish([staged])
    return staged.sha256


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, 300_001])
def test_what_is_put_away_comes_back(tmp_path: Path, size: int) -> None:
    vault, body = a_vault(tmp_path), secrets.token_bytes(size)
    sha256 = put(vault, body)
    original = vault.path(sha256)
    with original.open("rb") as opened:
        assert opened.read() == body
    with original.open("rb") as opened:
        assert b"".join(iter(lambda: opened.read(1000), b"")) == body
    assert original.stat().st_size == size
    assert vault.digest(sha256) == sha256
    assert vault.stored() == {sha256}


def test_a_staged_copy_is_sealed_and_can_be_read(tmp_path: Path) -> None:
    vault, body = a_vault(tmp_path), b"a witness stood here" * 40
    staged = vault.stage(io.BytesIO(body), 2**30)
    assert staged.path.open("rb").read() == body
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and body[:20] in file.read_bytes()]
    vault.discard(staged)
    assert not staged.path.is_file()


@given(size=st.integers(0, 2**28))
def test_sizes_are_rounded_up_by_a_quarter_at_most(size: int) -> None:
    held = chunks_for(size) * CHUNK
    assert size <= held
    assert held <= max(CHUNK, size * 1.25 + CHUNK)


def test_sizes_fall_into_few_lengths() -> None:
    assert len({chunks_for(size) for size in range(1, 2**24, 4099)}) <= 32


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_bit_that_changes_is_found(tmp_path_factory: pytest.TempPathFactory, place: float, bit: int) -> None:
    file = tmp_path_factory.mktemp("sealed") / "file"
    sealing, body = Sealing(KEYS[0]), bytes(70_000)
    import hashlib

    whole = sealing.fed(body) + sealing.ended(hashlib.sha256(body).hexdigest(), len(body))
    at = int(place * len(whole))
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    with pytest.raises(Damaged):
        SealedOriginal(file, KEYS[0]).digest()


def test_nothing_is_given_out_of_a_chunk_that_does_not_open(tmp_path: Path) -> None:
    vault, body = a_vault(tmp_path), secrets.token_bytes(3 * CHUNK)
    sha256 = put(vault, body)
    file = next(one for one in tmp_path.rglob("*") if one.is_file())
    raw = bytearray(file.read_bytes())
    raw[40 + CHUNK + 16 + 5] ^= 1
    file.chmod(0o600)
    file.write_bytes(raw)
    with vault.path(sha256).open("rb") as opened:
        assert opened.read(CHUNK) == body[:CHUNK]
        with pytest.raises(Damaged):
            opened.read(1)


def test_a_file_under_anothers_name_is_not_taken_for_it(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    one, other = put(vault, b"one" * 1000), put(vault, b"other" * 1000)
    files = {vault.path(sha).name: next(tmp_path.rglob(vault.path(sha).name)) for sha in (one, other)}
    first, second = files.values()
    raw = second.read_bytes()
    first.chmod(0o600)
    first.write_bytes(raw)
    with pytest.raises(Damaged):
        vault.path(one).open("rb")
    assert one not in vault.stored()


def test_with_other_keys_neither_names_nor_bytes_are_found(tmp_path: Path) -> None:
    sha256 = put(a_vault(tmp_path), b"image")
    stranger = FolderVault(tmp_path, Sealed(KEYS[1], KEYS[0]))
    assert not stranger.path(sha256).is_file()
    assert isinstance(outcome(lambda: sorted(stranger.stored() & {sha256})), list)
    file = next(one for one in tmp_path.rglob("*") if one.is_file())
    with pytest.raises(Damaged):
        SealedOriginal(file, KEYS[1]).open()


def test_the_cipher_is_that_of_rfc_8439() -> None:
    """Section 2.8.2: the vector of ChaCha20-Poly1305."""
    key = bytes(range(0x80, 0xA0))
    nonce, told = bytes.fromhex("070000004041424344454647"), bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    plain = (b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen"
             b" would be it.")  # fmt: skip
    sealed = ChaCha20Poly1305(key).encrypt(nonce, plain, told)
    assert sealed[:16].hex() == "d31a8d34648e60db7b86afbc53ef7ec2"
    assert sealed[-16:].hex() == "1ae10b594f09e26a7e902ecbd0600691"
