"""The user's own list of trusted certificates, file by file."""

from pathlib import Path

import pytest

from tests import signed_pictures as sign
from workbench.custody.trust_list import LIST_BYTES, UNREADABLE_LIST, trust_anchors


def test_no_folder_and_no_files_are_no_list(tmp_path: Path) -> None:
    assert trust_anchors(tmp_path / "missing") == ""
    (tmp_path / "notes.txt").write_text("not a certificate, and not named as one")
    assert trust_anchors(tmp_path) == ""


def test_all_files_together_are_the_list(tmp_path: Path) -> None:
    roots = [sign.notary().root, sign.notary().root]
    for number, root in enumerate(roots):
        (tmp_path / f"{number}.pem").write_text(root)
    assert all(root in trust_anchors(tmp_path) for root in roots)


@pytest.mark.parametrize(
    "content",
    [
        b"no certificate",
        b"",
        b"\xff\xfe",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        bytes(LIST_BYTES + 1),
    ],
)
def test_one_bad_file_makes_the_list_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "good.pem").write_text(sign.notary().root)
    (tmp_path / "other.pem").write_bytes(content)
    assert trust_anchors(tmp_path) == UNREADABLE_LIST
