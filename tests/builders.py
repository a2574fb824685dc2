"""Plausible objects of the domain, each field of which a test may replace."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workbench.domain.claims import Event
from workbench.domain.dossiers import Dossier
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Examination, Fingerprint, Isolation, IsolationLevel, Tag, Thumbnail
from workbench.domain.gazetteer import Division, Locality, NamedPlace, Nearby
from workbench.domain.intervals import parse_interval
from workbench.domain.known import KnownImage, Match, MatchKind
from workbench.domain.places import Place, Point, Precision
from workbench.domain.refusals import Refusal

SHA = "ab" * 32
STRUCK = Point(32.9042, 69.4589)


def examination(*tags: Tag, **changes: Any) -> Examination:
    """A complete JPEG of 4000 x 3000 without metadata, but for `tags`."""
    plain = Examination(
        sha256=SHA,
        media_type="image/jpeg",
        format="JPEG",
        width=4000,
        height=3000,
        orientation=1,
        complete=True,
        recipe="1",
        isolation=Isolation(IsolationLevel.FULL),
        tools={"pillow": "13.0.0"},
        tags=tags,
    )
    return replace(plain, **changes)


def exif(*readers: str, **values: str) -> tuple[Tag, ...]:
    """EXIF tags by name, as each of `readers` (default both) would emit them."""
    return tuple(
        Tag(reader, "EXIF", _group(name), name, value)
        for reader in readers or ("exifread", "pillow")
        for name, value in values.items()
    )


def _group(name: str) -> str:
    if name.startswith("GPS"):
        return "GPS"
    return "Image" if name in ("Make", "Model", "Software", "DateTime", "Orientation", "XResolution") else "EXIF"


def gps_tags(point: Point, *readers: str, **more: str) -> tuple[Tag, ...]:
    """The position as a phone writes it: degrees, minutes and hundredths of seconds."""
    return exif(
        *readers,
        GPSLatitude=_sexagesimal(point.latitude),
        GPSLatitudeRef="N" if point.latitude >= 0 else "S",
        GPSLongitude=_sexagesimal(point.longitude),
        GPSLongitudeRef="E" if point.longitude >= 0 else "W",
        **more,
    )


def _sexagesimal(degrees: float) -> str:
    hundredths = round(abs(degrees) * 360_000)
    return f"{hundredths // 360_000}/1, {hundredths // 6_000 % 60}/1, {hundredths % 6_000}/100"


def event(when: str = "2025-10-09T22:00:00+04:30/2025-10-10T02:00:00+04:30", **place: Any) -> Event:
    """Strikes at a place in Paktika known to within a kilometre."""
    where = Place("Bermal", STRUCK, Precision.LOCALITY)
    return Event("E1", "Strikes in Paktika", parse_interval(when), replace(where, **place))


def locality(country: Division, point: Point = STRUCK) -> Locality:
    """A kilometre north of Barmal, in Paktika by the nearest place's word."""
    paktika = Division("AF.29", "Paktika", ("پکتیکا",), "AF-PKA")
    place = NamedPlace("Barmal", ("برمل",), Point(32.8952, 69.4589), 0, country, paktika)
    return Locality(point, 100.0, (Nearby(place, 1_000.0, 0.0),), None, (country,), (paktika,), ())


def known_image(name: str = "K1", first_known: str = "2019-05", **changes: Any) -> KnownImage:
    when = parse_interval(first_known) if first_known else None
    return replace(KnownImage(name, "cd" * 32, f"{name}.jpg", when, "Aleppo"), **changes)


def match(known: KnownImage | None = None, kind: MatchKind = MatchKind.WHOLE, **changes: Any) -> Match:
    same = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    plain = Match("m1", known or known_image(), "older wars", kind, same, (), 1.0, 1.0, 0.97, 0.0005)
    return replace(plain, **changes)


def fingerprint(bits: int = 0, kind: str = "phash", variant: str = "as-is", **changes: Any) -> Fingerprint:
    digits = 64 if kind == "pdq" else 16
    return replace(Fingerprint(kind, variant, f"{bits:0{digits}x}", 90, "1; test"), **changes)


def thumbnail(*fingerprints: Fingerprint) -> Thumbnail:
    return Thumbnail(160, 120, fingerprints)


def dossier(measured: Examination | None = None, **changes: Any) -> Dossier:
    """Evidence with one arrival, offered for `event()`, without matches."""
    measured = measured or examination()
    evidence = Evidence(measured.sha256, 2_000_000, measured.media_type)
    plain = Dossier(evidence, (Arrival("/card/IMG_0001.JPG"),), measured, event())
    return replace(plain, **changes)


def outcome(call: Callable[[], Any]) -> Any:
    """What a call returns, or the refusal that it raises."""
    try:
        return call()
    except Refusal as refusal:
        return refusal
