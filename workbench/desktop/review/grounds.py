"""Where a person looks at what a finding rests on: by the question that it answers."""

from dataclasses import dataclass

from workbench.domain.findings import Finding

TABS = ("findings", "verdict", "copies", "tags", "surroundings", "origin", "file", "history")
"""The parts of the review beside the picture, in their order."""
PAGES = (*TABS, "compare")


@dataclass(frozen=True, slots=True)
class Ground:
    """`page` is one of `PAGES`; under the tags, `search` and `family` narrow them.

    `words` is a code of the locale.
    """

    page: str
    words: str
    search: str = ""
    family: str = ""


_TIMES = Ground("surroundings", "desktop.ground.times")
_ORIGIN = Ground("origin", "desktop.ground.origin")
_FILE = Ground("file", "desktop.ground.file")
GROUNDS = {
    "match": Ground("compare", "desktop.ground.match"),
    "gps": Ground("tags", "desktop.ground.gps", search="GPS"),
    "gps.place": Ground("surroundings", "desktop.ground.map"),
    "gps.far": Ground("surroundings", "desktop.ground.map"),
    "gps.near": Ground("surroundings", "desktop.ground.map"),
    "gps.within": Ground("surroundings", "desktop.ground.map"),
    "capture": _TIMES,
    "name": _TIMES,
    "clocks": _TIMES,
    "daylight": _TIMES,
    "posted": _TIMES,
    "thumbnail": Ground("origin", "desktop.ground.embedded"),
    "generated": Ground("tags", "desktop.ground.tags"),
    "generated.named": _FILE,
    "source": Ground("tags", "desktop.ground.source-type", search="SourceType"),
    "c2pa": _ORIGIN,
    "edited": _ORIGIN,
    "software": Ground("tags", "desktop.ground.software", search="Software"),
    "camera": Ground("tags", "desktop.ground.make", search="Make"),
    "makers": Ground("tags", "desktop.ground.make", search="Make"),
    "readers": Ground("tags", "desktop.ground.readers", family="≠"),
    "metadata": Ground("tags", "desktop.ground.tags"),
    "resaved": _FILE,
    "platform": _FILE,
    "screenshot": _FILE,
    "dimensions": _FILE,
    "extension": _FILE,
    "trailing": _FILE,
    "picture": _FILE,
    "reader": _FILE,
}


def ground_of(finding: Finding) -> Ground:
    """Where to look; the file's own facts where the question has no place of its own."""
    return GROUNDS.get(finding.code) or GROUNDS.get(finding.code.partition(".")[0], _FILE)


def has_ground(code: str) -> bool:
    """Whether a place was chosen for findings of this code."""
    return code.partition(".")[0] in GROUNDS
