"""Lengths, stretches of time, directions and chances in signs that read the same in every language."""

from datetime import timedelta

from workbench.domain.intervals import Interval

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


def when(interval: Interval) -> str:
    """An interval as two moments, or as its first and last day where it is made of whole days; `~` where it was
    widened for want of a zone: `2018-06-01 – 2018-06-30 UTC+02:00`."""
    start, end = interval.start, interval.end
    mark = "" if interval.zone_stated else " ~"
    if f"{start:%H%M%S}{end:%H%M%S}" == "000000000000" and start.tzinfo == end.tzinfo and end > start:
        days = dict.fromkeys((f"{start:%Y-%m-%d}", f"{end - timedelta(days=1):%Y-%m-%d}"))
        return f"{' – '.join(days)} {start:%Z}{mark}"
    return f"{start:%Y-%m-%d %H:%M %Z} – {end:%Y-%m-%d %H:%M %Z}{mark}"


def wind(degrees: float) -> str:
    """The nearest of eight compass points: `N`, `NE`, ... for degrees clockwise from north."""
    return _WINDS[round(degrees / 45) % 8]


def degrees(angle: float) -> str:
    """An angle to a whole degree, with a proper minus: `−12°`."""
    whole = round(angle)
    return f"{'−' if whole < 0 else ''}{abs(whole)}°"


def angles(one: float, other: float) -> str:
    """Two angles with an ellipsis between, or one where they are the same to a whole degree: `−3° … 5°`."""
    return " … ".join(dict.fromkeys((degrees(one), degrees(other))))


def odds(chance: float) -> str:
    """A chance as `1 : n`, to two digits and never rounded towards rarer; `1 : 1` where nothing is ruled out."""
    if chance <= 0:
        return "0"
    against = int(min(1 / chance, 1e15))
    step = 10 ** max(0, len(str(against)) - 2)
    return f"1 : {against // step * step}"
