"""Numbers as a tag's text gives them: `n/d` or decimal, joined by commas."""

import re
from fractions import Fraction

_NUMBER = re.compile(r"(-?\d{1,12})(?:/(-?\d{1,12})|\.(\d{1,12}))?", re.ASCII)
_LONGEST_VALUE = 200
_MOST_NUMBERS = 16


def numbers(text: str) -> tuple[Fraction, ...] | None:
    """The numbers of a tag's value, `n/d` or decimal, joined by commas; None where one is no number.

    A denominator of zero, which Exif writers use for "unknown", is no number.
    """
    if len(text) > _LONGEST_VALUE:
        return None
    parts = text.strip().strip("[]()").split(",")
    if len(parts) > _MOST_NUMBERS:
        return None
    found = [_number(part.strip()) for part in parts]
    return tuple(number for number in found if number is not None) if None not in found else None


def _number(text: str) -> Fraction | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    if found[2] is not None and int(found[2]) == 0:
        return None
    return Fraction(text) if found[2] is None or int(found[2]) > 0 else Fraction(-int(found[1]), -int(found[2]))
