"""When a forensic view misleads, as far as the facts of one file say so."""

import re
from collections.abc import Collection, Iterator

from workbench.domain.examinations import Examination
from workbench.domain.forensic_views import View, reduction

SMALL = 1200
"""Pixels: what messengers and platforms shrink pictures to, or below it."""
COARSE = 85
"""A JPEG quality below which little of an earlier save at a higher one is left."""
_JPEGS = frozenset({"JPEG", "MPO"})
_LOSSLESS = frozenset({"PNG", "GIF", "BMP"})
_ON_TRACES = frozenset({View.ERROR_LEVEL, View.NOISE_RESIDUAL, View.JPEG_GHOST})
_ON_SAVING = frozenset({View.ERROR_LEVEL, View.JPEG_GHOST})

Caution = tuple[str, tuple[tuple[str, str], ...]]
"""The code of a sentence, and its facts."""


def cautions(view: View, examination: Examination, findings: Collection[str], longest_edge: int) -> tuple[Caution, ...]:
    """What to know of this file before looking at the view, the weightiest first.

    `findings` are the codes of what the inspectors found. `longest_edge` is that of the view, in pixels. Nothing
    here says anything of the picture: only of how far the view can be trusted on it.
    """
    return tuple(_cautions(view, examination, findings, longest_edge))


def _cautions(view: View, examination: Examination, findings: Collection[str], longest_edge: int) -> Iterator[Caution]:
    width, height = examination.upright_size
    container = examination.container
    size = (("width", str(width)), ("height", str(height)))
    if view in _ON_SAVING and examination.format not in _JPEGS:
        kind = "lossless" if examination.format in _LOSSLESS or container.get("webp") == "lossless" else "not-jpeg"
        yield f"forensic.caution.{kind}", (("format", examination.format),)
    if any(code.startswith("screenshot.") for code in findings):
        yield "forensic.caution.screenshot", ()
    quality = _number(container.get("quality", "")) if examination.format in _JPEGS else None
    if view in _ON_SAVING and quality is not None:
        kind = "coarse" if quality < COARSE else "quality"
        yield f"forensic.caution.{kind}-{view.value}", (("quality", container["quality"].replace("about ", "≈ ")),)
    if view in _ON_TRACES and (before := _saved_before(container.get("quality-before", ""), findings)):
        yield before
    if view in _ON_TRACES and max(width, height) <= SMALL:
        yield "forensic.caution.small", size
    if view is View.CHANNELS and container.get("subsampling", "4:4:4") not in ("4:4:4", "none", "grey"):
        yield "forensic.caution.subsampled", (("subsampling", container["subsampling"]),)
    if view is not View.CHANNELS and examination.format == "GIF":
        yield "forensic.caution.few-colours", ()
    if (many := reduction(width, height, longest_edge)) > 1:
        yield "forensic.caution.reduced", (*size, ("many", str(many)))
    if (frames := _number(container.get("frames", ""))) is not None and frames > 1:
        yield "forensic.caution.frames", (("frames", str(frames)),)
    if not examination.complete:
        yield "forensic.caution.incomplete", ()


def _saved_before(quality: str, findings: Collection[str]) -> Caution | None:
    if any(code.startswith("resaved.") for code in findings):
        if quality.isdigit():
            return "forensic.caution.saved-before-at", (("quality", quality),)
        return "forensic.caution.saved-before", ()
    if "platform.marked" in findings or "platform.repacked" in findings:
        return "forensic.caution.passed-on", ()
    return None


def _number(untrusted: str) -> int | None:
    """The first whole number in a short text, or None."""
    found = re.search(r"\d{1,6}", untrusted)
    return int(found.group()) if found else None
