"""Make the sample case's pictures anew from the freely licensed photographs they come from.

    python packaging/make_sample.py SOURCES [resources/sample]

SOURCES is one folder with the eleven files that `resources/sample/LICENCES.md` names, as their Debian packages
have them. Needs Pillow, numpy and OpenEXR. The same versions of these make the same bytes.
"""

import io
import math
import shutil
import struct
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import OpenEXR
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

KABUL = timezone(timedelta(hours=4, minutes=30))
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7
Field = tuple[int, int, object]


def main(sources: Path, sample: Path) -> None:
    incoming, known = sample / "incoming", sample / "known"
    for folder in (incoming, known):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    mountains = photograph(sources / "picosdeeuropa_by_Aitzol_Berasategi.jpg", 1200)
    stream = photograph(sources / "life_by_Aitzol_Berasategi.jpg", 1120)
    bridge = photograph(sources / "Bridge_by_Sander_Klootwijk.jpg", 1200)
    forest = panorama(sources / "forest.exr", (0, 150, 1024, 450), 1.0)
    save(mountains, known / "mountain-path.jpg", 82)
    save(stream, known / "stream.jpg", 78)
    save(bridge, known / "bridge.jpg", 82)
    save(forest, known / "garden.jpg", 78)

    night = panorama(sources / "night.exr", (150, 70, 790, 430), 0.55).resize((1280, 720), Image.Resampling.LANCZOS)
    moment = datetime(2025, 11, 25, 2, 12, 14, tzinfo=KABUL)
    exif = camera(night, moment, night=True, at=(33.352, 69.948, 1176.0))
    save(night, incoming / "IMG_20251125_021214.jpg", 84, exif)

    save(smaller(mountains, 800), incoming / "photo_2025-11-25_03-41-07.jpg", 62)

    city = panorama(sources / "city.exr", (300, 96, 812, 384), 0.9).resize((1024, 576), Image.Resampling.LANCZOS)
    moment = datetime(2025, 11, 25, 5, 20, 41, tzinfo=KABUL)
    forged = with_smoke(city).crop((60, 0, 900, 500))
    save(forged, incoming / "DSC_0417.jpg", 82, camera(forged, moment, model="Field 8", thumbnail=city))

    yard = panorama(sources / "courtyard.exr", (500, 110, 1012, 398), 0.9)
    save(yard.resize((1024, 576), Image.Resampling.BICUBIC), incoming / "IMG-20251125-WA0007.jpg", 58)
    shutil.copyfile(incoming / "IMG-20251125-WA0007.jpg", incoming / "IMG-20251125-WA0019.jpg")

    field = panorama(sources / "sunrise.exr", (0, 110, 1024, 440), 0.8)
    moment = datetime(2025, 11, 25, 5, 48, 2, tzinfo=KABUL)
    save(field, incoming / "20251125_054802.jpg", 80, camera(field, moment, at=(34.348, 62.199, 920.0)))

    slope = photograph(sources / "aitzgorri_by_Aitzol_Berasategi.jpg", 1120)
    save(slope, incoming / "DSC01182.jpg", 78, camera(slope, datetime(2024, 10, 15, 16, 4, 50, tzinfo=KABUL)))

    ridge = photograph(sources / "sunset_by_Aitzol_Berasategi.jpg", 1120).point(lambda value: int(value * 0.62))
    moment = datetime(2025, 11, 25, 4, 55, 30, tzinfo=KABUL)
    edited = camera(ridge, moment, software="GIMP 2.10.34", changed=moment + timedelta(hours=4, minutes=31))
    save(ridge, incoming / "ridge_final.jpg", 80, edited)

    mirrored = ImageOps.expand(ImageOps.mirror(smaller(stream, 840)), border=42, fill="black")
    save(mirrored, incoming / "photo_2025-11-25_05-02-55.jpg", 66)

    dark = panorama(sources / "night.exr", (0, 400, 640, 512), 0.05).resize((1024, 576), Image.Resampling.BICUBIC)
    save(dark.filter(ImageFilter.GaussianBlur(6)), incoming / "IMG-20251125-WA0011.jpg", 60)

    save(smaller(bridge, 900), incoming / "photo_2025-11-25_07-15-40.jpg", 64)
    screenshot(mountains).save(incoming / "Screenshot_20251125-083012.png", optimize=True)

    whole = io.BytesIO()
    forest.save(whole, "JPEG", quality=70)
    (incoming / "photo_2025-11-25_04-10-33.jpg").write_bytes(whole.getvalue()[:96])
    (incoming / "from_the_group.jpg").write_text(
        "The pictures are in the other group, this one did not load. Forwarded as received.\n", "utf-8"
    )


