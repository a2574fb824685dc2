"""Time, place and sun of a picture, by the command line and in the report, with the real child and gazetteer."""

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.__main__ import main
from workbench.assets import resources

PICTURE = resources() / "sample" / "incoming" / "IMG_20251125_021214.jpg"
"""Taken, as the sample has it, at Khost in the night of 25 November 2025, with a position and a satellite time."""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


def inspected(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert main(["inspect", *map(str, arguments), "--json"]) == 0
    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return dict(line)


def test_a_picture_outside_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    line = inspected(capsys, PICTURE)
    marks = {mark["kind"]: mark for mark in line["times"]}
    assert marks.keys() == {"capture", "digitised", "changed", "fix", "named-taken", "file-modified"}
    assert marks["fix"]["start"] == "2025-11-24T21:42:14+00:00"
    assert marks["named-taken"]["zone"] == "place"
    assert marks["named-taken"]["narrowed"]["start"] == "2025-11-25T02:12:14+04:30"
    [place] = line["places"]
    assert place["provinces"][0] == {"code": "AF.37", "iso": "AF-KHO", "name": "Khost", "local": ["خوست"]}
    assert place["nearby"][0]["name"] == "Khost"
    assert place["from_event"] is None
    assert {(sun["of"], *sun["light"]) for sun in line["sun"]} == {("capture", "night")}
    assert "gps.place" in [finding["code"] for finding in line["findings"]]


def test_a_picture_beside_an_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = str(tmp_path / "case")
    event = ["--from", "2025-11-24T22:00+04:30", "--to", "2025-11-25T06:00+04:30", "--place", "Gurbuz"]
    assert main(["case", "new", case]) == 0
    where = ["--at", "33.25,69.95", "--precision", "locality"]
    assert main(["event", "add", case, "--title", "Strikes", *event, *where]) == 0
    assert main(["import", case, str(PICTURE)]) == 0
    capsys.readouterr()
    line = inspected(capsys, "--case", case)
    assert {"event", "arrived"} <= {mark["kind"] for mark in line["times"]}
    apart = line["places"][0]["from_event"]
    assert apart["least_m"] < apart["distance_m"] < apart["most_m"]
    assert line["event_place"]["provinces"][0]["name"] == "Khost"
    assert {sun["of"] for sun in line["sun"]} == {"event", "capture"}

    target = tmp_path / "report.html"
    assert main(["report", case, "event-1", "--to", str(target)]) == 0
    page = target.read_text("utf-8")
    assert "Time, place and sun beside the event" in page
    assert "خوست" in page


def test_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(PICTURE)]) == 0
    said = capsys.readouterr().out
    assert "Satellite fix: 2025-11-24 21:42:14+00:00" in said
    assert "2.9 km NE of Khost (خوست)" in said
    assert "Sun, At the time of taking" in said
    assert "?" not in said.replace("in question", "")
