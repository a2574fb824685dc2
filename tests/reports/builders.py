"""A report with something in every field, and a way to put a text into all of them."""

import dataclasses
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from tests import builders as build
from workbench.domain.claims import Claim, Exhibit, InformationGrade, SourceGrade
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Examination, Isolation, IsolationLevel, Refused, Tag
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.gazetteer import Division
from workbench.domain.known import Edit, MatchKind, Timing
from workbench.domain.reports import (
    BookCheckpoint,
    FoundMatch,
    GivenVerdict,
    HistoryLine,
    RefusedFile,
    Report,
    ReportedImage,
    ReportedLibrary,
)
from workbench.domain.surroundings import Surroundings, surroundings
from workbench.domain.verdicts import Confidence, Light, MediaReview, Pillar, PillarNote, Status, Verdict

JPEG = b"\xff\xd8\xff\xe0" + b"a picture that nobody decodes here"
NOTE = (
    "workbench.example/case/4f1c\n41\nMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n\n"
    "— workbench.example/case/4f1c Az3grmxpZ2h0IGFzIGEgZmVhdGhlciwgc2lnbmVkIGFsbCB0aGUgc2FtZQ==\n"
)


def report(*images: ReportedImage, **changes: Any) -> Report:
    """A report on strikes in Paktika with two claims that contradict each other and one image for both."""
    plain = Report(
        case_id="4f1c",
        case_title="Strikes of October",
        event=build.event(),
        claims=(
            Claim(
                "C1",
                "E1",
                "Ten civilians were killed in their homes.\nWe condemn this assault on our sovereignty.",
                "a spokesman in Kabul",
                SourceGrade.FAIRLY,
                InformationGrade.POSSIBLY_TRUE,
                "https://example.org/statement?id=1&lang=ps",
            ),
            Claim("C2", "E1", "Hideouts were hit; no civilian was.", "an unnamed official"),
        ),
        images=images or (image(),),
        refused=(RefusedFile("2025-10-11T05:00:00+00:00", "/card/broken.jpg", "ee" * 32, "source.missing", ()),),
        checkpoints=(BookCheckpoint("9a0b", "workbench.example/case/4f1c", 41, "30" * 32, NOTE, "77" * 32),),
        written_at="2025-10-12T09:30:00+00:00",
        written_by="first reviewer",
        program="workbench 0.1.0",
        exhibits=(Exhibit(build.SHA, "C1"), Exhibit(build.SHA, "C2")),
        libraries=(
            ReportedLibrary("lib1", "Older wars", True, 120, 4),
            ReportedLibrary("lib2", "Archive", False, 3_000),
            ReportedLibrary("lib3", "On a disk", True, code="library.not-there", facts=(("path", "/mnt/disk"),)),
        ),
    )
    return dataclasses.replace(plain, **changes)


def image(**changes: Any) -> ReportedImage:
    """An image that came twice, with findings on four pillars, three matches and four verdicts."""
    plain = ReportedImage(
        evidence=Evidence(build.SHA, 2_345_678, "image/jpeg"),
        arrivals=(
            ("2025-10-11T04:58:11+00:00", Arrival("/card/IMG_0001.JPG")),
            (
                "2025-10-11T05:10:00+00:00",
                Arrival(
                    "عکس_حمله.jpg",
                    "telegram",
                    "https://t.me/channel/41",
                    "a correspondent",
                    "2025-10-10T01:20:00+04:30",
                ),
            ),
        ),
        examination=examination(),
        findings=findings(),
        matches=(
            FoundMatch(build.match(), Timing.BEFORE),
            FoundMatch(
                build.match(
                    build.known_image("K2", "", source="an agency", note="not sure"),
                    MatchKind.SCENE,
                    id="m2",
                    edits=(Edit("edit.resaved"), Edit("edit.mirrored")),
                    false_match_odds=None,
                ),
                Timing.UNDATED,
            ),
            FoundMatch(
                build.match(build.known_image("K3", "2026"), MatchKind.EXACT, id="m3"),
                Timing.NOT_CERTAINLY_BEFORE,
                "It is another village.",
            ),
        ),
        verdicts=verdicts(),
        history=(
            HistoryLine(
                "9a0b/3", "2025-10-11T04:58:11+00:00", "first reviewer", "evidence.arrived", (("path", "/card"),)
            ),
            HistoryLine(
                "9a0b/9", "2025-10-11T06:00:00+00:00", "first reviewer", "verdict.given", (("status", "likely"),)
            ),
            HistoryLine("9a0b/10", "2025-10-11T06:01:00+00:00", "first reviewer", "something.new"),
        ),
        preview=JPEG,
        not_compared=(("lib1", 7),),
        surroundings=surrounded(),
    )
    return dataclasses.replace(plain, **changes)


