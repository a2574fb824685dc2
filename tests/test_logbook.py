"""The log: small, private, done without where it cannot be written."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbench.domain.faults import Own
from workbench.logbook import FILE, LogFile, caught

NOON = datetime(2025, 11, 25, 12, tzinfo=UTC)


def test_lines_are_json_and_the_oldest_go_first(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "logs", lambda: NOON, largest=300, kept=2)
    for number in range(40):
        log.note(Own("job"), n=number)
    names = sorted(file.name for file in (tmp_path / "logs").iterdir())
    assert names == [FILE, f"{FILE}.1", f"{FILE}.2"]
    newest = (tmp_path / "logs" / FILE).read_text().splitlines()
    assert json.loads(newest[-1]) == {"at": "2025-11-25T12:00:00+00:00", "event": "job", "n": 39}
    assert all((tmp_path / "logs" / name).stat().st_size <= 300 for name in names)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_the_user_can_read_it_and_a_link_is_not_followed(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "logs", lambda: NOON)
    log.note(Own("begun"))
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "logs" / FILE).stat().st_mode & 0o777 == 0o600
    (tmp_path / "logs" / FILE).unlink()
    (tmp_path / "logs" / FILE).symlink_to(tmp_path / "elsewhere")
    log.note(Own("begun"))
    assert not (tmp_path / "elsewhere").exists()


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file in its place")
    LogFile(tmp_path / "logs", lambda: NOON).note(Own("begun"))
    assert (tmp_path / "logs").read_text() == "a file in its place"


def test_the_notice_says_where_and_not_what(tmp_path: Path) -> None:
    log = LogFile(tmp_path, lambda: NOON)
    try:
        raise ValueError("Gulnara")
    except ValueError as error:
        notice = caught("workbench 1", log, lambda: NOON, error, Own("command"))
    assert notice.startswith("2025-11-25T12:00:00+00:00; workbench 1; Python ")
    assert "ValueError" in notice
    assert "Gulnara" not in notice + (tmp_path / FILE).read_text()
