"""What a file says was done to it: steps with their time and program, what was placed in it, when it was changed.

From XMP Media Management (XMP specification part 2, 1.2.3: xmpMM:History, DerivedFrom, Ingredients), Camera Raw's
settings, Photoshop's image resources, and the times of EXIF and XMP. All of it is what the file says of itself:
it can be left out, inherited from a template, or written by anyone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.domain.examinations import Examination, Tag
from workbench.domain.intervals import Interval, parse_interval
from workbench.domain.refusals import Refusal

STEPS, PARTS, TEXT_CHARACTERS = 200, 200, 200
"""How many steps and parts are kept, and how much of each text."""

TELLING_BLOCKS = {
    0x03F5: "ColorHalftoningInfo",
    0x0400: "LayerStateInfo",
    0x0402: "LayersGroupInfo",
    0x0406: "JPEG_Quality",
    0x0409: "PhotoshopBGRThumbnail",
    0x040C: "PhotoshopThumbnail",
    0x0414: "IDsBaseValue",
    0x041A: "SliceInfo",
    0x0421: "VersionInfo",
    0x0426: "PrintScaleInfo",
    0x043A: "PrintInfo2",
    0x2710: "PrintFlagsInfo",
}
"""Blocks that Photoshop, Elements and Lightroom write for their own use. Those for IPTC, its digest, resolution,
copyright and address are written by cameras, platforms and other programs too, and say nothing."""

TELLING_SETTINGS = (
    "HasCrop",
    "RetouchInfo",
    "RetouchAreas",
    "PaintBasedCorrections",
    "GradientBasedCorrections",
    "CircularGradientBasedCorrections",
    "MaskGroupBasedCorrections",
    "RedEyeInfo",
    "LensProfileEnable",
    "PerspectiveVertical",
    "PerspectiveHorizontal",
    "PostCropVignetteAmount",
)
"""Camera Raw's settings that change more than tone and colour."""

