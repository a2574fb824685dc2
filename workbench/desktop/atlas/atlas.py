"""The map's sheets, read in the background when they are first needed, and shared by all views of the window."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from workbench.desktop.atlas.geography import destination
from workbench.desktop.atlas.sheets import DrawnSheet, drawn
from workbench.desktop.background import Task
from workbench.desktop.session import Session
from workbench.domain.places import Point
from workbench.domain.refusals import Refusal
from workbench.domain.world_map import MapSheet

CLAIMS, PROVINCES = "claims", "provinces"
_LEVELS = (("world", 60.0), ("region", 20.0), ("close", 5.0))
_CELLS = dict((*_LEVELS, (PROVINCES, 5.0), (CLAIMS, 20.0)))
"""Degrees of a cell of each sheet."""
_REST = 0.0005
"""Seconds after each few lines of a sheet in which the window comes first."""
REGION_FROM, CLOSE_FROM, PROVINCES_FROM = 14.0, 60.0, 20.0
"""Pixels per degree from which a finer sheet is worth its points."""


@dataclass(frozen=True, slots=True)
class _Read:
    sheet: MapSheet
    drawn: DrawnSheet


class Atlas:
    """Lives in the window's thread. `refusal` says why the map is not whole, or nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[str, _Read] = {}
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._reading = False
        self._listeners: list[Callable[[], None]] = []
        self.refusal = ""

    def listen(self, callback: Callable[[], None]) -> None:
        """`callback` is called whenever another sheet can be drawn, or was refused."""
        self._listeners.append(callback)

    def ground(self, scale: float) -> DrawnSheet | None:
        """Land and borders for so many pixels to a degree; a coarser sheet while that is still being read."""
        fit = "world" if scale < REGION_FROM else "region" if scale < CLOSE_FROM else "close"
        self._want("world")
        self._want(fit)
        for name in (fit, "close", "region", "world"):
            if name in self._read:
                return self._read[name].drawn
        return None

    def over(self, scale: float) -> tuple[DrawnSheet, ...]:
        """What is drawn over the ground: claims, and from a certain scale on the provinces."""
        names = (CLAIMS, PROVINCES) if scale >= PROVINCES_FROM else (CLAIMS,)
        for name in names:
            self._want(name)
        return tuple(self._read[name].drawn for name in names if name in self._read)

    def names_at(self, point: Point) -> tuple[str, ...]:
        """Province and country of a position, as far as the sheets that were read tell, disputed ones marked."""
        self._want(PROVINCES)
        country = "region" if "region" in self._read else "world"
        return tuple(name for sheet in (PROVINCES, country) if (name := self._name(sheet, point)))

    def provinces_around(self, point: Point, radius_m: float) -> tuple[str, ...]:
        """The other provinces that are met in eight directions at this distance; the lines themselves may be off."""
        here = self._name(PROVINCES, point)
        met = (self._name(PROVINCES, destination(point, radius_m, 45.0 * part)) for part in range(8))
        return tuple(dict.fromkeys(name for name in met if name and name != here))

    def _name(self, sheet: str, point: Point) -> str:
        area = self._read[sheet].sheet.area_at(point) if sheet in self._read else None
        if area is None:
            return ""
        return self._session.speech.say("atlas.disputed-area", name=area.name) if area.disputed else area.name

    def _want(self, name: str) -> None:
        if name in self._asked:
            return
        self._asked.add(name)
        self._waiting.append(name)
        self._go_on()

    def _go_on(self) -> None:
        """One sheet at a time: several at once would leave the window no time of its own."""
        if self._reading or not self._waiting:
            return
        self._reading, name = True, self._waiting.pop(0)

        def map_sheet(task: Task) -> _Read:
            sheet = self._session.room.map_sheet(name)
            return _Read(sheet, drawn(sheet, _CELLS[name], lambda: time.sleep(_REST)))

        self._session.background.run(map_sheet, lambda read: self._have(name, read), self._refused)

    def _have(self, name: str, read: _Read) -> None:
        self._read[name] = read
        self._end()

    def _refused(self, refusal: Refusal) -> None:
        self.refusal = self._session.speech.refusal(refusal)
        self._end()

    def _end(self) -> None:
        self._reading = False
        self._go_on()
        for callback in self._listeners:
            callback()
