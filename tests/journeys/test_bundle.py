"""From a case to a bundle that a colleague checks, and checkpoints that go out and come back, by the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cases import files
from workbench.__main__ import main

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: object, home: str = "home") -> tuple[int, list[dict[str, Any]]]:
        monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / home))
        code = main([str(one) for one in (*arguments, "--json")])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


def test_a_case_goes_out_and_is_checked(run: Run, tmp_path: Path) -> None:
    case, note, bundle = tmp_path / "case", tmp_path / "note.txt", tmp_path / "out" / "bundle.zip"
    run("case", "new", case)
    run("import", case, *files(tmp_path / "in", **{"a.txt": b"no picture"}))
    code, [line] = run("checkpoint", case, "--export", note)
    assert (code, line["note"]) == (0, note.read_text("utf-8"))
    code, [line] = run("checkpoint", case, "--countersign", note, home="colleague")
    assert (code, line["compared"]) == (0, True)
    code, [line] = run("checkpoint", case, "--countersigned", note)
    assert (code, len(line["by"])) == (0, 1)
    assert run("checkpoint", case, "--timestamp-request", tmp_path / "r.tsq")[0] == 0
    code, [line] = run("checkpoint", case, "--timestamp-reply", tmp_path / "r.tsq")
    assert (code, line["refused"]) == (1, "timestamp.unreadable")
    code, [line] = run("bundle", case, "--to", bundle)
    assert (code, line["originals"], line["problems"]) == (0, 0, 0)
    code, [line] = run("verify", bundle, "--checkpoint", note)
    assert (code, line["ok"], line["signer"]) == (0, True, line["books"][0]["book"])
    bundle.write_bytes(bundle.read_bytes().replace(b"journal.jsonl", b"journal.jsonk"))
    code, lines = run("verify", bundle, "--checkpoint", note)
    assert code == 1
    assert {"journal", "file journal.jsonl", "file journal.jsonk"} <= {line.get("subject") for line in lines}
    assert run("verify", case, "--checkpoint", note)[0] == 0


def test_without_a_case_only_countersigning_is_possible(run: Run, tmp_path: Path) -> None:
    code, [line] = run("checkpoint", "--export", tmp_path / "note.txt")
    assert (code, line["refused"]) == (1, "checkpoint.case-missing")
    (tmp_path / "text.txt").write_text("a letter\n\nwith a gap\n")
    code, [line] = run("checkpoint", "--countersign", tmp_path / "text.txt")
    assert (code, line["refused"]) == (1, "checkpoint.unreadable")
    assert (tmp_path / "text.txt").read_text() == "a letter\n\nwith a gap\n"
