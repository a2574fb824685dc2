"""Is it a picture of a screen, taken by the device itself?"""

import re
from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.examinations import Examination
from workbench.domain.file_names import Kind, said_by_name
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

DECLARED, LIKELY, POSSIBLE = "screenshot.declared", "screenshot.likely", "screenshot.possible"
CODES = (DECLARED, LIKELY, POSSIBLE)

YES, NO = "✓", "–"

_MARK = re.compile(
    r"^screen ?shot\b|gnome-screenshot|greenshot|sharex|flameshot|ksnip|spectacle|snipping tool|lightshot|^scrot\b",
    re.IGNORECASE,
)
_MARKED_FIELDS = frozenset({"UserComment", "Software", "Comment", "ImageDescription", "Description", "Title"})

SCREENS = frozenset(
    (int(short), int(long))
    for short, longs in {
        # Telephones of the last ten years, as their makers state the screens.
        640: "1136", 750: "1334", 828: "1792", 1125: "2436", 1170: "2532", 1179: "2556", 1206: "2622",
        1242: "2208 2688", 1284: "2778", 1290: "2796", 1320: "2868", 720: "1280 1440 1480 1520 1560 1600 1612 1650",
        1080: "1920 2160 2220 2240 2246 2280 2310 2316 2340 2376 2388 2400 2408 2412 2460 2520",
        1440: "2560 2880 2960 3040 3088 3120 3168 3200 3216", 1220: "2712", 1260: "2800", 1264: "2780",
        1280: "2856", 1344: "2992", 1008: "2244", 1200: "1920 2000 2670", 1216: "2640",
        # Tablets and computers.
        1536: "2048", 1620: "2160", 1640: "2360", 1668: "2224 2388 2420", 2048: "2732", 1600: "2560",
        768: "1024 1366", 800: "1280", 864: "1536", 900: "1440 1600", 1050: "1680", 1664: "2560", 1800: "2880",
        1964: "3024", 2234: "3456",
    }.items()
    for long in longs.split()
)  # fmt: skip
"""Short and long side in pixels. Sizes of video (1920 x 1080 and the like) and of cameras are among them, so that a
size alone is never said to be a screenshot's."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: a screenshot of a post is how pictures are kept, and its own data say nothing of what it shows.

    Declared where the device's own mark stands in the file; likely by the name and one more sign; possible where only
    the name, or only size, format and want of camera data point to it.
    """
    examination = dossier.examination
    mark = _mark(examination)
    named = next((arrival.name for arrival in dossier.arrivals if _named(arrival.name)), "")
    screen = (min(examination.upright_size), max(examination.upright_size)) in SCREENS
    reading = read(examination)
    bare = not reading.make and not reading.model
    lossless = examination.format == "PNG"
    if mark:
        code, basis = DECLARED, Basis.OBSERVED
    elif named and bare and (screen or lossless):
        code, basis = LIKELY, Basis.INFERRED
    elif (named and bare) or (screen and bare and lossless):
        code, basis = POSSIBLE, Basis.INFERRED
    else:
        return
    facts = (
        ("mark", mark or NO),
        ("name", named[:120] or NO),
        ("size", f"{examination.width} × {examination.height}"),
        ("screen", YES if screen else NO),
        ("bare", YES if bare else NO),
        ("format", examination.format),
    )
    yield Finding(code, basis, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.PROVENANCE)


def _named(untrusted_name: str) -> bool:
    said = said_by_name(untrusted_name)
    # iPhones call any saved PNG so: with the size of a screen it points to one, but that is told without the name.
    return said is not None and said.kind is Kind.SCREENSHOT and said.pattern != "ios-png"


def _mark(examination: Examination) -> str:
    for tag in examination.tags:
        field = tag.name in _MARKED_FIELDS and tag.group != "Thumbnail"
        if field and _MARK.search(tag.value[:200]):
            return f"{tag.name}: {' '.join(tag.value.split())[:80]}"
    return ""
