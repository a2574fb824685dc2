"""Does the picture have the size and the turn that its own data state?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.examinations import Examination
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

TURNED, SCALED, CROPPED = "dimensions.turned", "dimensions.scaled", "dimensions.other-shape"
THUMBNAIL, TWICE = "dimensions.thumbnail-shape", "dimensions.turned-twice"
CODES = (TURNED, SCALED, CROPPED, THUMBNAIL, TWICE)

SAME_SHAPE = 0.01
"""Share by which the ratio of the sides may differ: a scaled picture's sides are rounded."""
OVERSCAN = 64
"""Pixels by which a camera's own picture may differ from what it states: sensors have edges that are cut off."""
THUMBNAIL_SHAPE = 0.04
"""A thumbnail's sides are some 120 pixels, and are rounded to blocks."""
PADDED_SHAPES = (4 / 3, 3 / 4)
"""The Exif standard's own thumbnail is 160 x 120: cameras fill it up with bars, whatever the picture's shape."""

_WIDTHS, _HEIGHTS = ("ExifImageWidth", "PixelXDimension"), ("ExifImageHeight", "PixelYDimension")


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: programs that turn, scale or crop often leave the old size and thumbnail behind."""
    examination = dossier.examination
    yield from _against_stated(examination)
    yield from _against_thumbnail(examination)
    stated = _stated(examination)
    if examination.orientation >= 5 and stated and stated[0] > stated[1] and examination.height > examination.width:
        facts = (("orientation", str(examination.orientation)), ("picture", _size(examination)))
        yield _finding(TWICE, Basis.INFERRED, facts)


def _against_stated(examination: Examination) -> Iterable[Finding]:
    stated = _stated(examination)
    if stated is None:
        return
    wide, high = stated
    width, height = examination.width, examination.height
    if abs(wide - width) <= OVERSCAN and abs(high - height) <= OVERSCAN:
        return
    facts = (("stated", f"{wide} × {high}"), ("picture", _size(examination)))
    if abs(wide - height) <= OVERSCAN and abs(high - width) <= OVERSCAN:
        yield _finding(TURNED, Basis.DERIVED, facts)
    elif _alike(width / height, (wide / high, high / wide), SAME_SHAPE + 1 / min(width, height)):
        yield _finding(SCALED, Basis.DERIVED, facts)
    else:
        yield _finding(CROPPED, Basis.DERIVED, facts)


def _against_thumbnail(examination: Examination) -> Iterable[Finding]:
    thumbnail = examination.thumbnail
    if thumbnail is None or not min(thumbnail.width, thumbnail.height):
        return
    shape = thumbnail.width / thumbnail.height
    own = examination.width / examination.height
    accepted = (own, 1 / own, *PADDED_SHAPES)
    if not _alike(shape, accepted, THUMBNAIL_SHAPE):
        facts = (("thumbnail", f"{thumbnail.width} × {thumbnail.height}"), ("picture", _size(examination)))
        yield _finding(THUMBNAIL, Basis.DERIVED, facts)


def _stated(examination: Examination) -> tuple[int, int] | None:
    """Width and height by the EXIF, where each is a number that the readers agree on."""
    sides = []
    for names in (_WIDTHS, _HEIGHTS):
        values = {
            tag.value.strip()
            for tag in examination.tags
            if tag.family == "EXIF" and tag.group == "EXIF" and tag.name in names
        }
        value = values.pop() if len(values) == 1 else ""
        if not (value.isascii() and value.isdigit() and 0 < len(value) < 7) or not int(value):
            return None
        sides.append(int(value))
    return sides[0], sides[1]


def _alike(shape: float, shapes: Iterable[float], apart: float) -> bool:
    return any(abs(shape / one - 1) <= apart for one in shapes)


def _size(examination: Examination) -> str:
    return f"{examination.width} × {examination.height}"


def _finding(code: str, basis: Basis, facts: tuple[tuple[str, str], ...]) -> Finding:
    return Finding(code, basis, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.PROVENANCE)
