"""Whether two tools mean the same: their spellings differ, and so does what they round.

Equal are: texts with the same letters and digits; numbers equal to within half of the last digit that the reference
printed (whole numbers exactly; of `1/n`, one in a hundred); coordinates as degrees; dates and versions with the same
digits; a code and a reference's words for that code; a field of many bytes that both show as such;
a letter that the reference could not print, and any one letter. The value and its
interpretation are both tried: a person sees both.
"""

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from agreement_words import said

COORDINATES = re.compile(r"GPS(Dest)?(Latitude|Longitude)$")
VERSIONS = re.compile(r"Version(ID)?$")
OFFSETS = frozenset({"JPEGInterchangeFormat", "StripOffsets", "TileOffsets", "ExifInteroperabilityOffset"})
NOTHING = frozenset({"undef", "inf", "na", "unknown", "infinity", "nan", "none", ""})

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?:/-?\d+)?")
_BULK = re.compile(r"[\[(].*?(\d+) (bytes|values|components|entries)")
_MOMENT = re.compile(r"\d{4}([-:/])\d\d(?:\1\d\d(?:[T ]\d\d:\d\d.*)?)")


def same(name: str, text: str, value: str, interpreted: str, header: int = 0) -> bool:
    """Whether the reference's `text` for the field `name` means what is shown; `header` is where its EXIF starts."""
    shown = (value, interpreted) if interpreted else (value,)
    wanted = plain(text)
    if any(plain(one) == wanted for one in shown):
        return True
    if "\ufffd" in text and re.fullmatch(re.escape(text.strip()).replace("\ufffd", "."), value.strip(), re.DOTALL):
        return True
    if said(name, _code(value), wanted):
        return True
    if wanted in NOTHING and _is_nothing(value):
        return True
    if name in OFFSETS:
        return any(_offset(text, one, header) for one in shown)
    if COORDINATES.search(name):
        return any(_degrees(text, one) for one in shown)
    if VERSIONS.search(name):
        return any(_version(text) == _version(one) for one in shown)
    if _MOMENT.fullmatch(text.strip()) or _MOMENT.fullmatch(value.strip()):
        return _digits(text) == _digits(value)
    if _BULK.search(text):
        return bool(value) and (len(value) > 40 or bool(_BULK.search(value)) or value.count(",") > 2)
    if name == "ReferenceBlackWhite":  # one reference groups blacks and whites
        return sorted(_numbers(text)) == sorted(_numbers(value))
    if re.fullmatch(r"FocalPlane[XY]Resolution", name) and re.search(r"(cm|inches)$", text):  # and gives a pixel's size
        return any(0 not in (sizes := _numbers(one)) and _numbers_same(text, _inverse(sizes)) for one in shown)
    return any(_numbers_same(text, one) for one in shown)


def plain(text: str) -> str:
    """Letters and digits only, in one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _code(value: str) -> str:
    """The first code of a value; a field whose type has no number is shown as hex."""
    first = plain(value.split(",", 1)[0].split("/", 1)[0])
    return first.lstrip("0") or first[:1]


def _inverse(sizes: Sequence[Fraction]) -> str:
    return " ".join(str(1 / size) for size in sizes)


def _is_nothing(value: str) -> bool:
    parts = [part.strip() for part in value.split(",")]
    return all(re.fullmatch(r"-?\d+/0", part) or plain(part) in NOTHING for part in parts)


def _numbers(text: str) -> list[Fraction]:
    found = []
    for part in _NUMBER.findall(text.replace("f/", "")):
        top, _, bottom = part.partition("/")
        if bottom and int(bottom) == 0:
            return []
        found.append(Fraction(top) / (int(bottom) if bottom else 1))
    return found


def _numbers_same(text: str, shown: str) -> bool:
    wanted, got = _numbers(text), _numbers(shown)
    printed = _NUMBER.findall(text.replace("f/", ""))
    if not wanted or len(wanted) != len(got):
        return False
    return all(_close(one, other, spelling) for one, other, spelling in zip(wanted, got, printed, strict=True))


def _close(wanted: Fraction, got: Fraction, spelling: str) -> bool:
    if "/" in spelling:
        return abs(wanted - got) <= abs(wanted) / 100
    if wanted.denominator == 1 and got.denominator == 1:
        return wanted == got
    _, _, decimals = spelling.lower().partition("e")[0].partition(".")
    half = Fraction(1, 2 * 10 ** len(decimals)) if decimals else Fraction(1, 2)
    return abs(wanted - got) <= half + abs(wanted) / 10**6


def _degrees(text: str, shown: str) -> bool:
    wanted, got = _sum(_numbers(text)), _sum(_numbers(shown))
    if wanted is None or got is None:
        return False
    return abs(abs(wanted) - abs(got)) <= Fraction(1, 100_000)


def _sum(parts: Sequence[Fraction]) -> Fraction | None:
    if not 1 <= len(parts) <= 3:
        return None
    return sum((abs(part) / 60**place for place, part in enumerate(parts)), Fraction())


def _offset(text: str, shown: str, header: int) -> bool:
    """A position, counted from the start of the file by one tool, of the EXIF segment or block by others."""
    wanted, got = _numbers(text), _numbers(shown)
    if not wanted or len(wanted) != len(got):
        return False
    return {one - other for one, other in zip(wanted, got, strict=True)} <= {0, 6, header}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _version(text: str) -> str:
    """`0210`, `2.10` and `2.1` are one; so are 1.01 and 1.1 of JFIF, which one tool counts and the other spells."""
    if re.fullmatch(r"\d\.0\d", text):
        text = text.replace(".0", ".")
    return _digits(text).strip("0")
