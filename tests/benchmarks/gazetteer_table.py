"""How often the gazetteer names the right province: `python tests/benchmarks/gazetteer_table.py`.

The populated places of ../shared/data/geo are of the same source as the gazetteer's own, so that finding them shows no
more than that none was lost. What counts is each place located without itself, and random points inside the province
outlines of Natural Earth, whose wrong codes (Paktika and Paktia changed over, Panjshir and Daykundi under other names,
the former tribal areas apart) are put right here.
"""

import csv
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from workbench.assets import resources  # noqa: E402
from workbench.domain.gazetteer import Locality, read_gazetteer  # noqa: E402
from workbench.domain.places import Point, distance_m  # noqa: E402

GEO = ROOT.parent / "shared" / "data" / "geo"
RIGHT_CODES = {"Paktya": "AF-PIA", "Paktika": "AF-PKA", "F.A.T.A.": "PK-KP"}
RIGHT_NAMES = {"Panjshir": "AF-PAN", "Daykundi": "AF-DAY"}
ERROR_M, SAME_PLACE_M, POINTS = 100.0, 500.0, 600


def main() -> None:
    if not GEO.is_dir():
        raise SystemExit("the populated places are not there: ../shared/data/geo")
    folder = resources() / "gazetteer"
    texts = [(folder / name).read_text("utf-8") for name in ("divisions.tsv", "places.tsv")]
    table = read_gazetteer(*texts)
    shared = list(csv.DictReader((GEO / "geonames_cities500_af_pk.csv").open(encoding="utf-8")))
    spots = [
        (Point(float(row["lat"]), float(row["lon"])), f"{row['country']}.{int(row['admin1']):02}")
        for row in shared
        if row["admin1"]
    ]
    print(f"{len(shared)} populated places, {len(spots)} with a province")
    print(f"{'':44}{'first is right':>15}{'among them':>12}{'one only':>10}{'and right':>11}")
    for country in ("AF", "PK"):
        own = [spot for spot in spots if spot[1].startswith(country)]
        say(f"{country}: places as they are", own, lambda point: table.locate(point, ERROR_M))
        say(f"{country}: each place without itself", own, without(texts[0], texts[1]))
        say(f"{country}: points in Natural Earth's provinces", list(points(country, texts[0])),
            lambda point: table.locate(point, ERROR_M))  # fmt: skip


def say(title: str, spots: list[tuple[Point, str]], locate: Callable[[Point], Locality]) -> None:
    first = among = single = sure = 0
    for point, province in spots:
        found = [division.code for division in locate(point).provinces]
        first += found[:1] == [province]
        among += province in found
        single += len(found) == 1
        sure += found == [province]
    count = len(spots)
    print(
        f"{title:44}{first:>7} of {count:<4}{among / count:>12.1%}{single / count:>10.1%}{sure / max(1, single):>11.1%}"
    )


def without(divisions: str, places: str) -> Callable[[Point], Locality]:
    lines = [(line, _point(line)) for line in places.splitlines()]

    def locate(point: Point) -> Locality:
        north, east = point.latitude, point.longitude
        near = [one for one in lines if abs(one[1].latitude - north) < 4 and abs(one[1].longitude - east) < 5]
        kept = [line for line, spot in near if distance_m(spot, point) > SAME_PLACE_M]
        return read_gazetteer(divisions, "\n".join(kept)).locate(point, ERROR_M)

    return locate


def _point(line: str) -> Point:
    latitude, longitude = line.split("\t")[2].split(",")
    return Point(float(latitude), float(longitude))


def points(country: str, divisions: str) -> Iterator[tuple[Point, str]]:
    codes = {row[3]: row[0] for row in (line.split("\t") for line in divisions.splitlines()) if row[0].count(".") == 1}
    shapes = [
        (rings(feature["geometry"]), codes[code(feature["properties"])])
        for feature in json.loads((GEO / "ne_admin1_af_pk_ir_tj_uz_tm.geojson").read_text("utf-8"))["features"]
        if feature["properties"]["iso_a2"] == country
    ]
    chance, found = random.Random(1), 0
    while found < POINTS:
        point = Point(chance.uniform(23.5, 38.6), chance.uniform(60.4, 77.9))
        for shape, province in shapes:
            if inside(point, shape):
                found += 1
                yield point, province
                break


def code(properties: dict[str, Any]) -> str:
    right = (code for name, code in RIGHT_NAMES.items() if name in (properties["gn_name"] or ""))
    return RIGHT_CODES.get(properties["name"]) or next(right, properties["iso_3166_2"])


def rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for part in parts for ring in part]


def inside(point: Point, shape: list[list[tuple[float, float]]]) -> bool:
    """Whether a ray to the east crosses the outline an odd number of times."""
    crossed = False
    for ring in shape:
        for (lon1, lat1), (lon2, lat2) in zip(ring, [ring[-1], *ring[:-1]], strict=True):
            if (lat1 > point.latitude) != (lat2 > point.latitude):
                crossed ^= point.longitude < (lon2 - lon1) * (point.latitude - lat1) / (lat2 - lat1) + lon1
    return crossed


if __name__ == "__main__":
    main()
