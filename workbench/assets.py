"""Where the files that ship with the program lie: beside a checkout, inside an installed or frozen package."""

import sys
from pathlib import Path

from workbench.domain.refusals import Refusal
from workbench.domain.world_map import MapSheet, read_sheet


def resources() -> Path:
    """The folder of icons, locale, styles, templates and the sample case."""
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [here / "_resources", here.parent / "resources"]
    return next(place for place in places if (place / "locale").is_dir())


def map_sheet(folder: Path, name: str) -> MapSheet:
    """A sheet of the map, read anew. Refusal `map.missing`, `map.damaged`."""
    try:
        packed = (folder / f"{name}.gz").read_bytes()
    except OSError as error:
        raise Refusal("map.missing", sheet=name) from error
    return read_sheet(name, packed)
