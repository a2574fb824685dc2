"""Small pictures made on the spot, so that everything lazy is loaded before the child locks itself out of the disk."""

import io
from collections.abc import Iterator
from typing import Any

import pi_heif
from PIL import Image

from workbench.domain.examinations import Limits
from workbench.readers import READERS
from workbench.sandbox import comparing_steps, forensic_steps
from workbench.sandbox.steps import answer

SIDE = 48
SETTLED_SIDE = 320
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-16", "latin-1", "ascii", "shift_jis", "iso2022_jp", "cp1252")

LETTERS = "aあ日"


def warm_up() -> None:
    """Run every step on a picture of every format, whole and cut short."""
    for encoding in ENCODINGS:
        LETTERS.encode(encoding, "ignore").decode(encoding)  # of nothing at all no codec is loaded
    comparing_steps.warm_up()
    limits = Limits()
    forensic_steps.warm_up(limits)
    requests: list[dict[str, Any]] = [{"step": "pixels"}, {"step": "render", "longest_edge": 64}]
    requests += [{"step": "read", "reader": reader.name} for reader in READERS]
    for picture in _pictures():
        for request in requests:
            answer(picture, limits, request)
        answer(picture[: len(picture) * 2 // 3], limits, requests[0])
    try:
        pi_heif.open_heif(io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64))
    except Exception:  # there is no picture in it: the library is loaded now, which is the point
        return


def small_photograph() -> bytes:
    """For `settle`, and made before anything is locked."""
    stream = io.BytesIO()
    Image.effect_noise((SETTLED_SIDE, SETTLED_SIDE), 60).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


def settle(picture: bytes) -> None:
    """Run every step once more, in the child itself: a forked one copies each page of memory when it first writes
    to it, which is half the time of its first picture. It is in reserve meanwhile, and nobody waits for it.
    """
    limits = Limits()
    for request in ({"step": "pixels"}, *({"step": "read", "reader": reader.name} for reader in READERS)):
        answer(picture, limits, request)


def _pictures() -> Iterator[bytes]:
    picture = Image.linear_gradient("L").resize((SIDE, SIDE)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x0132] = "Maker", 6, "2025:10:09 23:40:00"
    exif.get_ifd(0x8769)[0x9003] = "2025:10:09 23:40:00"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0a\0"
    exif.get_ifd(0x8825)[2] = (33.0, 20.0, 1.5)
    for name, options in (
        ("JPEG", {"exif": exif, "progressive": True}),
        ("PNG", {"exif": exif}),
        ("WEBP", {"exif": exif}),
        ("GIF", {}),
        ("TIFF", {"compression": "tiff_lzw", "exif": exif}),
        ("TIFF", {"compression": "jpeg"}),
        ("BMP", {}),
        ("JPEG2000", {}),
        ("AVIF", {"speed": 10, "max_threads": 1, "exif": exif}),
    ):
        stream = io.BytesIO()
        picture.save(stream, name, **options)
        yield stream.getvalue()
