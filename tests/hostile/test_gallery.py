"""Some of the hostile files that are made here; the trials try them all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases import new_case
from tests.hostile.forged_others import heif_names_of_lies
from tests.hostile.gallery import gallery
from tests.trials.attacked import GOOD, attack, good_picture
from workbench.casework.importing import import_files
from workbench.domain.evidence import ImportStatus
from workbench.domain.examinations import Limits
from workbench.sandbox.supervisor import ChildExaminer
from workbench.sources.files import FilesSource

MADE = gallery()
TRIED = (
    "jpeg: size 65535 x 65535", "jpeg: thumbnails_in_thumbnails", "png: bits 16 colour 3", "png: palette_too_short",
    "tiff: follows_itself", "tiff: bitmap upside down", "others: gif_growing", "others: webp_huge_canvas",
    "others: jpeg2000_of_tiles", "others: boxes_in_boxes", "others: references_in_a_circle",
    "exif: follows itself", "c2pa: deep array", "truncated: AVIF at 120",
)  # fmt: skip
CONTROLS = (
    "line\nbreak.jpg", "tab\t.jpg", "bell\x07.jpg", "escape\x1b[2J.jpg", "turned\u202egpj.exe", "nothing\u200b.jpg",
    "latin-\udce9.jpg", "-rf", "$(id).jpg", "con.jpg", "a" * 250,
)  # fmt: skip


def test_there_are_sixty_and_more_and_each_can_be_made() -> None:
    assert len(MADE) >= 60
    assert len({make() for name, make in MADE.items() if name.startswith(("truncated", "c2pa"))}) >= 40


def test_after_each_a_good_picture_is_what_it_was(tmp_path: Path) -> None:
    found = attack(((name, MADE[name]()) for name in TRIED), tmp_path, 1)
    assert found.files == found.good_looks == len(TRIED)
    assert found.faults == found.unlike == found.late == []


def test_a_type_that_is_no_text_kills_nothing(tmp_path: Path) -> None:
    found = attack([("a note of no type", heif_names_of_lies())], tmp_path, 1)
    assert dict(found.outcomes) == {"examine.damaged-header": 1}


def test_names_that_steer_are_taken_as_names(examiner: ChildExaminer, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(CONTROLS):
        (folder / name).write_bytes(good_picture() + bytes([number]))
    case = new_case(tmp_path)
    try:
        outcomes = list(import_files(case, FilesSource([str(folder)]), examiner, lambda preview: b"jpeg", Limits()))
    finally:
        case.close()
    assert [one.status for one in outcomes] == [ImportStatus.ADMITTED] * len(CONTROLS)
    assert all(one.path.encode("utf-8") for one in outcomes)


@pytest.mark.parametrize("make", [lambda: b"", lambda: b"\xff\xd8"])
def test_an_attack_that_changes_the_good_picture_is_seen(tmp_path: Path, make: Callable[[], bytes]) -> None:
    """The control: a picture that is not the same is not said to be."""
    found = attack([("none", make())], tmp_path, 1)
    assert found.unlike == []
    found = attack(_overwriting(tmp_path), tmp_path, 1)
    assert len(found.unlike) == 1


def _overwriting(folder: Path):  # type: ignore[no-untyped-def]
    """Puts another picture in the good one's place, as nothing that is hostile may."""
    from tests.hostile.crafted import photograph, saved

    (folder / GOOD).write_bytes(saved(photograph(seed=8), "JPEG"))
    yield "bad", b""
