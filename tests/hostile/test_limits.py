"""Each limit refuses or cuts, says its name, its value and what to try again with, and lets the file in with that."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import crafted, forged_jpeg, forged_others, forged_png, forged_tiff
from tests.hostile.crafted import photograph, saved
from workbench import assets
from workbench.domain.examinations import Examination, Limits, Refused
from workbench.domain.limits import agreed, raised, with_settings
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer
from workbench.wording import Wording


def examined(examiner: ChildExaminer, folder: Path, data: bytes, limits: Limits) -> Examination:
    path = folder / "untrusted"
    path.write_bytes(data)
    return examiner.examine(path, hashlib.sha256(data).hexdigest(), limits)


def sentence(code: str, facts: Any) -> str:
    return Wording(assets.resources() / "locale").say(code, dict(facts))


def animation(name: str) -> bytes:
    frames = [photograph(40, 30, seed) for seed in range(12)]
    return saved(frames[0], name, save_all=True, append_images=frames[1:])


REFUSED: dict[str, tuple[Callable[[], bytes], dict[str, object], str]] = {
    "pixels": (lambda: saved(photograph(1_600, 1_000), "PNG"), {"pixels": 1_000_000}, "1600000"),
    "frames, GIF": (lambda: animation("GIF"), {"frames": 3}, "12"),
    "frames, WebP": (lambda: forged_others.webp_many_frames(9), {"frames": 3}, "9"),
    "frames, PNG": (lambda: animation("PNG"), {"frames": 3}, "12"),
    "scans": (lambda: forged_jpeg.scans(20, 64), {"scans": 10}, "30"),
    "file": (lambda: saved(photograph(), "JPEG") + bytes(3 * 2**20), {"file-mib": 1}, "4"),
    "memory": (crafted.hungry_png, {"memory-mib": 700}, "2100"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_limit_refuses_the_file_and_lets_it_in_once_it_is_raised(
    examiner: ChildExaminer, tmp_path: Path, name: str
) -> None:
    make, given, needed = REFUSED[name]
    limits = with_settings(Limits(), given.items(), "test")
    with pytest.raises(Refusal) as caught:
        examined(examiner, tmp_path, make(), limits)
    refusal = caught.value
    suggested = raised(limits, refusal.facts)
    assert suggested == (next(iter(given)), needed)
    said = sentence(refusal.code, refusal.facts)
    assert all(part in said for part in (suggested[0], str(given[suggested[0]]), f"--limit {suggested[0]}={needed}"))
    assert "?" not in said
    found = examined(examiner, tmp_path, make(), with_settings(limits, [suggested], "test"))
    assert found.limits == ({suggested[0]: needed} if found.limits else {})


TEXT, SEGMENT = forged_png.chunk(b"tEXt", b"key\0text"), forged_jpeg.segment(0xE5, b"x")
CUTS: dict[str, tuple[Callable[[], bytes], dict[str, object], str]] = {
    "tags": (lambda: forged_png.beside(*[TEXT] * 400), {"tags": 100}, "examine.cut-tags"),
    "text": (lambda: saved(photograph(), "JPEG", comment=b"x" * 900), {"text": 300}, "examine.cut-text"),
    "chunks": (lambda: forged_jpeg.behind_start(*[SEGMENT] * 300), {"chunks": 100}, "examine.cut-chunks"),
    "pages": (lambda: forged_tiff.many_pages(30), {"pages": 5}, "examine.cut-pages"),
    "output": (forged_png.text_of_wide_letters, {}, "examine.cut-output-mib"),
}  # fmt: skip


@pytest.mark.parametrize("name", CUTS)
def test_a_limit_that_leaves_something_out_says_so(examiner: ChildExaminer, tmp_path: Path, name: str) -> None:
    make, given, code = CUTS[name]
    found = examined(examiner, tmp_path, make(), with_settings(Limits(), given.items(), "test"))
    cuts = {one.code: one for one in found.refused}
    assert code in cuts
    assert "examine.reply-invalid" not in cuts
    said = sentence(code, cuts[code].facts)
    assert "--limit" in said
    assert "?" not in said
    assert dict(found.limits) == {key: str(value) for key, value in given.items()}


def test_a_size_that_no_limit_allows_is_not_sent_to_one(examiner: ChildExaminer, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        examined(examiner, tmp_path, forged_tiff.huge(), Limits())
    assert caught.value.code == "examine.impossible-size"
    assert raised(Limits(), caught.value.facts) is None


def test_all_readers_together_have_their_time(examiner: ChildExaminer, tmp_path: Path) -> None:
    limits = Limits(reader_seconds=5, file_seconds=0.001)
    found = examined(examiner, tmp_path, saved(photograph(), "JPEG"), limits)
    assert found.fingerprints
    assert "examine.file-took-too-long" in {one.code for one in found.refused}
    again = examined(examiner, tmp_path, saved(photograph(), "JPEG"), Limits())
    assert "examine.file-took-too-long" not in {one.code for one in again.refused}


def test_what_was_let_in_under_a_higher_limit_is_looked_at_under_it(examiner: ChildExaminer, tmp_path: Path) -> None:
    usual = Limits(pixels=1_000_000)
    found = examined(examiner, tmp_path, saved(photograph(1_600, 1_000), "PNG"), Limits(pixels=2_000_000))
    assert agreed(usual, found.limits) == Limits(pixels=2_000_000)


def test_a_reading_that_is_cut_in_nothing_says_nothing(examiner: ChildExaminer, tmp_path: Path) -> None:
    found = examined(examiner, tmp_path, saved(photograph(), "JPEG", comment=b"short"), Limits())
    assert found.refused == tuple[Refused, ...]()
    assert dict(found.limits) == {}
