"""An examiner whose files carry tags, for the tests of what is shown of them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.builders import examination, exif, gps_tags, thumbnail
from tests.cases import ReadingExaminer
from workbench.domain.examinations import Examination, Limits, Preview, Tag
from workbench.domain.places import Point

NEAR_KHOST = Point(33.352, 69.948)
RED, BLUE = b"\xff\0\0", b"\0\0\xff"

HOSTILE = (
    "<b>bold</b>",
    "<img src='file:///etc/passwd'>",
    "<a href='https://example.org/'>click</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{sha256} %s {0}",
    "photo\u202egpj.exe",
    "\u2066isolate\u2069 \u202dforced\u202c",
    "line\nbreak\ttab\r",
    "null\0 bell\a red\x1b[31m",
    "خوست",
    "=cmd|' /C calc'!A0",
    "file:///etc/hosts",
    "\ufeff\u200bhidden\u00ad",
    "z\u0301\u0302\u0303\u0304\u0305\u0306",
    "W" * 1_900,
)

CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\u061c\0\a\x1b\r\t\ufeff\u00ad")
"""What must never be shown or copied as it is; the isolate that the window itself sets is no part of it."""


def plain_tags() -> tuple[Tag, ...]:
    """What a camera writes, with one field that the readers read differently and one that only one of them read."""
    return (
        *exif(Make="Canon", Model="Canon EOS 40D"),
        *exif(DateTimeOriginal="2025:11:25 02:12:14"),
        *(replace(tag, interpreted="Rotate 90 CW") for tag in exif(Orientation="6")),
        *gps_tags(NEAR_KHOST),
        *exif("exifread", Software="Program 1"),
        *exif("pillow", Software="Program 2"),
        *exif("pillow", LensModel="EF 50mm"),
        Tag("xmp", "XMP", "dc", "creator", "Somebody"),
    )


def hostile_tags() -> tuple[Tag, ...]:
    """Every hostile text in every place to which a file's text comes."""
    found: list[Tag] = []
    for number, text in enumerate(HOSTILE, 1):
        found += [
            *exif(Artist=text, Software=text),
            Tag("xmp", "XMP", text, text, text, text),
            Tag("xmp", "XMP", f"xmpMM History {number}", "SoftwareAgent", text),
            Tag("xmp", "XMP", f"xmpMM History {number}", "When", text),
            Tag("xmp", "XMP", f"xmpMM Ingredients {number}", "FilePath", text),
            Tag("c2pa", "C2PA", f"Action {number}", "action", text),
            Tag("c2pa", "C2PA", f"Action {number}", "manifest", "1"),
            Tag("c2pa", "C2PA", f"Ingredient {number}", "title", text),
        ]
    for name in ("label", "claim_generator", "title", "signature_info.common_name", "signature_info.issuer"):
        found.append(Tag("c2pa", "C2PA", "Manifest 1", name, " ".join(HOSTILE[:9])))
    return tuple(found)


class Tagged(ReadingExaminer):
    """Images that contain `hostile` have hostile tags, those that contain `bare` none, all others plain ones."""

    def __init__(self) -> None:
        super().__init__()
        self.examined = 0

    def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
        super().examine(original, sha256, limits)  # which refuses what is no image
        content = original.read_bytes()
        self.examined += 1
        facts: Mapping[str, str] = {"progressive": "yes"}
        tags = () if b"bare" in content else plain_tags()
        if b"hostile" in content:
            tags = hostile_tags()
            facts = {"c2pa": "present", "c2pa-manifest": "embedded", "c2pa-url": HOSTILE[2], HOSTILE[0]: HOSTILE[5]}
        small = replace(thumbnail(), preview=Preview(4, 3, RED * 12))
        return replace(
            examination(*tags),
            sha256=sha256,
            container=facts,
            thumbnail=None if b"bare" in content else small,
            preview=Preview(8, 6, BLUE * 48),
            isolation=self.isolation,
        )
