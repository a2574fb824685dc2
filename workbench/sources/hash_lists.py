"""Lists of hashes, told apart by what is in them: PDQ, MD5, SHA-1, SHA-256, VICS 2.0 and auto-archiver.

PDQ lists are `hash,quality,filename`, one hash a line, or `signal_type hash` (ThreatExchange); digests are one a
line, as `sha256sum` and its kin write them, or a column of a CSV. PDQ and SHA-256 are both 64 hex digits: a PDQ
hash is cut at its median and has 128 bits set, a SHA-256 has it once in twenty. Where that does not tell the two
apart the list is refused until a person says what it is.
"""

import csv
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from workbench.casework.pack_ports import Listed
from workbench.domain.examinations import PUBLISHED_PDQ, Fingerprint
from workbench.domain.refusals import Refusal
from workbench.sources import auto_archiver

MOST_JSON = 256 * 2**20
"""Bytes of a JSON list."""
MOST_LINE = 1 << 16
_SAMPLE = 2_000
_PDQ_BITS = 128
UNSTATED_QUALITY = 50
"""Given to a PDQ hash whose list states no quality: the least that is compared.

A flat picture's hash is near to those of other flat pictures only, and a flat query is not compared at all; and
what has no picture here is never more than a likeness of fingerprints.
"""
_SUM = re.compile(r"\\?([0-9A-Fa-f]{32,64}) [ *](.*\S)")
_BSD = re.compile(r"(MD5|SHA1|SHA256) \((.+)\) = ([0-9A-Fa-f]{32,64})")
_HEX = re.compile(r"[0-9a-f]+")
_KINDS = {32: "md5", 40: "sha1", 64: "sha256"}
_COLUMNS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "pdq": "pdq", "pdqhash": "pdq", "hashpdq": "pdq"}
_NAMES = ("filename", "file", "name", "path")


def read_list(file: Path, meaning: str = "") -> Iterator[Listed]:
    """Every image of a list, and every line that cannot be read with the reason, in order.

    Refusal `list.unreadable` for a file that cannot be opened, `list.ambiguous`, `list.not-a-list`.
    """
    try:
        with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            start = next((line for line in iter(lambda: lines.readline(MOST_LINE), "") if line.strip()), "")
            lines.seek(0)
            if start.lstrip()[:1] in ("{", "["):
                yield from _from_json(file)
            else:
                yield from _from_text(file, lines, start, meaning)
    except OSError as error:
        raise Refusal("list.unreadable", path=str(file), reason=error.strerror or str(error)) from error


def _from_json(file: Path) -> Iterator[Listed]:
    if file.stat().st_size > MOST_JSON:
        raise Refusal("list.unreadable", path=str(file), reason=f"more than {MOST_JSON >> 20} MiB of JSON")
    try:
        raw = json.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refusal("list.unreadable", path=str(file), reason="damaged JSON") from error
    if isinstance(raw, dict) and isinstance(raw.get("media"), list):
        return auto_archiver.from_metadata(raw)
    if isinstance(raw, dict) and isinstance(raw.get("value"), list):
        return _vics(raw["value"])
    raise Refusal("list.not-a-list", path=str(file))


def _vics(value: list[Any]) -> Iterator[Listed]:
    """Exact hashes of VICS 2.0: what its categories say is nobody's verdict here, and is left behind."""
    media: list[Any] = []
    for one in value:
        inner = one.get("Media") if isinstance(one, dict) else None
        media += inner if isinstance(inner, list) else [one]
    for number, one in enumerate(media, 1):
        fields: Mapping[str, Any] = one if isinstance(one, dict) else {}
        digests = []
        for kind, length in (("md5", 32), ("sha1", 40)):
            text = str(fields.get(kind.upper()) or "").lower()
            if len(text) == length and _HEX.fullmatch(text):
                digests.append((kind, text))
        if digests:
            yield Listed(number, f"VICS {str(fields.get('MediaID', number))[:64]}", digests=tuple(digests))
        else:
            yield _unread(number)


def _from_text(file: Path, lines: TextIO, start: str, meaning: str) -> Iterator[Listed]:
    header = [name.strip().lower() for name in next(csv.reader([start]), [])]
    if auto_archiver.is_sheet(header) or auto_archiver.is_database(header):
        return auto_archiver.from_csv(lines)
    columns = {_plain(name) for name in header}
    if columns & _COLUMNS.keys() or "hash" in columns:
        return _from_columns(lines, _meaning(file, lines, meaning))
    return _from_lines(file, lines, meaning)


