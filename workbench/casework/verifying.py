"""Whether a case is still what was written: every entry, checkpoint and original, one by one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.casework.cases import Case
from workbench.casework.ports import StoredCheckpoint, StoredEntry, Vault
from workbench.domain import merkle
from workbench.domain.entries import NO_ENTRY, Entry, leaf_hash, read_entry
from workbench.domain.evidence import is_digest
from workbench.domain.refusals import Refusal

CheckpointReader = Callable[[str, bytes], tuple[str, int, str]]
"""Note and public key to origin, size and root (hex); ValueError where the signature does not hold."""

HARMLESS = frozenset({"verify.original-unrecorded"})
"""What a crash may leave: an original in its place, whose entry was never acknowledged."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written: what (`entry BOOK/7`, `original abc...`) and a code."""

    subject: str
    code: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The outcome of verifying: all problems, the count of entries, and each book's newest checkpoint that holds."""

    problems: tuple[Problem, ...]
    entries: int
    checkpoints: tuple[tuple[str, int, str], ...]

    @property
    def ok(self) -> bool:
        """Whether all is as it was written; files that no entry admitted are listed and harm nothing."""
        return all(problem.code in HARMLESS for problem in self.problems)


def verify(case: Case, read_checkpoint: CheckpointReader, kept: Iterable[str] = ()) -> Audit:
    """Check the whole case. `kept` are checkpoint notes from elsewhere (a report, a colleague): with one of
    those a journal whose tail was cut off is found too, which nothing inside the case can show."""
    try:
        return _audit(case, read_checkpoint, tuple(kept))
    except Refusal as refusal:
        if refusal.code != "case.unreadable":
            raise
        return Audit((Problem("database", "verify.database"),), 0, ())


def _audit(case: Case, read_checkpoint: CheckpointReader, kept: tuple[str, ...]) -> Audit:
    problems: list[Problem] = [Problem("database", "verify.database") for _ in case.journal.integrity_problems()[:1]]
    rows: dict[str, list[StoredEntry]] = defaultdict(list)
    for row in case.journal.stored_entries():
        rows[row.book].append(row)
    notes: dict[str, list[StoredCheckpoint]] = defaultdict(list)
    for checkpoint in case.journal.stored_checkpoints():
        notes[checkpoint.book].append(checkpoint)
    newest: list[tuple[str, int, str]] = []
    entries: list[Entry] = []
    for book in sorted(rows.keys() | notes.keys()):
        audit = _BookAudit(book, rows[book], notes[book], read_checkpoint)
        problems += audit.problems()
        problems += audit.against(kept)
        newest += audit.newest
        entries += audit.entries
    problems += _documents(case, entries)
    problems += _originals(case.vault, entries)
    if all(problem.code in HARMLESS for problem in problems):
        problems += [Problem(f"table {name}", "verify.projection-stale") for name in case.journal.stale_projections()]
    return Audit(tuple(dict.fromkeys(problems)), sum(map(len, rows.values())), tuple(newest))


