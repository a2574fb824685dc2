"""One book of the journal, checked: its rows against each other, and against every checkpoint signed on the way."""

import bisect
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.casework.ports import StoredCheckpoint, StoredEntry
from workbench.domain import merkle
from workbench.domain.entries import NO_ENTRY, Entry, leaf_hash, read_entry
from workbench.domain.evidence import is_digest

CheckpointReader = Callable[[str, bytes], tuple[str, int, str]]
"""Note and public key to origin, size and root (hex); ValueError where the signature does not hold."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written: what (`entry BOOK/7`, `original abc...`) and a code."""

    subject: str
    code: str


class BookAudit:
    """Rows by number and notes by size, of one book. `problems` is asked once, before the rest."""

    def __init__(
        self, book: str, rows: list[StoredEntry], notes: list[StoredCheckpoint], read: CheckpointReader
    ) -> None:
        self._book, self._rows, self._notes, self._read = book, rows, notes, read
        self.newest: list[tuple[str, int, str]] = []
        self._entries: list[Entry | None] = []
        self._roots = _roots([row.leaf for row in rows])
        self._signed = [self._checkpoint(stored) for stored in notes]
        known = enumerate(self._roots)
        roots = {(size, root) for size, root in known}
        self._vouched = max((one[0] for one in self._signed if isinstance(one, tuple) and one in roots), default=0)
        """The size up to which a checkpoint that holds vouches for the rows' leaves."""

    @property
    def entries(self) -> list[Entry]:
        """The entries that could be read, in order."""
        return [entry for entry in self._entries if entry]

    def problems(self) -> Iterator[Problem]:
        """Each altered, missing, moved or added entry by name, and each checkpoint that does not hold or is gone."""
        where = {leaf_hash(row.body): row.number for row in self._rows}
        codes = [self._entry_problem(row, where) for row in self._rows]
        self._blame(codes)
        for i in out_of_order([row.position for row in self._rows]):
            codes[i] = codes[i] or "verify.entry-swapped"
        expected, named = 0, any(codes)
        for row, code in zip(self._rows, codes, strict=True):
            for missing in range(expected, row.number):
                named = True
                yield self._problem(missing, "verify.entry-missing")
            if code:
                yield self._problem(row.number, code)
            expected = row.number + 1
        yield from self._checkpoint_problems(expected, named)
        yield from self._gaps(codes)

    def _entry_problem(self, row: StoredEntry, where: Mapping[str, int]) -> str:
        """What is wrong with a row by itself."""
        try:
            entry = read_entry(row.body)
        except ValueError:
            self._entries.append(None)
            return "verify.entry-altered"
        self._entries.append(entry)
        if leaf_hash(row.body) != row.leaf:
            return "verify.entry-swapped" if where.get(row.leaf, row.number) != row.number else "verify.entry-altered"
        if (entry.book, entry.number) != (self._book, row.number):
            return "verify.entry-swapped"
        return "" if _canonical(entry) == row.body else "verify.entry-altered"

    def _blame(self, codes: list[str]) -> None:
        """Where an entry's `previous` is not the leaf before it, say which of the two was replaced.

        The later one is believed where the entry after it still names it, or where it is the last; but not against
        a checkpoint that vouches for the earlier one.
        """
        for i in range(len(codes) - 1, 0, -1):
            row, before = self._rows[i], self._rows[i - 1]
            if not (self._follows(i) or codes[i] or codes[i - 1] or row.number != before.number + 1):
                later = i + 1 == len(codes) or self._follows(i + 1)
                codes[i - 1 if later and self._vouched < i else i] = "verify.entry-altered"

    def _follows(self, i: int) -> bool:
        entry = self._entries[i]
        return entry is not None and entry.previous == (self._rows[i - 1].leaf if i else NO_ENTRY)

    def _checkpoint(self, stored: StoredCheckpoint) -> tuple[int, str] | str:
        """Size and root of a checkpoint, or the code of what is wrong with it."""
        try:
            origin, size, root = self._read(stored.note, stored.public_key)
        except ValueError:
            return "verify.checkpoint-signature"
        return (size, root) if (origin, size) == (stored.origin, stored.size) else "verify.checkpoint-altered"

    def _checkpoint_problems(self, size: int, named: bool) -> Iterator[Problem]:
        covered, whole = 0, len(self._rows) == size
        for stored, read in zip(self._notes, self._signed, strict=True):
            if isinstance(read, str):
                yield Problem(f"checkpoint {self._book}@{stored.size}", read)
                continue
            signed, root = read
            if signed > size:
                lost = range(max(size, covered), signed)
                yield from (self._problem(number, "verify.entry-missing") for number in lost)
            elif whole and self._roots[signed] != root:
                if not named:  # rows agree among themselves and not with what was signed
                    for number in range(covered, signed):
                        yield self._problem(number, "verify.entry-unsigned")
                    named = True
            elif whole:
                self.newest.append((self._book, signed, root))
            covered = max(covered, signed)
        self.newest = self.newest[-1:]
        yield from (self._problem(number, "verify.entry-added") for number in range(covered, size))

    def _gaps(self, codes: Sequence[str]) -> Iterator[Problem]:
        """Checkpoints that were taken away: what is written together has one time, and a checkpoint at its end."""
        sizes = {stored.size for stored in self._notes}
        for i in range(1, min(self._vouched, len(self._rows))):
            one, after = self._entries[i - 1], self._entries[i]
            if one and after and one.at != after.at and not codes[i - 1] and not codes[i] and i not in sizes:
                yield Problem(f"checkpoint {self._book}@{i}", "verify.checkpoint-missing")

    def clock_set_back(self) -> Iterator[Problem]:
        """Entries whose time is before that of the entry before them: the order is that of the numbers."""
        for before, entry in itertools.pairwise(self._entries):
            if before and entry and entry.at < before.at:
                yield self._problem(entry.number, "verify.clock-back")

    def differs(self, size: int, root: str) -> str:
        """What a size and root from elsewhere say against this book, as a code; empty where they agree."""
        if size > len(self._rows):
            return "verify.tail-cut"
        return "verify.history-rewritten" if size < 0 or self._roots[size] != root else ""

    def grown(self) -> tuple[int, tuple[str, ...]]:
        """Size and complete subtrees of the rows, as the next entry would build on them."""
        subtrees, size = merkle.grown((), 0, [_sound(row.leaf) for row in self._rows])
        return size, subtrees

    def _problem(self, number: int, code: str) -> Problem:
        return Problem(f"entry {self._book}/{number}", code)


