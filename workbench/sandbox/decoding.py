"""From a hostile file's bytes to an upright 8-bit RGB picture. Runs in the child only."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pi_heif import register_heif_opener
from PIL import (  # each plug-in registers itself; Pillow would look for the others on the disk
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from workbench.domain.examinations import Limits
from workbench.domain.limits import SETTINGS
from workbench.domain.refusals import Refusal
from workbench.readers.formats import FORMATS, MEDIA_TYPES
from workbench.readers.isobmff_structure import names_are_text
from workbench.sandbox.counting import check_counts
from workbench.sandbox.signatures import recognised

PLUGINS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
READ_IN_PYTHON = frozenset({"JPEG", "PNG", "GIF", "TIFF", "BMP"})
"""Formats whose header is read before any native code sees the file."""
FLATTENED_ON = (255, 255, 255)
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """`width` and `height` are the file's own; `rgb` is upright and already reduced."""

    rgb: Image.Image
    format: str
    media_type: str
    width: int
    height: int
    orientation: int
    complete: bool


def prepare_decoders() -> None:
    """One thread each, since the child may not start others; our own pixel limit in place of Pillow's warning."""
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None


def decode(untrusted: bytes, limits: Limits, decode_edge: int, edge: int, orientation: int | None = None) -> Decoded:
    """The first frame, its longest edge at most `edge` pixels; a JPEG is decoded no smaller than `decode_edge`.

    What is cut short is decoded as far as it goes, and is then not `complete`. `orientation` overrules
    the file's own. Refusal `examine.empty-file`, `.not-an-image`, `.unsupported-format`,
    `.impossible-size`, `.too-many-pixels`, `.too-many-frames`, `.too-many-scans`, `.damaged-header` or `.damaged`.
    """
    if not untrusted:
        raise Refusal("examine.empty-file")
    try:
        check_counts(untrusted, limits)
        return _finished(_opened(untrusted), limits, decode_edge, edge, orientation, complete=True)
    except (Refusal, MemoryError):
        raise
    except Exception as strict:  # decoders raise whatever their format's author chose
        try:
            with tolerant():
                found = _finished(_opened(untrusted), limits, decode_edge, edge, orientation, complete=False)
        except (Refusal, MemoryError):
            raise
        except Exception:
            raise Refusal("examine.damaged", detail=_detail(strict)) from strict
        if _nothing_decoded(found.rgb):
            raise Refusal("examine.damaged", detail=_detail(strict)) from strict
        return found


@contextmanager
def tolerant() -> Iterator[None]:
    """Within it Pillow goes on where a file breaks its format's rules or ends too early."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _opened(untrusted: bytes) -> Image.Image:
    """The header, read strictly and else tolerantly: a broken note beside the picture is not the picture's end."""
    if untrusted[4:8] == b"ftyp" and not names_are_text(untrusted):
        raise Refusal("examine.damaged-header", format="HEIC or AVIF")
    try:
        return Image.open(io.BytesIO(untrusted), formats=FORMATS)
    except MemoryError:
        raise
    except Exception:
        try:
            with tolerant():
                return Image.open(io.BytesIO(untrusted), formats=FORMATS)
        except UnidentifiedImageError as error:
            name, supported = recognised(untrusted)
            if supported and name not in READ_IN_PYTHON:
                raise
            code = "damaged-header" if supported else "unsupported-format" if name else "not-an-image"
            raise Refusal(f"examine.{code}", format=name) from error


def _finished(
    image: Image.Image, limits: Limits, decode_edge: int, edge: int, orientation: int | None, complete: bool
) -> Decoded:
    with image:
        width, height = image.size
        _check_size(image, limits)
        turn = _orientation(image) if orientation is None else orientation
        upright_when_loaded = image.format == "TIFF"  # Pillow turns TIFFs itself
        if image.format in ("JPEG", "MPO"):
            share = min(1.0, decode_edge / max(image.size))
            image.draft(None, (max(1, int(width * share)), max(1, int(height * share))))
        image.load()
        if upright_when_loaded and turn >= 5:
            width, height = image.height, image.width
        _check_size(image, limits)
        rgb = _reduced(_rgb(image), edge)
        if turn in UPRIGHT and not (upright_when_loaded and orientation is None):
            rgb = rgb.transpose(UPRIGHT[turn])
        name = str(image.format)
        return Decoded(rgb, name, MEDIA_TYPES.get(name, "image/x-unknown"), width, height, turn, complete)


def _nothing_decoded(rgb: Image.Image) -> bool:
    """True where every pixel is the same: the decoder filled the picture and found nothing to put in it."""
    pixels = np.asarray(rgb)
    return bool((pixels == pixels[0, 0]).all())


def _check_size(image: Image.Image, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels > SETTINGS["pixels"].most:
        raise Refusal("examine.impossible-size", width=image.width, height=image.height)
    if pixels > limits.pixels:
        raise Refusal("examine.too-many-pixels", width=image.width, height=image.height, needed=pixels)


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8. A HEIF's pixels are upright already: its own box has turned them."""
    if image.format == "HEIF":
        return 1
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except Exception:  # damaged EXIF says nothing of the pixels
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _rgb(image: Image.Image) -> Image.Image:
    mode = image.mode
    if mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif mode in ("LA", "La", "PA", "RGBa") or (mode in ("L", "RGB", "1") and "transparency" in image.info):
        image = image.convert("RGBA")
    elif mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    elif mode in ("I", "F"):
        image = Image.fromarray(_stretched(np.asarray(image)))
    elif mode == "LAB":
        image = image.getchannel(0)
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, FLATTENED_ON)
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image if image.mode == "RGB" else image.convert("RGB")


def _stretched(values: NDArray[Any]) -> NDArray[np.uint8]:
    numbers = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(numbers.min()), float(numbers.max())
    if high <= low:
        return np.zeros(numbers.shape, np.uint8)
    return ((numbers - low) * (255 / (high - low))).astype(np.uint8)


def _reduced(rgb: Image.Image, edge: int) -> Image.Image:
    longest = max(rgb.size)
    if longest <= edge:
        return rgb if type(rgb) is Image.Image else rgb.copy()
    size = (max(1, round(rgb.width * edge / longest)), max(1, round(rgb.height * edge / longest)))
    return rgb.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _detail(error: Exception) -> str:
    """The decoder's own words, short; they go to the journal as plain text."""
    if isinstance(error, UnidentifiedImageError):
        return "it begins like a picture and is none"  # Pillow's own text names an object in memory
    return " ".join(str(error).split())[:200]
