"""Lengths, stretches of time, directions and chances in signs that read the same in every language."""

from datetime import timedelta

_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def metres(length: float) -> str:
    """A length to two or three digits, in `m` below a kilometre and `km` from there on: `640 m`, `4.2 km`."""
    if length < 1_000:
        return f"{round(length / 10) * 10 if length >= 100 else round(length)} m"
    if length < 10_000:
        return f"{length / 1_000:.1f} km"
    return f"{length / 1_000:.0f} km"


def stretch(time: timedelta) -> str:
    """A stretch of time rounded down to its two largest units: `412 d`, `3 d 4 h`, `5 h 12 min`, `40 s`."""
    seconds = abs(int(time.total_seconds()))
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    if days >= 100 or (days and not hours):
        return f"{days} d"
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def wind(degrees: float) -> str:
    """The nearest of eight compass points: `N`, `NE`, ... for degrees clockwise from north."""
    return _WINDS[round(degrees / 45) % 8]


def odds(chance: float) -> str:
    """A chance as `1 : n`, to two digits and never rounded towards rarer; `1 : 1` where nothing is ruled out."""
    if chance <= 0:
        return "0"
    against = int(min(1 / chance, 1e15))
    step = 10 ** max(0, len(str(against)) - 2)
    return f"1 : {against // step * step}"
