#!/usr/bin/env python3
# Licence: Apache-2.0
"""Check an exported case without the program that made it. Needs Python 3.9 or newer and nothing else.

    python3 check.py BUNDLE [--checkpoint FILE]... [--key DIGITS] [--json]

BUNDLE is the ZIP file, or the folder that it was unpacked into. FILE is a checkpoint of the case that was kept
elsewhere (printed on a report, sent to a colleague): with it an end that was cut off, and a journal that was written
anew by the holder of its key, are found too. DIGITS are the first digits of the SHA-256 of the signer's public key,
learnt another way. Exit 0: all is as it was signed; 1: it is not, and each change is named; 2: usage.

Take this file from a place that you trust: a copy that comes in a bundle was put there by whoever made the bundle.

What is checked: the signed list of the bundle's files, and each file against it; every entry of the journal (canonical
JSON, the chain of hashes, the Merkle tree of RFC 6962); every checkpoint (C2SP tlog-checkpoint, Ed25519 by RFC 8032);
every original, examination and time stamp against the digest that the journal has. What is not: who the holder of a
key is, and the certificates of time-stamping authorities (README.txt in the bundle says how openssl does that).
"""

from __future__ import annotations

import argparse
import base64
import bisect
import datetime
import functools
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

FORMAT = "workbench.bundle/1"
LIST, SSH_SIGNATURE, RAW_SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.ed25519"
MOST = 1 << 30
"""Bytes of a file that is read whole: more than a million entries."""
NOTHING = "0" * 64
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)

WORDS = {
    "bundle-unreadable": "this is no bundle that can be read",
    "member-altered": "this file is not the one that was listed and signed",
    "member-missing": "this file was listed and signed, and is missing",
    "member-added": "this file was not in the bundle when it was signed",
    "member-twice": "there are two files of this name",
    "member-unreadable": "this file cannot be read",
    "list-signature": "the signature on the list of files does not hold: the list was altered, or signed by another",
    "signer-unknown": "the key that signed the list wrote no book of this case",
    "signer-other": "the list was signed with another key than the one that was named",
    "manifest-altered": "the manifest does not say what the journal says",
    "known-altered": "the known images listed are not those of the journal",
    "journal-empty": "the journal has no entries: all of them were taken away",
    "entry-altered": "this entry was altered",
    "entry-missing": "this entry is missing",
    "entry-swapped": "this entry stands where another belongs",
    "entry-unsigned": "this entry is not the one that was signed: it or one beside it was replaced",
    "entry-added": "this entry was added: no signed checkpoint covers it, or another stands in its place",
    "checkpoint-signature": "the signature of this checkpoint does not hold",
    "checkpoint-altered": "this checkpoint does not belong here",
    "checkpoint-missing": "this checkpoint is missing",
    "book-key": "the key of this book is not the one that the book is named after",
    "book-unknown": "this book was added: nothing signed tells of it",
    "book-missing": "a checkpoint or another book tells of this book, and it is missing",
    "tail-cut": "the checkpoint kept elsewhere has more entries: the end of this journal was cut off",
    "history-rewritten": "the checkpoint kept elsewhere has another root: this journal was rewritten",
    "document-missing": "the record of an examination, or a time stamp, is missing",
    "document-damaged": "the record of an examination, or a time stamp, was altered",
    "document-unrecorded": "no entry tells of this record",
    "original-missing": "this original is missing",
    "original-damaged": "this original is no longer what was admitted",
    "original-added": "no entry admitted this original: it was added",
}  # fmt: skip


class Problem(NamedTuple):
    """What is not as it was signed (`entry BOOK/7`, `original abc...`), and the code of what is wrong."""

    subject: str
    code: str


class Book(NamedTuple):
    """One book of the journal as far as it holds: entries and root of the newest checkpoint that does."""

    book: str
    key: str
    size: int
    root: str


class Outcome(NamedTuple):
    """All that was found. `remarks` are sentences that accuse nobody."""

    problems: tuple[Problem, ...]
    entries: int
    books: tuple[Book, ...]
    signer: str
    remarks: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


# --- Ed25519, RFC 8032 section 5.1 -------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]  # extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, x*y = T/Z
NEUTRAL: Point = (0, 1, 1, 0)


