"""What other tools printed of the same files: `metadata-extractor` and ExifTool, brought to one form.

Only pictures in JPEG, PNG, WebP, TIFF, HEIF or AVIF are taken (by their ending), and of ExifTool's files those whose
output names its picture, or is the first output of the one picture of its name. Left out of the references: what
is of the disk and not of the file (names, dates and permissions of the file itself, the tool's own version and
warnings), and ExifTool's composites, which repeat other fields.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.readers.exif_fields import field_name
from workbench.readers.xmp_names import property_name

ENDINGS = (".jpg", ".jpeg", ".jps", ".png", ".webp", ".tif", ".tiff", ".btf", ".heic", ".heif", ".avif")

EXIF_GROUPS = {
    "IFD0": "Image",
    "Exif IFD0": "Image",
    "IFD1": "Thumbnail",
    "Exif Thumbnail": "Thumbnail",
    "ExifIFD": "EXIF",
    "Exif SubIFD": "EXIF",
    "GPS": "GPS",
    "InteropIFD": "Interoperability",
    "Interoperability": "Interoperability",
}
IPTC_NAMES = {
    0x015A: "Coded Character Set",
    0x0214: "Supplemental Categories",
    0x0278: "Caption-Abstract",
    0x0267: "Original Transmission Reference",
    0x025A: "City",
    0x025C: "Sub-location",
    0x025F: "Province-State",
    0x0265: "Country-Primary Location Name",
    0x0264: "Country-Primary Location Code",
    0x027A: "Writer-Editor",
    0x0237: "Date Created",
    0x023C: "Time Created",
    0x023E: "Digital Creation Date",
    0x023F: "Digital Creation Time",
    0x0269: "Headline",
    0x0274: "Copyright Notice",
}
OTHER_NAMES = {
    ("File", "Data Precision"): "Bits Per Sample",
    ("File", "Number of Components"): "Color Components",
    ("File", "Compression Type"): "Encoding Process",
    ("PNG", "Bits Per Sample"): "Bit Depth",
    ("PNG", "Image Gamma"): "Gamma",
    ("PNG", "Interlace Method"): "Interlace",
    ("PNG", "Compression Type"): "Compression",
    ("PNG", "Filter Method"): "Filter",
    ("PNG", "Last Modification Time"): "Modify Date",
    ("PNG", "Unit Specifier"): "Pixel Units",
    ("JFIF", "Resolution Units"): "Resolution Unit",
    ("JFIF", "Version"): "JFIF Version",
    ("JFIF", "Thumbnail Width Pixels"): "Thumbnail Width",
    ("JFIF", "Thumbnail Height Pixels"): "Thumbnail Height",
}
"""Where metadata-extractor's name is not ExifTool's."""
SIZES = {"imageheight": "height", "imagewidth": "width", "width": "width", "height": "height"}
DISK = frozenset({"filename", "directory", "filesize", "filemodifydate", "fileaccessdate", "fileinodechangedate",
                  "filepermissions"})  # fmt: skip

_EXIFTOOL = re.compile(r"\[([^],]+), ([^],]+), [^]]*\] (\S+) - (.+?): ?(.*)")
_EXTRACTOR = re.compile(r"\[([^]]+?) - (?:0x([0-9a-f]{1,8})|([^]]*))\] (.+?) = ?(.*)")


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a reference: `family` and `name` as the workbench has them, `text` as the reference printed it."""

    picture: Path
    reference: str
    family: str
    group: str
    name: str
    text: str


def references(data: Path) -> Iterator[tuple[Path, str, tuple[Field, ...]]]:
    """Every picture with what a reference says of it."""
    folder = data / "metadata" / "metadata-extractor"
    for output in sorted(folder.rglob("metadata/java/*.txt")):
        picture = output.parents[2] / output.name.removesuffix(".txt")
        if _is_picture(picture):
            yield picture, "metadata-extractor", tuple(_extractor_fields(picture, output))
    folder = data / "metadata" / "exiftool-t"
    for picture, output in sorted(_exiftool_pairs(folder)):
        yield picture, "ExifTool", tuple(exiftool_fields(picture, _text(output)))


