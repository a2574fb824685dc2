"""Limits by the command line: set for one run or for all files, refused where they cannot be meant."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.crafted import photograph, saved
from workbench.__main__ import main

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_AUTHOR", "tester")

    def workbench(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        code = main([*map(str, arguments), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return workbench


def large(folder: Path) -> Path:
    """A picture of a million and a half pixels and three mebibytes."""
    path = folder / "large.png"
    path.write_bytes(saved(photograph(1_500, 1_000), "PNG") + bytes(3 * 2**20))
    return path


def test_one_run_has_its_own_limits_and_says_so(run: Run, tmp_path: Path) -> None:
    case, picture = tmp_path / "case", large(tmp_path)
    assert run("case", "new", case)[0] == 0
    code, [line] = run("import", case, picture, "--limit", "pixels=1000000")
    assert (code, line["outcome"]) == (1, "refused")
    assert "--limit pixels=1500000" in line["reason"]
    code, [line] = run("import", case, picture, "--limit", "pixels=1500000", "--limit", "file-mib=100")
    assert (code, line["outcome"]) == (0, "admitted")
    _, [line] = run("inspect", "--case", case)
    assert line["limits"] == {"pixels": "1500000", "file-mib": "100"}
    assert run("inspect", picture)[1][0]["limits"] == {}


def test_the_other_name_of_the_largest_file(run: Run, tmp_path: Path) -> None:
    case, picture = tmp_path / "case", large(tmp_path)
    assert run("case", "new", case)[0] == 0
    code, [line] = run("import", case, picture, "--max-file-mib", "1")
    assert code == 1
    needed = line["reason"].partition("--limit file-mib=")[2].split(",")[0]
    assert run("import", case, picture, "--max-file-mib", needed)[1][0]["outcome"] == "admitted"


@pytest.mark.parametrize("verb", ["known", "match", "inspect"])
def test_every_verb_that_reads_files_takes_limits(run: Run, tmp_path: Path, verb: str) -> None:
    picture, library = large(tmp_path), tmp_path / "library"
    small = tmp_path / "small.jpg"
    small.write_bytes(saved(photograph(), "JPEG"))
    assert run("known", "add", library, small)[0] == 0
    asked = {"known": ("known", "add", library), "match": ("match", "--library", library), "inspect": ("inspect",)}
    code, [line] = run(*asked[verb], picture, "--limit", "pixels=1000000")
    assert code == 1
    assert "pixels" in json.dumps(line)
    assert run(*asked[verb], picture)[0] == 0


@pytest.mark.parametrize(
    ("text", "named"),
    [("pixel = 3", "pixel"), ('pixels = "many"', "pixels"), ("pixels = -1", "pixels"), ("pixels", "limits.toml")],
)
def test_limits_for_all_files_that_cannot_be_meant_are_refused(run: Run, tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "limits.toml").write_text(text, "utf-8")
    code, [line] = run("inspect", large(tmp_path))
    assert code == 1
    assert line["refused"].startswith("limits.")
    assert named in line["reason"]
    assert "limits.toml" in line["reason"]


def test_limits_for_all_files_are_in_force_and_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "limits.toml").write_text("pixels = 1_000_000\nreader-seconds = 2.5\n", "utf-8")
    listed = {line["limit"]: line for line in run("limits")[1]}
    assert (listed["pixels"]["value"], listed["reader-seconds"]["value"]) == (1_000_000, 2.5)
    assert run("inspect", large(tmp_path))[0] == 1
    assert run("inspect", tmp_path / "large.png", "--limit", "pixels=2_000_000")[0] == 0


@pytest.mark.parametrize("given", ["pixels", "pixel=3", "pixels=0", "pixels=nan"])
def test_a_limit_of_one_run_that_cannot_be_meant_is_refused(run: Run, tmp_path: Path, given: str) -> None:
    code, [line] = run("inspect", large(tmp_path), "--limit", given)
    assert code == 1
    assert line["refused"].startswith("limits.")
