"""Checkpoints kept elsewhere: written out, countersigned by a colleague, time-stamped by an authority.

Requests and replies are files that a person carries; nothing is sent.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench.casework.book_audit import CheckpointReader
from workbench.casework.cases import Case
from workbench.casework.notary_ports import Countersignature, Notary, TimestampReply
from workbench.casework.ports import Draft
from workbench.domain import merkle
from workbench.domain.entries import Entry, leaf_hash, read_entry
from workbench.domain.refusals import Refusal
from workbench.domain.reports import BookCheckpoint

MOST_NOTE, MOST_REPLY = 1 << 16, 1 << 20
SHA256 = "2.16.840.1.101.3.4.2.1"
Keep = Callable[[Path, bytes], None]


def newest(case: Case, read_checkpoint: CheckpointReader, book: str = "") -> BookCheckpoint:
    """The newest checkpoint of a book, by default of the one written last. Refusal `checkpoint.no-book`,
    `checkpoint.not-sound` where its signature or its root does not hold."""
    rows = sorted(case.journal.stored_entries(), key=lambda row: row.position)
    book = book or (rows[-1].book if rows else "")
    notes = [stored for stored in case.journal.stored_checkpoints() if stored.book == book]
    if not notes:
        raise Refusal("checkpoint.no-book", book=book or "?")
    stored = notes[-1]
    try:
        origin, size, root = read_checkpoint(stored.note, stored.public_key)
    except ValueError as error:
        raise Refusal("checkpoint.not-sound", book=book) from error
    if (origin, root) != (stored.origin, _root(case, book, size)):
        raise Refusal("checkpoint.not-sound", book=book)
    return BookCheckpoint(book, origin, size, root, stored.note, stored.public_key.hex())


def export_checkpoint(case: Case, target: Path, read: CheckpointReader, keep: Keep, book: str = "") -> BookCheckpoint:
    """Write the newest checkpoint to a file, to be kept elsewhere; the journal says so. Refusal as `newest`."""
    point = newest(case, read, book)
    keep(target, point.note.encode())
    _record(case, "checkpoint.exported", _named(point) | {"to": target.name})
    return point


def countersign(file: Path, notary: Notary, at: datetime, keep: Keep, case: Case | None, read: CheckpointReader) -> str:
    """Add this installation's line to the checkpoint in `file`; the first line of the note, its origin.

    With a copy of the case it is signed only if the case agrees with it. Refusal `checkpoint.unreadable`,
    `checkpoint.other-case`, `checkpoint.differs`.
    """
    note = _text(file)
    if case is not None:
        _agreed(case, note, file, read)
    try:
        signed = notary.countersign(note, at)
    except ValueError as error:
        raise Refusal("checkpoint.unreadable", path=str(file), reason=str(error)) from error
    keep(file, signed.encode())
    return note.split("\n", 1)[0]


def take_countersigned(
    case: Case, file: Path, notary: Notary, read: CheckpointReader
) -> tuple[BookCheckpoint, tuple[Countersignature, ...]]:
    """Keep a checkpoint that colleagues countersigned in the journal. Refusal as `countersign`, and
    `checkpoint.no-countersignature`."""
    note = _text(file)
    point = _agreed(case, note, file, read)
    try:
        by = notary.countersignatures(note)
    except ValueError as error:
        raise Refusal("checkpoint.unreadable", path=str(file), reason=str(error)) from error
    if not by:
        raise Refusal("checkpoint.no-countersignature", path=str(file))
    signers = [{"key": one.key, "public_key": one.public_key, "at": one.at} for one in by]
    _record(case, "checkpoint.countersigned", _named(point) | {"note": note, "by": signers})
    return point, by


def request_timestamp(
    case: Case, target: Path, notary: Notary, read: CheckpointReader, keep: Keep, book: str = ""
) -> BookCheckpoint:
    """Write a request to stamp the SHA-256 of the newest checkpoint's note, with a nonce. Refusal as `newest`."""
    point, nonce = newest(case, read, book), notary.nonce()
    digest = hashlib.sha256(point.note.encode())
    keep(target, notary.timestamp_request(digest.digest(), nonce))
    facts = {"note": point.note, "imprint": digest.hexdigest(), "nonce": str(nonce), "to": target.name}
    _record(case, "checkpoint.timestamp-requested", _named(point) | facts)
    return point


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp that was kept: what was stamped, when by the authority's word, and the reply's SHA-256."""

    book: str
    size: int
    reply: TimestampReply
    sha256: str


def take_timestamp(case: Case, file: Path, notary: Notary) -> Stamped:
    """Keep an authority's reply to a request of this case, whole, with what it says in the journal.

    Checked are status, imprint and nonce, against the requests in the journal. The authority's signature and its
    certificates are not. Refusal `timestamp.unreadable`, `-refused`, `-unasked`, `-other-nonce`.
    """
    raw = _bytes(file, MOST_REPLY, "timestamp.unreadable")
    try:
        reply = notary.timestamp_reply(raw)
    except ValueError as error:
        raise Refusal("timestamp.unreadable", path=str(file), reason=str(error)) from error
    if reply.status not in (0, 1):
        raise Refusal("timestamp.refused", path=str(file), status=reply.status)
    asked = [entry.facts for entry in _entries(case) if entry.kind == "checkpoint.timestamp-requested"]
    asked = [facts for facts in asked if facts["imprint"] == reply.imprint]
    if not asked or reply.algorithm != SHA256:
        raise Refusal("timestamp.unasked", path=str(file), imprint=reply.imprint)
    request = next((facts for facts in asked if facts["nonce"] == str(reply.nonce)), None)
    if request is None:
        raise Refusal("timestamp.other-nonce", path=str(file))
    sha256 = hashlib.sha256(raw).hexdigest()
    facts = {name: request[name] for name in ("book", "size", "root", "note", "imprint", "nonce")}
    facts |= {"document": sha256, "at": reply.at, "policy": reply.policy, "serial": reply.serial,
              "checked": ["status", "imprint", "nonce"], "unchecked": ["signature", "certificates"]}  # fmt: skip
    case.journal.append([Draft("checkpoint.timestamped", facts)], case.author, case.clock(), documents=[raw])
    return Stamped(request["book"], request["size"], reply, sha256)


def _agreed(case: Case, note: str, file: Path, read: CheckpointReader) -> BookCheckpoint:
    """The checkpoint that a note holds, as a book of this case has it."""
    origin = note.split("\n", 1)[0]
    book = next((book for book in case.journal.stored_books() if book.origin == origin), None)
    if book is None:
        raise Refusal("checkpoint.other-case", path=str(file), case=case.id)
    try:
        _, size, root = read(note, book.public_key)
    except ValueError as error:
        raise Refusal("checkpoint.unreadable", path=str(file), reason=str(error)) from error
    if _root(case, book.id, size) != root:
        raise Refusal("checkpoint.differs", path=str(file), size=size)
    return BookCheckpoint(book.id, origin, size, root, note, book.public_key.hex())


def _root(case: Case, book: str, size: int) -> str:
    """The root of a book's first `size` entries, from their bytes; empty where it has fewer."""
    leaves = [leaf_hash(row.body) for row in case.journal.stored_entries() if row.book == book][:size]
    return merkle.root(merkle.grown((), 0, leaves)[0]) if len(leaves) == size else ""


def _entries(case: Case) -> Iterator[Entry]:
    for row in case.journal.stored_entries():
        try:
            yield read_entry(row.body)
        except ValueError:
            continue  # altered: whoever verifies is told


def _named(point: BookCheckpoint) -> dict[str, Any]:
    return {"book": point.book, "size": point.size, "root": point.root}


def _record(case: Case, kind: str, facts: dict[str, Any]) -> None:
    case.journal.append([Draft(kind, facts)], case.author, case.clock())


def _text(file: Path) -> str:
    try:
        return _bytes(file, MOST_NOTE, "checkpoint.unreadable").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("checkpoint.unreadable", path=str(file), reason=str(error)) from error


def _bytes(file: Path, most: int, code: str) -> bytes:
    try:
        with file.open("rb") as opened:
            raw = opened.read(most + 1)
    except OSError as error:
        raise Refusal(code, path=str(file), reason=error.strerror or str(error)) from error
    if len(raw) > most:
        raise Refusal(code, path=str(file), reason=f"larger than {most} bytes")
    return raw
