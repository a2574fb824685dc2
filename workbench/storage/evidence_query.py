"""A query as SQL over the case's tables. Whatever a person typed goes into parameters, and never into the statement."""

import contextlib
from array import array
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from workbench.domain.search_query import ANY, NONE, UNDECIDED, Query, Term
from workbench.storage.database import Connection

Condition = tuple[str, list[object]]

_DECIDED = (
    "EXISTS (SELECT 1 FROM verdicts v WHERE v.evidence = e.sha256 AND v.superseded_by IS NULL AND v.status <> 'open')"
)
_GROUPED = "SELECT g.evidence FROM copy_groups g"
_WORDS = """
e.position IN (
    SELECT rowid FROM inside WHERE inside MATCH ?1
    UNION SELECT f.position FROM history h JOIN evidence f ON f.sha256 = h.evidence
        WHERE h.position IN (SELECT rowid FROM words WHERE words MATCH ?1)
        AND h.position NOT IN (SELECT position FROM verdicts WHERE superseded_by IS NOT NULL)
    UNION SELECT f.position FROM claims c JOIN exhibits x ON x.claim = c.id JOIN evidence f ON f.sha256 = x.evidence
        WHERE c.position IN (SELECT rowid FROM words WHERE words MATCH ?1)
        OR c.event IN (SELECT n.id FROM events n WHERE n.position IN (SELECT rowid FROM words WHERE words MATCH ?1)))
"""
_PLACE = """
(e.position IN (SELECT o.position FROM traits t JOIN trait_of o ON o.trait = t.id
        WHERE t.kind = 'place' AND t.name LIKE ?1 ESCAPE '\\')
    OR e.sha256 IN (SELECT x.evidence FROM events n JOIN claims c ON c.event = n.id JOIN exhibits x ON x.claim = c.id
        WHERE n.place LIKE ?1 ESCAPE '\\')
    OR e.sha256 IN (SELECT m.evidence FROM matches m
        WHERE m.dismissed = '' AND json_extract(m.facts, '$.known.place') LIKE ?1 ESCAPE '\\'))
"""
_NAME = """
(e.name LIKE ?1 ESCAPE '\\' OR e.sha256 IN (SELECT a.evidence FROM arrivals a WHERE a.path LIKE ?1 ESCAPE '\\'))
"""
_CLAIM = """
e.sha256 IN (SELECT x.evidence FROM exhibits x JOIN claims c ON c.id = x.claim
    WHERE c.id = ?1 OR c.text LIKE ?2 ESCAPE '\\' OR c.by LIKE ?2 ESCAPE '\\')
"""
_TAG = """
e.position IN (SELECT o.position FROM traits t JOIN trait_of o ON o.trait = t.id
    WHERE t.kind = 'tag' AND t.name = ?1 AND t.value LIKE ?2 ESCAPE '\\')
"""
_TAG_OR_VALUE = """
e.position IN (SELECT o.position FROM traits t JOIN trait_of o ON o.trait = t.id
    WHERE t.kind = 'tag' AND (t.name = ?1 OR t.value LIKE ?2 ESCAPE '\\'))
"""
_FINDING = """
e.position IN (SELECT o.position FROM traits t JOIN trait_of o ON o.trait = t.id WHERE t.kind = 'finding'
    AND o.event = ?1 AND (?2 = 'any' OR t.value = ?2
        OR replace(replace(replace(t.name, '.', ''), '-', ''), '_', '') LIKE ?3 ESCAPE '\\'))
"""
_TRAIT = """
e.position IN (SELECT o.position FROM traits t JOIN trait_of o ON o.trait = t.id
    WHERE t.kind = ?1 AND (?2 = 'any' OR t.name LIKE ?3 ESCAPE '\\'))
"""
_TIMES = "SELECT t.position FROM times t WHERE t.kind IN ({})"
_TAKEN = "'capture', 'fix', 'digitised', 'named-taken'"
_TAKEN_OR_POSTED = f"{_TAKEN}, 'posted'"


def found(db: Connection, query: Query, event: str, after: int, before: int, limit: int) -> "array[int]":
    """As `Finding.found`."""
    sql, values = statement(query, event, after, before, limit)
    positions = array("q", (row[0] for row in db.execute(sql, values)))
    return array("q", reversed(positions)) if before and not after and limit else positions


def statement(query: Query, event: str, after: int, before: int, limit: int) -> Condition:
    """The statement that finds positions, and its parameters in order."""
    parts, values = [], list[object]()
    for sql, bound in (_condition(term, event) for term in query.terms):
        parts.append(sql)
        values += bound
    if after:
        parts.append("e.position > ?")
        values.append(after)
    if before:
        parts.append("e.position < ?")
        values.append(before)
    where = f"WHERE {' AND '.join(parts)}" if parts else ""
    order = "DESC" if before and not after and limit else ""
    return f"SELECT e.position FROM evidence e {where} ORDER BY e.position {order} LIMIT ?", [*values, limit or -1]  # noqa: S608


def _condition(term: Term, event: str) -> Condition:
    made = [_CONDITIONS[term.field](value, term, event) for value in term.values]
    sql, values = " OR ".join(one for one, _ in made), [value for _, bound in made for value in bound]
    return f"{'NOT ' if term.negated else ''}({sql})", values


def _numbered(sql: str, *values: object) -> Condition:
    """`?1`, `?2` written out as plain marks, so that conditions can stand beside one another."""
    bound: list[object] = []
    pieces = sql.split("?")
    out = [pieces[0]]
    for piece in pieces[1:]:
        bound.append(values[int(piece[0]) - 1])
        out.append(piece[1:])
    return "?".join(out), bound


