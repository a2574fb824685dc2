"""Places by name: the search itself on made-up places, and the shipped table."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.assets import resources
from workbench.domain.gazetteer import (
    FARTHEST_M,
    NEARBY,
    Division,
    NamedPlace,
    PlaceTable,
    read_gazetteer,
)
from workbench.domain.places import Point, bearing_degrees, distance_m
from workbench.domain.refusals import Refusal

HERE, THERE = Division("AA", "Here"), Division("BB", "There")
POINTS = st.builds(Point, st.floats(-89, 89), st.floats(-180, 180))


def place(name, point, country=HERE, people=0):
    return NamedPlace(name, (), point, people, country, Division(f"{country.code}.{name[0]}", f"Province {name[0]}"))


@cache
def shipped():
    folder = resources() / "gazetteer"
    return read_gazetteer(*((folder / name).read_text("utf-8") for name in ("divisions.tsv", "places.tsv")))


def every_division():
    lines = (resources() / "gazetteer" / "divisions.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines]


@given(st.lists(POINTS, min_size=1, max_size=12), POINTS, st.floats(0, 50_000))
def test_the_nearest_come_first_and_none_is_missed(points, point, error_m):
    found = PlaceTable([place(f"P{n}", one) for n, one in enumerate(points)]).locate(point, error_m)
    lengths = sorted(distance_m(one, point) for one in points)
    if lengths[0] > FARTHEST_M + error_m:
        assert not found.nearby
        assert not found.provinces
        return
    assert [one.distance_m for one in found.nearby] == pytest.approx(
        [length for length in lengths if length <= 2 * FARTHEST_M + 3 * error_m][:NEARBY]
    )
    first = found.nearby[0]
    assert first.bearing_degrees == bearing_degrees(first.place.point, point)


def test_a_border_between_two_places_leaves_both_in_question():
    table = PlaceTable([place("A", Point(33, 69)), place("B", Point(33.2, 69), THERE)])
    close, between = table.locate(Point(33.01, 69)), table.locate(Point(33.09, 69))
    assert [one.name for one in close.provinces] == ["Province A"]
    assert [one.name for one in between.countries] == ["Here", "There"]
    assert [one.name for one in table.locate(Point(33.01, 69), 10_000).countries] == ["Here", "There"]


def test_the_next_town_is_named_beside_the_nearest_places():
    table = PlaceTable(
        [*(place("A", Point(33, 69 + n / 100)) for n in range(4)), place("T", Point(33.5, 69), HERE, 10**6)]
    )
    assert table.locate(Point(33, 69)).town.place.name == "T"


def test_the_sea_is_nowhere():
    found = shipped().locate(Point(-40, -120))
    assert (found.nearby, found.provinces, found.countries) == ((), (), ())


def test_all_provinces_are_there_under_their_own_codes_and_in_their_own_script():
    rows = {row[0]: row for row in every_division()}
    afghan = {code: row for code, row in rows.items() if code.startswith("AF.") and code.count(".") == 1}
    assert len(afghan) == 34
    assert len([code for code in rows if code.startswith("AF.") and code.count(".") == 2]) == 398
    assert all("؀" <= row[2][0] <= "ۿ" for row in afghan.values())
    iso = {row[3]: row[1] for row in afghan.values()}
    assert len(iso) == 34
    assert (iso["AF-PKA"], iso["AF-PIA"]) == ("Paktika", "Paktia")
    assert {"Panjshir", "Daykundi"} <= set(iso.values())
    pakistani = {row[1] for code, row in rows.items() if code.startswith("PK.") and code.count(".") == 1}
    assert "Khyber Pakhtunkhwa" in pakistani, "what were the tribal areas belongs to it"
    assert len(pakistani) == 7


@pytest.mark.parametrize(
    ("name", "point", "province", "country"),
    [
        ("Sharan", Point(33.1757, 68.7304), "Paktika", "AF"),
        ("Khost", Point(33.3395, 69.9204), "Khost", "AF"),
        ("Bazarak", Point(35.3129, 69.5152), "Panjshir", "AF"),
        ("Nili", Point(33.7218, 66.1302), "Daykundi", "AF"),
        ("Miran Shah", Point(33.0005, 70.0712), "Khyber Pakhtunkhwa", "PK"),
        ("Kabul", Point(34.5281, 69.1723), "Kabul", "AF"),
        ("Quetta", Point(30.1841, 67.0014), "Balochistan", "PK"),
        ("Gaza", Point(31.5016, 34.4668), "Gaza", "PS"),
    ],
)
def test_capitals_lie_in_their_provinces(name, point, province, country):
    found = shipped().locate(point, 100)
    assert found.provinces[0].name == province
    assert found.countries[0].code == country
    assert found.nearby[0].distance_m < 5_000, name
    if country in ("AF", "PK"):
        assert found.provinces[0].local


@pytest.mark.parametrize("line", ["", "A\t\t33,69\t0\tXX\t\t", "A\t\tnorth\t0\tAA\t\t", "A\t\t95,0\t0\tAA\t\t"])
def test_a_table_of_another_form_is_refused(line):
    with pytest.raises((ValueError, KeyError, Refusal)):
        read_gazetteer("AA\tHere\t\tAA", line + "\n")
