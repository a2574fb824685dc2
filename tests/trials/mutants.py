"""Thousands of good pictures with something changed in them, each examined: one outcome each, and none by luck."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tests.hostile.crafted import photograph, saved
from tests.trials.attacked import attack
from tests.trials.ledger import Plan, Row, Trial

GOOD_EVERY = 100
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "metadata"
LARGEST_SEED = 400_000
NUMBERS = (0, 1, 2, 7, 8, 0x7F, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 8, 2**32 - 1)
"""What a length field is set to."""


def run(plan: Plan) -> Iterator[Row]:
    count, chance = plan.count(150, 10_000), random.Random(plan.seed)
    seeds = _seeds()
    families = sorted({name.split()[0] for name in seeds})
    found = attack(_mutants(seeds, count, chance), plan.folder, GOOD_EVERY)
    told = ", ".join(f"{word.removeprefix('examine.')} {number}" for word, number in found.outcomes.most_common())
    yield Row(
        "mutants with an outcome", f"all {count}", f"{told}; of {', '.join(families)}", count, found.files == count
    )
    yield Row("exceptions in the parent", "0", _told(found.faults), count, not found.faults)
    slowest = f"{_told(found.late)} late; the slowest {found.slowest[0]:.1f} s ({found.slowest[1]})"
    yield Row("mutants past their deadline", "0", slowest, count, not found.late)
    looks = f"{found.good_looks - len(found.unlike)} of {found.good_looks} identical"
    yield Row(f"a good picture, after every {GOOD_EVERY}", "identical", looks, found.good_looks, not found.unlike)
    if "HEIC" not in families:
        yield Row("mutants of HEIC", "some", "no HEIC beside this checkout, and none can be made here", 0, None)


def _told(faults: list[str]) -> str:
    return str(len(faults)) + (f": {faults[0]}" if faults else "")


def _seeds() -> dict[str, bytes]:
    """Good pictures, small, of every format; the first word of a name is its family."""
    picture, exif = photograph(160, 120), Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    exif.get_ifd(0x8769)[0x9003] = "2025:11:25 02:12:14"
    exif.get_ifd(0x8825)[2] = (33.0, 20.0, 1.5)

    def animated(name: str, **options: object) -> bytes:
        frames = [photograph(48, 36, seed) for seed in range(3)]  # anew: saving leaves traces in a picture
        return saved(frames[0], name, save_all=True, append_images=frames[1:], **options)

    seeds = {
        "JPEG baseline": saved(picture, "JPEG", exif=exif, comment=b"a comment"),
        "JPEG progressive": saved(picture, "JPEG", progressive=True, exif=exif),
        "JPEG CMYK": saved(picture.convert("CMYK"), "JPEG"),
        "MPO three": animated("MPO"),
        "PNG colours": saved(picture, "PNG", exif=exif),
        "PNG palette": saved(picture.convert("P"), "PNG"),
        "PNG animated": animated("PNG", duration=40),
        "WebP lossy": saved(picture, "WEBP", exif=exif),
        "WebP lossless": saved(picture, "WEBP", lossless=True),
        "WebP animated": animated("WEBP", duration=40),
        "GIF animated": animated("GIF", duration=40),
        "TIFF LZW": saved(picture, "TIFF", compression="tiff_lzw", exif=exif),
        "TIFF JPEG": saved(picture, "TIFF", compression="jpeg"),
        "TIFF pages": animated("TIFF"),
        "BMP plain": saved(picture.resize((60, 40)), "BMP"),
        "BMP palette": saved(picture.convert("P"), "BMP"),
        "JPEG2000 lossless": saved(picture, "JPEG2000"),
        "JPEG2000 tiles": saved(picture, "JPEG2000", tile_size=(64, 64), irreversible=True, quality_layers=[30]),
        "AVIF plain": saved(picture, "AVIF", speed=10, max_threads=1, exif=exif),
        "AVIF animated": animated("AVIF", speed=10, max_threads=1),
    }
    heics = [path for path in sorted(SHARED.rglob("*.hei[cf]")) if path.stat().st_size <= LARGEST_SEED]
    return seeds | {f"HEIC {number}": path.read_bytes() for number, path in enumerate(heics[:4])}


def _mutants(seeds: dict[str, bytes], count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    names = sorted(seeds)
    for number in range(count):
        name = names[number % len(names)]
        data = bytearray(seeds[name])
        done = []
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            change = chance.choice((_flipped, _flipped, _swapped, _cut, _spliced, _lengths, _lengths, _repeated))
            data = change(data, chance, seeds[chance.choice(names)])
            done.append(change.__name__.strip("_"))
        if name.startswith("PNG") and chance.random() < 0.7:
            data = _with_sums(bytes(data))
        yield f"{number} {name} {' '.join(done)}", bytes(data)


def _place(data: bytearray, chance: random.Random) -> int:
    """Anywhere, but most often among the headers."""
    return chance.randrange(max(1, min(len(data), chance.choice((64, 512, 2_048, len(data) or 1)))))


def _flipped(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    for _ in range(chance.choice((1, 1, 4, 40)) if data else 0):
        data[_place(data, chance) % len(data)] ^= 1 << chance.randrange(8)
    return data


def _swapped(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    """Two pieces change places."""
    first, second = sorted((_place(data, chance), _place(data, chance)))
    size = min(chance.choice((4, 12, 200)), second - first)
    data[first : first + size], data[second : second + size] = data[second : second + size], data[first : first + size]
    return data


def _cut(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    return data[: _place(data, chance)] if chance.random() < 0.3 else data[: max(1, len(data) - _place(data, chance))]


def _spliced(data: bytearray, chance: random.Random, other: bytes) -> bytearray:
    """The beginning of this, and the rest of another."""
    return data[: _place(data, chance)] + other[_place(bytearray(other[:1] * len(other)), chance) :]


def _lengths(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    """A number of two, four or eight bytes is overruled, either way round."""
    size, value = chance.choice((2, 4, 4, 8)), chance.choice(NUMBERS)
    at = _place(data, chance)
    number = (value % 256**size).to_bytes(size, chance.choice(("big", "little")))
    data[at : at + size] = number
    return data


def _repeated(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    at, size = _place(data, chance), chance.choice((4, 30, 400))
    return data[:at] + data[at : at + size] * chance.choice((2, 20, 300)) + data[at + size :]


def _with_sums(data: bytes) -> bytearray:
    """Checksums that fit, so that what was changed reaches the decoder."""
    out, stream = io.BytesIO(), io.BytesIO(data)
    out.write(stream.read(8))
    while len(head := stream.read(8)) == 8:
        body = stream.read(struct.unpack(">I", head[:4])[0] % 2**24)
        stream.read(4)
        out.write(head + body + struct.pack(">I", zlib.crc32(head[4:] + body)))
    return bytearray(out.getvalue())


TRIAL = Trial("mutants", run)
