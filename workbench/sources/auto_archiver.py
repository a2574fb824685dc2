"""What auto-archiver writes: `metadata.json`, the sheet's columns, and `csv_db` with Python literals in its cells.

Its `pdq_hash` is what `hex()` gives and lacks leading zeros; it is padded to 64 digits again, and its quality is
not stated. The literals are read as data, never run: constants, lists, dictionaries and `datetime.datetime(...)`.
"""

import ast
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TextIO

from workbench.casework.pack_ports import Listed
from workbench.domain.evidence import is_digest
from workbench.domain.examinations import PUBLISHED_PDQ, Fingerprint
from workbench.domain.intervals import Interval, parse_interval
from workbench.domain.paths import last_part
from workbench.domain.refusals import Refusal

MOST_LITERAL = 1 << 20
"""Characters of one Python literal."""
_DEEPEST = 8
_QUALITY = 50
_SHEET = {"hash", "perceptual hashes"}
_DATABASE = {"status", "metadata", "media"}
_MOMENT = ("year", "month", "day", "hour", "minute", "second", "microsecond")


def is_sheet(header: Sequence[str]) -> bool:
    """Whether these lower-case column names are those of the sheet."""
    return "perceptual hashes" in header or {"link", "archive status", "hash"} <= set(header)


def is_database(header: Sequence[str]) -> bool:
    return set(header) >= _DATABASE


def from_metadata(raw: Mapping[str, Any], line: int = 1) -> Iterator[Listed]:
    """The images of one archived page; each at the same `line`, which is refused where it has none."""
    told = raw.get("metadata")
    told = told if isinstance(told, dict) else {}
    url, first = str(told.get("url") or "")[:2000], _first_known(told.get("timestamp"))
    found = False
    for media in _media(raw.get("media"), 0):
        properties, name = media.get("properties"), last_part(str(media.get("filename") or ""))[:1000]
        properties = properties if isinstance(properties, dict) else {}
        if not str(media.get("_mimetype") or "image/").startswith("image/"):
            continue
        sha256, prints = _sha256(properties.get("hash")), _pdq(properties.get("pdq_hash"))
        if sha256 or prints:
            found = True
            yield Listed(line, name, sha256, (), prints, first, url)
    if not found:
        yield _unread(line)


def from_csv(lines: TextIO) -> Iterator[Listed]:
    """The images of a sheet or of `csv_db`, row by row."""
    rows = csv.reader(lines)
    header = [name.strip().lower() for name in next(row for row in rows if row)]
    database = is_database(header)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield _unread(rows.line_num)
            continue
        if any(row):
            cells = dict(zip(header, row, strict=False))
            yield from _from_database(cells, rows.line_num) if database else _from_sheet(cells, rows.line_num)


def _from_database(cells: Mapping[str, str], line: int) -> Iterator[Listed]:
    try:
        told = {name: literal(cells.get(name, "")) for name in ("metadata", "media")}
    except ValueError:
        yield _unread(line)
        return
    yield from from_metadata(told, line)


def _from_sheet(cells: Mapping[str, str], line: int) -> Iterator[Listed]:
    """The hash is the first medium's, the perceptual hashes are of any: each is an image of its own."""
    url, first = cells.get("link", "")[:2000], _first_known(cells.get("upload timestamp"))
    sha256 = _sha256(cells.get("hash"))
    prints = [found for text in cells.get("perceptual hashes", "").split(",") for found in _pdq(text.strip())]
    if sha256:
        yield Listed(line, "", sha256, (), (), first, url)
    for one in prints:
        yield Listed(line, "", "", (), (one,), first, url)
    if not sha256 and not prints:
        yield _unread(line)


def literal(untrusted: str) -> Any:
    """The value of a Python literal with dates; ValueError for anything else, and nothing is ever run."""
    if len(untrusted) > MOST_LITERAL:
        raise ValueError("too long a literal")
    try:
        return _value(ast.parse(untrusted.strip(), mode="eval").body)
    except (SyntaxError, RecursionError, MemoryError, TypeError, OverflowError) as error:
        raise ValueError("no literal") from error


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return [_value(part) for part in parts]
        case ast.Dict(keys=keys, values=values) if all(keys):
            pairs = zip(keys, values, strict=True)
            return {str(_value(key)): _value(value) for key, value in pairs if key}
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Attribute() if _dotted(node) == "datetime.timezone.utc":
            return UTC
        case ast.Call(func=func, args=args, keywords=keywords):
            given = {word.arg: _value(word.value) for word in keywords if word.arg}
            return _made(_dotted(func), [_value(arg) for arg in args], given)
    raise ValueError("not a literal")


def _made(name: str, args: Sequence[Any], given: Mapping[str, Any]) -> Any:
    """The three things of `datetime` that a repr names."""
    if name == "datetime.datetime" and len(args) <= len(_MOMENT):
        named = dict(zip(_MOMENT, args, strict=False)) | {
            key: given[key] for key in given if key in (*_MOMENT, "tzinfo")
        }
        return datetime(**named)
    if name == "datetime.timedelta":
        return timedelta(**{key: given[key] for key in given if key in ("days", "seconds")})
    if name == "datetime.timezone" and len(args) == 1 and isinstance(args[0], timedelta):
        return timezone(args[0])
    raise ValueError("not a literal")


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < 3:
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _media(untrusted: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Media, and those among their properties, as thumbnails are."""
    if depth > _DEEPEST:
        return
    if isinstance(untrusted, dict):
        if "filename" in untrusted:
            yield untrusted
        for inner in untrusted.values():
            yield from _media(inner, depth + 1)
    elif isinstance(untrusted, list):
        for inner in untrusted:
            yield from _media(inner, depth + 1)


def _sha256(untrusted: Any) -> str:
    kind, _, digest = str(untrusted or "").partition(":")
    return digest.lower() if kind.upper() == "SHA-256" and is_digest(digest.lower()) else ""


def _pdq(untrusted: Any) -> tuple[Fingerprint, ...]:
    text = str(untrusted or "").lower().removeprefix("0x")
    if not re.fullmatch(r"[0-9a-f]{1,64}", text):
        return ()
    return (Fingerprint("pdq", "as-is", text.zfill(64), _QUALITY, PUBLISHED_PDQ),)


def _first_known(untrusted: Any) -> Interval | None:
    """When the post is said to have been made; a time without a zone is widened to every zone."""
    text = untrusted.isoformat() if isinstance(untrusted, datetime) else str(untrusted or "")
    try:
        return parse_interval(text)
    except Refusal:
        return None


def _unread(line: int) -> Listed:
    return Listed(line, refusal=Refusal("list.line-unreadable", line=line))
