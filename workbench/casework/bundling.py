"""An export of the whole case that others can check without the workbench. `resources/checker/README.txt` has its
layout, and `check.py` beside it reads it."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.casework.book_audit import CheckpointReader, Problem
from workbench.casework.cases import Case
from workbench.casework.notary_ports import Notary
from workbench.casework.ports import Draft, StoredCheckpoint, StoredEntry
from workbench.casework.verifying import HARMLESS, verify
from workbench.domain.entries import Entry, canonical_json, read_entry
from workbench.domain.merkle import EMPTY_ROOT
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal

FORMAT = "workbench.bundle/1"
LIST = "SHA256SUMS"
_CHECKER = ("README.txt", "check.py")

Members = Iterator[tuple[str, bytes | Original]]
Write = Callable[[Path, Iterable[tuple[str, bytes | Original]]], None]
"""Puts members into one file, whole or not at all, the same for the same members."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundle that was written: its SHA-256, its counts, and what was wrong with the case that it shows."""

    sha256: str
    entries: int
    originals: int
    problems: tuple[Problem, ...]


def bundle(
    case: Case,
    target: Path,
    with_originals: bool,
    as_it_is: bool,
    program: str,
    read_checkpoint: CheckpointReader,
    notary: Notary,
    write: Write,
) -> Bundled:
    """Write the case to `target` and record in the journal that this was done. The same case gives the same bytes.

    The case is verified first. Where it is not as it was written, nothing is (Refusal `bundle.not-as-written`),
    unless `as_it_is`: then the bundle holds what is there, and its manifest names what is wrong.
    """
    audit = verify(case, read_checkpoint)
    problems = tuple(problem for problem in audit.problems if problem.code not in HARMLESS)
    if problems and not as_it_is:
        raise Refusal("bundle.not-as-written", count=len(problems), subject=problems[0].subject)
    if notary.public() not in {book.public_key for book in case.journal.stored_books()}:
        case.journal.append([Draft("bundle.begun", {"to": target.name})], case.author, case.clock())
    contents = _Contents(case, problems, with_originals, program, read_checkpoint, notary)
    write(target, contents.members())
    with target.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    facts = {"to": target.name, "sha256": sha256, "originals": with_originals, "entries": len(contents.rows)}
    case.journal.append([Draft("bundle.written", facts)], case.author, case.clock())
    return Bundled(sha256, len(contents.rows), contents.originals, problems)


class _Contents:
    """The members of one bundle; their digests are taken as they are given out."""

    def __init__(
        self,
        case: Case,
        problems: tuple[Problem, ...],
        with_originals: bool,
        program: str,
        read_checkpoint: CheckpointReader,
        notary: Notary,
    ) -> None:
        self._case, self._notary, self._program, self._with_originals = case, notary, program, with_originals
        self._problems, self._read_checkpoint = problems, read_checkpoint
        self.rows, self._notes = _record(case)
        self._entries = [entry for row in self.rows if (entry := _readable(row.body))]
        self._sums: dict[str, str] = {}
        self.originals = 0

    def members(self) -> Members:
        for name, body in self._inside():
            self._sums.setdefault(name, hashlib.sha256(body).hexdigest() if isinstance(body, bytes) else "")
            yield name, body
        lines = [f"{digest}  {name}\n" for name, digest in sorted(self._sums.items())]
        text = "".join(lines).encode()
        yield LIST, text
        yield from self._notary.sign_list(LIST, text).items()

    def _inside(self) -> Members:
        yield "manifest.json", canonical_json(self._manifest())
        for name in _CHECKER:
            yield name, (self._notary.checker / name).read_bytes()
        yield from self._notary.key_files().items()
        # A line break within an entry is somebody's change: shown as one, it stays a change.
        yield "journal.jsonl", b"".join(row.body.replace(b"\n", b"\\n") + b"\n" for row in self.rows)
        notes = [{"book": one.book, "note": one.note, "size": one.size} for one in self._notes]
        yield "checkpoints.jsonl", _lines(canonical_json(note) for note in notes)
        found = [entry.facts for entry in self._entries if entry.kind == "match.found"]
        known = [{key: facts.get(key) for key in ("id", "evidence", "library", "known")} for facts in found]
        yield "known.jsonl", _lines(sorted(canonical_json(one) for one in known))
        yield from self._documents()
        if self._with_originals:
            yield from self._originals()

    def _documents(self) -> Members:
        done = set()
        for entry in self._entries:
            name = entry.facts.get("document")
            if not isinstance(name, str) or name in done:
                continue
            done.add(name)
            try:
                body = self._case.journal.document(name)
            except ValueError:
                continue  # damaged, which the audit named
            stamp = entry.kind == "checkpoint.timestamped"
            if body is not None:
                yield f"timestamps/{name}.tsr" if stamp else f"examinations/{name}.json", body
            if stamp:
                yield f"timestamped/{name}.txt", str(entry.facts.get("note")).encode()

    def _originals(self) -> Members:
        wrong = {problem.subject for problem in self._problems}
        for sha256 in sorted(
            {str(entry.facts.get("evidence")) for entry in self._entries if entry.kind == "evidence.arrived"}
        ):
            try:
                digest = self._case.vault.digest(sha256) if f"original {sha256}" in wrong else sha256
            except OSError:
                continue  # missing or unreadable, which the audit named
            self.originals += 1
            self._sums[f"originals/{sha256}"] = digest
            yield f"originals/{sha256}", self._case.vault.path(sha256)

    def _manifest(self) -> dict[str, Any]:
        opened = next((entry.facts for entry in self._entries if entry.kind == "case.opened"), {})
        return {
            "format": FORMAT,
            "program": self._program,
            "case": opened.get("case"),
            "title": opened.get("title"),
            "entries": len(self.rows),
            "originals": "included" if self._with_originals else "hashes-only",
            "books": self._books(),
            "signed_by": self._notary.public().hex(),
            "problems": [{"subject": problem.subject, "code": problem.code} for problem in self._problems],
        }

    def _books(self) -> list[dict[str, Any]]:
        """Every book with its key, and its newest checkpoint whose signature holds."""
        told = []
        for book in self._case.journal.stored_books():
            notes = [one for one in self._notes if one.book == book.id]
            size, root = self._newest(notes)
            told.append({"book": book.id, "origin": book.origin, "public_key": book.public_key.hex(),
                         "size": size, "root": root, "checkpoints": len(notes)})  # fmt: skip
        return told

    def _newest(self, notes: list[StoredCheckpoint]) -> tuple[int, str]:
        for stored in reversed(notes):
            with contextlib.suppress(ValueError):
                return self._read_checkpoint(stored.note, stored.public_key)[1:]
        return 0, EMPTY_ROOT


def _record(case: Case) -> tuple[list[StoredEntry], list[StoredCheckpoint]]:
    """Entries in the order in which they came, and checkpoints, as they stood at one moment."""
    while True:
        before = case.journal.stored_books()
        rows, notes = case.journal.stored_entries(), case.journal.stored_checkpoints()
        if case.journal.stored_books() == before:
            return sorted(rows, key=lambda row: row.position), list(notes)


def _readable(body: bytes) -> Entry | None:
    try:
        return read_entry(body)
    except ValueError:
        return None


def _lines(bodies: Iterable[bytes]) -> bytes:
    return b"".join(body + b"\n" for body in bodies)
