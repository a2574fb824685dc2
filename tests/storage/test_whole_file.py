"""A file is written whole, or what stood there still stands."""

from pathlib import Path

import pytest

from workbench.domain.refusals import Refusal
from workbench.storage.whole_file import keep, whole_file


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "report.html"
    keep(target, b"first")
    keep(target, b"second")
    assert target.read_bytes() == b"second"
    assert list(target.parent.iterdir()) == [target]


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    keep(target, b"first")
    with pytest.raises(TypeError), whole_file(target) as out:
        out.writelines([b"half of the sec", None])  # type: ignore[list-item]
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refusal) as refused:
        keep(tmp_path / "file" / "report.html", b"x")
    assert refused.value.code == "report.unwritable"
