"""One spelling for EXIF, so that two readers of the same bytes can be compared field by field.

Names and types are those of EXIF 2.32 (CIPA DC-008) as Pillow's tables have them. Values: integers and floats
joined by `, `; rationals as `n/d` in lowest terms (a denominator of 0 stays), since one of the readers reduces
them before anyone can look; text up to its first NUL; bytes as text where they are printable ASCII, else as hex.
"""

from collections.abc import Sequence, Sized
from math import gcd

from PIL import ExifTags

LONG = 1_000
"""From this many values on only their number is given: one of the readers does not read longer lists."""
SHOWN_BYTES = 64

BYTE, ASCII, UNDEFINED = 1, 2, 7
USER_COMMENT = 0x9286
UNICODE, JIS = b"UNICODE\0", b"JIS\0\0\0\0\0"
ASCII_CODE, NO_CODE = b"ASCII\0\0\0", b"\0" * 8
XP_TAGS = range(0x9C9B, 0x9CA0)
"""Windows' title, comment, author, keywords and subject: UTF-16 in bytes."""

_STANDARD = {0x0201: "JPEGInterchangeFormat", 0x0202: "JPEGInterchangeFormatLength", 0xA005: "InteroperabilityOffset"}
_INTEROPERABILITY = {0x0001: "InteroperabilityIndex", 0x0002: "InteroperabilityVersion"}


def field_name(group: str, tag: int) -> str:
    """The field's standard name in its group; `0x1234` for one that no table knows."""
    if group == "GPS":
        name = ExifTags.GPSTAGS.get(tag)
    elif group == "Interoperability":
        name = _INTEROPERABILITY.get(tag) or ExifTags.TAGS.get(tag)
    else:
        name = _STANDARD.get(tag) or ExifTags.TAGS.get(tag)
    return name or f"0x{tag:04X}"


def numbers_text(values: Sequence[object]) -> str:
    """Numbers joined by `, `; anything with a numerator and a denominator as a fraction in lowest terms."""
    return ", ".join(_number_text(value) for value in values)


def ascii_text(raw: bytes) -> str:
    """A text field: up to the first NUL, as UTF-8 or else Latin-1, without blanks at its end."""
    raw = raw.split(b"\0", 1)[0]
    try:
        return raw.decode("utf-8").rstrip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").rstrip()


def bytes_text(tag: int, kind: int, raw: bytes) -> str:
    """A field of bytes: a comment or Windows text decoded; else numbers, ASCII or hex, as its type has it."""
    if tag == USER_COMMENT or (kind == UNDEFINED and raw[:8] in (ASCII_CODE, UNICODE, JIS)):
        return _comment(raw)
    if tag in XP_TAGS:
        return raw.decode("utf-16-le", "replace").split("\0", 1)[0].rstrip()
    if len(raw) >= LONG:
        return long_text(len(raw))
    if kind == BYTE:
        return numbers_text(list(raw))
    text = raw.strip(b"\0")
    if text and all(32 <= byte < 127 for byte in text):
        return text.decode("ascii").rstrip()
    return raw[:SHOWN_BYTES].hex() + ("…" if len(raw) > SHOWN_BYTES else "")


def size_text(block: object) -> str:
    """What is shown of a block that is not opened here."""
    return f"({len(block)} bytes)" if isinstance(block, Sized) else ""


def long_text(count: int) -> str:
    return f"({count} values)"


def _number_text(value: object) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, int | float):
        return str(value)
    top, bottom = getattr(value, "numerator", None), getattr(value, "denominator", None)
    if not isinstance(top, int) or not isinstance(bottom, int):
        return str(value)
    if bottom < 0:
        top, bottom = -top, -bottom
    divisor = gcd(top, bottom) if bottom else 1
    return f"{top // divisor}/{bottom // divisor}"


def _comment(raw: bytes) -> str:
    """UserComment, GPSProcessingMethod, GPSAreaInformation: eight bytes name the character code, the text follows."""
    code, text = raw[:8], raw[8:]
    if code == UNICODE:
        return text.decode(_utf_16(text), "replace").lstrip("\ufeff").split("\0", 1)[0].strip()
    if code == JIS:
        try:
            return text.split(b"\0", 1)[0].decode("iso2022_jp").strip()
        except UnicodeDecodeError:
            return ascii_text(text)
    return ascii_text(text) if code in (ASCII_CODE, NO_CODE) else ascii_text(raw)


def _utf_16(text: bytes) -> str:
    """The byte order is the file's, or the writer's whim; in any one script the upper bytes vary less."""
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16-le" if text[:1] == b"\xff" else "utf-16-be"
    return "utf-16-be" if len(set(text[0:LONG:2])) < len(set(text[1:LONG:2])) else "utf-16-le"