class _BookAudit:
    """One book: its rows against each other, and against every checkpoint that was signed along the way."""

    def __init__(
        self, book: str, rows: list[StoredEntry], notes: list[StoredCheckpoint], read: CheckpointReader
    ) -> None:
        self._book, self._rows, self._notes, self._read = book, rows, notes, read
        self.newest: list[tuple[str, int, str]] = []
        self._read_entries: list[Entry | None] = []
        self._roots = _roots([row.leaf for row in rows])

    @property
    def entries(self) -> list[Entry]:
        """The entries that could be read, in order."""
        return [entry for entry in self._read_entries if entry]

    def problems(self) -> Iterator[Problem]:
        """Each altered, missing, swapped or added entry by name, and each checkpoint that does not hold."""
        where = {leaf_hash(row.body): row.number for row in self._rows}
        codes = [self._entry_problem(row, where) for row in self._rows]
        self._blame(codes)
        expected, named = 0, any(codes)
        for row, code in zip(self._rows, codes, strict=True):
            for missing in range(expected, row.number):
                named = True
                yield self._problem(missing, "verify.entry-missing")
            if code:
                yield self._problem(row.number, code)
            expected = row.number + 1
        yield from self._checkpoint_problems(expected, named)

    def _entry_problem(self, row: StoredEntry, where: Mapping[str, int]) -> str:
        """What is wrong with a row by itself."""
        try:
            entry = read_entry(row.body)
        except ValueError:
            self._read_entries.append(None)
            return "verify.entry-altered"
        self._read_entries.append(entry)
        if leaf_hash(row.body) != row.leaf:
            return "verify.entry-swapped" if where.get(row.leaf, row.number) != row.number else "verify.entry-altered"
        if (entry.book, entry.number) != (self._book, row.number):
            return "verify.entry-swapped"
        return "" if entry.canonical() == row.body else "verify.entry-altered"

    def _blame(self, codes: list[str]) -> None:
        """Where an entry's `previous` is not the leaf before it, say which of the two was replaced.

        The later one is believed where the entry after it still names it, or where it is the last.
        """
        for i in range(len(codes) - 1, 0, -1):
            row, before = self._rows[i], self._rows[i - 1]
            if not (self._follows(i) or codes[i] or codes[i - 1] or row.number != before.number + 1):
                codes[i - 1 if i + 1 == len(codes) or self._follows(i + 1) else i] = "verify.entry-altered"

    def _follows(self, i: int) -> bool:
        entry = self._read_entries[i]
        return entry is not None and entry.previous == (self._rows[i - 1].leaf if i else NO_ENTRY)

    def _checkpoint_problems(self, size: int, named: bool) -> Iterator[Problem]:
        covered, whole = 0, len(self._rows) == size
        for stored in self._notes:
            subject = f"checkpoint {self._book}@{stored.size}"
            try:
                origin, signed, root = self._read(stored.note, stored.public_key)
            except ValueError:
                yield Problem(subject, "verify.checkpoint-signature")
                continue
            if (origin, signed) != (stored.origin, stored.size):
                yield Problem(subject, "verify.checkpoint-altered")
            elif signed > size:
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

    def against(self, kept: Iterable[str]) -> Iterator[Problem]:
        """Problems that a checkpoint kept elsewhere shows: it is larger than the book, or has another root."""
        if not self._notes:
            return
        public_key, origin = self._notes[0].public_key, self._notes[0].origin
        for note in kept:
            if note.split("\n", 1)[0] != origin:
                continue
            try:
                _, size, root = self._read(note, public_key)
            except ValueError:
                yield Problem(f"kept checkpoint of {self._book}", "verify.checkpoint-signature")
                continue
            if size > len(self._rows):
                yield Problem(f"book {self._book}", "verify.tail-cut")
            elif self._roots[size] != root:
                yield Problem(f"book {self._book}", "verify.history-rewritten")

    def _problem(self, number: int, code: str) -> Problem:
        return Problem(f"entry {self._book}/{number}", code)


def _roots(leaves: list[str]) -> list[str]:
    """The root at every size from 0 to the count of leaves; a leaf that is no hash counts as one of zeros."""
    subtrees: tuple[str, ...] = ()
    roots, size = [merkle.EMPTY_ROOT], 0
    for leaf in leaves:
        subtrees, size = merkle.grown(subtrees, size, [leaf if is_digest(leaf) else NO_ENTRY])
        roots.append(merkle.root(subtrees))
    return roots


def _documents(case: Case, entries: list[Entry]) -> Iterator[Problem]:
    for entry in entries:
        name = entry.facts.get("document")
        if entry.kind == "evidence.examined" and isinstance(name, str):
            try:
                if case.journal.document(name) is None:
                    yield Problem(f"document {name}", "verify.document-missing")
            except ValueError:
                yield Problem(f"document {name}", "verify.document-damaged")


def _originals(vault: Vault, entries: list[Entry]) -> Iterator[Problem]:
    admitted = {str(entry.facts.get("evidence")) for entry in entries if entry.kind == "evidence.arrived"}
    for sha256 in sorted(admitted):
        try:
            if vault.digest(sha256) != sha256:
                yield Problem(f"original {sha256}", "verify.original-damaged")
        except FileNotFoundError:
            yield Problem(f"original {sha256}", "verify.original-missing")
        except OSError:
            yield Problem(f"original {sha256}", "verify.original-unreadable")
    for stray in sorted(vault.stored() - admitted):
        yield Problem(f"original {stray}", "verify.original-unrecorded")