def photograph(path: Path, width: int) -> Image.Image:
    """The photograph's pixels alone, `width` wide: none of its own metadata goes on."""
    with Image.open(path) as opened:
        return smaller(ImageOps.exif_transpose(opened).convert("RGB"), width)


def smaller(image: Image.Image, width: int) -> Image.Image:
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def panorama(path: Path, box: tuple[int, int, int, int], exposure: float) -> Image.Image:
    """A piece of a 360-degree photograph, its light brought into a screen's range (Reinhard's curve)."""
    light = np.asarray(OpenEXR.File(str(path)).channels()["RGB"].pixels, dtype=np.float64)
    light = np.nan_to_num(light, posinf=65504.0)
    # The files' compression leaves dark rings around very bright points: no light, or less than none.
    rings = Image.fromarray(((light.min(axis=2) <= 0) * 255).astype(np.uint8)).filter(ImageFilter.MaxFilter(5))
    light = np.clip(light, 0, None)
    light *= exposure / np.percentile(light, 90)
    shown = np.clip(light / (1 + 0.25 * light), 0, 1) ** (1 / 2.2)
    image = Image.fromarray((shown * 255).round().astype(np.uint8))
    return Image.composite(image.filter(ImageFilter.MedianFilter(9)), image, rings).crop(box)


def with_smoke(image: Image.Image) -> Image.Image:
    """A column of smoke painted over the picture: discs on a spiral, blurred."""
    plume = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(plume)
    foot_x, foot_y = image.width * 0.30, image.height * 0.72
    for step in range(64):
        rise = step / 63
        turn = step * 2.399963  # the golden angle: discs spread evenly, and the same way each time
        x = foot_x + rise**1.4 * image.width * 0.30 + math.cos(turn) * (10 + 90 * rise)
        y = foot_y - rise * image.height * 0.74 + math.sin(turn) * (8 + 50 * rise)
        radius = 18 + 40 * rise + (8 + 22 * rise) * math.sin(step * 1.7)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=180 + step * 37 % 70)
    smoke = Image.new("RGB", image.size, (38, 36, 37))
    return Image.composite(smoke, image, plume.filter(ImageFilter.GaussianBlur(9)))


def screenshot(picture: Image.Image) -> Image.Image:
    """A telephone's screen that shows part of a picture under a message's header."""
    screen = Image.new("RGB", (432, 768), "#17212b")
    draw = ImageDraw.Draw(screen)
    small, plain = ImageFont.load_default(13), ImageFont.load_default(16)
    draw.text((16, 8), "08:30", fill="#e8eef4", font=small)
    draw.rectangle((386, 10, 414, 21), outline="#e8eef4")
    draw.rectangle((388, 12, 405, 19), fill="#e8eef4")
    draw.rectangle((0, 32, 432, 88), fill="#242f3d")
    draw.text((64, 40), "Group", fill="#ffffff", font=plain)
    draw.text((64, 63), "forwarded many times", fill="#8fa3b5", font=small)
    draw.ellipse((14, 38, 54, 78), fill="#4f7fa8")
    part = picture.crop((240, 120, 1080, 820))
    screen.paste(smaller(part, 400), (16, 200))
    draw.text((16, 548), "Khost, last night", fill="#e8eef4", font=plain)
    draw.rounded_rectangle((14, 700, 418, 748), 22, fill="#242f3d")
    draw.text((34, 714), "Message", fill="#8fa3b5", font=plain)
    return screen


def save(image: Image.Image, path: Path, quality: int, exif: bytes = b"") -> None:
    image.save(path, "JPEG", quality=quality, optimize=True, exif=exif)


