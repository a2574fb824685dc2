"""Photographs made on the spot: shapes, textures and light, the same for the same number."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from workbench.alignment.aligning import Side
from workbench.fingerprints import local_features


def photograph(number: int, size: tuple[int, int] = (640, 448)) -> Image.Image:
    random = np.random.default_rng(number)
    width, height = size
    ground = Image.fromarray(random.integers(30, 226, (7, 9, 3), np.uint8)).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(ground)
    for _ in range(70):
        x, y = random.integers(0, width), random.integers(0, height)
        w, h = random.integers(10, 110, 2)
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        shape = draw.rectangle if random.random() < 0.5 else draw.ellipse
        shape((int(x), int(y), int(x + w), int(y + h)), fill=colour)
    grain = random.normal(0, 9, (height, width, 1))
    pixels: NDArray[np.uint8] = np.clip(np.asarray(ground, np.float32) + grain, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(0.7))


def saved(picture: Image.Image, quality: int = 70) -> Image.Image:
    return Image.open(io.BytesIO(jpeg(picture, quality))).convert("RGB")


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def query(picture: Image.Image) -> Side:
    found = local_features.extract(picture)
    pixels = np.asarray(local_features.resized(picture))
    return Side(pixels, picture.size, found, local_features.mirrored(found))


def known(picture: Image.Image) -> Side:
    pixels = np.asarray(local_features.resized(picture))
    return Side(pixels, picture.size, local_features.extract(picture))
