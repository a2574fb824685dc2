"""What EXIF values mean, in English, beside the values themselves: codes in words, APEX values in the units that
photographers use, positions with their hemisphere, numbers with their unit.

Formulas: CIPA DC-008 (Exif 3.0), annex on APEX units; TIFF 6.0. A value that means nothing gets no words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import sqrt

from workbench.domain.examinations import Tag
from workbench.domain.rationals import numbers
from workbench.readers.exif_enumerations import ENUMERATIONS, components_words, flash_words, pattern_words

Siblings = Mapping[str, str]
"""The values of one IFD by name: a unit or a hemisphere stands in a field of its own."""

HEXADECIMAL = frozenset({"FileSource", "SceneType"})
"""Codes in a type without numbers, so that the readers show the byte."""
MOST_APEX = 40
UNKNOWN_DISTANCE, INFINITY = 0, 0xFFFFFFFF


def with_meanings(tags: Iterable[Tag]) -> Iterator[Tag]:
    """The same tags, each EXIF one interpreted where its value does not speak for itself. Never raises."""
    kept = list(tags)
    groups: dict[str, dict[str, str]] = {}
    for tag in kept:
        groups.setdefault(tag.group, {}).setdefault(tag.name, tag.value)
    for tag in kept:
        words = tag.interpreted or meaning(tag.name, tag.value, groups[tag.group])
        yield replace(tag, interpreted="" if words == tag.value else words)


def meaning(name: str, value: str, siblings: Siblings) -> str:
    """What `value` of the field `name` means; empty where no more can be said than the value says."""
    try:
        return _meaning(name, value.strip(), siblings)
    except (ValueError, ArithmeticError):
        return ""


def _meaning(name: str, value: str, siblings: Siblings) -> str:
    if name in ENUMERATIONS:
        return _enumerated(name, value)
    if name in _TEXTS:
        return _TEXTS[name](value)
    found = numbers(value)
    if found and name in _MEASURES and len(found) == 1:
        return _MEASURES[name](found[0], siblings)
    if found and name in _LISTS:
        return _LISTS[name](found, siblings)
    if found and "/" in value:
        return " ".join(_decimal(number) for number in found)
    return _undefined(value) if "/0" in value else ""


def _enumerated(name: str, value: str) -> str:
    return ", ".join(filter(None, (_code_words(ENUMERATIONS[name], name, one.strip()) for one in value.split(","))))


def _code_words(words: Mapping[str, str], name: str, code: str) -> str:
    if code in words:
        return words[code]
    if name in HEXADECIMAL:
        if not re.fullmatch("[0-9a-f]{2}", code):
            return ""
        code = str(int(code, 16))
    elif code[:1].isalpha():
        return words.get(code[:1].upper(), "")
    return words.get(code) or (f"Unknown ({code})" if code.isdigit() else "")


def _decimal(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.10g}"


def _undefined(value: str) -> str:
    """Writers use a denominator of zero for "unknown", and over a numerator for "infinite"."""
    words = []
    for part in value.split(","):
        top, _, bottom = part.strip().partition("/")
        if bottom == "0":
            words.append("undef" if top == "0" else "inf")
        else:
            one = numbers(part)
            words.append(_decimal(one[0]) if one else part.strip())
    return " ".join(words)


def _seconds(seconds: float) -> str:
    if 0 < seconds < 0.25001:
        return f"1/{int(0.5 + 1 / seconds)} s"
    return f"{seconds:.1f}".removesuffix(".0") + " s"


def _shutter(apex: Fraction, _: Siblings) -> str:
    return _seconds(2.0 ** -float(apex)) if abs(apex) < MOST_APEX else ""


def _aperture(apex: Fraction, _: Siblings) -> str:
    return f"f/{sqrt(2.0) ** float(apex):.1f}" if abs(apex) < MOST_APEX else ""


def _f_number(number: Fraction, _: Siblings) -> str:
    return f"f/{float(number):.2f}" if 0 < number < 1 else f"f/{float(number):.1f}"


def _bias(number: Fraction, _: Siblings) -> str:
    return f"{float(number):+.2g} EV" if number else "0 EV"


def _distance(number: Fraction, _: Siblings) -> str:
    if number == UNKNOWN_DISTANCE:
        return "Unknown"
    return "Infinity" if number >= INFINITY else f"{_decimal(number)} m"


def _resolution(number: Fraction, siblings: Siblings) -> str:
    unit = {"2": " per inch", "3": " per cm"}.get(siblings.get("ResolutionUnit", ""), "")
    return f"{_decimal(number)}{unit}"


def _altitude(number: Fraction, siblings: Siblings) -> str:
    where = _enumerated("GPSAltitudeRef", siblings.get("GPSAltitudeRef", ""))
    return f"{_decimal(number)} m {where}".strip()


def _with_ref(ref: str) -> Callable[[Fraction, Siblings], str]:
    return lambda number, siblings: f"{_decimal(number)} {_enumerated(ref, siblings.get(ref, ''))}".strip()


def _angle(ref: str) -> Callable[[Fraction, Siblings], str]:
    return lambda number, siblings: f"{_decimal(number)}° {_enumerated(ref, siblings.get(ref, ''))}".strip()


def _coordinate(ref: str) -> Callable[[tuple[Fraction, ...], Siblings], str]:
    def words(parts: tuple[Fraction, ...], siblings: Siblings) -> str:
        if len(parts) > 3:
            return ""
        # Rounded once, as hundredths of a second, so that sixty seconds carry over into a minute.
        hundredths = round(sum(part / 60**place for place, part in enumerate(parts)) * 360_000)
        minutes, rest = divmod(abs(hundredths), 6_000)
        sign = "-" if hundredths < 0 else ""
        hemisphere = siblings.get(ref, "")[:1].upper()
        return f"{sign}{minutes // 60}° {minutes % 60}' {rest / 100:.2f}\" {hemisphere}".strip()

    return words


def _clock(parts: tuple[Fraction, ...], _: Siblings) -> str:
    if len(parts) != 3:
        return ""
    hour, minute, second = (float(part) for part in parts)
    return f"{hour:02.0f}:{minute:02.0f}:{second:06.3f}".removesuffix(".000") + " UTC"


def _dotted(parts: tuple[Fraction, ...], _: Siblings) -> str:
    return ".".join(_decimal(part) for part in parts)


def _lens(parts: tuple[Fraction, ...], _: Siblings) -> str:
    if len(parts) != 4:
        return ""
    short, long, wide, narrow = (_decimal(part) for part in parts)
    if wide == "0":
        return f"{short if short == long else f'{short}-{long}'} mm"
    return f"{short if short == long else f'{short}-{long}'} mm f/{wide if wide == narrow else f'{wide}-{narrow}'}"


def _version(value: str) -> str:
    """Four digits, the first two the major version: `0232` is 2.32."""
    if len(value) != 4 or not value.isdigit():
        return ""
    return f"{int(value[:2])}.{value[2:]}"


def _pattern(value: str) -> str:
    raw = bytes.fromhex(value)
    return pattern_words(raw) if len(raw) > 4 else ""


def _components(value: str) -> str:
    return components_words(bytes.fromhex(value)) if re.fullmatch("(0[0-6]){1,4}", value) else ""


_SUBSAMPLINGS = {
    "1,1": "YCbCr4:4:4",
    "2,1": "YCbCr4:2:2",
    "2,2": "YCbCr4:2:0",
    "1,2": "YCbCr4:4:0",
    "4,1": "YCbCr4:1:1",
    "4,2": "YCbCr4:1:0",
}
_TEXTS: Mapping[str, Callable[[str], str]] = {
    "ExifVersion": _version,
    "FlashPixVersion": _version,
    "InteroperabilityVersion": _version,
    "ComponentsConfiguration": _components,
    "CFAPattern": _pattern,
    "YCbCrSubSampling": lambda value: _SUBSAMPLINGS.get(value.replace(" ", ""), ""),
    "Flash": lambda value: flash_words(int(value)) if value.isdigit() else "",
}
_MEASURES: Mapping[str, Callable[[Fraction, Siblings], str]] = {
    "ExposureTime": lambda number, _: _seconds(float(number)),
    "ShutterSpeedValue": _shutter,
    "ApertureValue": _aperture,
    "MaxApertureValue": _aperture,
    "FNumber": _f_number,
    "ExposureBiasValue": _bias,
    "FocalLength": lambda number, _: f"{_decimal(number)} mm",
    "FocalLengthIn35mmFilm": lambda number, _: f"{_decimal(number)} mm" if number else "Unknown",
    "SubjectDistance": _distance,
    "XResolution": _resolution,
    "YResolution": _resolution,
    "GPSAltitude": _altitude,
    "GPSSpeed": _with_ref("GPSSpeedRef"),
    "GPSDestDistance": _with_ref("GPSDestDistanceRef"),
    "GPSTrack": _angle("GPSTrackRef"),
    "GPSImgDirection": _angle("GPSImgDirectionRef"),
    "GPSDestBearing": _angle("GPSDestBearingRef"),
    "GPSHPositioningError": lambda number, _: f"{_decimal(number)} m",
}
_LISTS: Mapping[str, Callable[[tuple[Fraction, ...], Siblings], str]] = {
    "GPSLatitude": _coordinate("GPSLatitudeRef"),
    "GPSLongitude": _coordinate("GPSLongitudeRef"),
    "GPSDestLatitude": _coordinate("GPSDestLatitudeRef"),
    "GPSDestLongitude": _coordinate("GPSDestLongitudeRef"),
    "GPSTimeStamp": _clock,
    "GPSVersionID": _dotted,
    "LensSpecification": _lens,
}
