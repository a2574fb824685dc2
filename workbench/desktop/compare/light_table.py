"""The light table: two pictures laid beside or on one another, and how they are looked at. Knows no widgets."""

from enum import StrEnum

from workbench.desktop.compare.geometry import (
    IDENTITY,
    Box,
    Homography,
    Pair,
    Point,
    Size,
    Spot,
    apart,
    around,
    pair,
    panned,
    whole_beside,
    whole_laid,
    zoomed,
)


class Mode(StrEnum):
    SIDE = "side"
    SLIDER = "slider"
    BLINK = "blink"
    OVERLAY = "overlay"
    DIFFERENCE = "difference"


BLINK_MILLISECONDS = 600
"""How long each picture stands: fewer than two changes a second, where flashes are a danger from three on."""
ADJUSTABLE = (Mode.SLIDER, Mode.OVERLAY, Mode.DIFFERENCE)
_STEP = 0.1


class LightTable:
    """Everything about the look but the pixels. Both pictures are covered until `uncovered` is set, in every mode."""

    def __init__(self) -> None:
        self.wanted = Mode.SIDE
        self.uncovered = False
        self.marks = True
        self.differences: tuple[Box, ...] = ()
        self.difference: int | None = None
        """The difference at hand, or None where none is."""
        self.known_up = False
        """Which of the two stands while they blink."""
        self.paused = False
        self._amounts = {Mode.SLIDER: 0.5, Mode.OVERLAY: 0.5, Mode.DIFFERENCE: 0.3}
        self._transform: Homography = IDENTITY
        self._sizes: tuple[Size, Size] | None = None
        self._pair: Pair | None = None
        self._spot: Spot | None = None

    def show(self, transform: Homography, differences: tuple[Box, ...]) -> None:
        """Another two pictures: covered and whole, in the mode of before. Their sizes come by `measure`."""
        self._transform, self.differences, self.difference = transform, differences, None
        self._sizes = self._pair = self._spot = None
        self.uncovered = self.paused = self.known_up = False

    def measure(self, query: Size | None, known: Size | None) -> None:
        """The sizes of the pictures that are there; a sharper one does not move what is looked at."""
        one = query or known
        self._sizes = (one, known or one) if one else None
        self._pair = pair(query, known, self._transform) if query and known else None

    @property
    def can_be_laid(self) -> bool:
        """Whether both pictures are there and can be laid on one another."""
        return self._pair is not None

    @property
    def mode(self) -> Mode:
        """The mode in use: the one that was asked for, where that can be."""
        return self.wanted if self.can_be_laid else Mode.SIDE

    @property
    def pair(self) -> Pair | None:
        """The pictures as they are shown, or None where there is none."""
        return self._pair or (apart(*self._sizes) if self._sizes else None)

    def choose(self, mode: Mode) -> None:
        """Look in another way. Blinking, asked for again, stands still, and goes on when asked for once more."""
        self.paused = mode is Mode.BLINK and self.wanted is Mode.BLINK and not self.paused
        if mode is not self.wanted:
            self.wanted, self.known_up = mode, False

    @property
    def blinking(self) -> bool:
        return self.uncovered and self.mode is Mode.BLINK and not self.paused

    def blink(self) -> None:
        self.known_up = not self.known_up

    @property
    def amount(self) -> float:
        """Share of the known picture under the slider or in the overlay, or strength of the difference; 0 to 1."""
        return self._amounts.get(self.mode, 0.0)

    def set_amount(self, amount: float) -> None:
        if self.mode in ADJUSTABLE:
            self._amounts[self.mode] = min(max(amount, 0.0), 1.0)

    def adjust(self, steps: int) -> None:
        """More of the known picture, or less; while blinking, hold the known picture or the query."""
        if self.mode is Mode.BLINK:
            self.paused, self.known_up = True, steps > 0
        else:
            self.set_amount(round(self.amount / _STEP) * _STEP + steps * _STEP)

    @property
    def doublings(self) -> int:
        """How often a difference is doubled, so that a faint one is seen: 0 to 4."""
        return round(self._amounts[Mode.DIFFERENCE] * 4)

    def spot(self, pane: Size) -> Spot:
        """What is in the middle of panes of this size; everything, until somebody zooms or pans."""
        if self._spot is None and self.mode is Mode.SIDE and self.pair:
            return whole_beside(self.pair, pane)
        return self._spot or whole_laid()

    def see_whole(self) -> None:
        self._spot, self.difference = None, None

    def zoom(self, pane: Size, factor: float, at: Point | None = None, on_known: bool = False) -> None:
        if self.pair:
            self._spot = zoomed(self.pair, pane, self.spot(pane), factor, at, on_known)

    def pan(self, pane: Size, by: Point, on_known: bool = False) -> None:
        """Push the pictures by so many pixels."""
        if self.pair:
            self._spot = panned(self.pair, pane, self.spot(pane), by, on_known)

    def go_to_difference(self, steps: int) -> None:
        """Put the next difference, or one before, in the middle; after the last comes the first."""
        count = len(self.differences)
        if count:
            first = 0 if steps > 0 else count - 1
            self.difference = first if self.difference is None else (self.difference + steps) % count
            self.marks, self._spot = True, around(self.differences[self.difference])
