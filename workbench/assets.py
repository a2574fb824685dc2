"""Where the files that ship with the program lie: beside a checkout, inside an installed or frozen package."""

import sys
from pathlib import Path


def resources() -> Path:
    """The folder of icons, locale, styles, templates and the sample case."""
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [here / "_resources", here.parent / "resources"]
    return next(place for place in places if (place / "locale").is_dir())