def _meaning(file: Path, lines: TextIO, meaning: str) -> str:
    """What 64 hex digits are in this file: `pdq`, `sha256`, or empty where a person has to say."""
    lines.seek(0)
    sample = itertools.islice(iter(lambda: lines.readline(MOST_LINE), ""), _SAMPLE)
    hashes = [
        found.lower()
        for line in sample
        for found in re.findall(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])", line)
    ]
    lines.seek(0)
    if meaning or not hashes:
        return meaning
    share = sum(int(one, 16).bit_count() == _PDQ_BITS for one in hashes) / len(hashes)
    if len(hashes) >= 3 and share >= 0.9:
        return "pdq"
    if share == 0 or (len(hashes) >= 20 and share <= 0.3):
        return "sha256"
    return ""


def _from_columns(lines: TextIO, meaning: str) -> Iterator[Listed]:
    rows = csv.reader(lines)
    columns = [_plain(name) for name in next(row for row in rows if row)]
    named = next((columns.index(name) for name in _NAMES if name in columns), None)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield _unread(rows.line_num)
            continue
        if not any(row):
            continue
        cells = dict(zip(columns, row, strict=False))
        name = row[named] if named is not None and named < len(row) else ""
        kinds = {_COLUMNS.get(column, ""): value.strip().lower() for column, value in cells.items()}
        if "hash" in cells:
            text = cells["hash"].strip().lower()
            kind = meaning if len(text) == 64 else _KINDS.get(len(text), "")
            kinds |= {"pdq" if cells.get("quality", "").strip() and len(text) == 64 else kind: text}
        yield _listed(rows.line_num, name, kinds, cells.get("quality", ""))


def _from_lines(file: Path, lines: TextIO, meaning: str) -> Iterator[Listed]:
    meant, read = _meaning(file, lines, meaning), 0
    for number, line in enumerate(iter(lambda: lines.readline(MOST_LINE), ""), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        one = _line(number, text, meant)
        if one is None:
            raise Refusal("list.ambiguous", path=str(file))
        if read == 0 and number > 100 and one.refusal:
            raise Refusal("list.not-a-list", path=str(file))
        read += not one.refusal
        yield one


def _line(number: int, text: str, meaning: str) -> Listed | None:
    """One line, or None where it is not known which hash its 64 digits are."""
    if summed := _SUM.fullmatch(text):
        return _listed(number, summed[2], {_KINDS.get(len(summed[1]), ""): summed[1].lower()})
    if bsd := _BSD.fullmatch(text):
        return _listed(number, bsd[2], {bsd[1].lower(): bsd[3].lower()})
    first, comma, rest = text.partition(",")
    first, quality, name = first.strip().lower(), "", ""
    if comma:
        quality, _, name = rest.partition(",")
        return _listed(number, name.strip(), {"pdq": first}, quality)
    signal, _, value = first.partition(" ")
    if value:
        return _listed(number, "", {_COLUMNS.get(_plain(signal), ""): value.strip()})
    kind = _KINDS.get(len(first), "") if _HEX.fullmatch(first) else ""
    if kind == "sha256":
        if not meaning:
            return None
        kind = meaning
    return _listed(number, "", {kind: first})


def _listed(number: int, name: str, kinds: Mapping[str, str], quality: str = "") -> Listed:
    """An image by the hashes that are well formed; refused where none is."""
    length = {"md5": 32, "sha1": 40, "sha256": 64, "pdq": 64}
    good = {kind: text for kind, text in kinds.items() if len(text) == length.get(kind) and _HEX.fullmatch(text)}
    stated = quality.strip()
    if not good or (stated and not (stated.isascii() and stated.isdigit() and int(stated) <= 100)):
        return _unread(number)
    prints = (pdq(good["pdq"], int(stated) if stated else UNSTATED_QUALITY),) if "pdq" in good else ()
    digests = tuple((kind, good[kind]) for kind in ("md5", "sha1") if kind in good)
    return Listed(number, name[:1000], good.get("sha256", ""), digests, prints)


def pdq(bits: str, quality: int = UNSTATED_QUALITY) -> Fingerprint:
    """A PDQ hash by somebody's implementation: 64 hex digits."""
    return Fingerprint("pdq", "as-is", bits, quality, PUBLISHED_PDQ)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _unread(number: int) -> Listed:
    return Listed(number, refusal=Refusal("list.line-unreadable", line=number))