def out_of_order(numbers: Sequence[int]) -> list[int]:
    """The places of the fewest numbers that would have to be moved for the rest to ascend."""
    ends: list[int] = []
    lengths = []
    for number in numbers:
        length = bisect.bisect_left(ends, number)
        ends[length : length + 1] = [number]
        lengths.append(length)
    moved, wanted = [], len(ends) - 1
    for place in range(len(numbers) - 1, -1, -1):
        if lengths[place] == wanted:
            wanted -= 1
        else:
            moved.append(place)
    return sorted(moved)


def _canonical(entry: Entry) -> bytes:
    """The entry's own bytes; none where its facts cannot be canonical."""
    try:
        return entry.canonical()
    except (TypeError, ValueError):
        return b""


def _sound(leaf: str) -> str:
    """A leaf that is no hash counts as one of zeros."""
    return leaf if is_digest(leaf) else NO_ENTRY


def _roots(leaves: list[str]) -> list[str]:
    """The root at every size from 0 to the count of leaves."""
    subtrees: tuple[str, ...] = ()
    roots, size = [merkle.EMPTY_ROOT], 0
    for leaf in leaves:
        subtrees, size = merkle.grown(subtrees, size, [_sound(leaf)])
        roots.append(merkle.root(subtrees))
    return roots
