"""What auto-archiver writes, read as data."""

import csv
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.casework.pack_ports import Listed
from workbench.domain.intervals import parse_interval
from workbench.sources.auto_archiver import literal
from workbench.sources.hash_lists import read_list

SHA = "ab" * 32
METADATA: dict[str, Any] = {"url": "https://example.org/post/1", "timestamp": datetime(2022, 3, 3, 10, 0, tzinfo=UTC)}
THUMBNAIL = {"filename": "tmp/t.jpg", "properties": {"pdq_hash": "f" * 64}, "_mimetype": "image/jpeg"}
MEDIA: list[dict[str, Any]] = [
    {
        "filename": "tmp/a.jpg", "_key": "k", "urls": [], "_mimetype": "image/jpeg",
        "properties": {"hash": f"SHA-256:{SHA}", "pdq_hash": "abc"},
    },
    {"filename": "v.mp4", "_mimetype": "video/mp4", "properties": {"thumbnails": [THUMBNAIL]}},
]  # fmt: skip


def read(file: Path) -> list[Listed]:
    return list(read_list(file))


def check(found: list[Listed], line: int) -> None:
    image, thumbnail = found
    assert (image.line, image.name, image.sha256) == (line, "a.jpg", SHA)
    assert image.fingerprints[0].bits == "0" * 61 + "abc"
    assert (image.source, image.first_known) == ("https://example.org/post/1", parse_interval("2022-03-03T10:00:00Z"))
    assert (thumbnail.name, thumbnail.sha256, thumbnail.fingerprints[0].bits) == ("t.jpg", "", "f" * 64)


def test_metadata_json(tmp_path: Path) -> None:
    file = tmp_path / "metadata.json"
    body = {"status": "ok", "metadata": METADATA, "media": MEDIA}
    file.write_text(json.dumps(body, default=datetime.isoformat))
    check(read(file), 1)


def test_csv_db_holds_python_literals(tmp_path: Path) -> None:
    file = tmp_path / "db.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["status", "metadata", "media"])
        rows.writerow(["ok", repr(METADATA), repr(MEDIA)])
        rows.writerow(["ok", repr(METADATA), "[print('x')]"])
        rows.writerow(["ok", repr(METADATA), "[]"])
    found = read(file)
    check(found[:2], 2)
    assert [one.refusal.code for one in found[2:] if one.refusal] == ["list.line-unreadable"] * 2
    assert [one.line for one in found[2:]] == [3, 4]


def test_the_sheet(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["Link", "Archive status", "Hash", "Perceptual hashes", "Upload timestamp"])
        rows.writerow(["https://example.org/1", "ok", f"SHA-256:{SHA}", "abc, def", "2022-03-03T10:00:00+00:00"])
        rows.writerow(["https://example.org/2", "nothing\narchived", "", "", ""])
    first, second, third, fourth = read(file)
    assert (first.line, first.sha256, first.source) == (2, SHA, "https://example.org/1")
    assert [one.fingerprints[0].bits for one in (second, third)] == ["0" * 61 + "abc", "0" * 61 + "def"]
    assert fourth.refusal
    assert fourth.line == 4


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "open('/etc/passwd')", "().__class__", "[x for x in (1,)]", "1+1",
        "lambda: 1", "datetime.datetime.now()", "datetime.datetime(1, 2, 3, hour='x')",
        "datetime.datetime(99999, 1, 1)", "{**{}}",
        "datetime.timezone(5)", "f'{1}'", "(" * 1000, "-" * 100_000 + "1", "[" * 150 + "]" * 150 + "x", "",
        "9" * 10_000,
        "datetime.datetime(*[1, 2, 3])", "datetime.timedelta(days=10**30)",
    ],
)  # fmt: skip
def test_what_is_no_literal_is_refused_and_not_run(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        literal(text)


PLAIN = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20) | st.datetimes() | st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=4, minutes=30)), timezone(timedelta(hours=-5))])
)  # fmt: skip


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner)))
def test_a_repr_is_read_back(value: object) -> None:
    assert literal(repr(value)) == value