def camera(
    picture: Image.Image,
    moment: datetime,
    *,
    model: str = "Field 12",
    night: bool = False,
    thumbnail: Image.Image | None = None,
    at: tuple[float, float, float] | None = None,
    software: str = "",
    changed: datetime | None = None,
) -> bytes:
    """EXIF as a camera writes it; the thumbnail shows `picture` unless told; `at` is latitude, longitude, metres."""
    stamp, changed_stamp = (f"{time:%Y:%m:%d %H:%M:%S}" for time in (moment, changed or moment))
    zone = f"{moment:%z}"[:3] + ":" + f"{moment:%z}"[3:]
    image = [
        (0x010F, ASCII, "Sample Camera"),
        (0x0110, ASCII, model),
        (0x0112, SHORT, 1),
        (0x011A, RATIONAL, [(72, 1)]),
        (0x011B, RATIONAL, [(72, 1)]),
        (0x0128, SHORT, 2),
        *([(0x0131, ASCII, software)] if software else []),
        (0x0132, ASCII, changed_stamp),
    ]
    shot = [
        (0x829A, RATIONAL, [(1, 4 if night else 320)]),
        (0x829D, RATIONAL, [(18, 10)]),
        (0x8827, SHORT, 3200 if night else 100),
        (0x9000, UNDEFINED, b"0232"),
        (0x9003, ASCII, stamp),
        (0x9004, ASCII, stamp),
        (0x9010, ASCII, zone),
        (0x9011, ASCII, zone),
        (0x9012, ASCII, zone),
        (0x920A, RATIONAL, [(43, 10)]),
        (0xA001, SHORT, 1),
        (0xA002, LONG, picture.width),
        (0xA003, LONG, picture.height),
    ]
    small = io.BytesIO()
    smaller(thumbnail or picture, 160).save(small, "JPEG", quality=75)
    return b"Exif\0\0" + tiff(image, shot, position(moment, *at) if at else [], small.getvalue())


def position(moment: datetime, latitude: float, longitude: float, metres: float) -> list[Field]:
    """The GPS directory: place, height, and the receiver's own clock in UTC."""
    utc = moment.astimezone(UTC)
    return [
        (0x00, BYTE, bytes((2, 3, 0, 0))),
        (0x01, ASCII, "N" if latitude >= 0 else "S"),
        (0x02, RATIONAL, sexagesimal(latitude)),
        (0x03, ASCII, "E" if longitude >= 0 else "W"),
        (0x04, RATIONAL, sexagesimal(longitude)),
        (0x05, BYTE, b"\0"),
        (0x06, RATIONAL, [(round(metres * 10), 10)]),
        (0x07, RATIONAL, [(utc.hour, 1), (utc.minute, 1), (utc.second, 1)]),
        (0x12, ASCII, "WGS-84"),
        (0x1D, ASCII, f"{utc:%Y:%m:%d}"),
    ]


def sexagesimal(degrees: float) -> list[tuple[int, int]]:
    seconds = round(abs(degrees) * 360_000)  # hundredths
    return [(seconds // 360_000, 1), (seconds // 6_000 % 60, 1), (seconds % 6_000, 100)]


def tiff(image: list[Field], shot: list[Field], gps: list[Field], thumbnail: bytes) -> bytes:
    """The four directories of EXIF 2.32 (image, Exif, GPS, thumbnail) as a little-endian TIFF."""
    small: list[Field] = [(0x0103, SHORT, 6), (0x0201, LONG, 0), (0x0202, LONG, len(thumbnail))]
    image = sorted([*image, (0x8769, LONG, 0), *([(0x8825, LONG, 0)] if gps else [])])
    sizes = [len(directory(fields, 0, 0)) for fields in (image, shot, gps, small)]
    image_at, shot_at, gps_at, small_at, end = (8 + sum(sizes[:count]) for count in range(5))
    pointers: dict[int, object] = {0x8769: shot_at, 0x8825: gps_at, 0x0201: end}
    filled = [[(tag, kind, pointers.get(tag, value)) for tag, kind, value in fields] for fields in (image, small)]
    return b"".join(
        (
            b"II*\0" + struct.pack("<L", image_at),
            directory(filled[0], image_at, small_at),
            directory(shot, shot_at, 0),
            directory(gps, gps_at, 0),
            directory(filled[1], small_at, 0),
            thumbnail,
        )
    )


def directory(fields: Iterable[Field], start: int, following: int) -> bytes:
    """One directory at offset `start`, its long values after it; nothing at all where it has no fields."""
    packed = [(tag, kind, *pack(kind, value)) for tag, kind, value in sorted(fields)]
    if not packed:
        return b""
    table, values = struct.pack("<H", len(packed)), b""
    values_at = start + 2 + 12 * len(packed) + 4
    for tag, kind, count, raw in packed:
        if len(raw) > 4:
            place = struct.pack("<L", values_at + len(values))
            values += raw + b"\0" * (len(raw) % 2)
        else:
            place = raw.ljust(4, b"\0")
        table += struct.pack("<HHL", tag, kind, count) + place
    return table + struct.pack("<L", following) + values


def pack(kind: int, value: object) -> tuple[int, bytes]:
    """How many values a field has, and their bytes."""
    if isinstance(value, str):
        return len(value) + 1, value.encode("ascii") + b"\0"
    if isinstance(value, bytes):
        return len(value), value
    if isinstance(value, list):
        return len(value), b"".join(struct.pack("<LL", *pair) for pair in value)
    return 1, struct.pack("<H" if kind == SHORT else "<L", value)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "resources/sample"))
