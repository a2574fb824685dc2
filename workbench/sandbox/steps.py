"""What the child does with the file that it was given: each step one request, one answer. Runs in the child only."""

from collections.abc import Callable, Mapping
from typing import Any

import cv2
import numpy
import pi_heif
import scipy
from PIL import Image, features

from workbench.domain.examinations import Fingerprint, Limits
from workbench.domain.refusals import Refusal
from workbench.fingerprints import FINGERPRINTS
from workbench.fingerprints.recipe import DECODE_EDGE, EDGE, fingerprints, recipe_text
from workbench.readers import READERS
from workbench.readers.thumbnail import embedded_thumbnail
from workbench.sandbox import comparing_steps, forensic_steps
from workbench.sandbox.decoding import decode, tolerant
from workbench.sandbox.protocol import Frame

THUMBNAIL_EDGE = 256


def tools() -> dict[str, str]:
    """Every library that measures, with its version."""
    found = dict(method.tool.split(" ", 1) for method in FINGERPRINTS)
    found |= dict(reader.tool for reader in READERS)
    found |= {"numpy": numpy.__version__, "scipy": scipy.__version__, "pi-heif": pi_heif.__version__}
    found["opencv"] = cv2.__version__
    found["libheif"] = pi_heif.libheif_version()
    for feature in ("libjpeg_turbo", "webp", "avif", "libtiff", "jpg_2000", "zlib"):
        found[feature] = features.version(feature) or "absent"
    return found


def readers() -> list[str]:
    """The names of all readers, in the order in which they should be asked."""
    return [reader.name for reader in READERS]


def pixels(untrusted: bytes, limits: Limits, _: Mapping[str, Any]) -> Frame:
    """One decode, and all that is taken from it: fingerprints, preview, and the thumbnail's own."""
    decoded = decode(untrusted, limits, DECODE_EDGE, EDGE)
    preview = _contained(decoded.rgb, limits.preview_edge)
    thumbnail, thumbnail_rgb = _thumbnail(untrusted, limits, decoded.orientation)
    header = {
        "format": decoded.format,
        "media_type": decoded.media_type,
        "width": decoded.width,
        "height": decoded.height,
        "orientation": decoded.orientation,
        "complete": decoded.complete,
        "recipe": recipe_text(*sorted({method.tool for method in FINGERPRINTS})),
        "fingerprints": [_row(found) for found in fingerprints(decoded.rgb, FINGERPRINTS)],
        "preview": preview.size,
        "thumbnail": thumbnail,
    }
    return Frame(header, preview.tobytes() + thumbnail_rgb)


def render(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
    """The picture upright, no edge longer than `longest_edge`."""
    edge = int(request["longest_edge"])
    decoded = decode(untrusted, limits, edge, edge)
    return Frame({"preview": decoded.rgb.size}, decoded.rgb.tobytes())


def read(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
    """What one reader finds."""
    reader = next(reader for reader in READERS if reader.name == request["reader"])
    with tolerant():  # a reader decodes nothing: it should not fail for what is wrong elsewhere in the file
        reading = reader.read(untrusted, limits)
    rows = [(tag.family, tag.group, tag.name, tag.value, tag.interpreted) for tag in reading.tags]
    return Frame({"tags": rows, "facts": dict(reading.facts), "cuts": dict(reading.cuts)})


STEPS: Mapping[str, Callable[[bytes, Limits, Mapping[str, Any]], Frame]] = {
    "pixels": pixels,
    "render": render,
    "read": read,
    "features": comparing_steps.features,
    "align": comparing_steps.alignments,
    "forensic": forensic_steps.forensic,
}


def answer(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
    """Do one step; whatever goes wrong becomes an answer with an `error` code, but for a MemoryError."""
    try:
        return STEPS[request["step"]](untrusted, limits, request)
    except Refusal as refusal:
        return Frame({"error": refusal.code, "facts": dict(refusal.facts)})
    except MemoryError:
        raise
    except Exception as error:  # a parser of hostile bytes may raise anything
        return Frame({"error": "examine.reader-failed", "facts": {"detail": type(error).__name__}})


def _thumbnail(untrusted: bytes, limits: Limits, orientation: int) -> tuple[dict[str, Any] | None, bytes]:
    """The embedded thumbnail's measures, or None: a bad one must not cost the picture its own."""
    try:
        found = embedded_thumbnail(untrusted)
        if found is None:
            return None, b""
        data, own = found
        decoded = decode(data, limits, DECODE_EDGE, EDGE, own or orientation)
    except Exception:
        return None, b""
    preview = _contained(decoded.rgb, THUMBNAIL_EDGE)
    prints = fingerprints(decoded.rgb, FINGERPRINTS, ("as-is",))
    header = {
        "width": decoded.width,
        "height": decoded.height,
        "fingerprints": [_row(found) for found in prints],
        "preview": preview.size,
    }
    return header, preview.tobytes()


def _contained(rgb: Image.Image, edge: int) -> Image.Image:
    longest = max(rgb.size)
    if longest <= edge:
        return rgb
    size = (max(1, round(rgb.width * edge / longest)), max(1, round(rgb.height * edge / longest)))
    return rgb.resize(size, Image.Resampling.BILINEAR)


def _row(found: Fingerprint) -> tuple[str, str, str, int, str]:
    return found.kind, found.variant, found.bits, found.quality, found.recipe
