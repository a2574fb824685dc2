"""Where on the map nothing is written yet."""

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import QRectF

_CELL = 64.0


class FreeRoom:
    """Rectangles that are taken, found by the cells of a grid: each name is held against its neighbours alone."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[QRectF]] = defaultdict(list)

    def take(self, room: QRectF) -> None:
        for cell in _cells(room):
            self._taken[cell].append(room)

    def is_free(self, room: QRectF) -> bool:
        return not any(room.intersects(other) for cell in _cells(room) for other in self._taken.get(cell, ()))


def _cells(room: QRectF) -> Iterator[tuple[int, int]]:
    for column in range(int(room.left() // _CELL), int(room.right() // _CELL) + 1):
        for line in range(int(room.top() // _CELL), int(room.bottom() // _CELL) + 1):
            yield column, line
