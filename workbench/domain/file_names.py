"""What a file's name says of where it came from and when, by the habits of cameras, telephones and platforms.

Anyone can rename a file: a name is a lead and no proof. Platforms that give away nothing but a random name are not
here, and neither are names that several unrelated programs give. Where two programs share a pattern both are named.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from workbench.domain.intervals import Interval, zoned
from workbench.domain.paths import last_part

LONGEST = 255
EARLIEST, LATEST = 1990, 2100
"""Years beyond which digits are no date."""


class Kind(StrEnum):
    """Whose habit a name is."""

    PLATFORM = "platform"
    CAMERA = "camera"
    SCREENSHOT = "screenshot"
    GENERATOR = "generator"


class Says(StrEnum):
    """What the time in a name is the time of, by the habit of the program that gave it."""

    TAKEN = "taken"
    RECEIVED = "received"
    """The day or moment on the clock of whoever sent, received, saved or exported it: after the taking."""
    UPLOADED = "uploaded"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One habit: who names files so, what kind of thing that is, and what its time means."""

    id: str
    kind: Kind
    sources: tuple[str, ...]
    form: re.Pattern[str]
    says: Says = Says.NOTHING
    when: Callable[[re.Match[str]], Interval | None] = lambda found: None


@dataclass(frozen=True, slots=True)
class SaidByName:
    """What one name says. `time` is None where it states none; where it states no zone it spans every zone in use."""

    pattern: str
    kind: Kind
    sources: tuple[str, ...]
    says: Says
    time: Interval | None


def said_by_name(untrusted_name: str) -> SaidByName | None:
    """The first pattern that the last part of a path fits, or None. Copies' ` (1)` and extensions do not matter."""
    name = last_part(untrusted_name)[:LONGEST]
    for pattern in PATTERNS:
        found = pattern.form.fullmatch(name)
        if found is None:
            continue
        try:
            time = pattern.when(found)
        except (ValueError, OverflowError):  # the digits are no date: it is not this habit
            continue
        if time is None and pattern.says:
            continue
        return SaidByName(pattern.id, pattern.kind, pattern.sources, pattern.says if time else Says.NOTHING, time)
    return None


_COPY = r"(?:[ _]?\(\d{1,3}\)|~\d{1,3}|-\d{1,2}| copy(?: \d+)?| - Copy)?"
_END = _COPY + r"\.[A-Za-z0-9]{2,5}"
_DAY = r"(?P<year>\d{4})[-_.]?(?P<month>\d\d)[-_.]?(?P<day>\d\d)"
_CLOCK = r"(?P<hour>\d\d)[-_.:]?(?P<minute>\d\d)[-_.:]?(?P<second>\d\d)"
_GAP = "[ \u00a0\u202f]"
"""macOS puts a narrow no-break space before AM and PM."""


def _named(form: str) -> re.Pattern[str]:
    return re.compile(form + _END, re.ASCII | re.IGNORECASE)


def _local(found: re.Match[str]) -> Interval:
    return _placed(found, zoned_in_utc=False)


def _utc(found: re.Match[str]) -> Interval:
    return _placed(found, zoned_in_utc=True)


def _placed(found: re.Match[str], zoned_in_utc: bool) -> Interval:
    part = found.groupdict()
    half = part.get("half")
    hour = int(part.get("hour") or 0)
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a twelve-hour clock")
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    year = int(part["year"])
    if not EARLIEST <= year <= LATEST:
        raise ValueError("no year of a photograph")
    start = datetime(
        year, int(part["month"]), int(part["day"]), hour, int(part.get("minute") or 0), int(part.get("second") or 0)
    )
    length = timedelta(seconds=1) if part.get("second") else timedelta(minutes=1) if part.get("hour") else timedelta(1)
    return zoned(start, start + length, UTC if zoned_in_utc else None)


def _epoch(found: re.Match[str]) -> Interval | None:
    """Milliseconds since 1970, as Java's clock counts them; only from 2005 on, since any 13 digits look alike."""
    milliseconds = int(found["epoch"])
    if not 1_104_537_600_000 <= milliseconds <= 4_102_444_800_000:
        return None
    return _second(milliseconds)


