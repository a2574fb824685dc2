"""Files made to hang, to exhaust or to mislead: one clear outcome each, and the next picture is examined."""

import hashlib
from pathlib import Path

import pytest

from tests.hostile import crafted
from workbench.domain.examinations import Examination, Limits
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer


def examined(examiner: ChildExaminer, folder: Path, data: bytes, limits: Limits | None = None) -> Examination:
    path = folder / "untrusted"
    path.write_bytes(data)
    return examiner.examine(path, hashlib.sha256(data).hexdigest(), limits or Limits())


def refused(examiner: ChildExaminer, folder: Path, data: bytes, limits: Limits | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        examined(examiner, folder, data, limits)
    return caught.value


def test_exif_that_takes_for_ever_costs_exifread_only(examiner: ChildExaminer, tmp_path: Path) -> None:
    found = examined(examiner, tmp_path, crafted.exif_that_takes_for_ever(), Limits(reader_seconds=0.7))
    assert ("exifread", "examine.reader-took-too-long") in {(one.reader, one.code) for one in found.refused}
    assert {one.reader for one in found.refused if "cut" not in one.code} == {"exifread"}
    assert found.fingerprints
    assert found.container["progressive"] == "no"
    assert examined(examiner, tmp_path, crafted.saved(crafted.photograph(), "JPEG")).refused == ()


@pytest.mark.parametrize("make", [crafted.exif_that_follows_itself, crafted.exif_that_points_nowhere])
def test_exif_that_leads_nowhere_does_not_cost_the_picture(examiner: ChildExaminer, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    found = examined(examiner, tmp_path, make())
    assert found.complete
    assert (found.width, found.height) == (320, 240)


def test_more_pixels_than_allowed_are_refused_before_they_are_decoded(examiner: ChildExaminer, tmp_path: Path) -> None:
    refusal = refused(examiner, tmp_path, crafted.png_bomb())
    assert refusal.code == "examine.too-many-pixels"
    assert refusal.facts["width"] == 60_000


def test_text_that_unpacks_to_much_does_not_cost_the_picture(examiner: ChildExaminer, tmp_path: Path) -> None:
    found = examined(examiner, tmp_path, crafted.png_text_bomb())
    assert found.width == 320
    assert found.container["text-keys"] == "Comment"


def test_a_picture_that_needs_more_memory_than_there_is(tmp_path: Path) -> None:
    examiner = ChildExaminer(workers=1, limits=Limits(memory_bytes=700 * 2**20))
    try:
        small = Limits(memory_bytes=700 * 2**20)
        assert refused(examiner, tmp_path, crafted.hungry_png(), small).code == "examine.out-of-memory"
        assert examined(examiner, tmp_path, crafted.saved(crafted.photograph(), "JPEG"), small).complete
        assert examined(examiner, tmp_path, crafted.hungry_png()).complete  # and with more memory it can be read
    finally:
        examiner.close()


@pytest.mark.parametrize(
    ("data", "code", "about"),
    [
        (b"", "examine.empty-file", ""),
        (b"\0" * 100, "examine.not-an-image", ""),
        (b"not a picture", "examine.not-an-image", ""),
        (b"%PDF-1.7 ...", "examine.unsupported-format", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "examine.unsupported-format", "PostScript"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "examine.unsupported-format", "SVG"),
        (b"\xff\xd8\xff\xe0", "examine.damaged-header", "JPEG"),
        (crafted.saved(crafted.photograph(), "JPEG")[:600], "examine.damaged", ""),
        (crafted.saved(crafted.photograph(), "WEBP")[:60], "examine.damaged", ""),
        (crafted.saved(crafted.photograph(), "PNG")[:60], "examine.damaged", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_picture_is_refused_for_what_it_is(
    examiner: ChildExaminer, tmp_path: Path, data: bytes, code: str, about: str
) -> None:
    refusal = refused(examiner, tmp_path, data)
    assert refusal.code == code
    assert refusal.facts.get("format", "") == about


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "TIFF", "BMP"])
def test_a_picture_that_is_cut_short_is_examined_as_far_as_it_goes(
    examiner: ChildExaminer, tmp_path: Path, name: str
) -> None:
    data = crafted.saved(crafted.photograph(), name)
    found = examined(examiner, tmp_path, data[: len(data) * 2 // 3])
    assert not found.complete
    assert found.preview is not None
