"""The report for programs."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports import builders as build
from workbench.assets import resources
from workbench.domain.examinations import Preview
from workbench.reports.json_report import JsonRenderer
from workbench.wording import Wording

RENDERER = JsonRenderer(Wording(resources() / "locale"))


def test_it_is_one_deterministic_object_of_a_stated_format() -> None:
    body = RENDERER.render(build.report())
    assert body == RENDERER.render(build.report())
    read = json.loads(body)
    assert read["format"] == "workbench-report/1"
    assert body == json.dumps(read, sort_keys=True, indent=2).encode() + b"\n"


def test_it_has_every_field_of_the_report() -> None:
    read = json.loads(RENDERER.render(build.report()))
    assert read.keys() == {"format"} | {field.name for field in dataclasses.fields(build.report())}
    image = read["images"][0]
    assert image["evidence"]["sha256"] == build.build.SHA
    assert len(image["examination"]["tags"]) == len(build.examination().tags)
    assert image["findings"][0]["words"]["sentence"].startswith("The position in the file (32.904200")
    assert image["matches"][0]["match"]["known"]["first_known"]["end_utc"] == "2019-06-01T12:00:00+00:00"
    assert image["verdicts"][1]["verdict"]["categories"] == [
        "https://schema.org/DecontextualizedContent",
        "https://schema.org/OriginalMediaContent",
    ]
    assert read["event"]["interval"]["start_utc"] == "2025-10-09T17:30:00+00:00"
    around = image["surroundings"]["localities"][0]
    assert around["provinces"][0] == {"code": "AF.29", "iso": "AF-PKA", "local": ["پکتیکا"], "name": "Paktika"}
    taken = next(mark for mark in image["surroundings"]["times"] if mark["kind"] == "capture")
    assert (taken["zone"], taken["narrowed"]["start_utc"]) == ("place", "2025-10-09T18:40:05+00:00")
    assert {sun["of"] for sun in image["surroundings"]["suns"]} == {"event", "capture"}
    assert read["checkpoints"][0]["note"] == build.NOTE


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    body = RENDERER.render(build.with_texts(build.report(), lambda path, _: text))
    assert body.isascii()
    read = json.loads(body)
    assert read["claims"][0]["text"] == text
    assert read["images"][0]["arrivals"][0][1]["path"] == text


def test_a_number_that_is_none_is_null() -> None:
    found = build.image().matches[0]
    odd = dataclasses.replace(found, match=dataclasses.replace(found.match, score=float("nan")))
    read = json.loads(RENDERER.render(build.report(build.image(matches=(odd,)))))
    assert read["images"][0]["matches"][0]["match"]["score"] is None


@pytest.mark.parametrize("pixels", [Preview(1, 1, b"rgb")])
def test_pixels_of_the_examination_are_left_out(pixels: Preview) -> None:
    examination = dataclasses.replace(
        build.examination(), preview=pixels, thumbnail=dataclasses.replace(build.build.thumbnail(), preview=pixels)
    )
    read = json.loads(RENDERER.render(build.report(build.image(examination=examination))))
    assert "preview" not in read["images"][0]["examination"]
    assert read["images"][0]["examination"]["thumbnail"]["preview"] is None