def _snowflake(found: re.Match[str]) -> Interval | None:
    """X's media names are the 64 bits of a media id (and more) in URL-safe Base64; its upper 42 bits count
    milliseconds since 1288834974657 (the published form of its ids). The tenth sign is A while fewer than 64 were
    given in one millisecond, which is always; without it any fifteen letters would do.
    """
    raw = base64.urlsafe_b64decode(found["media"] + "=")
    milliseconds = (int.from_bytes(raw[:8], "big") >> 22) + 1_288_834_974_657
    return _second(milliseconds) if raw[0] < 0x40 and milliseconds > 1_290_000_000_000 else None


def _second(milliseconds: int) -> Interval:
    start = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return Interval(start, start + timedelta(seconds=1))


def _pattern(
    id: str,
    kind: Kind,
    sources: str,
    form: str,
    says: Says = Says.NOTHING,
    when: Callable[[re.Match[str]], Interval | None] = _local,
) -> NamePattern:
    return NamePattern(id, kind, tuple(sources.split("|")), _named(form), says, when if says else lambda found: None)


_P, _C, _S, _G = Kind.PLATFORM, Kind.CAMERA, Kind.SCREENSHOT, Kind.GENERATOR
_R, _T, _U = Says.RECEIVED, Says.TAKEN, Says.UPLOADED
_HALF = rf"(?P<hour>\d{{1,2}})[.:](?P<minute>\d\d)[.:](?P<second>\d\d)(?:{_GAP}?(?P<half>[AaPp][Mm]))?"

