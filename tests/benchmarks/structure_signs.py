"""What structure and names tell of real files: platforms, generators, earlier saves, and how often they tell wrongly.

    python tests/benchmarks/structure_signs.py ../shared/data [--camera FOLDER...] [--platforms FOLDER...]

Four tables. Platforms: each file of `copies/stamp`, whose name begins with the platform that gave it back; one is
named rightly, left unknown, or wrong. Generators: each file of `ai`, and by which program's text it is known. Cameras:
which of these findings, and which that undermine, the files of cameras raise. Saves: photographs scaled, so that no
older grid is left, saved once and twice.
"""

import argparse
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from workbench.domain.dossiers import Dossier
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Limits
from workbench.domain.findings import Bearing, Finding
from workbench.domain.refusals import Refusal
from workbench.inspectors import INSPECTORS
from workbench.inspectors.inspection import inspect
from workbench.readers.resaving import ResavingReader
from workbench.sandbox.supervisor import ChildExaminer

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif"}
MARKS = ("platform", "name", "generated", "screenshot", "resaved", "dimensions", "trailing", "extension", "makers")
ONCE = (60, 75, 85, 90, 95, 98)
TWICE = ((50, 75), (60, 75), (75, 85), (75, 90), (75, 95), (85, 90), (90, 75))


def found(examiner: ChildExaminer, folder: Path) -> Iterator[tuple[Path, tuple[Finding, ...] | None]]:
    """Each picture below a folder with its findings; None for one that is refused."""
    limits = Limits()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in PICTURES):
        data = path.read_bytes()
        try:
            measured = examiner.examine(path, hashlib.sha256(data).hexdigest(), limits)
        except Refusal:
            yield path, None
            continue
        evidence = Evidence(measured.sha256, len(data), measured.media_type)
        yield path, inspect(Dossier(evidence, (Arrival(str(path)),), measured), INSPECTORS)


def platforms(examiner: ChildExaminer, folder: Path) -> None:
    print(f"\nplatforms: {folder}")
    outcome: Counter[str] = Counter()
    for path, findings in found(examiner, folder):
        truth = path.name.split("_")[0]
        named = [
            dict(one.facts)["platforms"] for one in findings or () if one.code in ("platform.marked", "platform.named")
        ]
        said = " / ".join(named)
        result = "unknown" if not named else "right" if truth.lower() in said.lower() else "WRONG"
        outcome[result] += 1
        undermining = [one.code for one in findings or () if one.bearing is Bearing.UNDERMINES]
        print(f"  {truth:16} {said or '-':24} {result:8} {', '.join(undermining)}")
    print("  " + ", ".join(f"{name}: {count}" for name, count in outcome.most_common()))


def generators(examiner: ChildExaminer, folder: Path) -> None:
    print(f"\ngenerators: {folder}")
    known = total = 0
    for path, findings in found(examiner, folder):
        if findings is None:
            continue
        said = [dict(one.facts)["generator"] for one in findings if one.code == "generated.written"]
        total, known = total + 1, known + bool(said)
        print(f"  {path.parent.name:16} {path.name:44} {', '.join(said) or '-'}")
    print(f"  known: {known} of {total}")


def cameras(examiner: ChildExaminer, folders: Sequence[Path]) -> None:
    for folder in folders:
        codes: Counter[tuple[str, str]] = Counter()
        total = 0
        for _, findings in found(examiner, folder):
            total += findings is not None
            for one in findings or ():
                if one.code.split(".")[0] in MARKS or one.bearing is Bearing.UNDERMINES:
                    codes[one.code, one.bearing] += 1
        print(f"\nfiles of cameras and programs: {folder}, {total} examined")
        for (code, bearing), count in sorted(codes.items()):
            print(f"  {count:4} {code} ({bearing})")


def saves(folder: Path, most: int = 60) -> None:
    reader, limits = ResavingReader(), Limits()
    seen: Counter[tuple[int, ...]] = Counter()
    near: Counter[tuple[int, ...]] = Counter()
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg"))
    total = 0
    for path in paths[:: max(1, len(paths) // most)][:most]:
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        picture = picture.resize((picture.width * 5 // 6, picture.height * 5 // 6), Image.Resampling.LANCZOS)
        if min(picture.size) < 96:
            continue
        total += 1
        for plan in (*((quality,) for quality in ONCE), *TWICE):
            data = b""
            for quality in plan:
                stream = io.BytesIO()
                (Image.open(io.BytesIO(data)) if data else picture).save(stream, "JPEG", quality=quality)
                data = stream.getvalue()
            before = reader.read(data, limits).facts.get("quality-before", "")
            seen[plan] += bool(before)
            near[plan] += before.isdigit() and len(plan) > 1 and abs(int(before) - plan[0]) <= 3
    print(f"\nearlier saves found: {folder}, {total} photographs")
    for plan in (*((quality,) for quality in ONCE), *TWICE):
        how = f"once at {plan[0]}" if len(plan) == 1 else f"at {plan[0]}, then {plan[1]}"
        print(f"  {how:18} {seen[plan]:4}" + ("" if len(plan) == 1 else f", quality right within 3: {near[plan]}"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--camera", type=Path, nargs="*", default=[])
    parser.add_argument("--platforms", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    examiner = ChildExaminer(workers=1)
    try:
        for folder in (asked.data / "copies" / "stamp", *asked.platforms):
            platforms(examiner, folder)
        generators(examiner, asked.data / "ai")
        metadata = asked.data / "metadata"
        cameras(examiner, (metadata / "metadata-extractor", metadata / "exif-samples", *asked.camera))
    finally:
        examiner.close()
    saves(asked.data / "photos" / "imagenet-samples")


if __name__ == "__main__":
    main()
