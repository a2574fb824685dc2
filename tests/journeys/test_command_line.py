"""The whole job by the command line alone, with the real child and the real disk."""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from workbench.__main__ import main
from workbench.assets import resources
from workbench.commandline.voice import Voice
from workbench.wording import Wording

SAMPLE = resources() / "sample"
Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `workbench ... --json`; the exit code and the JSON lines."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_AUTHOR", "tester")

    def workbench(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        code = main([*map(str, arguments), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return workbench


def test_from_a_folder_of_images_to_a_report_that_verifies(run: Run, tmp_path: Path) -> None:
    case, library = tmp_path / "case", tmp_path / "library"
    assert run("case", "new", case, "--title", "Night of strikes")[0] == 0

    code, lines = run("import", case, SAMPLE / "incoming", tmp_path / "gone.jpg", "--as", "telegram")
    assert code == 1, "something was refused, and is listed"
    outcomes = {Path(line["path"]).name: line for line in lines}
    assert len(outcomes) == len(lines) == len(list((SAMPLE / "incoming").iterdir())) + 1
    assert all(set(line) == {"path", "outcome", "sha256", "media_type", "reason"} for line in lines)
    assert outcomes["gone.jpg"]["outcome"] == "missing"
    assert outcomes["from_the_group.jpg"]["outcome"] == "refused"
    assert "from_the_group.jpg" in outcomes["from_the_group.jpg"]["reason"]
    assert outcomes["IMG-20251125-WA0019.jpg"]["outcome"] == "known"

    code, [line] = run("known", "add", library, SAMPLE / "known" / "mountain-path.jpg", "--first-known", "2018-06")
    assert (code, line["outcome"]) == (0, "added")
    known_id = line["id"]

    event = ("--title", "Strikes", "--from", "2025-11-24T22:00+04:30", "--to", "2025-11-25T06:00+04:30")
    _, [line] = run(
        "event", "add", case, *event, "--place", "Khost", "--at", "33.3395,69.9204", "--precision", "province"
    )
    event_id = line["id"]
    _, [line] = run(
        "claim", "add", case, event_id, "--text", "It shows the strikes", "--by", "a channel", "--source-grade", "E"
    )
    claim_id = line["id"]

    code, lines = run("match", "--case", case, "--library", library)
    assert code == 0
    found = {line["path"]: line["matches"] for line in lines}
    [match] = found["photo_2025-11-25_03-41-07.jpg"]
    assert match["id"] == known_id
    assert match["kind"] == "whole"
    assert len(match["transform"]) == 3
    assert 0 <= match["false_match_odds"] < 0.01
    again = {name for name, matches in found.items() if matches}
    assert again == {"photo_2025-11-25_03-41-07.jpg", "Screenshot_20251125-083012.png"}
    [part] = found["Screenshot_20251125-083012.png"]
    assert (part["id"], part["kind"]) == (known_id, "partial")
    assert 0.5 < part["overlap_known"] < 0.8

    recycled = outcomes["photo_2025-11-25_03-41-07.jpg"]["sha256"]
    code, [line] = run("inspect", "--case", case, recycled[:12])
    keys = {"path", "sha256", "media_type", "width", "height", "tags", "findings", "c2pa", "isolation", "refused"}
    assert keys <= set(line)
    [before] = [finding for finding in line["findings"] if finding["bearing"] == "undermines"]
    assert {"code", "basis", "bearing", "facts", "caveat"} <= set(before)

    verdict = ("--status", "refuted", "--category", "DecontextualizedContent", "--category", "OriginalMediaContent")
    told = ("--reasons", "Known since 2018", "--reviewer", "the reviewer", "--pillar", "date=red:seven years older")
    code, [line] = run("decide", case, recycled[:12], claim_id, *verdict, *told, "--cite", match["match"])
    assert (code, line["status"], line["supersedes"]) == (0, "refuted", [])
    code, [again] = run(
        "decide", case, recycled[:12], claim_id, "--status", "unlikely", "--reasons", "x", "--reviewer", "R"
    )
    assert again["supersedes"] == [line["id"]]

    report = tmp_path / "report.html"
    code, [line] = run("report", case, event_id, "--to", report)
    assert code == 0
    html = report.read_text("utf-8")
    assert recycled in html
    assert "Known since 2018" in html
    code, _ = run("report", case, event_id, "--to", tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["format"] == "workbench-report/1"

    code, lines = run("verify", case)
    assert (code, lines[-1]["ok"]) == (0, True)
    assert set(lines[-1]["checkpoint"]) == {"size", "root"}
    for name, line in outcomes.items():
        if line["outcome"] == "admitted":
            kept = case / "originals" / line["sha256"][:2] / line["sha256"]
            assert kept.read_bytes() == (SAMPLE / "incoming" / name).read_bytes()


def test_the_sample_runs_through_to_its_report(run: Run, tmp_path: Path) -> None:
    code, lines = run("demo", tmp_path / "sample")
    assert code == 0
    assert Path(lines[-1]["report"]).is_file()
    assert run("verify", lines[-1]["case"])[0] == 0
    code, [line] = run("demo", tmp_path / "sample")
    assert (code, line["refused"]) == (1, "sample.folder-in-use")


def test_files_are_inspected_and_matched_without_a_case(run: Run, tmp_path: Path) -> None:
    picture = SAMPLE / "incoming" / "photo_2025-11-25_05-02-55.jpg"
    text = tmp_path / "words.jpg"
    text.write_text("no picture")
    code, lines = run("inspect", picture, text)
    assert code == 1
    assert lines[0]["width"] > 0
    assert lines[1]["width"] is None
    assert "words.jpg" in lines[1]["refused"][0]["reason"]
    run("known", "add", tmp_path / "library", SAMPLE / "known")
    code, lines = run("match", "--library", tmp_path / "library", picture)
    [match] = lines[0]["matches"]
    assert "mirrored" in " ".join(match["edits"]).lower()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import", "nowhere", "x"), "no case"),
        (("inspect",), "Name files"),
        (("match", "x"), "--library"),
        (("report", "nowhere", "event-1", "--to", "x.docx"), ".html"),
        (("case", "new", "x", "--encrypted"), "passphrase"),
        (("known", "list", "nowhere"), "no library"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    code, [line] = run(*arguments)
    assert code == 1
    assert sentence in line["reason"]


def test_without_a_display_the_window_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err


def test_usage_is_exit_two(run: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        run("no-such-verb")
    assert ended.value.code == 2


def test_what_a_terminal_is_told_cannot_steer_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    name = "\x1b[31mred\u202egpj.exe"
    (tmp_path / name).write_text("no picture")
    assert main(["inspect", str(tmp_path / name)]) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "⟨U+001B⟩[31mred⟨U+202E⟩gpj.exe" in said


def test_a_library_that_another_version_measured_is_renewed(run: Run, tmp_path: Path) -> None:
    library, query = tmp_path / "library", SAMPLE / "incoming" / "Screenshot_20251125-083012.png"
    run("known", "add", library, SAMPLE / "known" / "mountain-path.jpg")
    with contextlib.closing(sqlcipher3.connect(str(library / "library.db"), isolation_level=None)) as db:
        db.execute("UPDATE fingerprints SET recipe = '0; ' || recipe")
        db.execute("DELETE FROM features")
    _, [line] = run("match", "--library", library, query)
    assert (line["not_compared"], line["not_compared_features"], line["matches"]) == (1, 1, [])
    code, [line] = run("known", "renew", library)
    assert (code, line["outcome"], line["reason"], line["caveat"]) == (0, "renewed", None, None)
    _, [line] = run("match", "--library", library, query)
    assert (line["not_compared"], line["not_compared_features"]) == (0, 0)
    assert [match["kind"] for match in line["matches"]] == ["partial"]
    _, [line] = run("known", "renew", library)
    assert line["outcome"] == "current"


def test_what_is_not_compared_is_said_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.txt").write_text("a" * 32 + "\n")
    library, pictures = str(tmp_path / "library"), [str(SAMPLE / "known"), str(SAMPLE / "known" / "bridge.jpg")]
    assert main(["known", "import", library, str(tmp_path / "list.txt")]) == 0
    assert main(["match", "--library", library, *pictures]) == 0
    said = capsys.readouterr().out
    assert "1 known images could not be compared by fingerprints" in said
    assert "1 known images could not be compared by local features" in said
    assert said.count("workbench known renew LIBRARY") == 1, "once for all images"
    assert main(["known", "renew", library]) == 0
    assert "1 kept without their pictures" in capsys.readouterr().out


def test_a_file_name_writes_no_line_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a\nadmitted: everything\r\x1b[2K").write_text("no picture")
    assert main(["inspect", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert not any(line.startswith("admitted") for line in said.splitlines())
    assert "a⟨U+000A⟩admitted: everything⟨U+000D⟩⟨U+001B⟩[2K" in said


def test_a_verb_that_is_none_is_repeated_as_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["verify", "case", "\x1b]0;x\x07\u202e"])
    assert "⟨U+001B⟩]0;x⟨U+0007⟩⟨U+202E⟩" in capsys.readouterr().err


def test_text_that_no_file_can_hold_is_written_as_marks(run: Run, tmp_path: Path) -> None:
    assert run("case", "new", tmp_path / "case", "--title", "a\udcffb")[0] == 0
    event = ("--title", "x\ud800", "--from", "2025-11-24", "--to", "2025-11-25", "--place", "\udc80")
    _, [line] = run("event", "add", tmp_path / "case", *event)
    assert line["id"]
    assert run("verify", tmp_path / "case")[0] == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_that_is_written_over_cannot_be_steered() -> None:
    told = Terminal()
    Voice(Wording(resources() / "locale"), False, io.StringIO(), told).progress(
        "command.importing", count=1, path="a\r\n\x1b]0;x\x07\u202eb"
    )
    written = told.getvalue().removeprefix("\r\x1b[K")
    assert "a⟨U+000D⟩⟨U+000A⟩⟨U+001B⟩]0;x⟨U+0007⟩⟨U+202E⟩b" in written
    assert written.isprintable()
