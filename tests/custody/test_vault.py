"""Originals: hashed while they are copied, written once, byte for byte."""

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.custody.vault import FolderVault
from workbench.domain.refusals import Refusal


def vault_in(folder: Path) -> FolderVault:
    vault = FolderVault(folder)
    vault.create()
    return vault


@given(st.binary(max_size=5000))
def test_what_goes_in_lies_there_under_its_digest(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    vault = vault_in(tmp_path_factory.mktemp("vault"))
    staged = vault.stage(io.BytesIO(body), 5000)
    assert (staged.sha256, staged.size) == (hashlib.sha256(body).hexdigest(), len(body))
    assert vault.stored() == set()
    vault.publish([staged])
    assert vault.path(staged.sha256).read_bytes() == body
    assert vault.stored() == {staged.sha256}
    assert vault.digest(staged.sha256) == staged.sha256


def test_the_same_bytes_twice_are_kept_once(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    copies = [vault.stage(io.BytesIO(b"same"), 10) for _ in range(2)]
    vault.publish(copies)
    assert vault.stored() == {copies[0].sha256}
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    with pytest.raises(Refusal) as refused:
        vault.stage(io.BytesIO(b"x" * 11), 10)
    assert refused.value.code == "vault.too-large"
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the card was taken out")

    vault = vault_in(tmp_path)
    with pytest.raises(OSError, match="card"):
        vault.stage(Broken(), 10)
    assert list((tmp_path / "incoming").iterdir()) == []
