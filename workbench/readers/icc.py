"""ICC profiles: which device or colour space the pixels are said to be of, and when the profile was made.

ICC.1:2022 (and ICC.1:2001-04 for `desc`): header in section 7.2, tag table in 7.3, types in section 10.
Names are ExifTool's.
"""

import struct
from collections.abc import Iterator

from workbench.domain.examinations import Limits, Tag
from workbench.readers.icc_names import (
    CLASSES,
    COMPANIES,
    ILLUMINANTS,
    INTENTS,
    MEASUREMENTS,
    PLATFORMS,
    TAGS,
    TECHNOLOGIES,
)
from workbench.readers.metadata_blocks import metadata_blocks
from workbench.readers.reading import Reading, bounded

HEADER, ENTRIES_READ, LANGUAGES_READ = 128, 100, 50
ENTRY_BYTES, TEXT_BYTES = 2**16, 2**13
"""How much of one entry and of one text is looked at."""

Field = tuple[str, str, str]
"""Name, value and what the value means."""


class IccReader:
    name = "icc"
    tool = ("icc-profile", "1")

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """Tags of family ICC, in the groups Header and Profile; none where no profile is embedded.

        The fact `icc-incomplete` says that segments of a JPEG's profile are missing.
        """
        blocks = metadata_blocks(untrusted, limits)
        tags = [Tag(self.name, "ICC", "Header", *one) for one in _header(blocks.icc)]
        tags += [Tag(self.name, "ICC", "Profile", *one) for one in _entries(blocks.icc)]
        return bounded(tags, limits, {} if blocks.icc_whole or not blocks.icc else {"icc-incomplete": "yes"})


def _header(profile: bytes) -> Iterator[Field]:
    if len(profile) < HEADER:
        return
    yield "ProfileCMMType", *_company(profile[4:8])
    yield "ProfileVersion", f"{profile[8]}.{profile[9] >> 4}.{profile[9] & 15}", ""
    kind = _signature(profile[12:16])
    yield "ProfileClass", kind, CLASSES.get(kind, "")
    yield "ColorSpaceData", _signature(profile[16:20]), ""
    yield "ProfileConnectionSpace", _signature(profile[20:24]), ""
    yield "ProfileDateTime", "{:04}:{:02}:{:02} {:02}:{:02}:{:02}".format(*struct.unpack_from(">6H", profile, 24)), ""
    yield "ProfileFileSignature", _signature(profile[36:40]), ""
    platform = _signature(profile[40:44])
    yield "PrimaryPlatform", platform, PLATFORMS.get(platform, "")
    (flags,) = struct.unpack_from(">I", profile, 44)
    embedded, bound = "Embedded" if flags & 1 else "Not Embedded", "Not Independent" if flags & 2 else "Independent"
    yield "CMMFlags", str(flags), f"{embedded}, {bound}"
    yield "DeviceManufacturer", *_company(profile[48:52])
    yield "DeviceModel", _signature(profile[52:56]), ""
    yield "DeviceAttributes", profile[56:64].hex(), _attributes(profile[63])
    (intent,) = struct.unpack_from(">I", profile, 64)
    yield "RenderingIntent", str(intent), INTENTS.get(intent, "")
    yield "ConnectionSpaceIlluminant", _xyz(profile[68:80]), ""
    yield "ProfileCreator", *_company(profile[80:84])
    yield "ProfileID", profile[84:100].hex() if any(profile[84:100]) else "0", ""


def _entries(profile: bytes) -> Iterator[Field]:
    (count,) = struct.unpack_from(">I", profile, HEADER) if len(profile) >= HEADER + 4 else (0,)
    for index in range(min(count, ENTRIES_READ)):
        entry = profile[HEADER + 4 + 12 * index : HEADER + 16 + 12 * index]
        if len(entry) < 12:
            return
        signature = _signature(entry[:4])
        offset, size = struct.unpack(">II", entry[4:])
        data = profile[offset : offset + min(size, ENTRY_BYTES)]
        name = TAGS.get(signature)
        if name is None or len(data) < 8:
            continue
        try:
            yield from _entry(name, data, size)
        except struct.error:
            continue


def _entry(name: str, data: bytes, size: int) -> Iterator[Field]:
    kind = data[:4]
    if kind == b"desc":
        (length,) = struct.unpack_from(">I", data, 8)
        yield name, _ascii(data[12 : 12 + min(length, TEXT_BYTES)]), ""
    elif kind == b"mluc":
        yield from _languages(name, data)
    elif kind == b"text":
        yield name, _ascii(data[8:]), ""
    elif kind == b"XYZ ":
        yield name, _xyz(data[8:20]), ""
    elif kind == b"sig ":
        signature = _signature(data[8:12])
        yield name, signature, TECHNOLOGIES.get(signature, "")
    elif kind == b"meas":
        observer, backing, geometry, flare, light = struct.unpack_from(">I12sIII", data, 8)
        yield "MeasurementObserver", str(observer), MEASUREMENTS["observer"].get(observer, "")
        yield "MeasurementBacking", _xyz(backing), ""
        yield "MeasurementGeometry", str(geometry), MEASUREMENTS["geometry"].get(geometry, "")
        yield "MeasurementFlare", f"{100 * flare / 65536:.3g}%", ""
        yield "MeasurementIlluminant", str(light), ILLUMINANTS.get(light, "")
    elif kind == b"view":
        yield "ViewingCondIlluminant", _xyz(data[8:20]), ""
        yield "ViewingCondSurround", _xyz(data[20:32]), ""
        (light,) = struct.unpack_from(">I", data, 32)
        yield "ViewingCondIlluminantType", str(light), ILLUMINANTS.get(light, "")
    elif kind == b"sf32":
        numbers = struct.unpack_from(f">{min(9, (len(data) - 8) // 4)}i", data, 8)
        yield name, " ".join(_fixed(number) for number in numbers), ""
    else:
        yield name, f"({size} bytes)", ""


def _languages(name: str, data: bytes) -> Iterator[Field]:
    """A text in several languages: the first as the field, the others with their language behind the name."""
    count, width = struct.unpack_from(">II", data, 8)
    for index in range(min(count, LANGUAGES_READ)):
        language, country, length, offset = struct.unpack_from(">2s2sII", data, 16 + index * max(width, 12))
        text = data[offset : offset + min(length, TEXT_BYTES)].decode("utf-16-be", "replace").split("\0", 1)[0]
        code = f"{_signature(language)}-{_signature(country)}".strip("-")
        yield (name if not index else f"{name}-{code}"), text, ""


def _company(raw: bytes) -> tuple[str, str]:
    signature = _signature(raw)
    return signature, COMPANIES.get(signature, "")


def _attributes(bits: int) -> str:
    words = (("Reflective", "Transparency"), ("Glossy", "Matte"), ("Positive", "Negative"), ("Color", "B&W"))
    return ", ".join(pair[bits >> place & 1] for place, pair in enumerate(words))


def _signature(raw: bytes) -> str:
    return _ascii(raw).strip()


def _ascii(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("latin-1").rstrip()


def _xyz(raw: bytes) -> str:
    return " ".join(_fixed(number) for number in struct.unpack_from(">3i", raw))


def _fixed(number: int) -> str:
    """s15Fixed16Number to five decimals."""
    return f"{number / 65536:.5f}".rstrip("0").rstrip(".")
