"""What is said of a file before one looks at a view of it: adapted to its facts, and of the view's worth only."""

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import examination
from workbench.assets import resources
from workbench.domain.forensic_cautions import cautions
from workbench.domain.forensic_views import PARAMETERS, View
from workbench.wording import Wording

EDGE = 4096
LARGE: dict[str, Any] = {"format": "JPEG", "width": 4000, "height": 3000, "orientation": 1, "complete": True}


def told(view: View, *findings: str, **facts: Any) -> set[str]:
    """The codes' last parts."""
    made = replace(examination(), **{**LARGE, "container": {}, **facts})
    return {code.removeprefix("forensic.caution.") for code, _ in cautions(view, made, findings, EDGE)}


@pytest.mark.parametrize("view", View)
def test_of_a_large_jpeg_of_which_nothing_is_known_nothing_is_said(view: View) -> None:
    assert told(view) == set()


def test_a_png_has_no_jpeg_history_and_a_heic_another_one() -> None:
    for view in (View.ERROR_LEVEL, View.JPEG_GHOST):
        assert told(view, format="PNG") == {"lossless"}
        assert told(view, format="HEIF") == {"not-jpeg"}
        assert told(view, format="WEBP", container={"webp": "lossy"}) == {"not-jpeg"}
        assert told(view, format="WEBP", container={"webp": "lossless"}) == {"lossless"}
        assert told(view, format="MPO") == set()
    assert told(View.CHANNELS, format="PNG") == set()


def test_the_last_saves_quality_is_named_where_the_file_tells_it() -> None:
    assert told(View.ERROR_LEVEL, container={"quality": "95"}) == {"quality-error-level"}
    assert told(View.ERROR_LEVEL, container={"quality": "about 70"}) == {"coarse-error-level"}
    assert told(View.JPEG_GHOST, container={"quality": "70"}) == {"coarse-jpeg-ghost"}
    assert told(View.NOISE_RESIDUAL, container={"quality": "70"}) == set()


def test_findings_of_an_earlier_save_and_of_a_screen_are_taken_up() -> None:
    assert told(View.JPEG_GHOST, "resaved.coarser", container={"quality-before": "60"}) == {"saved-before-at"}
    assert told(View.JPEG_GHOST, "resaved.coarser-unlike") == {"saved-before"}
    assert told(View.NOISE_RESIDUAL, "platform.repacked") == {"passed-on"}
    assert told(View.NOISE_RESIDUAL, "platform.marked", "resaved.coarser-unlike") == {"saved-before"}
    for view in View:
        assert told(view, "screenshot.likely") == {"screenshot"}


def test_small_large_cut_off_and_moving_pictures() -> None:
    assert told(View.NOISE_RESIDUAL, width=900, height=1200) == {"small"}
    assert told(View.NOISE_RESIDUAL, width=900, height=1201) == set()
    assert told(View.CHANNELS, width=9000, height=10) == {"reduced"}
    assert told(View.CHANNELS, complete=False) == {"incomplete"}
    assert told(View.CHANNELS, container={"frames": "12", "subsampling": "4:2:0"}) == {"frames", "subsampled"}
    assert told(View.LUMINANCE_GRADIENT, format="GIF", container={"frames": "1"}) == {"few-colours"}


def test_a_hostile_fact_is_not_taken_for_a_number() -> None:
    assert told(View.JPEG_GHOST, "resaved.coarser", container={"quality": "?", "quality-before": "{x}"}) == {
        "saved-before"
    }


def test_everything_is_worded() -> None:
    sentences = Wording(resources() / "locale").sentences
    for view in View:
        code = f"forensic.view.{view.value}"
        assert {code, f"{code}.short", f"{code}.shows", f"{code}.misleads"} <= sentences.keys()
        for one in PARAMETERS[view]:
            assert f"forensic.parameter.{one.name}" in sentences
            assert all(f"forensic.{one.name}.{choice}" in sentences for choice in one.choices)
    facts = {"quality": "about 70", "quality-before": "60", "frames": "3", "subsampling": "4:2:0"}
    findings = ("resaved.coarser", "screenshot.likely")
    wording = Wording(resources() / "locale")
    for view in View:
        for name in ("JPEG", "PNG", "GIF", "HEIF"):
            for width, before in ((100, findings), (9000, ("platform.marked",)), (100, ("resaved.coarser-unlike",))):
                made = replace(examination(), **{**LARGE, "format": name, "width": width, "height": width})
                made = replace(made, container=facts if before is findings else {"quality": "95"}, complete=False)
                for code, said in cautions(view, made, before, EDGE):
                    assert code in sentences
                    assert "?" not in wording.say(code, dict(said))
