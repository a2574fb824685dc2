"""How often a picture that is not known is called the same photograph as one that is.

    python tests/benchmarks/false_alerts.py ../shared/data [--unrelated FOLDER...] [--seed 2]

The library holds every picture of the data, and half of the photographs once more inside the frames that many posts
share: a phone's screenshot, a story, a news overlay, a caption band, one watermark, one poster's template. Asked are:
each picture of the data, as if it were not known itself; the other half of the photographs in the same frames; flat
pictures, gradients and noise; pictures of `--unrelated` folders. An alert is a match that says `same photograph`, to
anything but the picture itself, its own frames, or what the data's own lists call the same. Every alert is
printed, and should be looked at: the data holds a few repeats that no list names. The last lines are what
`LOOKED_AT` in workbench/matching/odds.py rests on.
"""

import argparse
import csv
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from desk import Desk, aligned, answers, library
from false_match_odds import upper_limit
from pictures import circulating, edits, memes, pictures, upright
from PIL import Image, ImageDraw, ImageFont

from workbench.domain.known import Match

FRAMES = ("phone screenshot", "story", "news overlay", "caption band", "watermark", "template")
REPEATED = {"orientation", "exif-orientation", "exif-org", "pdq", "imagededup", "stamp", "public-testfiles", "c2pa"}
"""Folders of the data that hold one picture many times over: they are known, but not asked."""
REDRAWN = {"awesome", "awkward", "awesome-awkward", "awkward-awesome"}
"""Templates that are one drawing, coloured anew."""
FLATS = 120
SCORES = (0.65, 0.75, 0.85, 0.95)
REPEAT = 4
"""Hamming distance of two pHashes up to which an alert is a repeat in the data, listed and not counted."""


@dataclass(frozen=True, slots=True)
class Question:
    """A picture of the data or of another folder, in a frame or bare; `data` tells where the edits lie."""

    group: str
    path: Path
    data: Path
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    known: str
    kind: str
    score: float
    repeat: bool
    edits: str


@dataclass(frozen=True, slots=True)
class Answer:
    same: tuple[Alert, ...]
    scenes: int
    alike: int


def ask(desk: Desk, question: Question) -> Answer:
    matches = desk.ask(framed(question))
    alerts = [
        Alert(one.known.id, one.kind.value, one.score, repeats(one), " ".join(edit.code for edit in one.edits))
        for one in matches
        if aligned(one)
    ]
    scenes = sum(match.kind.value == "scene" for match in matches)
    return Answer(tuple(alerts), scenes, len(matches) - scenes - len(alerts))


def repeats(match: Match) -> bool:
    return any(one.fingerprint == "phash" and one.distance <= REPEAT for one in match.evidence)


def framed(question: Question) -> Image.Image:
    if question.group == "flat":
        return flat(int(question.frame))
    photo = upright(question.path)
    if not question.frame:
        return photo
    if question.frame == "watermark":
        return watermarked(photo)
    if question.frame == "template":
        return templated(photo)
    return edits(question.data).edited(question.frame, photo, photo, 1)


