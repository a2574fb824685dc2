"""Near-copies by the command line, with the real child: grouped, decided together, taken apart."""

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.__main__ import main
from workbench.assets import resources

INCOMING = resources() / "sample" / "incoming"
PHOTOGRAPH, SCREENSHOT, OTHER = (
    INCOMING / name for name in ("photo_2025-11-25_03-41-07.jpg", "Screenshot_20251125-083012.png", "ridge_final.jpg")
)


def test_two_copies_of_one_photograph_are_decided_together_and_taken_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_AUTHOR", "tester")
    case = str(tmp_path / "case")

    def run(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        code = main([*map(str, arguments), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    run("case", "new", case)
    _, lines = run("import", case, SCREENSHOT, OTHER, PHOTOGRAPH)
    admitted = {Path(line["path"]): line["sha256"] for line in lines}
    pair = [admitted[SCREENSHOT], admitted[PHOTOGRAPH]]

    code, [group] = run("match", "--case", case, "--within")
    assert code == 0
    assert (group["group"], group["members"]) == (min(pair), pair)
    # Each shows what the other has not: the screenshot a telephone around it, the photograph more of itself.
    assert (group["best"], group["why"]) == (admitted[PHOTOGRAPH], "group.best-largest")
    assert run("match", "--case", case, "--within") == (0, [group]), "looking again changes nothing"

    interval = ("--from", "2025-11-24T22:00+04:30", "--to", "2025-11-25T06:00+04:30")
    run("event", "add", case, "--title", "Strikes", *interval, "--place", "Khost")
    run("claim", "add", case, "event-1", "--text", "It shows the strikes", "--by", "a channel")
    verdict = ("--status", "refuted", "--reasons", "Known since 2018", "--reviewer", "the reviewer")
    code, lines = run("decide", case, pair[0], "claim-1", *verdict, "--group")
    assert code == 0
    assert [line["evidence"] for line in lines] == pair
    assert len({line["group"] for line in lines}) == 1

    assert run("match", "--case", case, "--within", "--unlink", pair[0])[0] == 1, "a reason is asked for"
    code, [cut] = run("match", "--case", case, "--within", "--unlink", *pair, "--reason", "another ridge")
    assert (code, cut["unlinked"], cut["group"]) == (0, [pair[1]], [pair[0]])
    assert run("match", "--case", case, "--within") == (0, []), "what a person cut stays cut"
    _, lines = run("verify", case)
    assert lines[-1]["ok"]