def like(text: str) -> str:
    """A pattern for `LIKE ... ESCAPE '\\'` that finds `text` anywhere."""
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return f"%{text}%"


def _words(value: str, term: Term, event: str) -> Condition:
    phrase = '"' + value.replace('"', '""') + '"'
    return _numbered(_WORDS, phrase if term.whole else f"{phrase}*")


def _status(value: str, term: Term, event: str) -> Condition:
    if value in ("open", UNDECIDED):
        return f"NOT {_DECIDED}", []
    return f"{_DECIDED[:-1]} AND v.status = ?)", [value]


def _name(value: str, term: Term, event: str) -> Condition:
    return _numbered(_NAME, like(value))


def _claim(value: str, term: Term, event: str) -> Condition:
    if value.casefold() in (ANY, NONE):
        offered = "e.sha256 IN (SELECT x.evidence FROM exhibits x)"
        return (offered if value.casefold() == ANY else f"NOT {offered}"), []
    return _numbered(_CLAIM, value, like(value))


def _tag(value: str, term: Term, event: str) -> Condition:
    name, equals, held = value.partition("=")
    if equals:
        return _numbered(_TAG, name.strip(), like(held.strip()))
    return _numbered(_TAG_OR_VALUE, value, like(value))


def _finding(value: str, term: Term, event: str) -> Condition:
    folded = value.casefold()
    plain = "".join(one for one in folded if one not in ".-_")
    return _numbered(_FINDING, event, folded, like(plain) if plain else "")


def _place(value: str, term: Term, event: str) -> Condition:
    return _numbered(_PLACE, like(value))


def _times(kinds: str) -> Callable[[str, Term, str], Condition]:
    def condition(value: str, term: Term, event: str) -> Condition:
        start, end = _bounds(term)
        return f"e.position IN ({_TIMES.format(kinds)} AND t.start < ? AND t.finish > ?)", [end, start]

    return condition


def _before(value: str, term: Term, event: str) -> Condition:
    return f"e.position IN ({_TIMES.format(_TAKEN_OR_POSTED)} AND t.finish <= ?)", [_bounds(term)[0]]


def _after(value: str, term: Term, event: str) -> Condition:
    return f"e.position IN ({_TIMES.format(_TAKEN_OR_POSTED)} AND t.start >= ?)", [_bounds(term)[1]]


def _came(value: str, term: Term, event: str) -> Condition:
    if term.interval is None:
        return "0", []
    bounds: list[object] = [_in_utc(term.interval.start), _in_utc(term.interval.end)]
    return "e.sha256 IN (SELECT a.evidence FROM arrivals a WHERE a.at >= ? AND a.at < ?)", bounds


def _in_utc(moment: datetime) -> str:
    with contextlib.suppress(OverflowError):  # at the very ends of the calendar
        moment = moment.astimezone(UTC)
    return moment.isoformat()[:19]


def _bounds(term: Term) -> tuple[int, int]:
    if term.interval is None:
        return 0, 0
    return int(term.interval.start.timestamp()), int(term.interval.end.timestamp())


def _format(value: str, term: Term, event: str) -> Condition:
    plain = {"jpg": "jpeg", "tif": "tiff", "jp2": "jp2"}.get(value.casefold(), value)
    return _numbered("e.media_type LIKE ?1 ESCAPE '\\'", like(plain))


def _match(value: str, term: Term, event: str) -> Condition:
    base = "SELECT m.evidence FROM matches m WHERE m.dismissed"
    if value in (ANY, NONE):
        return f"{'NOT ' if value == NONE else ''}e.sha256 IN ({base} = '')", []
    if value == "dismissed":
        return f"e.sha256 IN ({base} <> '')", []
    return f"e.sha256 IN ({base} = '' AND json_extract(m.facts, '$.kind') = ?)", [value]


def _copies(value: str, term: Term, event: str) -> Condition:
    if value in (ANY, NONE):
        return f"{'NOT ' if value == NONE else ''}e.sha256 IN ({_GROUPED})", []
    named = "SELECT o.leader FROM copy_groups o WHERE o.evidence LIKE ?"
    return f"e.sha256 IN ({_GROUPED} WHERE g.leader IN ({named}))", [f"{value}%"]


def _trait(kind: str) -> Callable[[str, Term, str], Condition]:
    def condition(value: str, term: Term, event: str) -> Condition:
        if value.casefold() == NONE and kind == "refused":
            sql, values = _numbered(_TRAIT, kind, ANY, "")
            return f"NOT {sql}", values
        return _numbered(_TRAIT, kind, value.casefold(), like(value))

    return condition


def _hash(value: str, term: Term, event: str) -> Condition:
    return "e.sha256 >= ? AND e.sha256 <= ?", [value, f"{value}g"]


_CONDITIONS: Mapping[str, Callable[[str, Term, str], Condition]] = MappingProxyType(
    {
        "": _words, "status": _status, "name": _name, "claim": _claim, "tag": _tag, "finding": _finding,
        "place": _place, "taken": _times(_TAKEN), "posted": _times("'posted'"), "came": _came, "before": _before,
        "after": _after, "format": _format, "match": _match, "copies": _copies, "refused": _trait("refused"),
        "isolation": _trait("isolation"), "hash": _hash,
    }
)  # fmt: skip