PATTERNS: tuple[NamePattern, ...] = (
    _pattern("whatsapp-android", _P, "WhatsApp", rf"(?:IMG|STK)-{_DAY}-WA\d{{4}}", _R),
    _pattern("whatsapp-desktop", _P, "WhatsApp", rf"WhatsApp Image {_DAY} at {_HALF}(?:_[0-9a-f]{{8}})?", _R),
    _pattern("whatsapp-export", _P, "WhatsApp", rf"\d{{8}}-PHOTO-{_DAY}-{_CLOCK}", _R),
    _pattern("whatsapp-save", _P, "WhatsApp", rf"PHOTO-{_DAY}-{_CLOCK}", _R),
    _pattern("telegram-desktop", _P, "Telegram", rf"photo_{_DAY}_{_CLOCK}", _R),
    _pattern(
        "telegram-export",
        _P,
        "Telegram",
        rf"photo_\d{{1,7}}@(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{{4}})_{_CLOCK}(?:_thumb)?",
        _R,
    ),
    _pattern("telegram-cache", _P, "Telegram", r"-?\d{18,19}_1(?:09|15|19|20|21)"),
    _pattern("signal", _P, "Signal", rf"signal-{_DAY}-{_CLOCK}(?:-\d{{1,3}}){{0,2}}", _R),
    _pattern("viber", _P, "Viber", rf"(?:viber_image_|image-0-02-[0-9a-f]*){_DAY}_{_CLOCK}(?:-\d{{3}})?", _R),
    _pattern("facebook-android", _P, "Facebook", r"FB_IMG_(?P<epoch>\d{13})", _R, _epoch),
    _pattern("messenger", _P, "Facebook Messenger", r"received_-?\d{12,20}"),
    _pattern("meta-server", _P, "Facebook|Instagram", r"\d{6,18}_\d{9,20}_\d{9,20}_[a-z]"),
    _pattern(
        "x-server",
        _P,
        "X",
        r"(?P<media>(?-i:[A-Z][A-Za-z0-9_-]{8}A[A-Za-z0-9_-]{5}))(?:[-_.:](?:orig|large|medium|small))?",
        _U,
        _snowflake,
    ),
    _pattern("snapchat", _P, "Snapchat", r"Snapchat-\d{6,20}"),
    _pattern("android-screenshot-app", _S, "Android", rf"Screenshot_{_DAY}-{_CLOCK}(?:-\d{{1,3}})?_[A-Za-z0-9_.]+", _T),
    _pattern(
        "android-screenshot", _S, "Android", rf"Screenshot_{_DAY}[-_]{_CLOCK}(?:[-_]\d{{1,3}})?(?:_[^_]{{1,60}})?", _T
    ),
    _pattern("windows-screenshot", _S, "Windows", rf"Screenshot {_DAY} {_CLOCK}", _T),
    _pattern("windows-screenshot-numbered", _S, "Windows", r"Screenshot \(\d{1,5}\)"),
    _pattern(
        "macos-screenshot", _S, "macOS", rf"(?:Screenshot|Screen Shot|Bildschirmfoto) {_DAY} (?:at|um) {_HALF}", _T
    ),
    _pattern("gnome-screenshot", _S, "GNOME", rf"Screenshot from {_DAY} {_CLOCK}", _T),
    _pattern("ios-png", _S, "iOS", r"IMG_\d{4}(?=\.png$)"),
    _pattern(
        "ios-simulator-screenshot", _S, "iOS", rf"Simulator Screen(?: S|s)hot - .{{1,60}} - {_DAY} at {_CLOCK}", _T
    ),
    _pattern("chatgpt", _G, "ChatGPT", r"ChatGPT Image .{3,60}"),
    _pattern("dalle", _G, "DALL·E", r"DALL.?E \d{4}-\d\d-\d\d .{1,200}"),
    _pattern("gemini", _G, "Gemini", r"Gemini_Generated_Image_[a-z0-9]{6,40}"),
    _pattern("comfyui", _G, "ComfyUI", r"ComfyUI_(?:temp_[a-z]{3,8}_)?\d{5}_"),
    _pattern(
        "pixel", _C, "Google Pixel", rf"PXL_{_DAY}_{_CLOCK}(?:\d{{1,3}})?(?:[.~_-][A-Za-z0-9.~_-]{{1,40}})?", _T, _utc
    ),
    _pattern("android-motion", _C, "Android", rf"MVIMG_{_DAY}_{_CLOCK}(?:\d{{1,3}})?", _T),
    _pattern("android-saved", _C, "Android|Telegram|Instagram", rf"IMG_{_DAY}_{_CLOCK}_\d{{3}}", _T),
    _pattern("android-camera", _C, "Android", rf"IMG_{_DAY}_{_CLOCK}(?:_(?:HDR|Burst\d+|\d{{1,2}}))?", _T),
    _pattern(
        "google-camera-burst", _C, "Android", rf"\d{{5}}[A-Z]*_?[A-Z]*_?BURST{_DAY}{_CLOCK}\d{{0,3}}(?:_COVER)?", _T
    ),
    _pattern("samsung", _C, "Samsung", rf"{_DAY}_{_CLOCK}(?:_(?:HDR|Burst\d+|\d{{1,3}}))?", _T),
    _pattern("windows-phone", _C, "Windows Phone", rf"WP_{_DAY}_{_CLOCK}_[A-Za-z]+", _T),
    _pattern("dji", _C, "DJI", rf"DJI_{_DAY}{_CLOCK}_\d{{4}}_[A-Z]", _T),
    _pattern("dji-numbered", _C, "DJI", r"DJI_\d{4}"),
    _pattern("gopro", _C, "GoPro", r"G(?:OPR|P\d\d|\d{3})\d{4}"),
    _pattern("epoch", _C, "Android", r"(?P<epoch>\d{13})", _R, _epoch),
    _pattern("dcf", _C, "camera", r"(?:IMG_|DSC_|_DSC|DSC0|DSCF|DSCN|_MG_|IMGP|PICT|SAM_|CIMG|HPIM|P\d{3})\d{4}"),
)
"""In the order in which they are tried; the more particular come first. The times that WhatsApp, Telegram and Signal
write are the clock of the telephone or computer that received, saved or exported, in its own zone. Pixel
telephones write UTC. `FB_IMG_` and thirteen bare digits are milliseconds since 1970, UTC.
"""
