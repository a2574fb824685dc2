"""Whether a case is still what was written: every entry, checkpoint and original, one by one."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.casework.book_audit import BookAudit, CheckpointReader, Problem
from workbench.casework.cases import Case
from workbench.casework.ports import StoredBook, StoredCheckpoint, StoredEntry, Vault
from workbench.domain.entries import Entry
from workbench.domain.originals import Damaged
from workbench.domain.refusals import Refusal

HARMLESS = frozenset({"verify.original-unrecorded", "verify.clock-back"})
"""What a crash may leave: an original in its place, whose entry was never acknowledged. A clock that was set back."""


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
    books = {book.id: book for book in case.journal.stored_books()}
    if not rows:
        problems.append(Problem("journal", "verify.journal-empty"))
    newest: list[tuple[str, int, str]] = []
    entries: list[Entry] = []
    audits = {}
    for book in sorted(rows.keys() | notes.keys() | books.keys()):
        audit = audits[book] = BookAudit(book, rows[book], notes[book], read_checkpoint)
        problems += audit.problems()
        problems += audit.clock_set_back()
        newest += audit.newest
        entries += audit.entries
        problems += _standing(book, books.get(book), audit, bool(rows[book]))
    problems += _beside(audits)
    problems += _against(kept, books, audits, read_checkpoint)
    problems += _case_facts(case, entries)
    problems += _documents(case, entries)
    problems += _previews(case, entries)
    problems += _originals(case.vault, entries)
    if all(problem.code in HARMLESS for problem in problems):
        problems += [Problem(f"table {name}", "verify.projection-stale") for name in case.journal.stale_projections()]
    return Audit(tuple(dict.fromkeys(problems)), sum(map(len, rows.values())), tuple(newest))


def _standing(name: str, book: StoredBook | None, audit: BookAudit, begun: bool) -> Iterator[Problem]:
    """A book's own line: its key, and where its next entry would be put."""
    if book is None or not begun:
        yield Problem(f"book {name}", "verify.book-missing")
        return
    if hashlib.sha256(book.public_key).hexdigest()[:16] != name:
        yield Problem(f"book {name}", "verify.book-key")
    try:
        stated = (book.size, tuple(json.loads(book.subtrees)))
    except (ValueError, TypeError, RecursionError):
        stated = (book.size, ())
    if stated != audit.grown():
        yield Problem(f"book {name}", "verify.book-standing")


def _beside(audits: Mapping[str, BookAudit]) -> Iterator[Problem]:
    """What each book's opening says of the books that there were."""
    for audit in audits.values():
        for name, size, root in _told_beside(audit.entries[:1]):
            other = audits.get(name)
            if code := other.differs(size, root) if other else "verify.book-missing":
                yield Problem(f"book {name}", code)


def _told_beside(opening: Iterable[Entry]) -> list[tuple[str, int, str]]:
    """Books, sizes and roots; none where the opening was altered, which is named by then."""
    try:
        told = [one for entry in opening if entry.kind == "book.opened" for one in entry.facts.get("beside", [])]
        return [(str(one["book"]), int(one["size"]), str(one["root"])) for one in told]
    except (KeyError, TypeError, ValueError):
        return []


def _against(
    kept: Iterable[str], books: Mapping[str, StoredBook], audits: Mapping[str, BookAudit], read: CheckpointReader
) -> Iterator[Problem]:
    """Problems that checkpoints kept elsewhere show: a book is gone, or shorter than it was, or another."""
    for note in kept:
        origin = note.split("\n", 1)[0]
        book = next((one for one in books.values() if one.origin == origin), None)
        if book is None:
            yield Problem(f"book of {origin}", "verify.book-missing")
            continue
        try:
            _, size, root = read(note, book.public_key)
        except ValueError:
            yield Problem(f"kept checkpoint of {book.id}", "verify.checkpoint-signature")
            continue
        if code := audits[book.id].differs(size, root):
            yield Problem(f"book {book.id}", code)


def _case_facts(case: Case, entries: Iterable[Entry]) -> Iterator[Problem]:
    """The case's name and title as the screens have them, against what its opening says."""
    opened = next((entry.facts for entry in entries if entry.kind == "case.opened"), None)
    if opened is not None and (opened.get("case"), opened.get("title")) != (case.id, case.title):
        yield Problem("case", "verify.case-renamed")


def _documents(case: Case, entries: list[Entry]) -> Iterator[Problem]:
    for entry in entries:
        name = entry.facts.get("document")
        if isinstance(name, str):
            try:
                if case.journal.document(name) is None:
                    yield Problem(f"document {name}", "verify.document-missing")
            except ValueError:
                yield Problem(f"document {name}", "verify.document-damaged")


def _previews(case: Case, entries: list[Entry]) -> Iterator[Problem]:
    """The small pictures on the screens, against the digests that were written when they were made."""
    made: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind == "evidence.examined" and "preview" in entry.facts:
            made[str(entry.facts.get("evidence"))].add(str(entry.facts["preview"]))
        elif entry.kind in ("case.joined", "case.repaired") and isinstance(here := entry.facts.get("previews"), dict):
            for evidence, digest in here.items():
                made[evidence].add(str(digest))
    joined = any(entry.kind == "case.joined" for entry in entries)  # what was made elsewhere may not be made here
    for evidence in sorted(made):
        jpeg = case.views.preview(evidence)
        digest = hashlib.sha256(jpeg).hexdigest() if isinstance(jpeg, bytes) else ""
        if digest not in made[evidence] and (digest or not joined):
            yield Problem(f"preview {evidence}", "verify.preview-altered")


def _originals(vault: Vault, entries: list[Entry]) -> Iterator[Problem]:
    admitted = {str(entry.facts.get("evidence")) for entry in entries if entry.kind == "evidence.arrived"}
    for sha256 in sorted(admitted):
        try:
            if vault.digest(sha256) != sha256:
                yield Problem(f"original {sha256}", "verify.original-damaged")
        except FileNotFoundError:
            yield Problem(f"original {sha256}", "verify.original-missing")
        except Damaged:
            yield Problem(f"original {sha256}", "verify.original-damaged")
        except OSError:
            yield Problem(f"original {sha256}", "verify.original-unreadable")
    for stray in sorted(vault.stored() - admitted):
        yield Problem(f"original {stray}", "verify.original-unrecorded")
