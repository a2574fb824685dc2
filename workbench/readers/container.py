"""Plain facts of the file around the picture: how it was packed, and what was packed beside it."""

import io
from collections.abc import Iterator

from PIL import Image
from PIL import __version__ as pillow_version

from workbench.domain.examinations import Limits
from workbench.readers.content_credentials import TIFF_TAG, has_manifest
from workbench.readers.formats import FORMATS
from workbench.readers.reading import Reading, bounded
from workbench.readers.tiff_structure import tiff_pages


class ContainerReader:
    name = "container"
    tool = ("pillow", pillow_version)

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """No tags; facts under short English names, values bounded by `limits.value_characters`."""
        with Image.open(io.BytesIO(untrusted), formats=FORMATS) as image:
            pages = tiff_pages(untrusted, limits.pages + 1) if image.format == "TIFF" else 0
            many = pages > limits.pages
            facts = dict(_facts(image, f"more than {limits.pages}" if many else ""))
            in_tiff = image.format == "TIFF" and TIFF_TAG in getattr(image, "tag_v2", ())
        facts["c2pa"] = "present" if in_tiff or has_manifest(untrusted) else "absent"
        facts = {key: value for key, value in facts.items() if value}
        return bounded((), limits, facts, {"pages": 0} if many else {})


def _facts(image: Image.Image, pages: str) -> Iterator[tuple[str, str]]:
    yield "format", str(image.format)
    yield "mode", image.mode
    yield "frames", pages or str(getattr(image, "n_frames", 1))
    info = image.info
    dpi = info.get("dpi")
    if isinstance(dpi, tuple) and len(dpi) == 2:
        yield "dpi", f"{float(dpi[0]):g} x {float(dpi[1]):g}"
    if info.get("icc_profile"):
        yield "icc-profile", f"{len(info['icc_profile'])} bytes"
    comment = info.get("comment")
    if comment:
        yield "comment", comment.decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)
    for key in ("exif", "xmp", "photoshop"):
        if info.get(key):
            yield key, f"{len(info[key])} bytes" if isinstance(info[key], bytes) else "present"
