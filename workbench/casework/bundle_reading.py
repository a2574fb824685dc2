"""The journal in somebody's bundle, read as what a stranger says and checked as the case's own would be."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.casework.book_audit import BookAudit, CheckpointReader
from workbench.casework.bundling import FORMAT
from workbench.casework.pack_ports import OpenPack
from workbench.casework.ports import StoredBook, StoredCheckpoint, StoredEntry
from workbench.domain.entries import Entry, leaf_hash, read_entry
from workbench.domain.evidence import is_digest
from workbench.domain.refusals import Refusal

MOST = 1 << 30
"""Bytes of a member that is read whole, as the checker has it."""


@dataclass(frozen=True, slots=True)
class BundledJournal:
    """Every book of a bundle. `rows` and `entries` go together, in the order in which the bundle has them."""

    case: str
    books: tuple[StoredBook, ...]
    rows: tuple[StoredEntry, ...]
    entries: tuple[Entry, ...]
    checkpoints: tuple[StoredCheckpoint, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """The digests of all evidence that came in, each once."""
        arrived = (entry.facts["evidence"] for entry in self.entries if entry.kind == "evidence.arrived")
        return tuple(dict.fromkeys(arrived))

    @property
    def documents(self) -> Mapping[str, str]:
        """Every document that an entry names, with the member that holds it."""
        named = ((entry.facts.get("document"), entry.kind) for entry in self.entries)
        return {
            name: f"timestamps/{name}.tsr" if kind == "checkpoint.timestamped" else f"examinations/{name}.json"
            for name, kind in named
            if isinstance(name, str)
        }


def read_bundle(untrusted: OpenPack, path: Path, read_checkpoint: CheckpointReader) -> BundledJournal:
    """The journal of a bundle; Refusal `join.unreadable`, `join.not-as-written` where a book does not hold."""
    try:
        manifest = json.loads(untrusted.read("manifest.json", MOST))
        if manifest["format"] != FORMAT:
            raise ValueError(manifest["format"])
        keys = {str(one["book"]): (str(one["origin"]), bytes.fromhex(one["public_key"])) for one in manifest["books"]}
        rows = tuple(_rows(untrusted.read("journal.jsonl", MOST)))
        notes = tuple(_notes(untrusted.read("checkpoints.jsonl", MOST), keys))
        entries = tuple(read_entry(row.body) for row in rows)
        case = str(manifest["case"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal("join.unreadable", path=str(path), reason=type(error).__name__) from error
    books = tuple(_book(book, *keys[book], rows, notes, read_checkpoint, path) for book in keys)
    if {row.book for row in rows} - keys.keys():
        raise Refusal("join.not-as-written", path=str(path), subject="manifest")
    for entry in entries:
        if entry.kind == "evidence.arrived" and not is_digest(str(entry.facts.get("evidence"))):
            raise Refusal("join.unfit", subject=f"entry {entry.book}/{entry.number}")
    return BundledJournal(case, books, rows, entries, notes)


def _rows(untrusted: bytes) -> Iterator[StoredEntry]:
    for position, body in enumerate(untrusted.split(b"\n")[:-1]):
        entry = read_entry(body)
        yield StoredEntry(position, entry.book, entry.number, leaf_hash(body), body)


def _notes(untrusted: bytes, keys: Mapping[str, tuple[str, bytes]]) -> Iterator[StoredCheckpoint]:
    for line in untrusted.split(b"\n")[:-1]:
        told: dict[str, Any] = json.loads(line)
        origin, public = keys[told["book"]]
        yield StoredCheckpoint(told["book"], origin, public, int(told["size"]), str(told["note"]))


def _book(
    book: str,
    origin: str,
    public: bytes,
    rows: tuple[StoredEntry, ...],
    notes: tuple[StoredCheckpoint, ...],
    read: CheckpointReader,
    path: Path,
) -> StoredBook:
    own = sorted((row for row in rows if row.book == book), key=lambda row: row.number)
    signed = sorted((note for note in notes if note.book == book), key=lambda note: note.size)
    audit = BookAudit(book, own, signed, read)
    problems = list(audit.problems())
    if problems or not own or hashlib.sha256(public).hexdigest()[:16] != book:
        raise Refusal("join.not-as-written", path=str(path), subject=problems[0].subject if problems else book)
    size, subtrees = audit.grown()
    return StoredBook(book, origin, public, size, json.dumps(subtrees))