def examination() -> Examination:
    return build.examination(
        *build.exif(DateTimeOriginal="2025:10:09 23:40:05", OffsetTimeOriginal="+04:30", Make="Canon", Model="EOS R6"),
        *build.exif("pillow", DateTime="0000:00:00 00:00:00", Software="GIMP 2.10", LensModel="RF24"),
        *build.gps_tags(build.STRUCK),
        Tag("xmp", "XMP", "xmp", "CreatorTool", "GIMP"),
        complete=False,
        isolation=Isolation(IsolationLevel.FULL, (("landlock", "abi 4"), ("seccomp", "allow-list"))),
        container={"progressive": "no", "frames": "1"},
        refused=(Refused("png-structure", "reader.failed"),),
        thumbnail=build.thumbnail(build.fingerprint()),
        fingerprints=(build.fingerprint(),),
    )


def surrounded() -> Surroundings:
    """A line of time with a narrowed time on it, a position between two countries, and the sun at both times."""
    afghanistan, pakistan = Division("AF", "Afghanistan", ("افغانستان",), "AF"), Division("PK", "Pakistan", (), "PK")
    around = dataclasses.replace(
        build.locality(afghanistan),
        town=build.locality(pakistan).nearby[0],
        countries=(afghanistan, pakistan),
        districts=(Division("AF.29.2908", "Surobi", ("سروبي",)),),
    )
    measured = build.examination(*build.exif(DateTimeOriginal="2025:10:09 23:40:05"), *build.gps_tags(build.STRUCK))
    arrivals = (Arrival("/card/IMG_20251009_234005.jpg"),)
    arrived = ("2025-10-11T04:58:11+00:00",)
    matches = (build.match(),)
    dossier = build.dossier(measured, arrivals=arrivals, arrived=arrived, localities=(around,), matches=matches)
    return surroundings(dossier, build.locality(afghanistan))


def findings() -> tuple[Finding, ...]:
    place = (("position", "32.904200,69.458900"), ("distance", "0 m"), ("direction", "N"), ("place", "Bermal"))
    return (
        Finding("gps.within", Basis.DERIVED, Bearing.SUPPORTS, place, "gps.within.caveat", Pillar.LOCATION),
        Finding(
            "match.like-before",
            Basis.DERIVED,
            Bearing.UNDERMINES,
            (("known", "K1.jpg"), ("match", "m1")),
            "match.like-before.caveat",
            Pillar.DATE,
        ),
        Finding("metadata.absent", Basis.OBSERVED, Bearing.NEUTRAL, (), "metadata.absent.caveat", Pillar.PROVENANCE),
        Finding("not.in-the-locale", Basis.INFERRED, Bearing.NEUTRAL, (("reader", "x"),), "", "no pillar"),
    )


def verdict(**changes: Any) -> Verdict:
    plain = Verdict(
        evidence=build.SHA,
        claim="C1",
        event="E1",
        status=Status.REFUTED,
        reviewer="first reviewer",
        reasons="The same photograph stood in a report of 2019.\nShadows and roof agree in every detail.",
        categories=frozenset({MediaReview.ORIGINAL, MediaReview.DECONTEXTUALIZED}),
        pillars=(
            PillarNote(Pillar.PROVENANCE, Light.GREEN, "The agency confirmed it."),
            PillarNote(Pillar.DATE, Light.RED, "Known since 2019."),
            PillarNote(Pillar.LOCATION, Light.AMBER),
        ),
        confidence=Confidence.HIGH,
        cites=("match.like-before", "m1", "capture.gone"),
        gap_reason="",
    )
    return dataclasses.replace(plain, **changes)


def verdicts() -> tuple[GivenVerdict, ...]:
    first = verdict(status=Status.VERIFIED, reasons="It looks right.", gap_reason="Nobody could be asked.", cites=())
    return (
        GivenVerdict("9a0b/8", "2025-10-11T05:30:00+00:00", "first reviewer", first, True),
        GivenVerdict("9a0b/9", "2025-10-11T06:00:00+00:00", "first reviewer", verdict(), group="d3c1"),
        GivenVerdict(
            "77c1/2",
            "2025-10-11T07:00:00+00:00",
            "second reviewer",
            verdict(status=Status.LIKELY, reviewer="second reviewer"),
        ),
        GivenVerdict(
            "9a0b/12", "2025-10-11T08:00:00+00:00", "first reviewer", verdict(claim="C9", categories=frozenset())
        ),
    )


def with_texts(value: Any, write: Callable[[str, str], str], path: str = "report") -> Any:
    """The same value with every text in it, wherever it stands, replaced by what `write` makes of its path and it."""
    match value:
        case Enum() | None | bool() | int() | float() | bytes():
            return value
        case str():
            return write(path, value)
        case tuple():
            return tuple(with_texts(inner, write, f"{path}[]") for inner in value)
        case Mapping():
            return {write(f"{path}.key", key): write(f"{path}.value", inner) for key, inner in value.items()}
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return dataclasses.replace(
            value, **{f.name: with_texts(getattr(value, f.name), write, f"{path}.{f.name}") for f in fields}
        )
    return value
