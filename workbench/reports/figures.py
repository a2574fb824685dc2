"""Numbers of a report as text."""

import math


def size(count: int) -> str:
    """Bytes, and from 1 KiB on the larger unit beside them: `1,234,567 bytes (1.2 MiB)`."""
    plain = f"{count:,} bytes"
    for unit, bytes_in_it in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if count >= bytes_in_it:
            return f"{plain} ({count / bytes_in_it:.1f} {unit})"
    return plain


def share(part: float) -> str:
    """A share of 1 as a percentage; `?` where it is no number."""
    return f"{part * 100:.0f} %" if math.isfinite(part) else "?"


def one_in(chance: float) -> str:
    """The n of `1 in n`, to two digits and rounded towards the likelier; `?` where `chance` is none above 0."""
    if not (math.isfinite(chance) and 0 < chance <= 1):
        return "?"
    against = int(min(1 / chance, 1e15))
    step = int(10 ** max(0, len(str(against)) - 2))
    return f"{against // step * step:,}"
