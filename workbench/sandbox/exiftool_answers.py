"""ExifTool's JSON as rows of tags. It comes from a process that read a hostile file, and is hostile itself.

EXIF fields whose numeric form is the same in every tool get the names and groups of the other readers, so that they
can be compared field by field; everything else keeps the families, groups and names that ExifTool gives.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from workbench.domain.examinations import Limits

READER = "exiftool"
SKIPPED_FAMILIES = frozenset({"ExifTool", "Composite"})
SKIPPED_GROUPS = frozenset({"System"})
GROUPS = {"IFD0": "Image", "IFD1": "Thumbnail", "ExifIFD": "EXIF", "GPS": "GPS", "InteropIFD": "Interoperability"}
FAMILIES = {"MakerNotes": "EXIF", "ICC_Profile": "ICC"}
OWN = "ExifTool"

_COPY = re.compile(r"Copy\d{1,5}")
_SEVERAL = re.compile(r"-?[\d.]+(?: -?[\d.]+)+")
_SAME = (
    "Make Model Software Artist Copyright ImageDescription DocumentName HostComputer Orientation XResolution "
    "YResolution ResolutionUnit ExposureTime FNumber ExposureProgram DateTimeOriginal OffsetTime "
    "OffsetTimeOriginal OffsetTimeDigitized MeteringMode LightSource Flash FocalLength ColorSpace ExifImageWidth "
    "ExifImageHeight SensingMethod CustomRendered ExposureMode WhiteBalance DigitalZoomRatio SceneCaptureType "
    "GainControl Contrast Saturation Sharpness SubjectDistanceRange ImageUniqueID BodySerialNumber LensMake "
    "LensModel LensSerialNumber XPTitle XPComment XPAuthor XPKeywords XPSubject GPSLatitudeRef GPSLongitudeRef "
    "GPSAltitudeRef GPSMapDatum GPSDateStamp GPSSpeedRef GPSImgDirectionRef GPSTrackRef GPSStatus GPSMeasureMode"
)
COMPARED: Mapping[str, str] = {name: name for name in _SAME.split()} | {
    "ModifyDate": "DateTime",
    "CreateDate": "DateTimeDigitized",
    "SubSecTime": "SubsecTime",
    "SubSecTimeOriginal": "SubsecTimeOriginal",
    "SubSecTimeDigitized": "SubsecTimeDigitized",
    "ISO": "ISOSpeedRatings",
    "ExposureCompensation": "ExposureBiasValue",
    "FocalLengthIn35mmFormat": "FocalLengthIn35mmFilm",
    "OwnerName": "CameraOwnerName",
    "SerialNumber": "BodySerialNumber",
    "ThumbnailLength": "JPEGInterchangeFormatLength",
    "YCbCrPositioning": "YCbCrPositioning",
}
"""ExifTool's name to the standard's."""


Row = tuple[str, str, str, str, str]


def rows(answer: object, limits: Limits) -> tuple[list[list[str]], dict[str, int]]:
    """Family, group, name, value and interpretation of each tag, and the limits that leave something out of them.

    ValueError where the answer is not of its form.
    """
    if not isinstance(answer, list) or len(answer) != 1 or not isinstance(answer[0], dict):
        raise ValueError("not an answer of the form that was asked for")
    found: dict[str, Any] = answer[0]
    waiting = _rows(found)
    said = [list(row) for row in islice(waiting, limits.tags)]
    longest = max((len(text) for row in said for text in row[3:]), default=0)
    cuts = {"tags": 0} if next(waiting, None) else {}
    return said, cuts | ({"text": longest} if longest > limits.value_characters else {})


def _rows(found: Mapping[str, Any]) -> Iterator[Row]:
    for key, field in found.items():
        parts = [part for part in key.split(":") if not _COPY.fullmatch(part)]
        if len(parts) < 2 or not isinstance(field, dict):
            continue
        family, group, name = parts[0], parts[1] if len(parts) > 2 else parts[0], parts[-1]
        if family in SKIPPED_FAMILIES or group in SKIPPED_GROUPS:
            continue
        words = _text(field.get("val", ""))
        value = _text(field["num"]) if "num" in field else words
        interpreted = "" if words == value else words
        if family == "MakerNotes":
            yield "EXIF", "MakerNote", name, value, interpreted
        elif family != "EXIF":
            yield FAMILIES.get(family, family), group, name, value, interpreted
        elif group in GROUPS and name in COMPARED:
            value = value.replace(" ", ", ") if _SEVERAL.fullmatch(value) else value
            yield "EXIF", GROUPS[group], COMPARED[name], value, interpreted
        else:
            yield OWN, group, name, value, interpreted


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return "True" if value else "False"
    return str(value)
