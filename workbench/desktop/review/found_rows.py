"""What a search found: every position is at hand, and the rows are read in pages as they come into view."""

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence

from workbench.casework.view_ports import EvidenceRow

PAGE = 64
KEPT_PAGES = 30


class FoundRows:
    """`fetch` reads the rows of some positions. At most `PAGE * KEPT_PAGES` rows are kept, and eight bytes for each
    that was found."""

    def __init__(self, fetch: Callable[[Sequence[int]], Sequence[EvidenceRow]]) -> None:
        self._fetch = fetch
        self._pages: OrderedDict[int, dict[int, EvidenceRow]] = OrderedDict()
        self.positions = array("q")

    @property
    def length(self) -> int:
        return len(self.positions)

    def __getitem__(self, index: int) -> EvidenceRow | None:
        """The row, or None where it is not there any more."""
        if not 0 <= index < len(self.positions):
            return None
        number = index // PAGE
        if number not in self._pages:
            wanted = self.positions[number * PAGE : (number + 1) * PAGE]
            self._pages[number] = {row.position: row for row in self._fetch(wanted)}
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number].get(self.positions[index])

    def show(self, positions: "array[int]") -> None:
        """Another list, in ascending order."""
        self.positions = positions
        self.refresh()

    def grow(self, more: "array[int]") -> None:
        """Positions past those that are there."""
        if more:
            self._pages.pop(len(self.positions) // PAGE, None)
            self.positions.extend(more)

    def refresh(self) -> None:
        """Forget what was read; the next look reads again."""
        self._pages.clear()

    def index(self, position: int) -> int:
        """Where a position stands, or -1."""
        at = bisect_left(self.positions, position)
        return at if at < len(self.positions) and self.positions[at] == position else -1
