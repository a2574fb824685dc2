"""Which of the rows that could still be read from a damaged database hold, book by book."""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.casework.book_audit import CheckpointReader
from workbench.casework.ports import StoredBook, StoredCheckpoint, StoredEntry
from workbench.domain import merkle
from workbench.domain.entries import Entry, leaf_hash, read_entry


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What goes into a new database, and the names of what does not (`entry BOOK/7`, `book ...`)."""

    books: tuple[StoredBook, ...]
    rows: tuple[StoredEntry, ...]
    checkpoints: tuple[StoredCheckpoint, ...]
    lost: tuple[str, ...]
    lost_checkpoints: tuple[str, ...]
    """Signed notes on what is no longer there, as they stand: they show how much there was."""

    @property
    def meta(self) -> tuple[tuple[str, str], ...]:
        """The case's name and title, as the entries have them."""
        opened = [read_entry(row.body) for row in self.rows]
        facts = [one.facts for one in opened if one.kind in ("case.opened", "book.opened")]
        facts.sort(key=lambda one: "public_key" in one)  # the case's own opening first
        told = facts[0] if facts else {}
        named = [part for book in self.books for part in book.origin.split("/")[1:2]]
        return ("id", str(told.get("case", "".join(named[:1])))), ("title", str(told.get("title", "")))


def salvaged(
    rows: Iterable[StoredEntry],
    books: Iterable[StoredBook],
    notes: Iterable[StoredCheckpoint],
    read: CheckpointReader,
) -> Salvaged:
    """Entries are kept where their bytes are canonical and their number is theirs. A book goes on where it stood if a
    checkpoint vouches for that; else behind its last entry that can be put into the tree."""
    lines = {book.id: book for book in books}
    by_book: dict[str, dict[int, tuple[StoredEntry, Entry]]] = {}
    for row in rows:
        if (entry := _sound(row)) is not None:
            by_book.setdefault(row.book, {})[row.number] = (row, entry)
    signed: dict[str, list[StoredCheckpoint]] = {}
    for note in notes:
        signed.setdefault(note.book, []).append(note)
    kept = [
        _book(name, lines.get(name), by_book.get(name, {}), signed.get(name, []), read)
        for name in sorted(lines.keys() | by_book.keys())
    ]
    return Salvaged(
        tuple(book for one in kept for book in one.books),
        tuple(sorted((row for one in kept for row in one.rows), key=lambda row: row.position)),
        tuple(note for one in kept for note in one.checkpoints),
        tuple(name for one in kept for name in one.lost),
        tuple(note for one in kept for note in one.lost_checkpoints),
    )


def _book(
    name: str,
    line: StoredBook | None,
    entries: Mapping[int, tuple[StoredEntry, Entry]],
    notes: Sequence[StoredCheckpoint],
    read: CheckpointReader,
) -> Salvaged:
    known = _known(name, line, entries)
    if known is None:
        return Salvaged((), (), (), (f"book {name}",), tuple(note.note for note in notes))
    good: dict[int, tuple[StoredCheckpoint, str]] = {}
    for note in notes:
        try:
            origin, size, root = read(note.note, known.public_key)
        except ValueError:
            continue
        if origin == known.origin:
            good[size] = (replace(note, size=size), root)
    size, subtrees = _standing(line, {at: root for at, (_, root) in good.items()}, entries)
    there = max([size, *good, *(number + 1 for number in entries)])
    kept = {number: row for number, (row, _) in entries.items() if number < size}
    return Salvaged(
        (replace(known, size=size, subtrees=json.dumps(subtrees)),),
        tuple(kept.values()),
        tuple(note for at, (note, _) in sorted(good.items()) if at <= size),
        tuple(f"entry {name}/{number}" for number in range(there) if number not in kept),
        tuple(note.note for at, (note, _) in sorted(good.items()) if at > size),
    )


def _sound(row: StoredEntry) -> Entry | None:
    try:
        entry = read_entry(row.body)
        if (entry.book, entry.number) == (row.book, row.number) and entry.canonical() == row.body:
            return entry if leaf_hash(row.body) == row.leaf else None
    except (ValueError, TypeError):
        pass
    return None


def _known(name: str, line: StoredBook | None, entries: Mapping[int, tuple[StoredEntry, Entry]]) -> StoredBook | None:
    """A book's origin and key, from its line or its opening; None where neither names the key that the book has."""
    told = [(line.origin, line.public_key)] if line else []
    if 0 in entries:
        facts = entries[0][1].facts
        with contextlib.suppress(KeyError, ValueError):
            told.append((str(facts["origin"]), bytes.fromhex(str(facts["public_key"]))))
    for origin, public in told:
        if hashlib.sha256(public).hexdigest()[:16] == name and origin.rpartition("/")[2] == name:
            return StoredBook(name, origin, public, 0, "[]")
    return None


def _standing(
    line: StoredBook | None, roots: Mapping[int, str], entries: Mapping[int, tuple[StoredEntry, Entry]]
) -> tuple[int, tuple[str, ...]]:
    """Size and subtrees from which the book can be written on."""
    if line is not None:
        try:
            subtrees = tuple(str(one) for one in json.loads(line.subtrees))
            if line.size == max(roots, default=0) and roots and merkle.root(subtrees) == roots[line.size]:
                return line.size, subtrees
        except (ValueError, TypeError, RecursionError):
            pass
    subtrees, size = merkle.grown((), 0, _leaves(entries))
    return size, subtrees


def _leaves(entries: Mapping[int, tuple[StoredEntry, Entry]]) -> Iterator[str]:
    """Leaves from the first on, as far as they are known: that of an entry that is lost stands in the one after it."""
    number = 0
    while number in entries or number + 1 in entries:
        yield entries[number][0].leaf if number in entries else entries[number + 1][1].previous
        number += 1
