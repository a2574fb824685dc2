"""Which images are selected: by their positions, so that a filter, a list and a grid all speak of the same ones."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence


class Marks:
    """Selected positions. Moving about selects nothing and takes nothing away: that is asked for by key or click."""

    def __init__(self, positions: Callable[[], Sequence[int]]) -> None:
        """`positions` are those of the list that is shown, in order."""
        self._positions = positions
        self._marked: set[int] = set()
        self._anchor: int | None = None
        self._ranged: set[int] = set()
        self.changed: Callable[[], None] = lambda: None

    @property
    def count(self) -> int:
        return len(self._marked)

    def has(self, position: int) -> bool:
        return position in self._marked

    def all(self) -> tuple[int, ...]:
        """In order of arrival."""
        return tuple(sorted(self._marked))

    def toggle(self, row: int) -> None:
        """Select the image in a row, or no longer; a range that is asked for next begins there."""
        positions = self._positions()
        if 0 <= row < len(positions):
            self._marked ^= {positions[row]}
            self._anchor, self._ranged = positions[row], set()
            self.changed()

    def extend(self, start: int, row: int) -> None:
        """Select from where the last range began, or from row `start`, to a row; what it no longer holds goes."""
        positions = self._positions()
        if not (0 <= row < len(positions) and 0 <= start < len(positions)):
            return
        if self._anchor is None:
            self._anchor = positions[start]
        low, high = sorted((self._anchor, positions[row]))
        now = set(positions[bisect_left(positions, low) : bisect_right(positions, high)])
        self._marked = (self._marked - (self._ranged - now)) | now
        self._ranged = now
        self.changed()

    def rest(self) -> None:
        """The next range begins anew."""
        self._anchor, self._ranged = None, set()

    def every(self) -> None:
        """Select all that is shown."""
        self._marked |= set(self._positions())
        self.rest()
        self.changed()

    def clear(self) -> None:
        self._marked.clear()
        self.rest()
        self.changed()