def added(p: Point, q: Point) -> Point:
    """The sum of two points (section 5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decoded(raw: bytes) -> Point:
    """The point that 32 bytes stand for (section 5.1.3); ValueError for none."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if len(raw) != 32 or y >= P:
        raise ValueError("no point")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encoded(p: Point) -> bytes:
    """32 bytes for a point (section 5.1.2)."""
    inverse = pow(p[2], P - 2, P)
    return int(p[1] * inverse % P | (p[0] * inverse % P & 1) << 255).to_bytes(32, "little")


def multiples(p: Point) -> list[list[Point]]:
    """For each of 64 hexadecimal digits, the sixteen multiples of the point that the digit may ask for."""
    table = []
    for _ in range(64):
        row = [NEUTRAL]
        for _ in range(15):
            row.append(added(row[-1], p))
        table.append(row)
        p = added(row[-1], p)
    return table


def times(number: int, table: list[list[Point]]) -> Point:
    """The multiple of the point that a table was made from, `number` below 2**256."""
    total: Point = NEUTRAL
    for row in table:
        total = added(total, row[number & 15])
        number >>= 4
    return total


@functools.cache
def base_multiples() -> list[list[Point]]:
    return multiples(decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))


@functools.lru_cache(maxsize=64)
def key_multiples(public: bytes) -> list[list[Point]]:
    """Those of the key with its sign turned; ValueError where it is no key."""
    x, y, z, t = decoded(public)
    return multiples((P - x, y, z, P - t))


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature by a key (32 bytes) holds (section 5.1.7)."""
    s = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or s >= L:
        return False
    try:
        negative = key_multiples(public)
    except ValueError:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return encoded(added(times(s, base_multiples()), times(k, negative))) == signature[:32]


# --- the Merkle tree of RFC 6962 section 2.1 ---------------------------------------------------------------------


def leaf_hash(body: bytes) -> str:
    return hashlib.sha256(b"\x00" + body).hexdigest()


def node_hash(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def tree_roots(leaves: Iterable[str]) -> list[str]:
    """The root at every size, from none to all of the leaves (64 hex digits each)."""
    roots, complete = [hashlib.sha256(b"").hexdigest()], cast("list[str]", [])
    for size, leaf in enumerate(leaves):
        complete.append(leaf)
        while size & 1:
            right = complete.pop()
            complete.append(node_hash(complete.pop(), right))
            size >>= 1
        root = complete[-1]
        for left in reversed(complete[:-1]):
            root = node_hash(left, root)
        roots.append(root)
    return roots


# --- canonical JSON, RFC 8785 without floating-point numbers -----------------------------------------------------


def canonical(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def parsed(body: bytes) -> Any:
    """What canonical JSON says; ValueError for any other bytes, even where they mean the same."""

    def refuse(text: str) -> Any:
        raise ValueError(f"{text} is not canonical")

    try:
        value = json.loads(body.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        if canonical(value) != body:
            raise ValueError("not canonical")
    except RecursionError as error:
        raise ValueError("too deep") from error
    return value


# --- signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature) -------------------------------------------

COUNTERSIGNER = "workbench.key/"


def key_digits(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def signature_lines(note: str) -> list[tuple[str, bytes]]:
    """Name and signature bytes (behind four bytes of key id) of each signature line; ValueError for another text."""
    lines = []
    for line in _lines_after(note):
        mark, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        if mark != "\u2014":
            raise ValueError("not a signature")
        raw = base64.b64decode(coded, validate=True)
        if base64.b64encode(raw).decode() != coded:
            raise ValueError("not the signature as it was written")
        lines.append((name, raw))
    return lines


def _lines_after(note: str) -> list[str]:
    """The lines behind the first empty one. Nothing but a line feed ends a line: what was changed must not pass."""
    rest = note.partition("\n\n")[2]
    return (rest[:-1] if rest.endswith("\n") else rest).split("\n") if rest else []


def read_checkpoint(note: str, public: bytes) -> tuple[str, int, str]:
    """Origin, size and root (hex) of a checkpoint that the key signed; ValueError otherwise."""
    body = note.partition("\n\n")[0]
    lines = body.split("\n")
    if len(lines) != 3 or not re.fullmatch("[0-9]{1,18}", lines[1]):
        raise ValueError("not a checkpoint")
    origin, root = lines[0], base64.b64decode(lines[2], validate=True)
    key_id = hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    for name, raw in signature_lines(note):
        if name == origin and raw[:4] == key_id and signature_holds(public, f"{body}\n".encode(), raw[4:]):
            return origin, int(lines[1]), root.hex()
    raise ValueError("no signature by this key holds")


def countersigners(note: str) -> list[tuple[str, str, bool]]:
    """Key, time and whether the signature holds, of every colleague who countersigned (C2SP tlog-cosignature)."""
    found = []
    body = note.partition("\n\n")[0]
    for name, raw in signature_lines(note):
        if name.startswith(COUNTERSIGNER) and re.fullmatch("[0-9a-f]{64}", name[len(COUNTERSIGNER) :]):
            public, seconds = bytes.fromhex(name[len(COUNTERSIGNER) :]), int.from_bytes(raw[4:12], "big")
            key_id = hashlib.sha256(name.encode() + b"\n\x04" + public).digest()[:4]
            signed = f"cosignature/v1\ntime {seconds}\n{body}\n".encode()
            holds = raw[:4] == key_id and signature_holds(public, signed, raw[12:]) and seconds < 1 << 35
            since = datetime.timedelta(seconds=seconds if holds else 0)
            at = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + since
            found.append((key_digits(public), at.isoformat(), holds))
    return found


# --- the bundle ----------------------------------------------------------------------------------------------------


class Bundle:
    """The files of a bundle by name, from a ZIP file or the folder that it was unpacked into."""

    def __init__(self, path: Path) -> None:
        self._folder = path if path.is_dir() else None
        if self._folder:
            files = (file for file in sorted(path.rglob("*")) if file.is_symlink() or not file.is_dir())
            self.names = [file.relative_to(path).as_posix() for file in files]
        else:
            self._zip = zipfile.ZipFile(path)
            self.names = [name for name in self._zip.namelist() if not name.endswith("/")]

    def _open(self, name: str) -> BinaryIO:
        if self._folder:
            file = self._folder / name
            if file.is_symlink():
                raise ValueError("a link")
            return file.open("rb")
        return cast("BinaryIO", self._zip.open(name))

    def read(self, name: str) -> bytes:
        """A file whole; one of the errors in `BROKEN` where it is missing, damaged or too large."""
        if name not in self.names:
            raise ValueError(f"{name} is missing")
        with self._open(name) as file:
            body = file.read(MOST + 1)
        if len(body) > MOST:
            raise ValueError(f"{name} is too large")
        return body

    def digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self._open(name) as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                digest.update(chunk)
        return digest.hexdigest()


def check(path: Path, kept: Iterable[str] = (), key: str = "") -> Outcome:
    """Check a bundle. `kept` are texts of checkpoints kept elsewhere, `key` the first digits of the signer's."""
    found: list[Problem] = []
    try:
        return Check(Bundle(path), list(kept), key, found).outcome()
    except (*BROKEN, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        return Outcome((*found, Problem("bundle", "bundle-unreadable")), 0, (), "", (str(error),))


class Check:
    """One bundle, gone through from its list of files to its originals."""

    def __init__(self, bundle: Bundle, kept: list[str], key: str, problems: list[Problem]) -> None:
        self.bundle, self.kept, self.key = bundle, kept, key.lower()
        self.problems = problems
        self.books: list[Book] = []
        self.remarks: list[str] = []
        self.digests: dict[str, str] = {}

    def outcome(self) -> Outcome:
        manifest = self.manifest()
        signer = str(manifest.get("signed_by", ""))
        self.files(signer)
        rows = self.rows()
        stated = {str(one.get("book")): one for one in manifest.get("books", []) if isinstance(one, dict)}
        notes: dict[str, list[tuple[int, str]]] = {}
        for one in self.lines("checkpoints.jsonl"):
            notes.setdefault(str(one.get("book")), []).append((int(one.get("size", -1)), str(one.get("note"))))
        if not rows:
            self.found("journal", "journal-empty")
        audits = {}
        for book in sorted(stated.keys() | rows.keys() | notes.keys()):
            if book not in stated:
                self.found(f"book {book}", "book-unknown")
                continue
            about = stated[book]
            public = bytes.fromhex(str(about.get("public_key"))) if about else b""
            if key_digits(public) != book:
                self.found(f"book {book}", "book-key")
            audit = BookAudit(book, str(about.get("origin")), public, rows.get(book, []), notes.get(book, []))
            self.problems += audit.problems()
            audits[book] = audit
            newest = audit.newest or (0, tree_roots([])[0])
            self.books.append(Book(book, key_digits(public), *newest))
            if (about.get("size"), about.get("root"), about.get("checkpoints")) != (*newest, len(notes.get(book, []))):
                self.found(f"manifest, book {book}", "manifest-altered")
        self.beside(audits)
        for note in self.kept:
            self.against(note, audits)
        entries = [row.entry for one in audits.values() for row in one.rows if row.entry is not None]
        self.told(manifest, entries, sum(map(len, rows.values())))
        self.stored(manifest, entries)
        if signer and key_digits(bytes.fromhex(signer)) not in audits:
            self.found("signer", "signer-unknown")
        digits = hashlib.sha256(bytes.fromhex(signer)).hexdigest()
        if self.key and not digits.startswith(self.key):
            self.found("signer", "signer-other")
        for one in manifest.get("problems", []):
            self.remarks.append(f"already so when the bundle was made: {one.get('subject')}: {one.get('code')}")
        count = sum(map(len, rows.values()))
        return Outcome(tuple(dict.fromkeys(self.problems)), count, tuple(self.books), digits[:16], tuple(self.remarks))

    def found(self, subject: str, code: str) -> None:
        self.problems.append(Problem(subject, code))

    def manifest(self) -> dict[str, Any]:
        """The manifest; ValueError where this is not a bundle at all."""
        raw = self.bundle.read("manifest.json")
        try:
            value = parsed(raw)
        except ValueError:
            self.found("manifest", "manifest-altered")
            value = json.loads(raw)
        if not isinstance(value, dict) or value.get("format") != FORMAT:
            raise ValueError("not a bundle of this format")
        return value

    def files(self, signer: str) -> None:
        """The list of files, its signatures, and every file against it."""
        names = self.bundle.names
        for name in sorted({name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()):
            self.found(f"file {name}", "member-twice")
        for name in sorted(set(names)):
            try:
                self.digests[name] = self.bundle.digest(name)
            except BROKEN:
                self.found(f"file {name}", "member-unreadable")
        listed: dict[str, str] = {}
        for name in (LIST, SSH_SIGNATURE, RAW_SIGNATURE):
            if name not in names:
                self.found(f"file {name}", "member-missing")
        text = self.bundle.read(LIST) if LIST in names else b""
        for line in text.decode("utf-8", "replace").splitlines():
            digest, _, name = line.partition("  ")
            listed[name] = digest
        if LIST in names:
            public = bytes.fromhex(signer)
            if SSH_SIGNATURE in names and not ssh_signature_holds(public, text, self.bundle.read(SSH_SIGNATURE)):
                self.found(f"file {LIST}", "list-signature")
            if RAW_SIGNATURE in names and not signature_holds(public, text, self.bundle.read(RAW_SIGNATURE)):
                self.found(f"file {LIST}", "list-signature")
        for name in sorted(listed.keys() | set(names) - {LIST, SSH_SIGNATURE, RAW_SIGNATURE}):
            if name not in names:
                self.found(f"file {name}", "member-missing")
            elif name not in listed:
                self.found(f"file {name}", "member-added")
            elif self.digests.get(name, listed[name]) != listed[name]:
                self.found("manifest" if name == "manifest.json" else f"file {name}",
                           "manifest-altered" if name == "manifest.json" else "member-altered")  # fmt: skip

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The objects of a file of lines; what is no object is left out, since the list has named the file."""
        if name not in self.bundle.names:
            return []
        values = []
        for line in self.bundle.read(name).split(b"\n"):
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict):
                values.append(value)
        return values

    def rows(self) -> dict[str, list[Row]]:
        """The journal's lines by book, in the order of the file. A line that cannot be read follows the one before."""
        if "journal.jsonl" not in self.bundle.names:
            return {}
        rows: dict[str, list[Row]] = {}
        book, number = "", -1
        bodies = self.bundle.read("journal.jsonl").split(b"\n")
        read = [read_entry(body) for body in bodies]
        first = next((str(entry["book"]) for entry in read if entry), "")
        for body, entry in zip(bodies, read):
            if not body and entry is None:
                continue
            book, number = (entry["book"], entry["number"]) if entry else (book or first, number + 1)
            rows.setdefault(book, []).append(Row(number, body, leaf_hash(body), entry))
        return rows

    def beside(self, audits: dict[str, BookAudit]) -> None:
        """What each book's opening says of the books that there were."""
        for audit in audits.values():
            opening = audit.rows[0].entry if audit.rows else None
            for one in opening["facts"].get("beside", []) if opening and opening["kind"] == "book.opened" else []:
                other = audits.get(str(one["book"]))
                if other is None:
                    self.found(f"book {one['book']}", "book-missing")
                elif code := other.differs(int(one["size"]), str(one["root"])):
                    self.found(f"book {one['book']}", code)

    def against(self, note: str, audits: dict[str, BookAudit]) -> None:
        """What a checkpoint kept elsewhere shows."""
        origin = note.split("\n", 1)[0]
        audit = next((one for one in audits.values() if one.origin == origin), None)
        if audit is None:
            self.found(f"book of {origin}", "book-missing")
            return
        try:
            _, size, root = read_checkpoint(note, audit.public)
            for key, at, holds in countersigners(note):
                if not holds:
                    self.found(f"kept checkpoint of {audit.book}, countersigned by {key}", "checkpoint-signature")
                else:
                    self.remarks.append(f"kept checkpoint of {audit.book}@{size}: countersigned by {key} at {at}")
        except ValueError:
            self.found(f"kept checkpoint of {audit.book}", "checkpoint-signature")
            return
        if code := audit.differs(size, root):
            self.found(f"book {audit.book}", code)

    def told(self, manifest: dict[str, Any], entries: list[dict[str, Any]], count: int) -> None:
        """Whether manifest and list of known images say what the journal says."""
        opened: dict[str, Any] = next((entry["facts"] for entry in entries if entry["kind"] == "case.opened"), {})
        told = (manifest.get("case"), manifest.get("title"), manifest.get("entries"))
        if told != (opened.get("case"), opened.get("title"), count):
            self.found("manifest", "manifest-altered")
        known = [
            {key: entry["facts"].get(key) for key in ("id", "evidence", "library", "known")}
            for entry in entries
            if entry["kind"] == "match.found"
        ]
        lines = sorted(canonical(one) for one in known)
        if "known.jsonl" in self.bundle.names and sorted(self.bundle.read("known.jsonl").splitlines()) != lines:
            self.found("known.jsonl", "known-altered")

    def stored(self, manifest: dict[str, Any], entries: list[dict[str, Any]]) -> None:
        """Originals, examinations and time stamps against the digests in the journal."""
        admitted = {str(entry["facts"].get("evidence")) for entry in entries if entry["kind"] == "evidence.arrived"}
        recorded = {str(entry["facts"]["document"]) for entry in entries if "document" in entry["facts"]}
        originals, documents = {}, {}
        for name, digest in self.digests.items():
            folder, _, file = name.rpartition("/")
            if folder == "originals":
                originals[file] = digest
            elif folder in ("examinations", "timestamps"):
                documents[file.partition(".")[0]] = digest
        if manifest.get("originals") == "included":
            self._compare("original", admitted, originals)
        else:
            self._compare("original", set(originals) & admitted, originals)
        self._compare("document", recorded, documents)

    def _compare(self, what: str, expected: set[str], there: dict[str, str]) -> None:
        for name in sorted(expected | there.keys()):
            if name not in expected:
                self.found(f"{what} {name}", "original-added" if what == "original" else "document-unrecorded")
            elif name not in there:
                self.found(f"{what} {name}", f"{what}-missing")
            elif there[name] != name:
                self.found(f"{what} {name}", f"{what}-damaged")


class Row(NamedTuple):
    """A line of the journal: its number in its book, its bytes, their leaf hash, and the entry or None."""

    number: int
    body: bytes
    leaf: str
    entry: Any


def read_entry(body: bytes) -> Any:
    """The entry that a line holds, or None."""
    try:
        entry = json.loads(body)
        texts = all(isinstance(entry[name], str) for name in ("at", "author", "book", "kind", "previous"))
        right = isinstance(entry["number"], int) and entry["number"] >= 0 and isinstance(entry["facts"], dict)
        return entry if texts and right else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


class BookAudit:
    """One book: its lines against each other, and against every checkpoint that was signed along the way."""

    def __init__(self, book: str, origin: str, public: bytes, rows: list[Row], notes: list[tuple[int, str]]) -> None:
        self.book, self.origin, self.public = book, origin, public
        self.rows, self._doubles = one_each(rows)
        self._strays = out_of_order([row.number for row in rows if row not in self._doubles])
        self._notes = sorted(notes)
        self._checkpoints = [self._signed(size, note) for size, note in self._notes]
        self.size = self.rows[-1].number + 1 if self.rows else 0
        self.newest: tuple[int, str] | None = None
        self._codes = {row.number: "entry-altered" for row in self.rows if not self._whole(row)}
        self._blame()
        self.roots = tree_roots(self._leaves())

    def _signed(self, size: int, note: str) -> tuple[int, str] | str:
        try:
            origin, signed, root = read_checkpoint(note, self.public)
        except ValueError:
            return "checkpoint-signature"
        return (signed, root) if (origin, signed) == (self.origin, size) else "checkpoint-altered"

    def _whole(self, row: Row) -> bool:
        try:
            return row.entry is not None and bool(parsed(row.body))
        except ValueError:
            return False

    def _blame(self) -> None:
        """Where an entry does not name the one before it, say which of the two was replaced: the earlier one where
        the entry after still names the later one; else the later one where signed roots vouch for the earlier."""
        leaves = [row.leaf for row in self.rows] if self.size == len(self.rows) else []
        roots = tree_roots(leaves)
        signed = [one for one in self._checkpoints if isinstance(one, tuple)]
        vouched = max((size for size, root in signed if size < len(roots) and roots[size] == root), default=0)
        for i in range(len(self.rows) - 1, 0, -1):
            row, before = self.rows[i], self.rows[i - 1]
            beside = row.number == before.number + 1 and not {row.number, before.number} & self._codes.keys()
            if beside and not self._follows(i):
                later = i + 1 == len(self.rows) or self._follows(i + 1)
                self._codes[before.number if later and vouched < i else row.number] = "entry-altered"

    def _follows(self, i: int) -> bool:
        entry = self.rows[i].entry
        return entry is not None and entry["previous"] == (self.rows[i - 1].leaf if i else NOTHING)

    def _leaves(self) -> list[str]:
        """The leaves as they were: where an entry is altered or missing, the one after it still names its leaf.
        They end where that one is not to be had."""
        there = {row.number: row for row in self.rows}
        leaves = []
        for number in range(self.size):
            row, after = there.get(number), there.get(number + 1)
            if row and number not in self._codes:
                leaves.append(row.leaf)
            elif after and after.entry and re.fullmatch("[0-9a-f]{64}", after.entry["previous"]):
                leaves.append(after.entry["previous"])
            else:
                break
        return leaves

    def problems(self) -> list[Problem]:
        """Each altered, missing, moved or added entry by name, and each checkpoint that does not hold."""
        there = {row.number for row in self.rows}
        missing = {number: "entry-missing" for number in range(self.size) if number not in there}
        strays = dict.fromkeys(self._strays, "entry-swapped")
        codes = {**strays, **self._codes, **missing}
        found = [self._entry(number, codes[number]) for number in sorted(codes)]
        found += [self._entry(row.number, "entry-added") for row in self._doubles]
        covered = vouched = 0
        rewritten = False
        for (stated, _), signed in zip(self._notes, self._checkpoints):
            if isinstance(signed, str):
                found.append(Problem(f"checkpoint {self.book}@{stated}", signed))
                continue
            size, root = signed
            if size > self.size:
                found += [self._entry(number, "entry-missing") for number in range(max(self.size, covered), size)]
            elif size < len(self.roots) and self.roots[size] == root:
                self.newest, vouched = signed, size
            elif size < len(self.roots) and not rewritten:
                rewritten = True
                if not codes.keys() & set(range(covered, size)):
                    found += [self._entry(number, "entry-unsigned") for number in range(covered, size)]
            covered = max(covered, size)
        found += [self._entry(number, "entry-added") for number in range(covered, self.size)]
        return found + self._gaps(vouched, codes)

    def _gaps(self, vouched: int, codes: dict[int, str]) -> list[Problem]:
        """Checkpoints that were taken away. What is written together has one time, and a checkpoint at its end."""
        sizes = {size for size, _ in self._notes}
        found = []
        for row, after in zip(self.rows, self.rows[1:]):
            end = after.number
            sound = row.number + 1 == end < vouched and not {row.number, end} & codes.keys()
            if sound and end not in sizes and row.entry["at"] != after.entry["at"]:
                found.append(Problem(f"checkpoint {self.book}@{end}", "checkpoint-missing"))
        return found

    def differs(self, size: int, root: str) -> str:
        """What a checkpoint from elsewhere says against this book; empty where it agrees."""
        if size > self.size:
            return "tail-cut"
        return "history-rewritten" if size >= len(self.roots) or self.roots[size] != root else ""

    def _entry(self, number: int, code: str) -> Problem:
        return Problem(f"entry {self.book}/{number}", code)


def one_each(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows by number, and those that stand beside another of the same number. Of such the one is believed that
    the next entry names."""
    by_number: dict[int, list[Row]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    named = {row.entry["previous"] for row in rows if row.entry}
    kept, doubles = [], []
    for number in sorted(by_number):
        best, *others = sorted(by_number[number], key=lambda row: row.leaf not in named)
        kept.append(best)
        doubles += others
    return kept, doubles


def out_of_order(numbers: list[int]) -> list[int]:
    """The fewest numbers that would have to be moved for the rest to ascend."""
    ends: list[int] = []
    lengths = []
    for number in numbers:
        place = bisect.bisect_left(ends, number)
        ends[place : place + 1] = [number]
        lengths.append(place)
    moved, wanted = [], len(ends) - 1
    for number, length in zip(reversed(numbers), reversed(lengths)):
        if length == wanted:
            wanted -= 1
        else:
            moved.append(number)
    return sorted(moved)


def ssh_signature_holds(public: bytes, text: bytes, armored: bytes) -> bool:
    """Whether an SSH signature (OpenSSH PROTOCOL.sshsig) by an Ed25519 key on a text holds, in namespace `file`."""
    lines = armored.decode("ascii", "replace").split("\n")
    try:
        blob = base64.b64decode("".join(line for line in lines if not line.startswith("-----")), validate=True)
    except ValueError:
        return False
    field: Callable[[bytes], bytes] = lambda raw: len(raw).to_bytes(4, "big") + raw  # noqa: E731
    about = field(b"file") + field(b"") + field(b"sha512")
    start = b"SSHSIG" + (1).to_bytes(4, "big") + field(field(b"ssh-ed25519") + field(public)) + about
    signed = b"SSHSIG" + about + field(hashlib.sha512(text).digest())
    start += field(field(b"ssh-ed25519") + field(bytes(64)))[:-64]
    return blob[:-64] == start and signature_holds(public, signed, blob[-64:])


def plain(text: str) -> str:
    """Text that cannot steer a terminal."""
    return "".join(c if c.isascii() and c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("bundle", type=Path, metavar="BUNDLE")
    arguments.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="kept elsewhere")
    arguments.add_argument("--key", default="", metavar="DIGITS", help="of the signer, learnt another way")
    arguments.add_argument("--json", action="store_true", help="one JSON object a line")
    options = arguments.parse_args()
    try:
        kept = [Path(file).read_text("utf-8") for file in options.checkpoint]
    except (OSError, ValueError) as error:
        arguments.error(str(error))
    outcome = check(options.bundle, kept, options.key)
    if options.json:
        for one in outcome.problems:
            print(json.dumps({"subject": one.subject, "ok": False, "problem": one.code, "words": WORDS[one.code]}))
        print(json.dumps({"ok": outcome.ok, "entries": outcome.entries, "signer": outcome.signer,
                          "books": [book._asdict() for book in outcome.books],
                          "remarks": outcome.remarks}))  # fmt: skip
        return 0 if outcome.ok else 1
    for one in outcome.problems:
        print(plain(f"{one.subject}: {WORDS[one.code]}"))
    for remark in outcome.remarks:
        print(plain(remark))
    for book in outcome.books:
        print(plain(f"book {book.book}: {book.size} entries, root {book.root}"))
    if outcome.signer:
        print(f"the list of files names the key {outcome.signer} as its signer: compare it with the sender another way")
    print(f"{'ALL AS IT WAS SIGNED' if outcome.ok else 'NOT AS IT WAS SIGNED'}: {outcome.entries} entries, "
          f"{len(outcome.problems)} problems")  # fmt: skip
    if not kept:
        print("No checkpoint from elsewhere was given: an end that was cut off before the bundle was made cannot show.")
    return 0 if outcome.ok else 1


if __name__ == "__main__":
    sys.exit(main())
