"""The map's sheets as they ship, and what a damaged one is met with."""

import gzip
import json
from array import array
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import outcome
from workbench.assets import map_sheet, resources
from workbench.domain.places import Point
from workbench.domain.refusals import Refusal
from workbench.domain.world_map import LineKind, MapSheet, read_sheet

SHEETS = ("world", "region", "close", "provinces", "claims")


@cache
def sheet(name: str) -> MapSheet:
    return map_sheet(resources() / "map", name)


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "province", "division"),
    [
        ("Khost", 33.3395, 69.9204, "Khost", "AF.37"),
        ("Sharana", 33.1757, 68.7304, "Paktika", "AF.29"),
        ("Barmal", 32.8952, 69.4589, "Paktika", "AF.29"),
        ("Gardez", 33.5974, 69.2259, "Paktia", "AF.36"),
        ("Asadabad", 34.8742, 71.1528, "Kunar", "AF.34"),
        ("Bazarak", 35.3129, 69.5152, "Panjshir", "AF.42"),
        ("Nili", 33.7218, 66.1302, "Daykundi", "AF.41"),
        ("Charikar", 35.0131, 69.1714, "Parwan", "AF.40"),
        ("Miranshah, once in the tribal areas", 33.0012, 70.0704, "Khyber Pakhtunkhwa", "PK.03"),
        ("Peshawar", 34.008, 71.5785, "Khyber Pakhtunkhwa", "PK.03"),
        ("Quetta", 30.1834, 66.9987, "Balochistan", "PK.02"),
    ],
)
def test_known_places_lie_in_their_provinces(
    place: str, latitude: float, longitude: float, province: str, division: str
) -> None:
    area = sheet("provinces").area_at(Point(latitude, longitude))
    assert area, place
    assert (area.name, area.division, area.disputed) == (province, division, False), place


@pytest.mark.parametrize(
    ("latitude", "longitude", "country"),
    [
        (33.3395, 69.9204, "Afghanistan"), (33.0012, 70.0704, "Pakistan"), (49.99, 36.23, "Ukraine"),
        (66.0, -172.0, "Russia"), (66.0, 177.0, "Russia"), (60.0, 100.0, "Russia"),
        (64.0, -150.0, "United States of America"),
        (0.0, -30.0, None), (42.0, 51.0, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("scale", ["world", "region", "close"])
def test_countries_hold_what_lies_in_them_on_both_sides_of_the_180th_meridian(
    scale: str, latitude: float, longitude: float, country: str | None
) -> None:
    area = sheet(scale).area_at(Point(latitude, longitude))
    assert (area.name if area else None) == country


def test_what_is_disputed_is_drawn_as_such_and_named() -> None:
    named = {line.name for line in sheet("close").lines() if line.kind is LineKind.DISPUTED}
    assert {"Line of Control (India, Pakistan)", "Line of Actual Control (China, India)", "Crimea (Russia, Ukraine)",
            "Golan Heights (Israel, Syria)", "Kosovo (Serbia)"} <= named  # fmt: skip
    claims = list(sheet("claims").lines())
    assert all(line.kind is LineKind.DISPUTED and line.name for line in claims)
    assert {"Ukrainian claim (Ukraine)", "Indian claim (Pakistan)", "Pakistani claim (India)"} <= {
        line.name for line in claims
    }
    assert all(line.name == "" for line in sheet("close").lines() if line.kind is not LineKind.DISPUTED)
    crimea = sheet("provinces").area_at(Point(44.95, 34.1))
    assert crimea
    assert crimea.disputed


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_lies_within_the_world_and_is_closed(name: str) -> None:
    read = sheet(name)
    for line in read.lines():
        box = line.path.box
        assert -180 * read.unit <= box.west <= box.east <= 180 * read.unit
        assert -90 * read.unit <= box.south <= box.north <= 90 * read.unit
        assert len(line.path.xs) == len(line.path.ys) >= 2
    for cell in read.land():
        for ring in cell:
            assert (ring.xs[0], ring.ys[0]) == (ring.xs[-1], ring.ys[-1])


def test_the_map_is_small() -> None:
    sizes = [(resources() / "map" / f"{name}.gz").stat().st_size for name in SHEETS]
    assert sum(sizes) < 3_000_000


LINE = {"kind": [0], "name": [0], "points": [4], "x": [100], "y": [100]}
AREA = {
    "name": [1],
    "country": [0],
    "division": [0],
    "disputed": [0],
    "x": [120],
    "y": [110],
    "wide": [40],
    "count": [1],
}


def packed(body: bytes = b"", line: Mapping[str, Any] | None = None, area: Mapping[str, Any] | None = None,
           **changes: Any) -> bytes:  # fmt: skip
    """A sheet with a triangle that is land and a country, or something like it."""
    header: Mapping[str, Any] = {
        "format": 1, "unit": 10, "cell": 20, "steps": 6, "names": ["", "Land"], "lines": LINE | dict(line or {}),
        "land": {"column": [0], "row": [0], "points": [4], "x": [100], "y": [100]},
        "areas": AREA | dict(area or {}), "enclosed": [0],
    } | changes  # fmt: skip
    steps = array("h", [60, -60, 0, 60, -60, 0, 0, 60, -60, 0, 60, -60])
    return gzip.compress(json.dumps(header).encode() + b"\n" + (body or steps.tobytes()))


def test_a_sheet_is_read_back() -> None:
    read = read_sheet("small", packed())
    assert list(read.outlines[0].xs) == [100, 160, 100, 100]
    found = read.area_at(Point(11.0, 11.0))
    assert found
    assert found.name == "Land"
    assert read.area_at(Point(15.9, 15.9)) is None


@pytest.mark.parametrize(
    "bad",
    [
        b"", b"no archive", gzip.compress(b"{}\n"), gzip.compress(b"no line"), packed()[:-12],
        gzip.compress(b"0" * 17_000_000), packed(format=2), packed(steps=7), packed(unit=0), packed(names=[""]),
        packed(b"\0\0" * 11), packed(line={"kind": [9]}), packed(line={"x": [1_900]}), packed(line={"y": [900]}),
        packed(line={"points": [1]}), packed(line={"points": [9]}), packed(line={"points": []}),
        packed(line={"name": [7]}), packed(line={"name": [0, 0]}), packed(line={"kind": [0, 0]}), packed(lines={}),
        packed(lines=[]), packed(land=3), packed(area={"count": [0]}), packed(area={"count": [2]}),
        packed(area={"name": [5]}), packed(area={"name": [-1]}), packed(area={"wide": []}), packed(enclosed=[1]),
        packed(enclosed=[-1]), packed(enclosed=[]), packed(names=3),
    ],
)  # fmt: skip
def test_a_damaged_sheet_is_refused_by_name(bad: bytes) -> None:
    refusal = outcome(lambda: read_sheet("small", bad))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, dict(refusal.facts)) == ("map.damaged", {"sheet": "small"})


@given(st.data())
def test_no_damage_does_more_than_be_refused(data: st.DataObject) -> None:
    whole = bytearray(gzip.decompress(packed()))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = outcome(lambda: read_sheet("small", gzip.compress(bytes(whole))))
    assert isinstance(found, MapSheet) or found.code == "map.damaged"


def test_a_sheet_that_is_not_there_is_said_to_be_missing() -> None:
    refusal = outcome(lambda: map_sheet(resources() / "map", "moon"))
    assert refusal.code == "map.missing"