def watermarked(photo: Image.Image) -> Image.Image:
    """One sign over a tenth of any photograph, in its corner."""
    sign = Image.new("RGBA", (300, 120), (200, 20, 20, 230))
    draw = ImageDraw.Draw(sign)
    draw.ellipse((15, 15, 105, 105), fill="white", outline="black", width=6)
    draw.polygon(((60, 25), (95, 90), (25, 90)), fill="black")
    draw.text((120, 20), "SKYNEWS", fill="white", font=ImageFont.load_default(36))
    draw.text((120, 65), "24 LIVE", fill="yellow", font=ImageFont.load_default(36))
    width = round(photo.width * 0.4)
    sign = sign.resize((width, width * 2 // 5))
    shown = photo.copy()
    shown.paste(sign, (photo.width - width - 8, photo.height - sign.height - 8), sign)
    return shown


def templated(photo: Image.Image) -> Image.Image:
    """A poster with much of its own to see around the photograph."""
    poster = Image.new("RGB", (1080, 1350), (12, 60, 110))
    draw = ImageDraw.Draw(poster)
    shapes = random.Random(5)
    for _ in range(60):
        x, y, size = shapes.randrange(1080), shapes.choice((shapes.randrange(300), 1050 + shapes.randrange(300))), 60
        draw.rectangle((x, y, x + shapes.randrange(10, size), y + shapes.randrange(10, size)),
                       fill=tuple(shapes.randrange(256) for _ in range(3)))  # fmt: skip
    draw.text((60, 80), "WHAT WE KNOW SO FAR", fill="white", font=ImageFont.load_default(72))
    draw.text((60, 1150), "share before it is deleted", fill="white", font=ImageFont.load_default(60))
    poster.paste(photo.resize((960, 640)), (60, 330))
    return poster


def flat(number: int) -> Image.Image:
    """A picture without anything to see: one colour, a gradient, noise, or noise of the night."""
    chance = np.random.default_rng(number)
    height, width = int(chance.integers(300, 900)), int(chance.integers(300, 900))
    colour = chance.integers(0, 256, 3)
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    ramp = (down * chance.uniform(-80, 80) + across * chance.uniform(-80, 80))[..., None]
    noise = chance.normal(0, 12, (height, width, 3))
    pixels = (colour + 0 * ramp, colour + ramp, colour + noise, colour / 8 + np.abs(noise) / 3)[number % 4]
    return Image.fromarray(np.clip(np.broadcast_to(pixels, (height, width, 3)), 0, 255).astype(np.uint8))


def questions(
    data: Path, paths: Sequence[Path], framed_here: Sequence[Path], others: Sequence[Path]
) -> Iterator[Question]:
    for path in paths:
        if path.is_relative_to(data) and not REPEATED & set(path.parts):
            yield Question("data", path, data)
    for path in framed_here:
        for frame in FRAMES:
            yield Question(frame, path, data, frame)
    for number in range(FLATS):
        yield Question("flat", data, data, str(number))
    for path in others:
        yield Question("unrelated", path, data)


def same_by_lists(data: Path) -> dict[Path, set[Path]]:
    """What the data's own lists call one photograph."""
    same: dict[Path, set[Path]] = defaultdict(set)
    for one, other in circulating(data):
        same[one].add(other)
    with (data / "copies" / "memegen" / "pairs.csv").open(newline="", encoding="utf-8") as lines:
        templates = {row["render_file"].rpartition("/")[2]: row["template_file"] for row in csv.DictReader(lines)}
    renders = [path for path in (data / "copies" / "memegen").rglob("*") if path.name in templates]
    for one in renders:
        same[one] |= {other for other in renders if templates[other.name] == templates[one.name]}
    redrawn = {path for path in (data / "copies" / "memegen").rglob("*") if path.parent.name in REDRAWN}
    for one in redrawn:
        same[one] |= redrawn
    for render, template in memes(data):
        same[render].add(template)
        same[template].add(render)
    return same


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--unrelated", type=Path, nargs="*", default=[], help="folders of pictures to ask as well")
    options.add_argument("--photographs", type=int, default=200, help="of which half are known in frames, half asked")
    options.add_argument("--seed", type=int, default=2)
    given = options.parse_args()
    data = given.data.resolve()
    paths = pictures(data)
    photographs = random.Random(given.seed).sample([one for one in paths if "photos" in one.parts], given.photographs)
    known_framed, asked_framed = photographs[::2], photographs[1::2]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "frames").mkdir()
        origin: dict[Path, Path] = {path: path for path in paths}
        for path in known_framed:
            for frame in FRAMES:
                kept = folder / "frames" / f"{len(origin)}.jpg"
                framed(Question(frame, path, data, frame)).convert("RGB").save(kept, quality=85)
                origin[kept] = path
        held = library(folder, list(origin))
        same = same_by_lists(data)
        others = pictures(data, given.unrelated)[len(paths) :]
        asked = list(questions(data, paths, asked_framed, others))
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        scores: list[float] = []
        print(f"{len(held)} known images, {len(asked)} questions\n", flush=True)
        for question, answer in zip(asked, answers(folder, ask, asked), strict=True):
            counts[question.group]["asked"] += 1
            counts[question.group]["scenes"] += bool(answer.scenes)
            counts[question.group]["alike, not looked at"] += bool(answer.alike)
            own = {question.path} | same[question.path]
            alerts = [one for one in answer.same if origin[held[one.known]] not in own]
            counts[question.group]["alerts"] += any(not one.repeat for one in alerts)
            scores += [one.score for one in alerts if not one.repeat]
            for one in alerts:
                print(f"{question.group}: {question.path} = {held[one.known]} (of {origin[held[one.known]].name}): "
                      f"{'a repeat' if one.repeat else one.kind}, score {one.score:.2f}, {one.edits}",
                      flush=True)  # fmt: skip
    print("\n| asked | pictures | called the same as another | a scene with another | alike, not looked at |")
    print("|---|---|---|---|---|")
    columns = ("asked", "alerts", "scenes", "alike, not looked at")
    for group, one in counts.items():
        print(f"| {group} | {' | '.join(str(one[name]) for name in columns)} |")
    total = [sum(one[name] for one in counts.values()) for name in columns]
    print(f"| all | {' | '.join(map(str, total))} |")
    pairs = len(asked) * len(held)
    print(f"\n{pairs} pairs; false alerts of at least a score, and the upper 95 % limit for one pair:")
    for least in SCORES:
        false = sum(score >= least for score in scores)
        print(f"  {least}: {false}, {upper_limit(false, pairs):.2g}")


if __name__ == "__main__":
    main()
