"""Where the child is locked less than fully, the command line reads no file before it is told to."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cases import files
from tests.sandbox.fake_child import command
from workbench.__main__ import main

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line with a child that reaches reduced isolation and reads the word `good`."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))

    def call(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        code = main([str(one) for one in (*arguments, "--json")], child=command())
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


def test_import_asks_first_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    case, paths = tmp_path / "case", files(tmp_path / "in", **{"a.jpg": b"good"})
    run("case", "new", case)
    before = run("verify", case)[1][-1]["entries"]
    for options in ((), ("--hostile-source",)):
        code, [line] = run("import", case, *paths, *options)
        assert (code, line["refused"]) == (1, "isolation.less")
        assert "landlock" in line["reason"]
        assert "--accept-isolation reduced" in line["reason"]
    assert run("verify", case)[1][-1]["entries"] == before
    code, [line] = run("import", case, *paths, "--accept-isolation", "reduced")
    assert (code, line["outcome"]) == (0, "admitted")
    assert run("inspect", "--case", case)[1][0]["isolation"] == "reduced"


@pytest.mark.parametrize("verb", [("inspect",), ("known", "add", "LIBRARY"), ("match", "--library", "LIBRARY")])
def test_every_verb_that_reads_files_asks(run: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    (path,) = files(tmp_path / "in", **{"a.jpg": b"good"})
    library = str(tmp_path / "library")
    run("known", "add", library, path, "--accept-isolation", "none")
    named = [library if part == "LIBRARY" else part for part in verb]
    code, lines = run(*named, path)
    assert (code, lines[-1]["refused"]) == (1, "isolation.less")
    code, lines = run(*named, path, "--accept-isolation", "none")
    assert "isolation.less" not in json.dumps(lines)


def test_a_level_that_is_not_reached_cannot_be_passed_off_as_full(run: Run, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run("inspect", tmp_path, "--accept-isolation", "full")
    assert ended.value.code == 2
