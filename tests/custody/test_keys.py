"""The installation's key and the checkpoints that it signs."""

import base64
import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbench.custody.keys import SigningKey, installation_key, read_checkpoint
from workbench.domain.refusals import Refusal

ROOT = "ab" * 32


def test_a_checkpoint_reads_back_with_its_own_key(tmp_path: Path) -> None:
    key = installation_key(tmp_path)
    note = key.checkpoint("workbench.case/1/2", 7, ROOT)
    assert read_checkpoint(note, key.public) == ("workbench.case/1/2", 7, ROOT)


def test_a_checkpoint_has_the_form_of_c2sp(tmp_path: Path) -> None:
    body, signatures = installation_key(tmp_path).checkpoint("origin", 7, ROOT).split("\n\n")
    assert body.split("\n") == ["origin", "7", base64.b64encode(bytes.fromhex(ROOT)).decode()]
    dash, name, coded = signatures.removesuffix("\n").split(" ")
    assert (dash, name, len(base64.b64decode(coded))) == ("\u2014", "origin", 4 + 64)


@pytest.mark.parametrize(("old", "new"), [("\n7\n", "\n8\n"), ("origin\n7", "other\n7"), ("q6ur", "q6us")])
def test_any_change_breaks_the_signature(old: str, new: str) -> None:
    key = SigningKey(Ed25519PrivateKey.generate())
    note = key.checkpoint("origin", 7, ROOT)
    assert old in note
    with pytest.raises(ValueError, match=r".+"):
        read_checkpoint(note.replace(old, new, 1), key.public)


def test_another_key_does_not_vouch() -> None:
    note = SigningKey(Ed25519PrivateKey.generate()).checkpoint("origin", 1, ROOT)
    with pytest.raises(ValueError, match="no signature"):
        read_checkpoint(note, SigningKey(Ed25519PrivateKey.generate()).public)


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first, second = installation_key(tmp_path / "keys"), installation_key(tmp_path / "keys")
    assert first.public == second.public
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["signing-key.pem"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "keys" / "signing-key.pem").stat().st_mode) == 0o600


def test_a_damaged_key_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "signing-key.pem").write_text("not a key")
    with pytest.raises(Refusal) as refused:
        installation_key(tmp_path)
    assert refused.value.code == "keys.unreadable"
    assert (tmp_path / "signing-key.pem").read_text() == "not a key"
