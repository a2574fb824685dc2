"""Two laptops' copies of one case made one again: the union of their books.

Nothing is merged and nothing is chosen. Each laptop wrote a book of its own; what the other one's book has more is
taken in as it stands, with its signatures, and conflicting verdicts stand side by side until a person settles them.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.book_audit import CheckpointReader
from workbench.casework.bundle_reading import MOST, BundledJournal, read_bundle
from workbench.casework.cases import Case
from workbench.casework.comparing import match_of
from workbench.casework.documents import from_document
from workbench.casework.pack_ports import Exchange, OpenPack
from workbench.casework.ports import Draft, Examiner, Staged, StoredEntry
from workbench.casework.verifying import Audit
from workbench.casework.view_ports import StoredMatch
from workbench.domain.entries import Entry
from workbench.domain.examinations import Limits, Preview
from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Joined:
    """What a bundle brought: the key that signed it, counts, and exhibits (evidence, claim) that verdicts of
    different status stand on."""

    signer: str
    entries: int
    originals: int
    conflicts: tuple[tuple[str, str], ...]


def join(
    case: Case,
    bundle: Path,
    check_bundle: Callable[[Path, Sequence[str]], tuple[Audit, str]],
    exchange: Exchange,
    read_checkpoint: CheckpointReader,
    examiner: Examiner,
    encode: Callable[[Preview], bytes],
    limits: Limits,
    told: Callable[[int, int], None] = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Joined:
    """Take in what another laptop wrote of this case. All of it or none; doing it again changes nothing.

    `told` hears how many new originals are done. Refusal `join.not-as-written` (also where the case itself was
    changed), `join.other-case`, `join.forked` where one book was written on in two ways, `join.originals-missing`,
    `join.unreadable`, `join.unfit`, `join.cancelled`.
    """
    audit, signer = check_bundle(bundle, ())
    if not audit.ok:
        raise Refusal("join.not-as-written", path=str(bundle), subject=audit.problems[0].subject)
    with exchange.open(bundle) as pack:
        theirs = read_bundle(pack, bundle, read_checkpoint)
        if theirs.case != case.id:
            raise Refusal("join.other-case", path=str(bundle), theirs=theirs.case, ours=case.id)
        fresh = _fresh(case, theirs)
        documents = tuple(_documents(case, pack, theirs, bundle))
        ours = {library.id: library for library in case.views.libraries()}
        staged: list[Staged] = []
        try:
            missing = _stage(case, pack, theirs, staged, told, cancelled, bundle)
            previews = _previews(staged, examiner, encode, limits)
            case.journal.adopt(
                theirs.books, theirs.rows, theirs.checkpoints, documents, previews,
                before_commit=lambda: case.vault.publish(staged),
            )  # fmt: skip
        except BaseException:
            for copy in staged:
                case.vault.discard(copy)
            raise
    drafts = [
        Draft("library.attached", {"library": own.id, "name": own.name, "path": own.path})
        for library in case.views.libraries()
        if (own := ours.get(library.id)) and own.path != library.path
    ]
    facts = {
        "sha256": _digest(bundle),
        "signer": signer,
        "entries": len(fresh),
        "originals": missing,
        "previews": {evidence: hashlib.sha256(jpeg).hexdigest() for evidence, jpeg in previews.items()},
        "books": [{"book": one[0], "size": one[1], "root": one[2]} for one in audit.checkpoints],
    }
    case.journal.append([Draft("case.joined", facts), *drafts], case.author, case.clock())
    return Joined(signer, len(fresh), missing, _conflicts(case, fresh))


def _fresh(case: Case, theirs: BundledJournal) -> list[Entry]:
    """What they have and this case has not; Refusal `join.forked` where the two differ on what both have, and
    `join.same-name` where each named something else alike."""
    ours: dict[tuple[str, int], StoredEntry] = {(row.book, row.number): row for row in case.journal.stored_entries()}
    named = {event.id for event in case.views.events()} | {claim.id for claim in case.views.claims()}
    fresh = []
    for row, entry in zip(theirs.rows, theirs.entries, strict=True):
        own = ours.get((row.book, row.number))
        if own is None:
            _fit(entry)
            if entry.kind in ("event.recorded", "claim.recorded") and entry.facts.get("id") in named:
                raise Refusal("join.same-name", name=str(entry.facts["id"]), book=row.book)
            fresh.append(entry)
        elif own.body != row.body:
            raise Refusal("join.forked", book=row.book, number=row.number)
    return fresh


def _fit(entry: Entry) -> None:
    """Refusal `join.unfit` for a match that could not be shown; the rest is tried when it is written."""
    if entry.kind == "match.found":
        try:
            match_of(StoredMatch(str(entry.facts["id"]), str(entry.facts["evidence"]), entry.facts, ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refusal("join.unfit", subject=f"entry {entry.book}/{entry.number}") from error


def _documents(case: Case, pack: OpenPack, theirs: BundledJournal, bundle: Path) -> Iterable[bytes]:
    for name, member in theirs.documents.items():
        if case.journal.document(name) is not None:
            continue
        body = pack.read(member, MOST)
        if hashlib.sha256(body).hexdigest() != name:
            raise Refusal("join.not-as-written", path=str(bundle), subject=f"document {name}")
        if member.startswith("examinations/"):
            try:
                from_document(body)
            except ValueError as error:
                raise Refusal("join.unfit", subject=f"document {name}") from error
        yield body


def _stage(
    case: Case,
    pack: OpenPack,
    theirs: BundledJournal,
    staged: list[Staged],
    told: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    bundle: Path,
) -> int:
    """Copy the originals that this case lacks into `staged`; how many there were."""
    stored = case.vault.stored()
    wanted = [sha256 for sha256 in theirs.evidence if sha256 not in stored]
    if absent := [sha256 for sha256 in wanted if f"originals/{sha256}" not in pack.members]:
        raise Refusal("join.originals-missing", path=str(bundle), count=len(absent))
    sizes = {entry.facts["evidence"]: entry.facts["size"] for entry in theirs.entries if "size" in entry.facts}
    for number, sha256 in enumerate(wanted):
        if cancelled():
            raise Refusal("join.cancelled", path=str(bundle))
        told(number, len(wanted))
        size = int(sizes[sha256])
        with pack.open(f"originals/{sha256}", size) as untrusted:
            staged.append(case.vault.stage(untrusted, size))
        if staged[-1].sha256 != sha256:
            raise Refusal("join.not-as-written", path=str(bundle), subject=f"original {sha256}")
    return len(wanted)


def _previews(
    staged: Iterable[Staged], examiner: Examiner, encode: Callable[[Preview], bytes], limits: Limits
) -> dict[str, bytes]:
    """Bundles hold none: they are made again, in the child."""
    previews = {}
    for copy in staged:
        try:
            previews[copy.sha256] = encode(examiner.render(copy.path, limits.preview_edge, limits))
        except Refusal:
            continue  # another version could read it, and this one cannot: the list shows it without a picture
    return previews


def _conflicts(case: Case, fresh: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    judged = {str(entry.facts["evidence"]) for entry in fresh if entry.kind == "verdict.given"}
    found = []
    for evidence in sorted(judged):
        standing: dict[str, set[str]] = {}
        for given in case.views.verdicts(evidence):
            if not given.superseded:
                standing.setdefault(given.verdict.claim, set()).add(given.verdict.status.value)
        found += [(evidence, claim) for claim, statuses in sorted(standing.items()) if len(statuses) > 1]
    return tuple(found)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
