"""Long lists read in pages: only what is looked at is fetched, and only a bounded part is kept."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE = 100
KEPT_PAGES = 20


class PagedRows(Generic[Row]):
    """`count()` rows, fetched `PAGE` at a time by `fetch(offset, limit)`; 2,000 rows are kept at most."""

    def __init__(self, count: Callable[[], int], fetch: Callable[[int, int], Sequence[Row]]) -> None:
        self._count, self._fetch = count, fetch
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self.length = count()

    def __getitem__(self, index: int) -> Row | None:
        """The row, or None where the list has shrunk meanwhile."""
        number = index // PAGE
        if number not in self._pages:
            self._pages[number] = self._fetch(number * PAGE, PAGE)
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        page = self._pages[number]
        return page[index % PAGE] if index % PAGE < len(page) else None

    def refresh(self) -> None:
        """Forget what was read; the next look reads again."""
        self._pages.clear()
        self.length = self._count()