def _is_picture(path: Path) -> bool:
    return path.is_file() and path.name.lower().endswith(ENDINGS)


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace")


def _exiftool_pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    named: set[Path] = set()
    nameless = []
    for output in sorted(folder.glob("*.out")):
        found = re.search(r"\[File, System, Other\] FileName - File Name: (.+)", _text(output))
        picture = folder / "images" / (found[1] if found else "")
        if not found:
            nameless.append(output)
        elif _is_picture(picture) and picture not in named:
            named.add(picture)
            yield picture, output
    for output in nameless:
        pictures = list((folder / "images").glob(f"{output.stem.removesuffix('_2')}.*"))
        if output.stem.endswith("_2") and len(pictures) == 1 and _is_picture(pictures[0]) and pictures[0] not in named:
            yield pictures[0], output


def exiftool_fields(picture: Path, text: str) -> Iterator[Field]:
    """The fields of an output of `exiftool -a -G0:1:2 -D`."""
    for line in text.splitlines():
        found = _EXIFTOOL.fullmatch(line)
        if not found:
            continue
        family, group, number, name, value = found.groups()
        plain = name.lower().replace(" ", "")
        if family in ("ExifTool", "Composite") or number.lower() in DISK or plain in DISK:
            continue
        if group in EXIF_GROUPS and family == "EXIF":
            if number.isdigit():
                group = EXIF_GROUPS[group]
                yield Field(picture, "ExifTool", "EXIF", group, field_name(group, int(number)), value)
            else:
                yield Field(picture, "ExifTool", "EXIF", "thumbnail", "ThumbnailImage", value)
        elif family in ("File", "PNG", "RIFF", "QuickTime") and plain in SIZES:
            yield Field(picture, "ExifTool", "File", group, SIZES[plain], value)
        elif family == "XMP":
            yield Field(picture, "ExifTool", "XMP", group, name, value)
        else:
            yield Field(picture, "ExifTool", _FAMILIES.get(family, family), group, name, value)


_FAMILIES = {"Ducky": "Photoshop", "ICC_Profile": "ICC", "MakerNotes": "MakerNote", "RIFF": "File"}


def _extractor_fields(picture: Path, output: Path) -> Iterator[Field]:
    source = "metadata-extractor"
    for line in _text(output).splitlines():
        found = _EXTRACTOR.fullmatch(line)
        if not found:
            continue
        group, number, _, name, value = found.groups()
        plain = name.lower().replace(" ", "")
        if number is None and group == "XMPMeta":
            parts = re.sub(r"\[\d+\]", "", name).split("/")
            if not parts[-1].endswith("lang"):
                path = tuple(part.split(":", 1)[-1] for part in parts)
                group = parts[0].split(":")[0]
                group = {"Iptc4xmpCore": "iptcCore", "Iptc4xmpExt": "iptcExt"}.get(group, group)
                yield Field(picture, source, "XMP", group, property_name(group, path), value)
        elif number is None or group in ("File", "File Type", "XMP", "Huffman"):
            continue
        elif group in EXIF_GROUPS:
            own = EXIF_GROUPS[group]
            yield Field(picture, source, "EXIF", own, field_name(own, int(number, 16)), value)
        elif group in ("JPEG", "PNG-IHDR", "WebP", "HEIF", "AVIF") and plain in SIZES:
            yield Field(picture, source, "File", group, SIZES[plain], value)
        elif group == "IPTC":
            yield Field(picture, source, "IPTC", group, IPTC_NAMES.get(int(number, 16), name), value)
        elif group.endswith(("Makernote", "PrintIM")) or group.startswith("Olympus") or group == "Apple Run Time":
            yield Field(picture, source, "MakerNote", group, name, value)
        else:
            family = _family(group)
            yield Field(picture, source, family, group, OTHER_NAMES.get((family, name), name), value)


def _family(group: str) -> str:
    for start, family in (
        ("ICC", "ICC"),
        ("Photoshop", "Photoshop"),
        ("Ducky", "Photoshop"),
        ("JFIF", "JFIF"),
        ("PNG", "PNG"),
    ):
        if group.startswith(start):
            return family
    return {"JpegComment": "File", "JPEG": "File", "WebP": "File", "HEIF": "File"}.get(group, group)
