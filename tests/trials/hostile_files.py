"""Files that are hostile by design: those that are made here, and those that others have collected."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.hostile.crafted import photograph, saved
from tests.hostile.gallery import Make, gallery
from tests.trials.attacked import GOOD, Attack, attack
from tests.trials.ledger import Plan, Row, Trial

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
MADE = 60
QUICK = 32
"""Of the files that are made here, in the quick part: every so many of those that end soon."""
SLOW = frozenset(
    {
        "jpeg: empty_segment_flood", "jpeg: beginnings_only", "png: bomb_of_rows", "png: profile_bomb",
        "png: international_text_bomb", "tiff: many_entries", "png: many_text_bombs",
        "png: empty_data_flood", "png: unknown_chunk_flood", "tiff: deflate_bomb",
        "tiff: many_pages", "structure: png_of_packed_texts", "structure: png_of_texts", "metadata: block 6",
        "structure: jpeg_of_beginnings", "exif: takes for ever",
    }
)  # fmt: skip
ELSEWHERE = ("metadata/metadata-extractor", "metadata/exiftool-t", "c2pa")
"""Folders that hold odd and broken files beside good ones."""


def run(plan: Plan) -> Iterator[Row]:
    made = gallery()
    yield Row("hostile files made here", f">= {MADE}", str(len(made)), len(made), len(made) >= MADE)
    control = attack(_another_in_its_place(plan.folder), plan.folder, 1)
    said = "noticed" if control.unlike else "NOT noticed"
    yield Row("control: another picture in the good one's place", "must be noticed", said, 1, bool(control.unlike))
    names = sorted(made) if plan.whole else _some(made)
    yield from _rows("made here", attack(((name, made[name]()) for name in names), plan.folder, 1), len(names))
    if not (SHARED / "hostile").is_dir():
        yield Row("hostile files collected by others", "all", "they are not beside this checkout", 0, None)
        return
    files = sorted(path for path in (SHARED / "hostile").rglob("*") if path.is_file())
    if plan.whole:
        files += [path for folder in ELSEWHERE for path in sorted((SHARED / folder).rglob("*")) if path.is_file()]
    else:
        files = files[:: len(files) // 45]
    given = ((str(path.relative_to(SHARED)), path.read_bytes()) for path in files)
    yield from _rows("collected", attack(given, plan.folder, 1), len(files))


def _another_in_its_place(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Does to the good picture what no hostile file may do."""
    (folder / GOOD).write_bytes(saved(photograph(seed=8), "JPEG"))
    yield "control", b""


def _some(made: Mapping[str, Make]) -> list[str]:
    quick = [name for name in sorted(made) if name not in SLOW]
    return quick[:: len(quick) // QUICK]


def _rows(which: str, found: Attack, count: int) -> Iterator[Row]:
    told = ", ".join(f"{word.removeprefix('examine.')} {number}" for word, number in found.outcomes.most_common())
    yield Row(f"{which}: an outcome for each", f"all {count}", told, count, found.files == count)
    lost = found.outcomes["examine.reply-invalid"] + found.beside["examine.reply-invalid"]
    yield Row(f"{which}: answers of the child that make no sense", "0", str(lost), count, not lost)
    beside = ", ".join(f"{word.removeprefix('examine.')} {number}" for word, number in found.beside.most_common())
    faults = f"{len(found.faults)} {found.faults[:1] or ''}".strip()
    said = f"{faults}; readers that failed or left out: {beside or 'none'}"
    yield Row(f"{which}: exceptions in the parent", "0", said, count, not found.faults)
    slowest = f"{len(found.late)}; the slowest {found.slowest[0]:.1f} s ({found.slowest[1]}) {' '.join(found.late[:2])}"
    yield Row(f"{which}: past their deadlines", "0", slowest.strip(), count, not found.late)
    looks = found.good_looks
    said = f"{looks - len(found.unlike)} of {looks} {' '.join(found.unlike[:1])}".strip()
    yield Row(f"{which}: a good picture after each, to the last bit", "identical", said, looks, not found.unlike)


TRIAL = Trial("hostile_files", run)