_ITEM = re.compile(r"xmpMM (History|Ingredients) (\d{1,6})", re.ASCII)
_BLOCK = re.compile(r"0x([0-9A-F]{4})", re.ASCII)
_EXIF_DAY = re.compile(r"(\d{4}):(\d\d):(\d\d)", re.ASCII)
_UNSET = re.compile(r"|false|[+-]?0+(?:\.0*)?", re.ASCII | re.IGNORECASE)
_PROGRAMS = (
    "Software",
    "ProcessingSoftware",
    "CreatorTool",
    "OriginatingProgram",
    "WriterName",
    "ReaderName",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of an editing history. `action` is XMP's word (`created`, `saved`, `converted`, ...), or empty.

    `when` is None where `when_text` is no date. `changed` names the parts that changed, `/` for all.
    """

    action: str
    when: Interval | None
    when_text: str
    program: str
    changed: str = ""
    parameters: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A time at which the file says that it was changed; `field` is `ModifyDate` or `MetadataDate`."""

    field: str
    text: str
    when: Interval


@dataclass(frozen=True, slots=True)
class Editing:
    """All that one examination says of editing. Texts are bounded, and plain text from a hostile file."""

    steps: tuple[Step, ...]
    parts: tuple[str, ...]
    """Names or IDs of other documents that were placed or pasted into this one."""
    derived_from: str
    document: str
    original_document: str
    instance: str
    programs: tuple[str, ...]
    """Every program named, in the order in which it is met; cameras name their own firmware here too."""
    photoshop_blocks: tuple[str, ...]
    save_for_web: bool
    caption_changed: bool
    """The IPTC block is no longer the one of which the last editor kept a digest."""
    settings: tuple[str, ...]
    """Those of `TELLING_SETTINGS` that are set."""
    changes: tuple[Change, ...]


def editing(examination: Examination) -> Editing:
    """What the file says was done to it. Never raises, whatever the tags say."""
    tags = examination.tags
    xmp = {(tag.group, tag.name): tag.value for tag in reversed(tags) if tag.family == "XMP"}
    items = _items(tags)
    steps = tuple(_step(fields) for fields in items["History"][:STEPS])
    return Editing(
        steps=steps,
        parts=tuple(_parts(items["Ingredients"], xmp))[:PARTS],
        derived_from=_bounded(
            xmp.get(("xmpMM", "DerivedFromFilePath"), "")
            or xmp.get(("xmpMM", "DerivedFromDocumentID"), "")
            or xmp.get(("xmpMM", "DerivedFromInstanceID"), "")
        ),
        document=_bounded(xmp.get(("xmpMM", "DocumentID"), "")),
        original_document=_bounded(xmp.get(("xmpMM", "OriginalDocumentID"), "")),
        instance=_bounded(xmp.get(("xmpMM", "InstanceID"), "")),
        programs=_programs(tags, steps),
        photoshop_blocks=_blocks(examination),
        save_for_web=any(tag.group == "Ducky" and tag.name == "Quality" for tag in tags),
        caption_changed=examination.container.get("iptc-digest") == "stale",
        settings=tuple(name for name in TELLING_SETTINGS if _is_set(name, xmp)),
        changes=tuple(_changes(xmp)),
    )


def moment(text: str) -> Interval | None:
    """A date of XMP (ISO 8601) or of EXIF (colons between year, month and day); None where it is neither."""
    text = _EXIF_DAY.sub(r"\1-\2-\3", text.strip()[:40], count=1)
    if "/" in text:
        return None
    try:
        return parse_interval(text)
    except Refusal:
        return None


def _items(tags: Iterable[Tag]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, dict[int, dict[str, str]]] = {"History": {}, "Ingredients": {}}
    for tag in tags:
        item = _ITEM.fullmatch(tag.group) if tag.family == "XMP" else None
        if item:
            found[item[1]].setdefault(int(item[2]), {}).setdefault(tag.name, tag.value)
    return {name: [by[place] for place in sorted(by)] for name, by in found.items()}


def _step(fields: dict[str, str]) -> Step:
    when = fields.get("When", "")
    texts = (fields.get(name, "") for name in ("SoftwareAgent", "Changed", "Parameters"))
    return Step(_bounded(fields.get("Action", "")), moment(when), _bounded(when), *map(_bounded, texts))


def _parts(ingredients: Iterable[dict[str, str]], xmp: dict[tuple[str, str], str]) -> Iterator[str]:
    names = ("FilePath", "DocumentID", "InstanceID", "OriginalDocumentID")
    for fields in ingredients:
        yield _bounded(next((fields[name] for name in names if fields.get(name)), ""))
    yield from (_bounded(one) for one in xmp.get(("photoshop", "DocumentAncestors"), "").split(", ") if one)


def _programs(tags: Iterable[Tag], steps: Iterable[Step]) -> tuple[str, ...]:
    named = [tag.value for tag in tags if tag.name in _PROGRAMS and tag.group != "Thumbnail"]
    named += [step.program for step in steps]
    return tuple(dict.fromkeys(name for name in map(_bounded, named) if name))[:PARTS]


def _blocks(examination: Examination) -> tuple[str, ...]:
    numbers = (int(found, 16) for found in _BLOCK.findall(examination.container.get("photoshop-blocks", "")))
    return tuple(dict.fromkeys(TELLING_BLOCKS[number] for number in numbers if number in TELLING_BLOCKS))


def _is_set(name: str, xmp: dict[tuple[str, str], str]) -> bool:
    # Lists of structures are flattened: their fields begin with the list's name.
    values = [value for (group, key), value in xmp.items() if group == "crs" and key.startswith(name)]
    return any(not _UNSET.fullmatch(value.strip()) for value in values)


def _changes(xmp: dict[tuple[str, str], str]) -> Iterator[Change]:
    for name in ("ModifyDate", "MetadataDate"):
        text = xmp.get(("xmp", name), "")
        when = moment(text) if text else None
        if when:
            yield Change(name, _bounded(text)[:40], when)


def _bounded(untrusted: str) -> str:
    return untrusted.replace("\0", " ").strip()[:TEXT_CHARACTERS]
